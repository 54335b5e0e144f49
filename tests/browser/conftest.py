"""One Chromium for the tests of a process; a fresh context, hence a fresh device, for each role."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from tests.server import Served

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def played() -> Iterator[Playwright]:
    """A process bears one only."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(played: Playwright) -> Iterator[Browser]:
    browser = played.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens devices, closed at the end; each waits for so many milliseconds at most."""
    opened: list[BrowserContext] = []

    def open_one(patience: int = 15_000, **options) -> BrowserContext:
        context = chromium.new_context(**{"locale": "fr-FR", **options})
        context.set_default_timeout(patience)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def enter(contexts, served: Served, day, looks) -> Callable[..., BrowserContext]:
    """Opens a device that looks so, in which the organiser of the day has signed in."""

    def signed_in(**options) -> BrowserContext:
        context = contexts(patience=30_000, **looks, **options)
        context.add_cookies([{"name": "essaim", "value": day["session"], "url": served.url}])
        return context

    return signed_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """A failed test tells what each page showed at that moment: most failures here are of a moment."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if report.failed and call.when == "call" and browser:
        for page in [page for context in browser.contexts for page in context.pages]:
            report.sections.append((f"page {page.url}", shown(page)))
    return report


def shown(page: Page) -> str:
    try:
        return page.content()[:4000]
    except Error as error:
        return f"cannot be read: {error}"
