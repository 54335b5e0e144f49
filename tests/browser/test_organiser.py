"""An organiser draws a perimeter for a gathering and keeps a format: by keyboard alone, then without any script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands
from tests.server import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
MAKE = """
from tests.browser.stage import session_of
from tests.factories import make_workshop, organiser_of
workshop = make_workshop(is_open=False)
result = {
    "code": workshop.code,
    "slug": workshop.programme.slug,
    "session": session_of(organiser_of(workshop)),
}
"""
TOLD = """
from essaim.programmes.models import Programme
programme = Programme.objects.get(slug=slug)
result = {
    "perimeters": {
        one.territory.name: sorted(member.code for member in one.territory.members.all())
        for one in programme.perimeters.all()
    },
    "gatherings": [
        [one.title, one.territory.name]
        for season in programme.seasons.all()
        for one in season.gatherings.exclude(territory=None)
    ],
    "formats": {one.name: one.sequences[0]["seconds"] // 60 for one in programme.formats.all()},
}
"""
ADD = "input[name=territory]"
NAME = "input[name=format-name]"
PICK = "button[value^=pick-]"
REPLACE = "button[value^=format-]"


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture
def day(served: Served):
    return served.arrange(MAKE)


def kept(name: str) -> dict:
    return {
        "perimeters": {name: ["62108", "62588"]},
        "gatherings": [["Journée d’automne", name]],
        "formats": {"Café court": 12},
    }


@pytest.fixture
def looks():
    return {"viewport": {"width": 1000, "height": 800}}


def test_a_perimeter_and_a_format_need_only_the_keyboard(served: Served, enter, day):
    hand = Hands(enter())
    tab = hand.tab

    tab.goto(f"{served.url}/programmes/{day['slug']}/rencontres/nouvelle/")
    hand.write("#id_title", "Journée d’automne")
    hand.follow("button[value=draw]", "**/perimetres/nouveau/?retour=1")
    hand.write("#id_name", "Pays du clavier")
    hand.write(ADD, "montreuil sur mer")
    press_enter(hand)
    assert hand.holds(ADD)
    hand.type("berk")
    press_enter(hand)
    hand.reach(PICK)
    press_enter(hand)
    expect(tab.locator("input[name=member]")).to_have_count(2)
    hand.follow("button[value=save]", "**/rencontres/nouvelle/?repris=1")
    expect(tab.locator("#id_title")).to_have_value("Journée d’automne")
    hand.write("#id_day", "10102026")
    hand.follow("main button:not([name], [tabindex])", f"**/programmes/{day['slug']}/")

    tab.goto(f"{served.url}/ateliers/{day['code']}/deroule/")
    hand.write(NAME, "Café court")
    press_enter(hand)
    hand.write("#id_s1-minutes", "12")
    hand.write(NAME, "café court")
    press_enter(hand)
    assert hand.holds(NAME)
    hand.reach(REPLACE)
    press_enter(hand)

    hand.check()
    assert served.arrange(TOLD, slug=day["slug"]) == kept("Pays du clavier")


def press_enter(hand: Hands) -> None:
    with hand.tab.expect_navigation():
        hand.press("Enter")


def test_a_perimeter_and_a_format_need_no_script(served: Served, enter, day):
    tab = enter(java_script_enabled=False).new_page()

    tab.goto(f"{served.url}/programmes/{day['slug']}/rencontres/nouvelle/")
    tab.locator("#id_title").fill("Journée d’automne")
    tab.locator("#id_day").fill("2026-10-10")
    tab.locator("button[value=draw]").click()
    tab.locator("#id_name").fill("Pays sans script")
    for name in ("Montreuil-sur-Mer", "Toulouse", "Berck"):
        tab.locator(ADD).fill(name)
        with tab.expect_navigation():
            tab.locator("button[value=add].quiet").click()
    remove_others(tab)
    tab.locator("button[value=save]").click()
    tab.locator("main button:not([name], [tabindex])").first.click()
    expect(tab.locator(".dates").last).to_contain_text("Pays sans script")

    tab.goto(f"{served.url}/ateliers/{day['code']}/deroule/")
    tab.locator(NAME).fill("Café court")
    tab.locator("button[value=format]").click()
    tab.locator("#id_s1-minutes").fill("12")
    tab.locator(NAME).fill("café court")
    tab.locator("button[value=format]").click()
    tab.locator(REPLACE).click()
    expect(tab.locator(".message.is-good")).to_contain_text("Café court")

    assert served.arrange(TOLD, slug=day["slug"]) == kept("Pays sans script")


def remove_others(tab: Page) -> None:
    """Everything but the two communes of Pas-de-Calais."""
    others = tab.locator(".picked li").filter(has_not_text="Pas-de-Calais").locator("button[value^=remove-]")
    while others.count():
        with tab.expect_navigation():  # the whole of the next page, whose places are then counted
            others.first.click()
