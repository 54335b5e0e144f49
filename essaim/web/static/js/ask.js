// A reading that says nothing for too long is asked again on another connection: a network that slept or changed
// leaves connections that look open and swallow every request.

import { justWoke } from "./wake.js";

const LONGEST_READING = 12000; // longer than a full room makes a reading last, shorter than people wait
const DOUBT = 2000; // after a waking, what looked open is more likely dead than slow

export const patience = () => (justWoke() ? DOUBT : LONGEST_READING);

const WORDLESS = [204, 304];

/** Says that the page on screen asks for itself again: the sentence that answers a form waits for the next page. */
export const READING = { "X-Essaim-Reading": "1" };

/**
 * `fetch`, with its words already read; fails where they have not all come in so many milliseconds, and where none
 * came: on plain HTTP, a browser takes an answer that was torn inside its head for one without a word.
 */
export async function ask(address, options = {}, wait = patience()) {
  const limit = new AbortController();
  const late = setTimeout(() => limit.abort(), wait);
  try {
    const answer = await fetch(address, { ...options, signal: limit.signal });
    const { status, ok, url, headers } = answer;
    const text = await answer.text();
    if (!text && !WORDLESS.includes(status)) throw new TypeError("torn");
    return { status, ok, url, headers, text };
  } finally {
    clearTimeout(late);
  }
}
