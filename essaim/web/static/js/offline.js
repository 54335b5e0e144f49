// The page of the moment is given to the worker, which opens it again without network. On plain HTTP there is no
// worker: everything else works, and nothing is promised.

const SETTLE = 1500;
const STILL_LIVE = 60000; // the kept page says to the minute since when it is old

let keeping = null;
let isSettling = false;
let keepAgain = () => {};

/** The worker serves these pages from now on; where the instance wants none any more, it is taken away. */
async function startKeeping(address) {
  if (!("serviceWorker" in navigator)) return;
  try {
    if (address) await navigator.serviceWorker.register(address, { scope: "/a/" });
    else for (const former of await navigator.serviceWorker.getRegistrations()) await former.update();
  } catch {
    // Refused by the browser, or no network: the next page asks again.
  }
}

async function tellWorker(message) {
  if (!("serviceWorker" in navigator) || !document.body.dataset.worker) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(message);
}

/** The page as the server would write it: without what waits here, nor what is said of the network. */
function writtenPage(now) {
  const page = document.documentElement.cloneNode(true);
  for (const passing of page.querySelectorAll("#away, .is-waiting, .is-refused")) passing.remove();
  page.querySelector("count-down")?.setAttribute("now", now);
  return `<!doctype html>\n${page.outerHTML}`;
}

function keepNow(now) {
  const used = document.querySelectorAll("link[rel=stylesheet], script[src]");
  const files = [...used].map((file) => file.href || file.src);
  tellWorker({ page: location.pathname, html: writtenPage(now), files, at: Date.now() });
}

/** This page will open again as it is now; `isLive()` is asked first, so that nothing old passes for new. */
export function keepPage(isLive, now) {
  if (isSettling) return;
  clearTimeout(keeping);
  isSettling = true;
  keepAgain = () => {
    isSettling = false;
    clearTimeout(keeping);
    keeping = setTimeout(keepAgain, STILL_LIVE);
    if (isLive()) keepNow(now());
  };
  keeping = setTimeout(keepAgain, SETTLE);
}

/** No page of this workshop opens again: nobody holds a seat here. */
export function forgetPage() {
  clearTimeout(keeping);
  isSettling = false;
  keepAgain = () => {};
  tellWorker({ page: location.pathname });
}

// A phone takes back the memory of what is behind another page, without a word.
document.addEventListener("visibilitychange", () => document.hidden && keepAgain());
// After the page: its own load stays what it was.
if (document.readyState === "complete") startKeeping(document.body.dataset.worker);
else window.addEventListener("load", () => startKeeping(document.body.dataset.worker));
