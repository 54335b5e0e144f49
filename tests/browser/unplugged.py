"""A phone that loses its network: how a test sits it down, and looks into what it keeps."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.gate import Gate

PHONE: dict[str, Any] = {"locale": "fr-FR", "viewport": {"width": 320, "height": 640}}
PATIENCE = 15_000
# Asks again until the answer is the one that was waited for; the policy of our pages forbids `eval`.
UNTIL = """async ([wanted, patience]) => {
    let found;
    for (const end = Date.now() + patience; Date.now() < end; await new Promise(requestAnimationFrame)) {
        found = await %s;
        if (JSON.stringify(found) === JSON.stringify(wanted)) break;
    }
    return found;
}"""
# Paths of everything that the worker keeps, with hashes and codes left out.
KEPT = """(async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    }
    return found.map((path) => path.replace(/[.][0-9a-f]{12}/, "").replace(/[A-Z0-9]{8}/, "CODE")).sort();
})()"""
PAGE_AND_BUNDLE = ["/a/CODE/", "/static/bundle/phone.css", "/static/bundle/phone.js"]


def becomes(page: Page, ask: str, wanted: Any) -> bool:
    """This expression of the page takes this value."""
    return page.evaluate(UNTIL % ask, [wanted, PATIENCE]) == wanted


def keeps(page: Page, words: str) -> bool:
    """The worker holds this page, with these words on it."""
    ask = f"caches.match(location.pathname).then(async (page) => !!page && (await page.text()).includes({words!r}))"
    return becomes(page, ask, True)


def seated(context: BrowserContext, gate: Gate, code: str) -> Page:
    page = context.new_page()
    page.goto(f"{gate.url}/a/{code}/")
    page.get_by_role("button", name="Prendre ma place").click()
    page.wait_for_load_state()  # before, forms are sent as without JavaScript
    expect(page.get_by_label("Votre idée")).to_be_visible()
    return page
