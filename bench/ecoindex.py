"""An estimate of the EcoIndex of a page as Chromium loaded it: elements, requests, kilobytes.

The formula is the published one (ecoindex.fr: three ranks among quantiles of HTTP Archive, weighted 3, 2 and 1). It is
here to measure with, and is not shipped: the budgets that bind us are the raw figures beside it.
"""

from bisect import bisect_right
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

ELEMENTS = (
    [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601]
)  # fmt: skip
REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920]
KILOBYTES = (
    [0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
     2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26]
)  # fmt: skip


def rank(quantiles: list[float], value: float) -> float:
    """Where the value stands among the quantiles, between 0 (light) and 20 (heavy)."""
    place = bisect_right(quantiles, value)
    if place >= len(quantiles):
        return float(len(quantiles) - 1)
    low, high = quantiles[place - 1], quantiles[place]
    return place - 1 + (value - low) / (high - low)


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    """100 is the lightest page; above 80 the grade is A."""
    weighted = 3 * rank(ELEMENTS, elements) + 2 * rank(REQUESTS, requests) + rank(KILOBYTES, kilobytes)
    return round(100 - 5 * weighted / 6, 1)


@dataclass(frozen=True)
class Weight:
    """What a page costs to whoever opens it for the first time."""

    elements: int
    requests: int
    kilobytes: float
    hosts: frozenset[str]

    @property
    def ecoindex(self) -> float:
        return ecoindex(self.elements, self.requests, self.kilobytes)


def weigh(context: BrowserContext, address: str, *, settle: int = 700) -> Weight:
    """The page is loaded with an empty cache; an open stream is a request that never ends, and is not counted."""
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "//" in request.url else None)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.mouse.wheel(0, 100_000)
    page.wait_for_timeout(settle)
    elements = page.evaluate("document.querySelectorAll('*').length - document.querySelectorAll('svg *').length")
    # data: addresses (the favicon) are part of the page and weigh nothing more.
    counted = [size for size in sizes if size > 0]
    page.close()
    return Weight(elements, len(counted), round(sum(counted) / 1000, 1), frozenset(hosts))
