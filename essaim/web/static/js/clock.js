// The time of the server, on a device whose own clock may be wrong, asleep or set by hand.

let offset = 0;

/** The server said that it is `stamp` now; later readings follow. The smallest delay seen is the best. */
export function heardServerTime(stamp) {
  offset = Date.parse(stamp) - Date.now();
}

export function serverNow() {
  return Date.now() + offset;
}

export function shownSeconds(seconds) {
  const whole = Math.abs(Math.round(seconds));
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return seconds < 0 ? `−${text}` : text;
}

/**
 * `<count-down ends="…" paused="…" now="…"><time class="clock">12:40</time></count-down>`
 * Counts by the server's clock; right again at once after the device slept. Tells `bell` when it reaches zero, and
 * `remaining` events at five and one minute so that a status line may say it.
 */
class CountDown extends HTMLElement {
  static observedAttributes = ["ends", "paused"];

  connectedCallback() {
    if (this.getAttribute("now")) heardServerTime(this.getAttribute("now"));
    this.last = null;
    this.timer = setInterval(() => this.show(), 250);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const face = this.querySelector("time");
    const ends = Date.parse(this.getAttribute("ends"));
    if (!face || Number.isNaN(ends)) return;
    const paused = Date.parse(this.getAttribute("paused"));
    const seconds = Math.round((ends - (Number.isNaN(paused) ? serverNow() : paused)) / 1000);
    if (seconds === this.last) return;
    const before = this.last;
    this.last = seconds;
    face.textContent = shownSeconds(seconds);
    face.dateTime = `PT${Math.max(0, seconds)}S`;
    face.classList.toggle("is-late", seconds < 0);
    face.classList.toggle("is-near", seconds >= 0 && seconds <= 60);
    if (before === null) return;
    for (const mark of [300, 60]) {
      if (before > mark && seconds <= mark) {
        this.dispatchEvent(new CustomEvent("remaining", { bubbles: true, detail: mark }));
      }
    }
    if (before > 0 && seconds <= 0) this.dispatchEvent(new CustomEvent("bell", { bubbles: true }));
  }
}
customElements.define("count-down", CountDown);
