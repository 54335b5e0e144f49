"""Sorting apart and seeing the differences in a real Chromium: a small phone without script, the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker
from tests.browser.test_facilitator import BOARD, desk, devices, room, served, tab_to  # noqa: F401

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "java_script_enabled": False}


def themes(served, arranged):  # noqa: F811
    found = served.arrange(BOARD, code=arranged["code"])
    return {title: len(rows) for title, rows in found["themes"].items()}


def test_on_a_small_phone_without_script_a_sorting_apart_is_made_compared_and_adopted(served, room, devices):  # noqa: F811
    table = room(notes=4, themes=1, title="Le bus", title_length=6)
    page = desk(devices(table["session"], **PHONE), served, table, "a-part/")
    page.get_by_role("button", name="Commencer mon rangement à part").tap()
    page.get_by_label("Un titre de plus").fill("L’ombre")
    page.get_by_role("button", name="Enregistrer mon rangement").tap()
    page.locator("select").last.select_option(label="L’ombre")
    page.get_by_role("button", name="Enregistrer mon rangement").tap()
    assert themes(served, table) == {"Le bus 0": 2}

    page.get_by_role("link", name="Voir les différences").tap()
    expect(page.get_by_text("1 note sous deux titres différents")).to_be_visible()
    page.get_by_role("button", name="L’ombre").tap()

    expect(page.get_by_text("Aucune différence")).to_be_visible()
    assert themes(served, table) == {"Le bus 0": 2, "L’ombre": 1}
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_by_keyboard_alone(served, room, devices):  # noqa: F811
    table = room(notes=4, themes=1, title="Le bus", title_length=6)
    page = desk(devices(table["session"]), served, table)
    keyboard = page.keyboard
    tab_to(page, "a[href$='/a-part/']")
    keyboard.press("Enter")
    page.wait_for_url("**/a-part/")
    tab_to(page, "form[action$='commencer/'] button")
    keyboard.press("Enter")
    expect(page.get_by_label("Un titre de plus")).to_be_visible()
    tab_to(page, "main li:last-child select")
    keyboard.press("ArrowDown")
    tab_to(page, "form[action$='garder/'] button")
    keyboard.press("Enter")
    expect(page.get_by_text("Votre rangement à part est enregistré.")).to_be_visible()
    tab_to(page, "a[href*='/differences/']")
    keyboard.press("Enter")
    page.wait_for_url("**/differences/**")
    tab_to(page, "button[name=adopt]")
    keyboard.press("Enter")

    expect(page.get_by_text("Aucune différence")).to_be_visible()
    assert themes(served, table) == {"Le bus 0": 3}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_has_any_fault(served, room, devices, width):  # noqa: F811
    table = room(notes=6, themes=2, title="Le bus et tout ce qui roule ", title_length=60)
    looker = Looker(
        devices(table["session"], viewport={"width": width, "height": 800}), served.url.removeprefix("http://")
    )
    tab = looker.tab
    tab.goto(f"{served.url}/animation/{table['code']}/1/differences/")
    wrong = {"only the board": looker.look()[1]}
    tab.get_by_role("link", name="Commencer mon rangement à part").click()
    wrong["not begun"] = looker.look()[1]
    tab.get_by_role("button", name="Commencer mon rangement à part").click()
    tab.locator("select").last.select_option(index=1)
    tab.locator("select").first.select_option(index=0)
    tab.get_by_role("button", name="Enregistrer mon rangement").click()
    wrong["mine"] = looker.look()[1]
    tab.get_by_role("link", name="Voir les différences").click()
    expect(tab.get_by_role("button", name="À ranger")).to_be_visible()
    wrong["differences"] = looker.look()[1]

    assert {state: found for state, found in wrong.items() if found} == {}
