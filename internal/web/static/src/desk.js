// Keyboard shortcuts of the desk. They are declared in the pages: data-shortcut="r" on a native control, and
// data-shortcut-item on the links of a list, which j and k walk through. WCAG 2.1.4: they can be switched off in the
// dialog that "?" opens, and never fire while somebody types.
import "./calls.js";
import "./lookup.js";

const STORE = "lotsen.shortcuts";
const dialog = document.getElementById("shortcuts");
const toggle = dialog?.querySelector("[data-shortcuts-on]");

function switchedOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // no storage, no memory of the choice: the toggle still works for this page
  }
}

let on = switchedOn();
if (toggle) {
  toggle.checked = on;
  toggle.addEventListener("change", () => {
    on = toggle.checked;
    try {
      localStorage.setItem(STORE, on ? "on" : "off");
    } catch {
      // See switchedOn.
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (!on || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog:modal")) return;
  if (handle(event.key, event.repeat)) event.preventDefault();
});

function handle(key, repeated) {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (repeated) return false;
  if (key === "?" && dialog) {
    dialog.showModal();
    return true;
  }
  const control = [...document.querySelectorAll("[data-shortcut]")].find((e) => e.dataset.shortcut === key);
  if (!control) return false;
  use(control);
  return true;
}

// step moves the focus in the list; without a start it takes the current item, or else the first.
function step(by) {
  const items = [...document.querySelectorAll("[data-shortcut-item]")].filter((e) => e.checkVisibility());
  if (!items.length) return false;
  const focused = items.indexOf(document.activeElement);
  const current = items.findIndex((e) => e.getAttribute("aria-current") === "true");
  const from = focused >= 0 ? focused : current;
  const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), items.length - 1);
  items[to].focus();
  return true;
}

function use(control) {
  for (let d = control.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  if (control.matches("summary")) {
    const first = control.parentElement.querySelector("input:not([type=hidden]), textarea, select, button");
    (first ?? control).focus();
  } else if (control.matches("textarea, select, input:not([type=submit], [type=checkbox], [type=radio])")) {
    control.focus();
  } else {
    control.click();
  }
}
