// One field, Enter sends, the field is free at once. A text stays on this device until the server has said its key.

const LONGEST_WAIT = 15000;

/** A key made here: sent twice, it is one note. `randomUUID` is missing where the town hall has no HTTPS. */
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Scribe {
  constructor(form, board, terms) {
    this.form = form;
    this.terms = terms;
    this.shelf = `scribe-${board}`;
    this.waiting = JSON.parse(localStorage.getItem(this.shelf) || "[]");
    this.failures = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take();
    });
    window.addEventListener("online", () => this.send());
    this.send();
  }

  take() {
    const text = this.form.elements.text.value.trim();
    this.form.elements.text.focus();
    if (!text) return;
    this.waiting.push({ key: freshKey(), text, table: this.form.elements.table?.value || "" });
    this.form.elements.text.value = "";
    this.keep();
    this.send();
  }

  keep() {
    localStorage.setItem(this.shelf, JSON.stringify(this.waiting));
    const count = this.waiting.length;
    const line = document.querySelector("#unsent");
    line.textContent = count ? (count > 1 ? this.terms.unsents : this.terms.unsent).replace("{}", count) : "";
  }

  async send() {
    if (this.sending || !this.waiting.length) return;
    this.sending = true;
    clearTimeout(this.later);
    while (this.waiting.length && (await this.sendOne(this.waiting[0])));
    this.sending = false;
    if (!this.waiting.length) return;
    this.failures += 1;
    this.later = setTimeout(() => this.send(), Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
  }

  /** True when the next one may leave: this one is kept, or was refused and given back. */
  async sendOne(note) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const name of ["key", "text", "table"]) body.append(name, note[name]);
    let answer;
    try {
      answer = await fetch(this.form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      return false;
    }
    if (answer.ok) return this.sent(note, await answer.json());
    if (answer.status === 409 || answer.status === 422) return this.refused(note, await answer.json());
    return false;
  }

  sent(note, told) {
    if (told.key !== note.key) return false;
    this.failures = 0;
    this.waiting.shift();
    this.keep();
    document.querySelector("#status").textContent = this.terms.sent.replace("{}", note.text);
    document.querySelector("#scribe-refused").hidden = true;
    return true;
  }

  refused(note, told) {
    const { text } = this.form.elements;
    const alert = document.querySelector("#scribe-refused");
    alert.textContent = text.value ? `${told.error.sentence} « ${note.text} »` : told.error.sentence;
    alert.hidden = false;
    text.value ||= note.text;
    this.waiting.shift();
    this.keep();
    return true;
  }
}
