"""A phone that the server asks to come back later: not before, not at the same instant as the others, all it holds."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.test_phone import MAKE, SENT, say, seated
from tests.server import serving

pytestmark = pytest.mark.browser
ASKED = 100  # seconds
LATER = {"error": {"code": "later", "sentence": "Beaucoup de notes arrivent à la fois."}}


@pytest.fixture(scope="module")
def server():
    with serving() as served:
        yield served


def test_a_phone_told_to_come_back_waits_that_long_whatever_happens_and_says_what_it_holds(server, chromium: Browser):
    phone = chromium.new_context(service_workers="block", locale="fr-FR")
    phone.clock.install()
    posts: list[dict] = []

    def busy(route: Route) -> None:
        posts.append(route.request.post_data_json)
        if len(posts) == 1:
            route.fulfill(status=503, headers={"Retry-After": str(ASKED)}, json=LATER)
        else:
            route.continue_()

    phone.route("**/live/boards/*/notes", busy)
    page = seated(phone, server, server.arrange(MAKE, rings=1, fields={}))
    with page.expect_response("**/notes"):
        say(page, "La première")
    say(page, "La seconde")
    expect(page.locator(".outbox")).to_contain_text("2 notes en attente")

    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.fast_forward((ASKED - 5) * 1000)
    page.evaluate("dispatchEvent(new Event('online'))")
    before = len(posts)
    page.clock.fast_forward(ASKED * 1000)  # beyond the sixty percent that are drawn at random

    expect(page.locator(".outbox")).to_have_text(SENT)
    assert before == 1
    assert [(post["text"], post["waiting"]) for post in posts] == [
        ("La première", 0),
        ("La première", 1),
        ("La seconde", 0),
    ]
    phone.close()
