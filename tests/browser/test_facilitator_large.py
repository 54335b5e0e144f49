"""A board of thousands of notes in a real Chromium: by keyboard, on a small phone without script, in every width."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker
from tests.browser.test_facilitator import desk, devices, room, served, tab_to  # noqa: F401

pytestmark = pytest.mark.browser
FILL = """
from essaim.workshops.queries import workshop_by_code
from tests.factories import write_many
board = workshop_by_code(code).questions.get(number=1).board
kinds = ("un bus le soir", "une piste cyclable", "un repas bio à la cantine", "des arbres dans la cour")
write_many(board, [f"Idée {number} : {kinds[number % 4]}" for number in range(1, 1603)])
"""
HEADINGS = """
from essaim.boards.large import headings_of
from essaim.workshops.queries import workshop_by_code
board = workshop_by_code(code).questions.get(number=1).board
result = {each.theme.title if each.theme else "": each.count for each in headings_of(board)}
"""
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "java_script_enabled": False}
READ = 180_000  # milliseconds: read at low priority, on a machine where other tests run


def headings(served, arranged):  # noqa: F811
    return served.arrange(HEADINGS, code=arranged["code"])


@pytest.fixture
def large(served, room):  # noqa: F811
    arranged = room()
    served.arrange(FILL, code=arranged["code"])
    return arranged


def test_by_keyboard_notes_are_searched_sorted_read_by_the_machine_and_put_back(served, large, devices):  # noqa: F811
    page = desk(devices(large["session"]), served, large)
    keyboard = page.keyboard
    tab_to(page, "#mots")
    keyboard.type("1602 cantine")
    keyboard.press("Enter")
    expect(page.locator("label.note")).to_have_count(1)
    tab_to(page, "input[name=note]")
    keyboard.press("Space")
    tab_to(page, "#neuf")
    keyboard.type("La cour")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 note rangée dans « La cour »")
    assert headings(served, large) == {"": 1601, "La cour": 1}
    tab_to(page, "#undo")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("annulé")

    tab_to(page, "a[href$='/lecture/']")
    keyboard.press("Enter")
    page.wait_for_url("**/lecture/")
    tab_to(page, "#number")
    keyboard.type("4")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("La lecture est demandée.")
    adopt = page.locator("form[action$='/lecture/retenir/']")
    expect(page.locator("#read")).to_be_visible()
    expect(page.get_by_role("button", name="Relire le panneau")).to_be_visible(timeout=READ)
    expect(adopt).to_have_count(4)
    held = adopt.first.locator(".count").inner_text()
    tab_to(page, "form[action$='/lecture/retenir/'] [name=title]")
    keyboard.press("ControlOrMeta+A")
    keyboard.type("Le plus grand")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"{held} notes rangées dans « Le plus grand ».")
    assert headings(served, large) == {"": 1602 - int(held), "Le plus grand": int(held)}


def test_on_a_small_phone_without_script_a_reading_is_asked_and_stopped(served, large, devices):  # noqa: F811
    page = desk(devices(large["session"], **PHONE), served, large)
    page.get_by_role("link", name="Page suivante").tap()
    expect(page.locator("label.note").first).to_contain_text("Idée 101 :")
    page.get_by_role("link", name="Lecture par la machine").tap()
    page.get_by_role("button", name="Lire le panneau").tap()
    page.get_by_role("button", name="Arrêter la lecture").tap()

    expect(page.get_by_role("status")).to_have_text("La lecture est arrêtée. Rien n’a bougé sur le panneau.")
    assert headings(served, large) == {"": 1602}


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_of_a_large_board_has_any_fault(served, large, devices, width):  # noqa: F811
    context = devices(large["session"], viewport={"width": width, "height": 800})
    looker = Looker(context, served.url.removeprefix("http://"))
    wrong = {}
    for name in ("", "?page=17", "?mots=rien+de+tel", "lecture/", "propositions/", "doublons/"):
        looker.tab.goto(f"{served.url}/animation/{large['code']}/1/{name}")
        wrong[name] = looker.look()[1]

    assert {name: found for name, found in wrong.items() if found} == {}
