// A screen on a wall: waiting times grow without anything happening, so the page looks again by the clock too.
const every = Number(document.body.dataset.every);
if (every > 0) setInterval(() => document.dispatchEvent(new Event("lotsen:look")), every * 1000);
