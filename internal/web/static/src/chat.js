// Makes a chat quicker: a message is sent without leaving the field, the other side is told that one types, the newest
// words stay in sight. Without it the same forms do the same by reloading.
const TELL_EVERY = 400; // what is typed is told at most so often: letter by letter should look like it
const SIGN_EVERY = 3000; // that somebody types at all needs telling less often
const FADE = 8000; // a sign of typing that is not renewed is over
const ASK_EVERY = 500; // while both see letters: how often we look for them

document.documentElement.classList.add("has-script");

const say = () => document.querySelector("[data-chat-say]");
const field = () => say()?.querySelector("textarea");

let sending = false;
let told = 0; // when we last told that we type
let telling = 0; // timer: the newest letters are still to be told

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "chat-say" || !form.closest("[data-chat-say]") || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (!sending) send(form, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== field()) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  if (event.target === field()) tell();
});

async function send(form, submitter) {
  sending = true;
  clearTimeout(telling);
  telling = 0;
  try {
    const body = new FormData(form, submitter);
    const res = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!res.ok || !res.redirected) throw new Error("not sent"); // the page itself says what is wrong, and keeps the words
    const doc = new DOMParser().parseFromString(await res.text(), "text/html");
    const key = doc.querySelector("#chat-say [name=form_key]");
    if (!key) throw new Error("no chat any more");
    form.reset();
    form.querySelector("[name=form_key]").value = key.value;
    document.dispatchEvent(new CustomEvent("lotsen:look"));
    field()?.focus();
  } catch {
    form.submit(); // the one-time key makes sure that it is said once
  } finally {
    sending = false;
  }
}

// tell lets the other side know that we type, and what, where both want that.
function tell() {
  if (telling) return;
  const every = say().hasAttribute("data-rtt") ? TELL_EVERY : SIGN_EVERY;
  const words = () => field()?.value ?? "";
  const wait = words() === "" ? 0 : Math.max(0, told + every - performance.now());
  telling = setTimeout(() => {
    telling = 0;
    if (sending || !say()?.dataset.typing) return;
    told = performance.now();
    fetch(say().dataset.typing, { method: "POST", body: new URLSearchParams({ text: words() }) }).catch(() => {});
  }, wait);
}

// The sign that the other side types fades when it is not renewed: the server pokes when it begins, not when it ends.
let fading = 0;
let sign = "";

function watchSign() {
  const box = document.getElementById("chat-typing");
  const now = box?.textContent ?? "";
  if (now === sign) return;
  sign = now;
  clearTimeout(fading);
  if (now.trim()) fading = setTimeout(() => document.getElementById("chat-typing")?.replaceChildren(), FADE);
}

// The newest words stay in sight while the reader was at the end, and nowhere else.
let atEnd = true;

function follow() {
  watchSign();
  const log = document.getElementById("chatlog");
  if (log && atEnd) log.scrollTop = log.scrollHeight;
}

document.addEventListener(
  "scroll",
  (event) => {
    const log = event.target;
    if (log.id === "chatlog") atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  },
  true,
);

// letters looks for what the other side types while both want to see it: the page's own look comes once a second.
async function letters() {
  const box = document.getElementById("chat-typing");
  const from = say();
  if (box && from?.hasAttribute("data-rtt") && !document.hidden) {
    try {
      const res = await fetch(from.dataset.typing, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
      if (res.ok) {
        const doc = new DOMParser().parseFromString(await res.text(), "text/html");
        const next = doc.getElementById("chat-typing");
        if (next && next.innerHTML !== box.innerHTML) box.replaceChildren(...next.childNodes);
        watchSign();
      }
    } catch {
      // The page's own look tells what is wrong with the connection.
    }
  }
  setTimeout(letters, ASK_EVERY);
}

export function startChat() {
  if (!document.getElementById("chatlog")) return;
  new MutationObserver(follow).observe(document.getElementById("main"), { childList: true, subtree: true, characterData: true });
  follow();
  letters();
}
