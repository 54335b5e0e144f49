"""An organiser reads two workshops together: by keyboard alone on a small phone, then without any script."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.server import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
MAKE = """
from tests.browser.stage import session_of
from tests.factories import organiser_of
from tests.workbench.arranging import held
from tests.workbench.test_drafting import NORTH, SOUTH
first = held(NORTH, title="Nord")
held(SOUTH, title="Sud", beside=first)
result = {"slug": first.programme.slug, "session": session_of(organiser_of(first))}
"""
TOLD = """
from essaim.programmes.models import Programme
programme = Programme.objects.get(slug=slug)
result = [[one.verb, one.undone_at is not None] for one in programme.decisions.order_by("number")]
"""


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture
def day(served: Served):
    return served.arrange(MAKE)


@pytest.fixture
def looks():
    return {"viewport": {"width": 320, "height": 640}}


def test_themes_are_gathered_and_set_apart_again_with_the_keyboard_alone(served: Served, enter, day):
    hand = Hands(enter())
    tab = hand.tab

    tab.goto(f"{served.url}/programmes/{day['slug']}/")
    hand.follow("a[href$='/etabli/']", "**/etabli/")
    hand.follow("a[href$='/themes/']", "**/themes/")
    hand.write("input[name=title]", "De l’ombre")
    hand.press("Enter")
    expect(tab.locator(".message")).to_contain_text("C’est réuni sous « De l’ombre »")
    hand.follow("nav a[href$='/etabli/']", "**/etabli/")
    hand.follow("th a", "**/themes/*/")
    expect(tab.locator("h1")).to_have_text("De l’ombre")
    hand.follow(".quoted a", "**/comptes-rendus/**")
    expect(tab.locator(":target")).to_be_visible()
    tab.go_back()
    hand.follow("a[href$='/journal/']", "**/journal/")
    hand.reach("button[name=number]")
    hand.press("Enter")
    expect(tab.locator("del")).to_be_visible()

    assert served.arrange(TOLD, slug=day["slug"]) == [["gather", True]]
    hand.check()


def test_notes_are_judged_without_any_script(served: Served, enter, day):
    tab = enter(java_script_enabled=False).new_page()

    tab.goto(f"{served.url}/programmes/{day['slug']}/etabli/notes-proches/")
    for verdict in ("same", "apart"):
        tab.locator(f"button[value={verdict}]").first.click()
        expect(tab.locator(".message")).to_contain_text("C’est noté")
    tab.get_by_role("link", name="Idées partagées").click()

    expect(tab.locator(".pairs > li")).to_have_count(1)
    expect(tab.locator(".pairs .hint").first).to_contain_text("Notes : 2 · Voix : 2")
    assert served.arrange(TOLD, slug=day["slug"]) == [["judge", False]] * 2
