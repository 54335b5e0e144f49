// The tab came back, the device woke, or the machine slept under an open page: what is shown may be old.

const TICK = 1000;
const NAP = 5000; // the clock of a page that is awake never jumps so far
const WAKING = 5000;

const sleepers = new Set();
let lastTick = Date.now();
let wokeAt = 0;

function wake() {
  lastTick = Date.now();
  if (document.hidden) return;
  wokeAt = lastTick;
  sleepers.forEach((told) => told());
}

/** A machine that slept fires no event: only its clock has jumped. */
function tick() {
  if (Date.now() - lastTick > NAP) wake();
  lastTick = Date.now();
}

/** Somebody looks at this page since a moment only. */
export const justWoke = () => Date.now() - wokeAt < WAKING;

/** Calls `told()` at each waking; gives what stops it. */
export function onWake(told) {
  sleepers.add(told);
  return () => sleepers.delete(told);
}

document.addEventListener("visibilitychange", wake);
document.addEventListener("resume", wake);
window.addEventListener("pageshow", (event) => event.persisted && wake());
setInterval(tick, TICK);
