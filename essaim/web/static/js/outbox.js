// Notes wait on the phone until the server has shown that it holds these very words; only then are they forgotten.

import { ask } from "./ask.js";
import { digestOf } from "./digest.js";
import { Store } from "./store.js";
import { onWake } from "./wake.js";

const FIRST = 1000;
const SLOWEST = 15000;
const PATIENCE = 15000; // beyond, the network is a captive portal or a lift
const PASSING = [408, 425, 429]; // refusals of the moment, not of the note
const SEATLESS = ["no-seat", "left"]; // neither is this: it leaves once this phone has a seat again

/** A key for a note; `crypto.randomUUID` is missing on plain HTTP. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The words as the server keeps them, so that both compute the same digest. */
export function tidy(text) {
  const rows = text.normalize("NFC").replace(/\r\n?/g, "\n").split("\n");
  return rows.map((row) => row.replace(/[ \t]+/g, " ").trim()).join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** An answer counts only if it repeats the key and proves the words: ours, or those that it says it keeps. */
function proves(answer, note) {
  if (answer.key !== note.key) return false;
  return [note.text, answer.text].some((text) => typeof text === "string" && digestOf(text) === answer.digest);
}

/**
 * The outbox of one workshop. Tells `change` (a note waits, is refused, is taken back), `sent`, and `held` when this
 * phone has no seat any more.
 */
export class Outbox extends EventTarget {
  constructor(code) {
    super();
    this.code = code;
    this.notes = new Map();
    this.unkept = new Set(); // keys that only this page remembers
    this.sent = new Set(); // keys acknowledged since the page was opened
    this.trouble = "";
    this.lost = 0;
    this.failures = 0;
    this.misses = 0;
    this.notBefore = 0; // by the page's own clock: the server said when to come back
    this.isReady = false;
    this.isHeld = false;
    this.isSending = false;
    this.writing = 0; // notes that would not survive the tab yet: nothing is promised of them
    this.timer = null;
    this.store = new Store(() => this.save(...this.notes.values()));
  }

  /** They may not leave by themselves: somebody may want to take them elsewhere. */
  get isStuck() {
    return this.misses > 1 || this.isHeld || this.unkept.size > 0 || this.count("refused") > 0;
  }

  /** What waited before the tab was closed waits again, before what was typed meanwhile, and leaves. */
  async start() {
    const { notes, lost } = await this.store.all();
    const before = notes.filter((note) => note.code === this.code && !this.notes.has(note.key));
    const all = [...before, ...this.notes.values()].sort((one, other) => one.at - other.at);
    this.notes = new Map(all.map((note) => [note.key, note]));
    this.lost = lost;
    this.isReady = true;
    this.tell("change");
    window.addEventListener("online", () => this.retry());
    onWake(() => this.retry());
    this.retry();
  }

  /** These notes, and those that could not be kept before, survive the tab; or the page says why not. */
  async save(...notes) {
    notes.forEach((note) => this.unkept.add(note.key));
    const shelved = [...this.unkept].map((key) => this.notes.get(key)).filter(Boolean);
    this.writing += 1;
    this.tell("change");
    this.trouble = await this.store.write((shelf) => shelved.forEach((note) => shelf.put(note)));
    this.writing -= 1;
    if (!this.trouble) shelved.forEach((note) => this.unkept.delete(note.key));
    this.tell("change");
  }

  /** After those that are there, even if somebody sets the clock back. */
  moment() {
    return Math.max(Date.now(), ...[...this.notes.values()].map((note) => note.at + 1));
  }

  /** The note waits on this phone, then leaves. */
  async put(note) {
    const kept = { at: this.moment(), ...note, code: this.code, state: "waiting", sentence: "", refusal: "" };
    this.notes.set(kept.key, kept);
    this.lost = 0;
    await this.save(kept);
    this.retry();
  }

  async drop(key) {
    this.notes.delete(key);
    this.unkept.delete(key);
    await this.store.write((shelf) => shelf.delete(key));
    this.tell("change");
  }

  count(state) {
    return [...this.notes.values()].filter((note) => note.state === state).length;
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** The network may be back: no more waiting. */
  retry() {
    this.failures = 0;
    this.send();
  }

  /** This phone has a seat, or has none: notes leave, or wait for one. */
  hold(isHeld) {
    this.isHeld = isHeld;
    if (!isHeld) this.send();
  }

  /** In the order of writing, one at a time. */
  async send() {
    clearTimeout(this.timer);
    if (this.isSending || this.isHeld || !this.isReady) return;
    const early = this.notBefore - performance.now();
    if (early > 0) return (this.timer = setTimeout(() => this.send(), early));
    this.isSending = true;
    let waits = 0;
    for (let note = this.next(); note && !waits; note = this.next()) waits = await this.post(note);
    this.isSending = false;
    if (waits) this.timer = setTimeout(() => this.send(), waits);
  }

  next() {
    return [...this.notes.values()].find((note) => note.state === "waiting");
  }

  /** Gives 0 once the note has its answer, or how long to wait before asking again. */
  async post(note) {
    const { key, text, stance, late, about } = note;
    const sent = {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ key, text, stance, late, about, waiting: this.count("waiting") - 1 }),
    };
    try {
      const answer = await ask(`/live/boards/${note.board}/notes`, sent, PATIENCE);
      return await this.heard(note, answer.status, JSON.parse(answer.text), answer.headers.get("Retry-After"));
    } catch {
      return this.later();
    }
  }

  async heard(note, status, answer, after) {
    if (status === 200 && proves(answer, note)) {
      this.failures = this.misses = 0;
      this.sent.add(note.key);
      await this.drop(note.key);
      this.tell("sent", { ...note, text: answer.text ?? note.text, number: answer.number });
      return 0;
    }
    const isFinal = status >= 400 && status < 500 && !PASSING.includes(status);
    if (!isFinal || !answer.error || !answer.error.sentence) return this.later(Number(after) * 1000);
    if (SEATLESS.includes(answer.error.code)) return this.seatless();
    const refused = { ...note, state: "refused", sentence: answer.error.sentence, refusal: answer.error.code };
    if (this.notes.has(note.key)) this.notes.set(note.key, refused);
    await this.save(refused);
    return 0;
  }

  seatless() {
    this.isHeld = true;
    const wait = this.later();
    this.tell("held", wait);
    return wait;
  }

  later(asked = 0) {
    const wait = Math.min(SLOWEST, FIRST * 2 ** this.failures);
    this.failures += 1;
    this.misses += 1;
    // Asked once something depends on it: some browsers put the question to the person.
    if (this.misses === 2) navigator.storage?.persist?.().catch(() => {});
    this.tell("change");
    // Never before what was asked, and not all at the same instant.
    const later = (asked || 0) * (1 + Math.random() * 0.6);
    if (later) this.notBefore = performance.now() + later;
    return Math.max(later, wait * (0.7 + Math.random() * 0.6));
  }
}
