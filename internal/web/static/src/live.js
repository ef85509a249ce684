// Keeps a page fresh while somebody works in it, and never costs them what they have typed.
//
// The server says "look again" on an event stream; we fetch the page's own address and morph the regions marked
// data-live-region. Only a page whose body has data-live does any of this. Navigation and forms stay native.
import { judge, morph, topics } from "./refresh.js";
import { Status } from "./status.js";
import { Touched } from "./touched.js";

const GAP = 1000; // at most one look a second: a throttle, because a debounce starves under steady pokes
const FIRST = 200; // the first poke waits this long, plus jitter, to gather its neighbours
const SLOWEST = 30_000; // longest pause between tries while the server is ill
const HIDDEN_FOR = 15_000; // a tab nobody looks at gives its connection back after this

export function start() {
  if (!document.body.dataset.live) return;

  const touched = new Touched(document);
  const status = new Status(document);
  let stream = null;
  let refused = 0; // streams in a row that the server closed
  let reopening = 0; // timer: a closed stream is opened again by hand
  let parking = 0; // timer: a hidden tab closes its stream
  let owed = false; // something may have changed since the last look
  let looking = false;
  let timer = 0; // the planned look
  let last = -GAP; // when the last look ended
  let failures = 0;
  let etag = "";

  function plan() {
    owed = true;
    if (looking || timer || document.hidden) return;
    const ill = Math.min(2 ** failures * 1000, SLOWEST);
    const well = Math.max(FIRST, last + GAP - performance.now());
    timer = setTimeout(look, (failures ? ill : well) + Math.random() * 100);
  }

  function unplan() {
    clearTimeout(timer);
    timer = 0;
  }

  async function look() {
    timer = 0;
    owed = false;
    looking = true;
    const found = await judge(location.href, document.body.dataset.live);
    if (found.verdict === "fresh" && found.etag !== etag) apply(found);
    looking = false;
    last = performance.now();
    failures = found.verdict === "ill" ? failures + 1 : 0;
    if (failures !== 1) status.problem(found.verdict); // one hiccup is not worth a word
    if (owed || failures) plan();
    // Without a session or a page there is nothing to poll for; the next poke or glance at the tab tries again.
    if (found.verdict !== "fresh") owed = true;
  }

  function apply(found) {
    const said = status.sentence();
    document.title = found.doc.title;
    morph(document, found.doc, touched);
    const before = topics(document.body.dataset.live).join();
    document.body.dataset.live = found.doc.body.dataset.live;
    if (topics(document.body.dataset.live).join() !== before) open(true); // the page now shows something else too
    etag = found.etag;
    status.announce(said);
  }

  // open starts the stream. The mark in its address covers what came between render and connect;
  // every later opening, by us or by the browser, may have missed something and earns a look.
  function open(again) {
    close();
    stream = new EventSource(document.body.dataset.live);
    stream.onmessage = plan;
    stream.onopen = () => {
      refused = 0;
      if (failures) unplan(); // the server is back: do not sit out the pause
      failures = 0;
      if (again) plan();
      again = true;
    };
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself
      refused++;
      plan(); // tells a lost session at once, and is a slow poll while only the stream is broken
      reopening = setTimeout(open, Math.min(5000 * refused, 60_000) + Math.random() * 5000, true);
    };
  }

  function close() {
    clearTimeout(reopening);
    stream?.close();
    stream = null;
  }

  function resume() {
    clearTimeout(parking);
    if (document.hidden) return;
    if (!stream) open(true);
    if (owed) plan();
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return resume();
    if (timer) owed = true;
    unplan();
    parking = setTimeout(close, HIDDEN_FOR);
  });
  document.addEventListener("lotsen:look", plan); // another script knows that something has changed
  addEventListener("pagehide", close); // an open stream would keep the page out of the back/forward cache
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    owed = true;
    resume();
  });
  addEventListener("beforeunload", (event) => {
    if (touched.unsent()) event.preventDefault();
  });

  if (!document.hidden) open(false);
  // A page that "back" took from the browser's cache may be old although it loads like a new one.
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") plan();
}
