// Remembers which controls somebody has changed. A set, because the morph removes attributes the server does not send.
export class Touched {
  #controls = new WeakSet();
  #sending = false;

  constructor(page) {
    this.page = page;
    const note = (event) => this.#controls.add(event.target);
    page.addEventListener("input", note);
    page.addEventListener("change", note);
    page.addEventListener("reset", (event) => {
      for (const control of event.target.elements) this.#controls.delete(control);
    });
    page.addEventListener("submit", () => (this.#sending = true));
    addEventListener("pageshow", () => (this.#sending = false));
  }

  has(node) {
    return this.#controls.has(node.localName === "option" ? (node.closest("select") ?? node) : node);
  }

  // draft is true for an element that is, or holds, words or files that exist nowhere else.
  draft(node) {
    return [node, ...node.querySelectorAll("textarea, input")].some((control) => this.#written(control));
  }

  // unsent is true while leaving the page would lose a draft of a form that changes something.
  unsent() {
    return !this.#sending && [...this.page.querySelectorAll('form[method="post"]')].some((form) => this.draft(form));
  }

  #written(control) {
    if (!this.#controls.has(control)) return false;
    if (control.files) return control.files.length > 0;
    const words = control.localName === "textarea" || control.matches("input:not([type=checkbox], [type=radio])");
    return words && control.value.trim() !== "" && control.value !== control.defaultValue;
  }
}
