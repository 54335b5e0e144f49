"""Sorting on a table in a real Chromium: printed at the desk, typed back by keyboard, on a phone without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker
from tests.browser.test_facilitator import BOARD, SAY, desk, devices, room, served, tab_to  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]
MOVE = """
from django.utils import timezone
from essaim.workshops.domain import sorting
from essaim.workshops.queries import workshop_by_code
from tests.factories import make_facilitator
workshop = workshop_by_code(code)
question = workshop.questions.get(number=1)
note = question.board.notes.get(number=number)
by = make_facilitator(workshop, 1, "Bilal")
sorting.move(question=question, keys=[str(note.key)], theme="", title=title, by=by, now=timezone.now())
"""
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "java_script_enabled": False}


def themes(served, arranged):  # noqa: F811
    found = served.arrange(BOARD, code=arranged["code"])
    return {title: [text for text, _count in rows] for title, rows in found["themes"].items()}


@pytest.fixture
def table(served, room):  # noqa: F811
    """Two notes under a heading, three that wait."""
    arranged = room(notes=4, themes=1, title="Le bus", title_length=6)
    served.arrange(SAY, code=arranged["code"], text="Planter des arbres", more={})
    return arranged


def test_on_a_small_phone_without_script_what_the_table_moved_comes_back(served, table, devices):  # noqa: F811
    page = desk(devices(table["session"], **PHONE), served, table, "papier/")
    page.get_by_label("Aussi celles qui sont déjà sous un titre").check()
    page.get_by_role("button", name="Préparer un tirage").tap()
    expect(page.get_by_role("status")).to_contain_text("Le tirage est prêt")
    page.get_by_role("link", name="Saisir ce qui a bougé").tap()

    page.get_by_label("Ce qui a bougé").fill("B = L’ombre\nB : 5 9")
    page.get_by_label("Laissez-les où elles sont").check()
    page.get_by_role("button", name="Vérifier", exact=True).last.tap()
    expect(page.get_by_role("alert")).to_contain_text("La carte 9 n’est pas de ce tirage")
    assert list(themes(served, table)) == ["Le bus 0"]

    page.get_by_label("Ce qui a bougé").fill("B = L’ombre\nB : 5")
    page.get_by_role("button", name="Vérifier de nouveau").tap()
    page.get_by_role("button", name="Enregistrer ces décisions").tap()
    page.wait_for_url("**/animation/*/1/")
    assert themes(served, table)["L’ombre"] == ["Planter des arbres"]


def test_by_keyboard_alone_with_a_conflict_settled(served, table, devices):  # noqa: F811
    page = desk(devices(table["session"]), served, table)
    keyboard = page.keyboard
    tab_to(page, "a[href$='/papier/']")
    keyboard.press("Enter")
    page.wait_for_url("**/papier/")
    tab_to(page, "main form button")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    served.arrange(MOVE, code=table["code"], number=5, title="Ailleurs")
    tab_to(page, "a[href*='saisie']")
    keyboard.press("Enter")
    page.wait_for_url("**/saisie/**")
    expect(page.get_by_label("Ce qui a bougé")).to_be_focused()
    keyboard.type("A : 5")
    tab_to(page, "[name=rest][value=lie]")
    keyboard.press("ArrowDown")
    tab_to(page, "form > .row button")
    keyboard.press("Enter")
    expect(page.get_by_text("par Bilal")).to_be_visible()
    tab_to(page, "[name=insist]")
    keyboard.press("Space")
    tab_to(page, "button[value=confirm]")
    keyboard.press("Enter")

    page.wait_for_url("**/animation/*/1/")
    assert themes(served, table)["Le bus 0"][-1] == "Planter des arbres"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_of_the_typing_has_any_fault(served, table, devices, width):  # noqa: F811
    context = devices(table["session"], viewport={"width": width, "height": 800})
    looker = Looker(context, served.url.removeprefix("http://"))
    looker.tab.goto(f"{served.url}/animation/{table['code']}/1/papier/")
    wrong = {"nothing printed": looker.look()[1]}
    looker.tab.get_by_role("button", name="Préparer un tirage").click()
    wrong["printed"] = looker.look()[1]
    served.arrange(MOVE, code=table["code"], number=5, title="Ailleurs")
    looker.tab.get_by_role("link", name="Saisir ce qui a bougé").click()
    for state, text in (
        ("puzzles", "A : 5 99\nblabla\nB : 2"),
        ("conflict", "A : 5 1\nB = Un titre\nB : 2"),
        ("nothing", ""),
    ):
        looker.tab.get_by_label("Ce qui a bougé").fill(text)
        looker.tab.get_by_label("Laissez-les où elles sont").check()
        looker.tab.locator("form > .row button").click()
        looker.tab.wait_for_load_state()
        wrong[state] = looker.look()[1]

    assert {state: found for state, found in wrong.items() if found} == {}
