"""Cutting and merging a note on a page of its own, in a real Chromium: by keyboard, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_facilitator import BOARD, SAY, desk, devices, room, served, tab_to  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SAID = "Plus de bus le soir. Des pistes cyclables partout"
TWO = [["Plus de bus le soir", 1], ["Des pistes cyclables partout", 1]]
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "java_script_enabled": False}
MERGE = """
from django.utils import timezone
from essaim.workshops.domain import sorting
from essaim.workshops.queries import workshop_by_code
from tests.factories import make_facilitator
workshop = workshop_by_code(code)
question = workshop.questions.get(number=1)
by = make_facilitator(workshop, 1, name="Gisèle")
head, count = sorting.merge(question=question, keys=[note], into=into, by=by, now=timezone.now())
result = count
"""


def board(served, arranged):  # noqa: F811
    found = served.arrange(BOARD, code=arranged["code"])
    return found["unsorted"], found["aside"]


def test_by_keyboard_alone_a_note_is_cut_and_the_cut_undone(served, room, devices):  # noqa: F811
    arranged = room()
    served.arrange(SAY, code=arranged["code"], text=SAID, more={})
    page = desk(devices(arranged["session"]), served, arranged)
    other = desk(devices(arranged["other"]), served, arranged)
    shown = other.locator("label.note")  # nobody touches that desk
    keyboard = page.keyboard
    tab_to(page, "input[name=note]")
    keyboard.press("Space")
    tab_to(page, "button[formaction$='/couper/note/']")
    keyboard.press("Enter")
    page.wait_for_url("**/couper/?note=**")
    tab_to(page, "form[action$='/couper/note/'] button")
    keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("La note est coupée : ses parties sont les notes n° 2 et n° 3.")
    assert board(served, arranged) == (TWO, [[SAID, "coupée en n° 2 et n° 3"]])
    expect(shown).to_have_text([re.compile("le soir$"), re.compile("\nDes pistes cyclables partout$")])

    tab_to(page, "form[action$='/annuler/'] button")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Votre dernier geste est annulé.")
    assert board(served, arranged) == ([[SAID, 1]], [])
    expect(shown).to_have_text([re.compile(f"\\n{SAID}$")])


def test_on_a_small_phone_without_script_the_words_of_the_note_are_kept(served, room, devices):  # noqa: F811
    arranged = room()
    served.arrange(SAY, code=arranged["code"], text=SAID, more={})
    page = desk(devices(arranged["session"], **PHONE), served, arranged, "propositions/")
    page.get_by_role("link", name="1 note dit peut-être plusieurs choses").tap()
    parts = page.get_by_label("Les parties de la note n° 1")
    expect(parts).to_have_value("Plus de bus le soir\nDes pistes cyclables partout")

    parts.fill("Plus de trains\nDes pistes")
    page.get_by_role("button", name="Couper").tap()
    expect(page.get_by_role("alert")).to_contain_text("« Plus de trains » n’est pas dans la note")
    parts.fill("Plus de bus\nDes pistes cyclables")
    page.get_by_role("button", name="Couper").tap()

    expect(page.get_by_text("La note est coupée")).to_be_visible()
    assert board(served, arranged)[0] == [["Plus de bus", 1], ["Des pistes cyclables", 1]]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_answer_to_a_form_comes_even_when_the_note_of_its_page_has_just_left_the_board(served, room, devices):  # noqa: F811
    arranged = room()
    note, other = (served.arrange(SAY, code=arranged["code"], text=text, more={}) for text in ("Des bus", "Des vélos"))
    page = desk(devices(arranged["session"]), served, arranged, f"doublons/?note={note}")
    held = []
    page.route("**/reunir/", lambda route: held.append(route))
    page.get_by_label("Des vélos").check()
    with page.expect_request("**/reunir/"):
        page.get_by_role("button", name="Réunir").click(no_wait_after=True)

    with page.expect_response(lambda answer: answer.status == 404):  # the page asks for its parts again
        served.arrange(MERGE, code=arranged["code"], note=note, into=other)
    held[0].continue_()

    expect(page.get_by_text("Quelqu’un d’autre vient de changer cet élément.")).to_be_visible()
