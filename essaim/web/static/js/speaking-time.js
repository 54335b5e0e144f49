// The giant timer of the plenary: the bar fills, and words say that time is over.

/** `<speaking-time>` around a `<count-down>`, a `<progress max="seconds">` and a line `[data-late][data-next]`. */
class SpeakingTime extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.show(), 500);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const seconds = this.querySelector("count-down")?.last;
    if (seconds === undefined || seconds === null) return;
    const bar = this.querySelector("progress");
    bar.value = Math.min(bar.max, Math.max(0, bar.max - seconds));
    this.classList.toggle("is-late", seconds < 0);
    this.classList.toggle("is-long", seconds < 0 || seconds >= 600);
    const line = this.querySelector("[data-late]");
    const words = seconds < 0 ? line.dataset.late : line.dataset.next;
    if (line.textContent !== words) line.textContent = words;
  }
}
customElements.define("speaking-time", SpeakingTime);
