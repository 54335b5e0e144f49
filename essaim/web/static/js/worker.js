// The page of the moment opens without network, as it was when it was last live, and says so. Nothing else is kept:
// no team page, no wall, no answer of a program. The server writes VERSION, ACTIVE and HEADERS above this line.

const PAGE = /^\/a\/[A-Z0-9]{8}\/$/;
const KEPT = "essaim:";
const PATIENCE = 6000; // a network that says nothing for so long is no network
const REPLACED = [502, 503, 504]; // the server is being restarted behind its proxy
const TOO_OLD = 12 * 3600 * 1000; // the page of another day helps nobody

async function mine() {
  return (await caches.keys()).filter((name) => name.startsWith(KEPT));
}

/** This instance wants no worker any more: nothing of it stays. */
async function leave() {
  for (const name of await mine()) await caches.delete(name);
  await self.registration.unregister();
}

/** One cache for each workshop: its page, and the very files that this page was made with, whatever came after. */
async function keep({ page, html, files, at }) {
  if (!html) return caches.delete(KEPT + page);
  await forgetOld();
  const cache = await caches.open(KEPT + page);
  for (const file of files) if (!(await cache.match(file))) await cache.put(file, await found(file));
  const headers = { ...HEADERS, "X-Kept-At": String(at) };
  await cache.put(page, new Response(html, { headers }));
  const wanted = [new URL(page, location.href).href, ...files];
  for (const request of await cache.keys()) if (!wanted.includes(request.url)) await cache.delete(request);
}

async function forgetOld() {
  for (const name of await mine()) {
    const page = await (await caches.open(name)).match(name.slice(KEPT.length));
    if (!page || Date.now() - page.headers.get("X-Kept-At") > TOO_OLD) await caches.delete(name);
  }
}

/** The kept page, which says since when it is old, and whose clock is not behind. */
async function keptPage(path) {
  await forgetOld();
  const page = await caches.match(path);
  if (!page) return null;
  const at = Number(page.headers.get("X-Kept-At"));
  const html = (await page.text())
    .replace("<main ", `<main data-kept="${at}" `)
    .replace(/( now=")([^"]+)/, (_, name, then) => name + new Date(Date.parse(then) + Date.now() - at).toISOString());
  return new Response(html, { headers: page.headers });
}

function patience() {
  return new Promise((_, late) => setTimeout(late, PATIENCE));
}

/** A browser takes an answer that was torn inside its head, on plain HTTP, for one without a word. */
async function whole(answer) {
  const isWordless = answer.type !== "opaqueredirect" && !(await answer.clone().text());
  if (isWordless) throw new TypeError("torn");
  return answer;
}

async function found(file) {
  const answer = await whole(await fetch(file));
  if (!answer.ok) throw new TypeError(answer.status);
  return answer;
}

async function freshOr(kept, request) {
  const asked = fetch(request).then(whole);
  try {
    const answer = await Promise.race([asked, patience()]);
    return (REPLACED.includes(answer.status) && (await kept())) || answer;
  } catch {
    return (await kept()) || asked;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(ACTIVE ? self.clients.claim() : leave()));
self.addEventListener("message", (event) => ACTIVE && event.waitUntil(keep(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (!ACTIVE || request.method !== "GET") return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(freshOr(() => keptPage(pathname), request));
  else if (/^(script|style)$/.test(request.destination)) event.respondWith(freshOr(() => caches.match(request), request));
});
