// Follows the log of a board: a stream while there is one, polling of the same address when there is not.

import { heardServerTime } from "./clock.js";

const SILENCE = 35000; // the server says something every 15 s
const POLL = 3000;
const LONGEST = 15000;

/**
 * Calls `heard(event)` once for each event of the board after `seen`, in order, for ever.
 * `changed(state)` is told "live", "polling" or "offline". `reset()` when the log is shorter than what was seen.
 */
export function follow(board, seen, heard, { changed = () => {}, reset = () => location.reload() } = {}) {
  const address = `/live/boards/${board}`;
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

  function alive() {
    clearTimeout(silence);
    silence = setTimeout(open, SILENCE);
  }

  function close() {
    clearTimeout(silence);
    if (source) source.close();
    source = null;
  }

  function open() {
    close();
    if (isOver || document.hidden || !("EventSource" in window)) return;
    source = new EventSource(`${address}?seen=${seen}`);
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
      failures += 1;
      if (failures >= 2) startPolling();
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        silence = setTimeout(open, Math.min(LONGEST, 1000 * 2 ** failures) * (0.7 + Math.random() * 0.6));
      }
    };
    alive();
  }

  function startPolling() {
    if (polling === null) polling = setTimeout(poll, POLL * (0.7 + Math.random() * 0.6));
  }

  function stopPolling() {
    clearTimeout(polling);
    polling = null;
  }

  async function poll() {
    polling = null;
    if (isOver) return;
    try {
      const answer = await fetch(`${address}?seen=${seen}`, { headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403) return reset();
      const log = await answer.json();
      heardServerTime(log.now);
      if (log.reset) return reset();
      log.events.forEach(take);
      say("polling");
    } catch {
      say("offline");
    }
    if (state !== "live") startPolling();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("online", open);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  window.addEventListener("pagehide", close);
  /** Another board is followed instead. */
  function stop() {
    isOver = true;
    close();
    stopPolling();
  }

  open();
  return { seen: () => seen, stop };
}
