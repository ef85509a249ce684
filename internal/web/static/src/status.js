// The one polite status element: what changed, and what is wrong with the connection. Its words come from the page.
const LINGER = 10_000; // an announcement fades, the page itself holds what it said
const CALM = 5000; // at most one announcement in this time

export class Status {
  #last = -CALM;
  #fading = 0;
  #coming = 0;
  #verdict = "fresh";

  constructor(page) {
    this.page = page;
    this.box = page.getElementById("status");
  }

  // sentence is what the server says about this page; only a change of it is worth saying aloud.
  sentence() {
    return [...this.page.querySelectorAll("[data-announce]")].map((e) => e.dataset.announce).join(" ");
  }

  announce(before) {
    const now = this.sentence();
    if (!now || now === before) return;
    clearTimeout(this.#coming);
    this.#coming = setTimeout(() => this.#say(now), Math.max(0, this.#last + CALM - performance.now()));
  }

  // problem shows the server's template for a verdict, with its link, and takes it away when all is well.
  problem(verdict) {
    if (verdict === this.#verdict) return;
    this.#verdict = verdict;
    clearTimeout(this.#fading);
    clearTimeout(this.#coming);
    const words = this.page.querySelector(`template[data-status="${verdict}"]`);
    this.box?.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  }

  #say(text) {
    this.#last = performance.now();
    this.box?.replaceChildren(text);
    this.#fading = setTimeout(() => this.box?.replaceChildren(), LINGER);
  }
}
