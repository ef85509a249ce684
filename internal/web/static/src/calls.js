// Tells the agent, on whatever page of the desk, that their telephone rings: a line above the page with a link to the
// card. The page itself is not touched. The server says "look" only while something rings, so that quiet hours cost
// nothing; one tab of a browser holds the stream and tells the others.
const address = document.body.dataset.calls;
const channel = address && "BroadcastChannel" in window ? new BroadcastChannel("lotsen.calls") : null;
let looking = false;

async function look() {
  if (looking || document.hidden) return;
  looking = true;
  try {
    const res = await fetch("/desk/ringing", { headers: { Accept: "text/html" }, redirect: "manual" });
    if (res.ok) show(new DOMParser().parseFromString(await res.text(), "text/html"));
  } catch {
    // The next call is told of again.
  }
  looking = false;
}

// show puts what rings above the page, or takes it away.
function show(doc) {
  const fresh = doc.querySelector("#ringing[data-ringing]");
  const old = document.getElementById("calls");
  if (!fresh) return old?.remove();
  const box = old ?? document.createElement("section");
  box.id = "calls";
  box.className = "flash wrap";
  box.setAttribute("role", "status");
  box.setAttribute("aria-label", doc.title);
  const alert = document.createElement("div");
  alert.className = "ds-alert";
  alert.dataset.color = "info";
  alert.append(document.adoptNode(fresh));
  box.replaceChildren(alert);
  if (!old) document.getElementById("main")?.before(box);
}

function told() {
  look();
  channel?.postMessage("look");
}

function listen() {
  const stream = new EventSource(address);
  stream.onmessage = told;
  addEventListener("pagehide", () => stream.close(), { once: true });
}

if (address && channel && navigator.locks) {
  channel.onmessage = look;
  // Held until the page goes; then another tab, or the next page, takes over.
  navigator.locks.request("lotsen.calls", () => {
    listen();
    return new Promise(() => {});
  });
  document.addEventListener("visibilitychange", () => {
    if (document.getElementById("calls")) look(); // It may have been answered elsewhere.
  });
}
