// The facilitator's screens: the sorted board where there is one, parts asked again elsewhere.

import { follow } from "./follow.js";
import { refresh, refreshEvery } from "./refresh.js";
import { SortedBoard } from "./console-board.js";
import { Decisions } from "./console-forms.js";
import { NoteKeys } from "./console-keys.js";
import { dragNotes } from "./console-drag.js";
import { Scribe } from "./console-scribe.js";

const GOING_ON = 2000; // a person watches
const ARRIVALS = 10000; // a line that speaks more often than this is switched off by those who hear it
const { board: boardKey, seen: boardSeen } = document.body.dataset;
const sortForm = document.querySelector("form.sort");

function sortHere(form) {
  const board = new SortedBoard(form);
  const keys = new NoteKeys(form);
  const line = document.querySelector("#status");
  const link = document.querySelector("#link");
  const decisions = new Decisions(form, board.terms, () => keys.back());
  form.addEventListener("submit", () => keys.remember(), { capture: true });
  scrollAbove(form.querySelector(".toolbar"));
  dragNotes(form, (notes, theme) => decisions.move(notes, theme));
  new Scribe(document.querySelector("form.scribe"), boardKey, board.terms);
  document.addEventListener("remaining", ({ detail }) => {
    line.textContent = detail > 60 ? board.terms.minutes.replace("{}", detail / 60) : board.terms.minute;
  });
  document.addEventListener("bell", () => (line.textContent = board.terms.bell));
  setInterval(() => {
    if (!board.arrived) return;
    line.textContent = (board.arrived > 1 ? board.terms.arrivals : board.terms.arrived).replace("{}", board.arrived);
    board.arrived = 0;
  }, ARRIVALS);
  follow(boardKey, Number(boardSeen), (event) => (event.kind === "moment" ? refresh() : board.hear(event)), {
    changed: (state) => (link.textContent = board.terms[state]),
  });
}

/** What the keyboard reaches stays above the bar that sticks to the bottom, however tall it is. */
function scrollAbove(bar) {
  const root = document.documentElement;
  new ResizeObserver(() => {
    const sticks = getComputedStyle(bar).position === "sticky";
    root.style.scrollPaddingBottom = sticks ? `${bar.offsetHeight + 16}px` : "";
  }).observe(bar);
}

/** Open where there is room beside the notes; as somebody folded or unfolded it, until the next sequence. */
function keepFold() {
  const fold = document.querySelector("#fold");
  if (!fold) return;
  const { position } = fold.dataset;
  const kept = localStorage.getItem("fold");
  fold.open = kept === `${position} open` || (matchMedia("(min-width: 64rem)").matches && kept !== `${position} closed`);
  fold.querySelector("summary").addEventListener("click", () => {
    localStorage.setItem("fold", `${position} ${fold.open ? "closed" : "open"}`);
  });
}

keepFold();
document.addEventListener("refreshed", keepFold);
if (sortForm) sortHere(sortForm);
else if (boardKey) follow(boardKey, Number(boardSeen), () => refresh());
if (boardKey) refreshEvery(60);
// What the machine reads apart says how far it has got, as long as it reads.
setInterval(() => document.hidden || !document.querySelector("progress") || refresh(), GOING_ON);
