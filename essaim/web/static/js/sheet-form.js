// What is typed in the form of a common is kept on the server while it is typed; without this, saving does it.
const form = document.querySelector("[data-keep]");
const said = form?.querySelector("[data-kept]");
const PAUSE = 1500; // ms without a key: one request for a sentence
const LONGEST = 60_000;

let waiting = 0;
let turn = 0;
let delay = PAUSE;

async function keep() {
  const mine = ++turn;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
    // A captive portal answers a page; the address that answers must be the one that was asked.
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { kept } = await answer.json();
    if (mine === turn) said.textContent = kept;
    delay = PAUSE;
  } catch {
    said.textContent = said.dataset.unkept;
    delay = Math.min(2 * delay, LONGEST);
    later();
  }
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(keep, delay);
}

form?.addEventListener("input", later);
// The answer of the form replaces the draft: a request on its way would bring it back.
form?.addEventListener("submit", () => clearTimeout(waiting));
