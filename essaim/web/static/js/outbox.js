// Notes wait on the phone until the server has shown that it holds these very words; only then are they forgotten.

import { digestOf } from "./digest.js";

const FIRST = 1000;
const SLOWEST = 15000;
const PATIENCE = 15000; // beyond, the network is a captive portal or a lift
const PASSING = [408, 425, 429]; // refusals of the moment, not of the note

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

function opened() {
  return new Promise((found) => {
    try {
      const asked = indexedDB.open("essaim", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found(null);
      asked.onblocked = () => found(null);
    } catch {
      found(null);
    }
  });
}

function done(request) {
  return new Promise((kept, lost) => {
    request.onsuccess = () => kept(request.result);
    request.onerror = () => lost(request.error);
  });
}

/** An answer counts only if it repeats the key and proves the words: ours, or those that it says it keeps. */
function proves(answer, note) {
  if (answer.key !== note.key) return false;
  return [note.text, answer.text].some((text) => typeof text === "string" && digestOf(text) === answer.digest);
}

/** The outbox of one workshop. Tells `change` (a note waits, is refused, is taken back) and `sent`. */
export class Outbox extends EventTarget {
  constructor(code) {
    super();
    this.code = code;
    this.notes = new Map();
    this.isKept = true;
    this.failures = 0;
    this.isSending = false;
    this.writing = 0; // notes that would not survive the tab yet: nothing is promised of them
    this.timer = null;
  }

  /** What waited before the tab was closed waits again, and leaves. */
  async start() {
    this.store = await opened();
    this.isKept = this.store !== null;
    for (const note of this.isKept ? await this.all() : []) {
      if (note.code === this.code && !this.notes.has(note.key)) this.notes.set(note.key, note);
    }
    this.tell("change");
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
    this.retry();
  }

  async all() {
    try {
      const notes = await done(this.store.transaction("outbox").objectStore("outbox").getAll());
      return notes.sort((one, other) => one.at - other.at);
    } catch {
      this.isKept = false;
      return [];
    }
  }

  async write(change) {
    if (!this.store) return;
    try {
      const work = this.store.transaction("outbox", "readwrite");
      change(work.objectStore("outbox"));
      await new Promise((kept, lost) => {
        work.oncomplete = kept;
        work.onerror = work.onabort = lost;
      });
    } catch {
      this.isKept = false; // full or forbidden storage: the page says so, and keeps the note in memory
    }
  }

  /** The note waits on this phone, then leaves. */
  async put(note) {
    const kept = { ...note, code: this.code, state: "waiting", sentence: "", refusal: "" };
    this.notes.set(kept.key, kept);
    this.writing += 1;
    this.tell("change");
    await this.write((store) => store.put(kept));
    this.writing -= 1;
    this.tell("change");
    this.retry();
  }

  async drop(key) {
    this.notes.delete(key);
    await this.write((store) => store.delete(key));
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

  /** In the order of writing, one at a time. */
  async send() {
    clearTimeout(this.timer);
    if (this.isSending) return;
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
    const limit = new AbortController();
    const clock = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const answer = await fetch(`/live/boards/${note.board}/notes`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ key, text, stance, late, about }),
        signal: limit.signal,
      });
      return await this.heard(note, answer.status, await answer.json(), answer.headers.get("Retry-After"));
    } catch {
      return this.later();
    } finally {
      clearTimeout(clock);
    }
  }

  async heard(note, status, answer, after) {
    if (status === 200 && proves(answer, note)) {
      this.failures = 0;
      await this.drop(note.key);
      this.tell("sent", { ...note, text: answer.text ?? note.text, number: answer.number });
      return 0;
    }
    const isFinal = status >= 400 && status < 500 && !PASSING.includes(status);
    if (!isFinal || !answer.error || !answer.error.sentence) return this.later(Number(after) * 1000);
    const refused = { ...note, state: "refused", sentence: answer.error.sentence, refusal: answer.error.code };
    if (this.notes.has(note.key)) this.notes.set(note.key, refused);
    await this.write((store) => store.put(refused));
    this.tell("change");
    return 0;
  }

  later(asked = 0) {
    const wait = Math.min(SLOWEST, FIRST * 2 ** this.failures);
    this.failures += 1;
    return Math.max(asked || 0, wait * (0.7 + Math.random() * 0.6));
  }
}
