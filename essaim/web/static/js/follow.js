// Follows the log of a board: a stream while there is one, polling of the same address when there is not.

import { ask, patience } from "./ask.js";
import { heardServerTime } from "./clock.js";
import { onWake } from "./wake.js";

const SILENCE = 35000; // the server says something every 15 s
const POLL = 3000;
const SOON = 700;
const LONGEST = 15000;

/**
 * Calls `heard(event)` once for each event of the board after `seen`, in order, for ever.
 * `changed(state)` is told "live", "polling" or "offline". `reset()` when the log is shorter than what was seen.
 * `waiting()` is how many notes this device still holds: the team sees it when the network is back.
 */
export function follow(board, seen, heard, { changed = () => {}, reset = () => location.reload(), waiting = () => 0 } = {}) {
  const address = () => `/live/boards/${board}?seen=${seen}` + (waiting() ? `&waiting=${waiting()}` : "");
  let source = null;
  let silence = null;
  let failures = 0;
  let polling = null;
  let state = "";
  let isOver = false;

  function say(next) {
    if (next !== state) {
      state = next;
      changed(next);
    }
  }

  function take(event) {
    if (isOver || event.revision <= seen) return;
    seen = event.revision;
    heard(event);
  }

  /** A stream that opened while an answer was on its way knows better. */
  function isStreaming() {
    return isOver || source?.readyState === EventSource.OPEN;
  }

  function alive(wait = SILENCE) {
    clearTimeout(silence);
    silence = setTimeout(doubt, wait);
  }

  /** Nothing came for too long: another connection, and a reading that says whether anybody answers at all. */
  function doubt() {
    failed();
    open();
  }

  function failed() {
    failures += 1;
    if (failures >= 2) startPolling(SOON);
  }

  function close() {
    clearTimeout(silence);
    if (source) source.close();
    source = null;
  }

  function open() {
    close();
    if (isOver || document.hidden || !("EventSource" in window)) return;
    source = new EventSource(address());
    source.addEventListener("clock", (message) => {
      failures = 0;
      stopPolling();
      heardServerTime(JSON.parse(message.data).now);
      say("live");
      alive();
    });
    source.addEventListener("reset", () => reset());
    source.onmessage = (message) => {
      alive();
      take(JSON.parse(message.data));
    };
    source.onerror = () => {
      failed();
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        if (failures === 1) poll(); // the server answered something else than a stream: the same address says what
        silence = setTimeout(open, Math.min(LONGEST, 1000 * 2 ** failures) * (0.7 + Math.random() * 0.6));
      }
    };
    alive(patience());
  }

  function startPolling(wait = POLL) {
    if (polling === null) polling = setTimeout(poll, wait * (0.7 + Math.random() * 0.6));
  }

  function stopPolling() {
    clearTimeout(polling);
    polling = null;
  }

  async function poll() {
    stopPolling();
    if (isOver) return;
    try {
      const answer = await ask(address(), { headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403) return reset();
      if (!answer.ok) throw new Error(answer.status);
      const log = JSON.parse(answer.text);
      heardServerTime(log.now);
      if (log.reset) return reset();
      log.events.forEach(take);
      if (!isStreaming()) say("polling");
    } catch {
      if (!isStreaming()) say("offline");
    }
    if (!isStreaming() && !document.hidden) startPolling();
  }

  /** Whatever looked open may be dead since long. */
  function reopen() {
    failures = 0;
    open();
  }

  const forget = onWake(reopen);
  document.addEventListener("visibilitychange", () => document.hidden && close());
  window.addEventListener("online", reopen);
  window.addEventListener("offline", () => isOver || say("offline"));
  window.addEventListener("pagehide", close);
  /** Another board is followed instead. */
  function stop() {
    isOver = true;
    forget();
    close();
    stopPolling();
  }

  open();
  return { seen: () => seen, stop };
}
