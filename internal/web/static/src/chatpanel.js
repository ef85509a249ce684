// The chat beside a page of the portal: the chat's own page, of which a part is shown in a panel. The link leads to the
// page itself wherever this does not run or something goes wrong. The panel is no dialog: one can go on with the page.
import { Idiomorph } from "idiomorph";

const PREFIX = "panel-"; // the page has fields of its own: nothing in it may be called the same
const PARTS = ["id", "for", "aria-describedby", "aria-labelledby", "form"];
const GAP = 1000;

const link = document.querySelector("[data-chat-link]");
let panel = null;
let body = null;
let stream = null;
let address = "";
let listening = "";
let sending = false;
let owed = 0; // timer: the next look

link?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});

function element(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...children);
  return e;
}

async function open() {
  const frame = link.closest("aside");
  const close = element("button", { class: "ds-button", type: "button", "data-variant": "tertiary", "data-size": "sm" }, frame.dataset.close);
  const page = element("a", { class: "ds-link", href: link.href }, frame.dataset.page);
  body = element("div", { class: "chatpanel__body", tabindex: "-1" });
  panel = element("div", { class: "chatpanel", "data-live-keep": "" }, element("div", { class: "chatpanel__head" }, page, close), body);
  close.addEventListener("click", shut);
  panel.addEventListener("keydown", keys);
  panel.addEventListener("submit", submit);
  if (!show(await get(link.href))) return location.assign(link.href);
  frame.append(panel);
  link.hidden = true;
  (body.querySelector("textarea") ?? body).focus();
  end();
}

function shut() {
  clearTimeout(owed);
  owed = 0;
  stream?.close();
  stream = null;
  listening = "";
  panel.remove();
  link.hidden = false;
  link.focus();
}

function keys(event) {
  if (event.key === "Escape" && !event.isComposing) return shut();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.closest("[data-chat-say] textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

async function get(url, options) {
  try {
    const res = await fetch(url, { headers: { Accept: "text/html" }, cache: "no-cache", ...options });
    if (!res.headers.get("Content-Type")?.startsWith("text/html")) return null;
    const doc = new DOMParser().parseFromString(await res.text(), "text/html");
    return { doc, url: res.url, status: res.status };
  } catch {
    return null;
  }
}

// part is what a page has for the panel, with names of its own; null when it is another page.
function part(doc) {
  const found = doc.querySelector("#chat, #chat-start");
  if (!found) return null;
  const whole = element("div", { class: "stack" }, found, ...doc.querySelectorAll("#chat-end, #chat-letters"));
  for (const name of PARTS) {
    for (const e of whole.querySelectorAll(`[${name}]`)) {
      e.setAttribute(name, e.getAttribute(name).split(/\s+/).map((id) => PREFIX + id).join(" "));
    }
  }
  for (const a of whole.querySelectorAll('a[href^="#"]')) a.setAttribute("href", "#" + PREFIX + a.getAttribute("href").slice(1));
  return whole;
}

function show(answer) {
  const next = answer && part(answer.doc);
  if (!next) return false;
  address = answer.url.split("#")[0];
  const words = body.querySelector("textarea")?.value;
  const half = answer.status === 200 && words; // what was sent has been reset
  if (body.firstElementChild) {
    Idiomorph.morph(body.firstElementChild, next, {
      callbacks: {
        beforeNodeMorphed: (node) => !(node.localName === "textarea" && half),
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
      },
    });
  } else body.append(next);
  listen(answer.status === 200 ? (answer.doc.body.dataset.live ?? "") : "");
  return true;
}

function end() {
  const log = body.querySelector("[role=log]");
  if (log) log.scrollTop = log.scrollHeight;
}

function listen(live) {
  const topics = live && new URL(live, location.href).searchParams.getAll("topic").join();
  if (topics === listening) return;
  stream?.close();
  stream = null;
  listening = topics;
  if (!live) return;
  stream = new EventSource(live);
  stream.onmessage = () => (owed ||= setTimeout(look, GAP / 2));
}

async function look() {
  owed = 0;
  if (sending || !panel.isConnected) return;
  const at = address;
  const answer = await get(at);
  if (answer?.status === 200 && !sending && at === address && panel.isConnected) {
    show(answer);
    end();
  }
}

async function submit(event) {
  const form = event.target;
  event.preventDefault();
  event.stopPropagation();
  if (sending) return;
  sending = true;
  const submitter = event.submitter;
  const answer = await get(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, { method: "POST", body: new FormData(form, submitter) });
  sending = false;
  if (!answer) return; // the words stand there still; sent again they are said once
  if (answer.status === 200) form.reset();
  if (!show(answer)) return location.assign(answer.url);
  end();
  (body.querySelector("[autofocus], .ds-error-summary, textarea") ?? body).focus();
}
