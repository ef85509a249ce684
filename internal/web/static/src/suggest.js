// Offers self-help while somebody writes what is wrong. Without it the form's own button does the same; it never stands
// in the way of sending. [data-suggest] names the page that knows, and the part of it with our id takes our place.
const PAUSE = 400;
const MOST = 200; // characters that leave the page before the form is sent
const room = document.querySelector("[data-suggest]");
const field = room?.closest("form")?.elements.namedItem("title");

let timer = 0;
let asked = 0;

async function offer() {
  const mine = ++asked;
  const address = `${room.dataset.suggest}?${new URLSearchParams({ q: field.value.slice(0, MOST) })}`;
  try {
    const res = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!res.ok || mine !== asked) return;
    const doc = new DOMParser().parseFromString(await res.text(), "text/html");
    const fresh = doc.getElementById(room.id);
    // Only what differs is put in: a list that is read aloud anew for each letter helps nobody.
    if (fresh && mine === asked && fresh.textContent !== room.textContent) room.replaceChildren(...fresh.childNodes);
  } catch {
    // Without a connection there is nothing to offer.
  }
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, PAUSE);
});
