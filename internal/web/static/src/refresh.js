// One look at the server: fetch, judge before touching anything, morph what may be morphed.
import { Idiomorph } from "idiomorph";

const PATIENCE = 20_000;

// judge fetches the page and says what came: "fresh" (with doc and etag), "login", "gone" or "ill".
export async function judge(address, live) {
  try {
    const res = await fetch(address, {
      headers: { Accept: "text/html" },
      cache: "no-cache",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (res.type === "opaqueredirect" || res.status === 401) return { verdict: "login" };
    if ([403, 404, 410].includes(res.status)) return { verdict: "gone" };
    if (res.status !== 200 || !res.headers.get("Content-Type")?.startsWith("text/html")) return { verdict: "ill" };
    const doc = new DOMParser().parseFromString(await res.text(), "text/html");
    // A page that shares no topic with this one is another page: never put it in place of this one.
    const shared = topics(doc.body.dataset.live).some((topic) => topics(live).includes(topic));
    if (!shared) return { verdict: "gone" };
    return { verdict: "fresh", doc, etag: res.headers.get("ETag") ?? String(Math.random()) };
  } catch {
    return { verdict: "ill" };
  }
}

// topics are what an address of the stream listens to.
export function topics(live) {
  return live ? new URL(live, location.href).searchParams.getAll("topic") : [];
}

// morph brings each live region up to date and leaves alone what the person at the screen owns.
export function morph(page, fresh, touched) {
  const callbacks = {
    beforeAttributeUpdated(name, node) {
      // Taking "open" from a modal dialog leaves it invisible and the whole page inert.
      if (name === "open" && node.matches("dialog, details")) return false;
      return !(["value", "checked", "selected"].includes(name) && touched.has(node));
    },
    beforeNodeMorphed(node) {
      return !(node instanceof Element && node.hasAttribute("data-live-keep"));
    },
    beforeNodeRemoved(node) {
      if (!(node instanceof Element)) return true;
      const keep = node.matches("[data-live-keep], dialog[open]") || node.querySelector("dialog[open]");
      return !(keep || node.contains(page.activeElement) || touched.draft(node));
    },
  };
  for (const region of page.querySelectorAll("[data-live-region]")) {
    const next = fresh.getElementById(region.id);
    // outerHTML mode, which is the default, keeps selected text; innerHTML mode with an element would not.
    if (next) Idiomorph.morph(region, next, { callbacks });
  }
}
