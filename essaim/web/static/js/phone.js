// The participant's phone. The page already works; this makes it live, and keeps what is typed through everything.

import { ask, READING } from "./ask.js";
import { serverNow } from "./clock.js";
import { keepDraft, restoreDraft } from "./drafts.js";
import { drawn, place } from "./drawn.js";
import { follow } from "./follow.js";
import { forgetPage, keepPage } from "./offline.js";
import { Outbox, newKey, tidy } from "./outbox.js";
import { copyNotes, sayAway, sayHeard, sayNotes } from "./status.js";
import { justWoke } from "./wake.js";

const HAND_OVER = ["bell", "not-now", "other-table"]; // refusals after which the facilitator may still take the note
const HEARD_EVERY = 10000;
const SPREAD = 1000; // a whole room does not ask at the same instant
const AT_ONCE = 100; // but phones do not wake together: who looks at one wants it right at once

let main = null;
let reader = null;
let outbox = null;
let isTurning = false;
let meanwhile = [];
let heardNotes = 0;
let announcing = null;
let awaySince = 0;

const find = (selector) => main.querySelector(selector);
const spread = () => Math.random() * (justWoke() ? AT_ONCE : SPREAD);

// --- The status line -------------------------------------------------------------------------------------

function say(sentence) {
  if (outbox) sayNotes(outbox, sentence);
}

/** Old words are not shown as if they were live. */
function goneAway(since) {
  awaySince = since && (awaySince || since);
  sayAway(awaySince);
}

function announceNotes() {
  announcing = null;
  if (heardNotes) sayHeard(outbox, heardNotes);
  heardNotes = 0;
}

// --- Notes -------------------------------------------------------------------------------------------------

/** What one answers in plenary stands under the idea that it answers; a note, among one's own. */
function listOf(note) {
  const answers = note.board === main.dataset.board ? [...main.querySelectorAll("[data-about]")] : [];
  const about = (idea) => answers.find((list) => list.dataset.about === idea);
  return about(note.about) || about("") || document.getElementById("own");
}

/** A note of the outbox: it waits, or was refused and says why. */
function drawWaiting(note) {
  const words = document.getElementById("modele").dataset;
  const isRefused = note.state === "refused";
  const mayHand = isRefused && !note.late && HAND_OVER.includes(note.refusal);
  const line = drawn(note, isRefused ? words.refused : words.waiting, {
    own: true,
    extra: note.sentence,
    // Without a field to go back to (the report is final), the words stay here, to be copied.
    controls: find("form[data-to]") ? ["resume", ...(mayHand ? ["late"] : [])] : [],
  });
  line.classList.add(isRefused ? "is-refused" : "is-waiting");
  place(line, listOf(note));
}

function drawOwn(note, state) {
  const words = document.getElementById("modele").dataset;
  keepSoon();
  const label = { handed: words.handed, "set-aside": words.aside }[state] || words.own;
  place(drawn(note, label, { own: true, controls: ["edit"] }), listOf(note));
}

function drawOutbox() {
  if (document.getElementById("own")) {
    for (const line of main.querySelectorAll(".is-waiting, .is-refused")) {
      if (!outbox.notes.has(line.id.slice(2))) line.remove();
    }
    for (const note of outbox.notes.values()) drawWaiting(note);
  }
  if (!outbox.writing) say();
}

function wasSent({ detail: note }) {
  const list = listOf(note);
  if (list && !("only" in list.dataset) && note.board === main.dataset.board) drawOwn(note, note.late ? "handed" : "kept");
  say(find(".outbox")?.dataset.sent);
}

/** A note as the log tells it. */
function hearNote(note) {
  const own = document.getElementById("own");
  const table = document.getElementById("table");
  const line = document.getElementById(`n-${note.key}`);
  if (!table || outbox.notes.has(note.key)) return;
  // A page asked for just before this note arrived, and shown just after, does not have it.
  if (outbox.sent.has(note.key) || (line && line.parentElement === own)) {
    if (note.state === "withdrawn") line?.remove();
    else drawOwn(note, note.state);
    return;
  }
  const isHere = note.group === Number(main.dataset.group) && note.round === Number(main.dataset.round);
  if (note.state === "kept" && isHere) {
    if (!line) {
      heardNotes += 1;
      announcing = announcing || setTimeout(announceNotes, HEARD_EVERY * (line ? 1 : 0.2));
    }
    place(drawn(note, document.getElementById("modele").dataset.table, {}), table);
  } else if (line) line.remove();
  keepSoon();
}

// --- Writing ----------------------------------------------------------------------------------------------

async function send(form) {
  const field = form.elements.text;
  const text = tidy(field.value);
  field.focus();
  if (!text) return;
  field.value = "";
  find("#refus")?.remove();
  field.removeAttribute("aria-invalid");
  await outbox.put({
    key: newKey(),
    board: form.dataset.to,
    text,
    stance: form.elements.stance?.value || "",
    about: form.elements.about?.value || "",
    late: "late" in form.dataset,
  });
  keepDraft(form, tidy(field.value));
}

/** The words go back to the field; what was being typed there stays below them. */
function resume(note) {
  const form = find(`form[data-to="${note.board}"]`) || find("form[data-to]");
  if (!form) return;
  const field = form.elements.text;
  field.value = [note.text, field.value].filter(Boolean).join("\n");
  keepDraft(form, field.value);
  const fold = form.closest("details");
  if (fold) fold.open = true;
  field.focus();
  outbox.drop(note.key);
}

function pressed(button) {
  if ("copies" in button.dataset) return copyNotes(button, outbox);
  const note = outbox.notes.get(button.closest("li")?.id.slice(2));
  if (!note) return;
  if (button.dataset.act === "resume") resume(note);
  else outbox.put({ ...note, late: true });
}

// --- The day goes on --------------------------------------------------------------------------------------

function hear(event) {
  if (isTurning) meanwhile.push(event);
  if (event.kind === "note") hearNote(event);
  else if (event.kind === "moment") hearMoment(event);
  else if (event.kind === "idea" || (event.kind === "relay" && event.round < Number(main.dataset.round))) turnSoon();
}

/** Two more minutes move the clock only; anything else is another page. */
function hearMoment(moment) {
  const clock = document.querySelector("count-down");
  const known = main.dataset;
  const isSame = moment.state === known.state && String(moment.position) === known.position && !("speaking" in moment);
  if (isSame && clock && !("rang" in known) && !moment.paused_at && !clock.getAttribute("paused")) {
    clock.setAttribute("ends", moment.ends_at);
  } else turnSoon();
}

let turning = null;

function turnSoon(wait = 0) {
  clearTimeout(turning);
  turning = setTimeout(turn, wait + spread());
}

/** The page of the moment takes the place of this one: no blank screen, nothing typed is lost. */
async function turn() {
  if (isTurning) return turnSoon();
  isTurning = true;
  meanwhile = [];
  try {
    const answer = await ask(location.href, { cache: "no-store", headers: { ...READING, Accept: "text/html" } });
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    const fresh = page.querySelector("main.phone");
    if (answer.ok && fresh) put(page, fresh, answer.url);
    else if (answer.status < 500) location.reload();
    else turnSoon(3000);
  } catch {
    goneAway(Date.now());
    turnSoon(3000);
  } finally {
    isTurning = false;
  }
}

function put(page, fresh, address) {
  const field = document.activeElement?.matches?.("textarea") ? document.activeElement : null;
  const place = field && [field.value, field.selectionStart, field.selectionEnd];
  const title = find("h1").textContent;
  document.title = page.title;
  document.querySelector(".bar").replaceWith(document.adoptNode(page.querySelector(".bar")));
  main.replaceWith(document.adoptNode(fresh));
  if (address !== location.href) history.replaceState(null, "", address);
  const missed = meanwhile;
  goneAway(0);
  begin();
  missed.filter((event) => event.kind === "note").forEach(hearNote);
  const same = field && document.getElementById(field.id);
  if (same && same.value === place[0]) {
    same.focus({ preventScroll: true });
    same.setSelectionRange(place[1], place[2]);
  } else if (find("h1").textContent !== title) {
    // Another screen: a screen reader hears its title, everybody starts from its top.
    find("h1").tabIndex = -1;
    find("h1").focus();
  }
}

function begin() {
  main = document.querySelector("main");
  const { board, seen, again, kept } = main.dataset;
  if (!reader || reader.board !== board) {
    if (reader) reader.stop();
    const reset = () => turnSoon(justWoke() ? 0 : 1000);
    const waiting = () => outbox?.count("waiting") ?? 0;
    reader = board ? { board, ...follow(board, Number(seen), hear, { changed, reset, waiting }) } : null;
  }
  if (again) turnSoon(Number(again) * 1000);
  main.querySelectorAll("form[data-to]").forEach(restoreDraft);
  main.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  if (kept) {
    goneAway(Number(kept));
    turnSoon();
  }
  if (outbox) {
    outbox.hold("held" in main.dataset);
    drawOutbox();
    keepSoon();
  }
}

/** This page will open again without network, as long as this phone has its seat. */
function keepSoon() {
  if ("held" in main.dataset) return forgetPage();
  if (reader) main.dataset.seen = reader.seen();
  keepPage(() => !awaySince && !isTurning, () => new Date(serverNow()).toISOString());
}

function changed(state) {
  if (state === "offline") return goneAway(Date.now());
  if (state === "live" && outbox) outbox.retry();
  if (main.dataset.kept) turnSoon();
  else goneAway(0);
}

// --- What fingers do --------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-to]") || !outbox) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("form[data-to] textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit ? event.target.form.requestSubmit() : send(event.target.form);
});
document.addEventListener("input", (event) => {
  if (event.target.matches("form[data-to] textarea")) keepDraft(event.target.form, event.target.value);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act], button[data-copies]");
  if (button) pressed(button);
});
document.addEventListener("bell", () => turnSoon(500));
document.addEventListener("remaining", (event) => {
  const line = find(".outbox");
  if (line) say(event.detail === 300 ? line.dataset.five : line.dataset.last);
});

main = document.querySelector("main");
if (main.dataset.code) {
  outbox = new Outbox(main.dataset.code);
  outbox.addEventListener("change", drawOutbox);
  outbox.addEventListener("sent", wasSent);
  outbox.addEventListener("held", ({ detail: wait }) => turnSoon(wait));
}
begin();
outbox?.start();
