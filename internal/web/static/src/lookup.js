// Follows the typing in a look-up: the form is the same as without scripts, only nobody has to press the button.
// <form id="lookup"> asks, #lookup-hits of the page that answers takes the place of ours.
const PAUSE = 250; // after the last key: shorter asks for every letter, longer feels slow
const form = document.getElementById("lookup");

let timer = 0;
let asked = 0; // the newest question: answers to older ones come too late

async function ask() {
  const mine = ++asked;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const res = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!res.ok || mine !== asked) return; // the button still works, and says what is wrong
    const doc = new DOMParser().parseFromString(await res.text(), "text/html");
    const fresh = doc.getElementById("lookup-hits");
    if (!fresh || mine !== asked) return;
    document.getElementById("lookup-hits")?.replaceWith(document.adoptNode(fresh));
    history.replaceState(history.state, "", address); // back from a ticket leads to these hits
  } catch {
    // Without a connection there is nothing to follow.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});

// Whoever opens the look-up has a caller on the line: the name can be typed at once.
const field = form?.querySelector("input[type=search]");
if (field && !field.value && document.activeElement === document.body) field.focus();
