// The same page asked again: each part marked `data-live` that changed takes the place of the former one.
// The server writes all the words once; a part keeps its focus, its open folds, and what somebody is typing or ticking in it.

import { ask, READING } from "./ask.js";
import { onWake } from "./wake.js";

const BELL = 1500; // the face of a clock is rounded: half a second before, the server has not rung yet
const known = new Map();
let here = location.href;
let tag = null;
let running = null;
let again = false;
const ANSWERED = 30000; // a form that was sent is answered by then, or never
let sentAt = -ANSWERED;

// The answer to a form is the next page: no reading of this one takes its place, even when what it was about is gone.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sentAt = performance.now();
});

function reload() {
  if (performance.now() - sentAt > ANSWERED) location.reload();
}

/** The words of a part, without what changes at each reading: tokens, the reading's own time, faces of clocks. */
function words(part) {
  return part.outerHTML
    .replace(/(name="(csrfmiddlewaretoken|key)" value=")[^"]*/g, "$1")
    .replace(/ now="[^"]*"/g, "")
    .replace(/<time class="clock[^>]*>[^<]*/g, "");
}

function isBeingTyped(part) {
  const here = document.activeElement;
  if (part.contains(here) && here.matches("textarea, input:not([type=hidden]), select")) return true;
  const fields = [...part.querySelectorAll("textarea, input:not([type=hidden])")];
  return fields.some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

function twinOf(element, part) {
  if (element.id) return part.querySelector(`#${CSS.escape(element.id)}`);
  const all = [...part.querySelectorAll(element.localName)];
  return all.find((twin) => twin.textContent === element.textContent && twin.name === element.name);
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const fold of old.querySelectorAll("details[id]")) {
    const twin = fresh.querySelector(`#${CSS.escape(fold.id)}`);
    if (twin) twin.open = fold.open;
  }
  old.replaceWith(fresh);
  if (focused) (twinOf(focused, fresh) || fresh.querySelector("h1, h2, a, button"))?.focus({ preventScroll: true });
}

const view = (page) => page.querySelector("main")?.dataset.view;

function put(page) {
  // A wall that follows the day has become another wall: its parts are not those of this one.
  if (view(page) !== view(document)) return location.reload();
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.getElementById(fresh.id);
    const text = words(fresh);
    if (!old || known.get(fresh.id) === text || isBeingTyped(old)) continue;
    known.set(fresh.id, text);
    swap(old, document.adoptNode(fresh));
  }
  document.dispatchEvent(new CustomEvent("refreshed"));
}

/** What a refused form answered stands at an address that only takes forms: the page of its tab is asked instead. */
function askTheTab() {
  const tab = document.querySelector(".tabs [aria-current]")?.href;
  again = Boolean(tab) && tab !== here;
  here = tab ?? here;
}

async function once() {
  try {
    const answer = await ask(here, { headers: { ...READING, ...(tag && { "If-None-Match": tag }) }, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) return reload();
    if (answer.status === 405) return askTheTab();
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag");
    put(new DOMParser().parseFromString(answer.text, "text/html"));
  } catch {
    // Without network the page keeps what it shows; the next period asks again.
  }
}

/** The parts are those of now; asked while one reading is going on, one more follows it. */
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = once().finally(() => {
    running = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return running;
}

/** The words of the page say that the bell rang, once the server thinks so too. */
export function listenToTheBell() {
  document.addEventListener("bell", () => setTimeout(refresh, BELL));
}

export function refreshEvery(seconds) {
  setInterval(() => document.hidden || refresh(), seconds * 1000);
  onWake(refresh);
  listenToTheBell();
  window.addEventListener("online", refresh);
}

for (const part of document.querySelectorAll("[data-live]")) known.set(part.id, words(part));
