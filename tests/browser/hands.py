"""Somebody who uses the keyboard alone, and writes down where they could not see the focus."""

from typing import Any

from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab

MOST_PRESSES = 300
MOUSE = """for (const kind of ["pointerdown", "pointermove", "mousedown", "mousemove", "touchstart", "wheel"])
    addEventListener(kind, () => window.usedMouse(kind), { capture: true, passive: true });"""
# A ring of two pixels around the element or the label that holds it, on the screen, and nothing in front of it.
UNSEEN = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const places = [here, here.closest("label")].filter(Boolean);
    const name = `${here.tagName.toLowerCase()} ${here.id || here.name || here.textContent.trim().slice(0, 40)}`;
    const ringed = places.find((place) => {
        const style = getComputedStyle(place);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!ringed) return `${name}: no ring`;
    const { left, right, top, bottom } = ringed.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [
        left + (right - left) * x, top + (bottom - top) * y]));
    const shown = points.some(([x, y]) => {
        const found = document.elementFromPoint(x, y);
        return found && (ringed.contains(found) || found.contains(ringed));
    });
    return shown ? null : `${name}: hidden or off the screen`;
}"""


class Hands:
    """Tab, arrows, Enter, Space and letters: nothing else reaches the page."""

    def __init__(self, context: BrowserContext):
        self.mouse: list[str] = []
        self.unseen: list[str] = []
        context.expose_function("usedMouse", lambda kind: self.mouse.append(kind))
        context.add_init_script(MOUSE)
        self.tab: Tab = context.new_page()
        self.press, self.type = self.tab.keyboard.press, self.tab.keyboard.type

    def holds(self, selector: str) -> bool:
        return self.tab.evaluate("(selector) => document.activeElement.matches(selector)", selector)

    def reach(self, selector: str, key: str = "Tab") -> None:
        """The focus is on the first such element that Tab meets; each stop on the way must be seen."""
        self.tab.locator(selector).first.wait_for(state="attached")
        for _press in range(MOST_PRESSES):
            unseen = self.tab.evaluate(UNSEEN)
            if unseen:
                self.unseen.append(f"{self.tab.url.partition('://')[2]} {unseen}")
            if self.holds(selector):
                return
            self.press(key)
        raise AssertionError(f"{key} never reaches {selector} on {self.tab.url}")

    def follow(self, selector: str, address: Any) -> None:
        """This link or button, with Enter, leads to this address."""
        self.reach(selector)
        self.press("Enter")
        self.tab.wait_for_url(address)

    def write(self, selector: str, text: str) -> None:
        """The field holds this text instead of what it held."""
        self.reach(selector)
        self.press("ControlOrMeta+a")
        self.type(text)

    def check(self) -> None:
        """No mouse was used, and the focus could be seen all the way."""
        assert not self.mouse
        assert not self.unseen, "\n".join(sorted(set(self.unseen)))
