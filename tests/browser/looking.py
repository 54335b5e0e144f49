"""What must be true of any page, wherever it is looked at: rules of accessibility, and nothing from elsewhere."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage
from playwright.sync_api import Page as Tab

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
# A page's dark colours come from `light-dark()`, which gives colours and nothing else: the other rules see no change.
COLOURS = ["color-contrast", "link-in-text-block"]
LIGHTS = {"light": {"type": "tag", "values": TAGS}, "dark": {"type": "rule", "values": COLOURS}}
RUN = """async (runOnly) => {
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)));
    const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(" ")}`));
}"""
SHAPE = """() => ({
    title: document.title,
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    wider: document.documentElement.scrollWidth - innerWidth,
})"""


class Looker:
    """A tab that goes from page to page and writes down what is wrong with each."""

    def __init__(self, context: BrowserContext, host: str):
        self.tab: Tab = context.new_page()
        self.host = host
        self.said: list[str] = []
        self.hosts: set[str] = set()
        self.tab.on("console", self.hear)
        self.tab.on("pageerror", lambda error: self.said.append(f"error {error}"))
        self.tab.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def hear(self, message: ConsoleMessage) -> None:
        """Errors count, but the one by which Chromium says that the page itself answered 404 or 422."""
        refused = message.text.startswith("Failed to load resource") and "favicon" not in message.text
        if message.type == "error" and not (refused and message.location["url"] == self.tab.url):
            self.said.append(f"console {message.text}")

    def look(self) -> tuple[str, list[str]]:
        """The title of the page that is open, and what is wrong with it in light and in dark."""
        # What a test waited for may stand there before the stylesheet, and no rule holds for a page without it.
        self.tab.wait_for_load_state()
        shape = self.tab.evaluate(SHAPE)
        wrong = [f"{self.tab.viewport_size['width']} {each}" for each in [*problems_of(shape), *self.said]]
        wrong += [f"asks {host}" for host in self.hosts - {self.host, ""}]
        wrong += [f"{self.tab.viewport_size['width']} {violation}" for violation in violations_of(self.tab)]
        self.said, self.hosts = [], set()
        return shape["title"], wrong


def violations_of(tab: Tab) -> list[str]:
    """Rules of accessibility that the open page breaks, in light and in dark."""
    tab.evaluate(AXE)
    found = []
    for scheme, rules in LIGHTS.items():
        tab.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {violation}" for violation in tab.evaluate(RUN, rules)]
    tab.emulate_media(color_scheme="light")
    return found


def problems_of(shape: dict[str, Any]) -> list[str]:
    name = shape["title"].removesuffix(" · Essaim")
    return [
        *(["no title of its own"] if not name.strip(" ·") or name == shape["title"] else []),
        *(["no language"] if shape["lang"] not in {"fr", "en"} else []),
        *([f"{shape['headings']} h1"] if shape["headings"] != 1 else []),
        *([f"{shape['wider']} px too wide"] if shape["wider"] > 0 else []),
    ]
