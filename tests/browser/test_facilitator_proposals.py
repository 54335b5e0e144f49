"""The machine's help with sorting in a real Chromium: a phone of 320 px, the keyboard alone, live."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_facilitator import BOARD, SAY, desk, devices, room, served, tab_to  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SAID = [
    "Plus de bus le soir",
    "Des bus le dimanche",
    "Un bus pour le marché",
    "Des pistes cyclables",
    "Une piste cyclable vers la gare",
    "Des pistes cyclables éclairées",
]
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}


def say(served, arranged, *texts):  # noqa: F811
    for text in texts:
        served.arrange(SAY, code=arranged["code"], text=text, more={})


def themes(served, arranged):  # noqa: F811
    found = served.arrange(BOARD, code=arranged["code"])
    return {title: [text for text, _count in rows] for title, rows in found["themes"].items()}


def test_on_a_small_phone_themes_are_adopted_then_notes_that_arrive_are_tapped_into_them(served, room, devices):  # noqa: F811
    arranged = room()
    say(served, arranged, *SAID[:2], *SAID[3:], "Du silence à la cantine")
    page = desk(devices(arranged["session"], **PHONE), served, arranged, "propositions/?themes=3")

    first = page.get_by_role("group", name="Retenir le thème 1")
    first.get_by_label("Titre proposé").fill("Le vélo")
    page.get_by_role("group", name="Retenir le thème 2").get_by_label("Titre proposé").fill("Le bus")
    page.get_by_label("Retenir le thème 3").uncheck()
    page.get_by_role("button", name="Créer les thèmes retenus").tap()
    expect(page.get_by_role("status")).to_contain_text("2 thèmes créés.")
    assert themes(served, arranged) == {"Le vélo": SAID[3:], "Le bus": SAID[:2]}

    # Somebody writes: the note shows here by itself, with its headings.
    say(served, arranged, "Éclairer la gare")
    waiting = page.get_by_role("group", name="Éclairer la gare")
    waiting.get_by_role("button", name="Le vélo").tap()
    expect(page.get_by_role("status")).to_contain_text("1 note rangée.")
    assert themes(served, arranged)["Le vélo"] == [*SAID[3:], "Éclairer la gare"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_by_keyboard_alone_up_to_the_frozen_relay(served, room, devices):  # noqa: F811
    arranged = room(position=5)  # the last turn of the tables
    say(served, arranged, *SAID)
    page = desk(devices(arranged["session"]), served, arranged)
    keyboard = page.keyboard

    tab_to(page, "a[href$='/propositions/']")
    keyboard.press("Enter")
    page.wait_for_url("**/propositions/")
    tab_to(page, "a[href='?themes=2']")
    keyboard.press("Enter")
    page.wait_for_url("**/propositions/?themes=2")
    tab_to(page, "#title-1")
    keyboard.press("Control+A")
    keyboard.type("Les bus")
    tab_to(page, "button[name=freeze]")
    keyboard.press("Enter")

    page.wait_for_url("**/conclusion/")
    expect(page.get_by_text("Le passage de témoin est figé.")).to_be_visible()
    assert themes(served, arranged)["Les bus"] == SAID[:3]
    assert served.arrange(BOARD, code=arranged["code"])["relays"] == 1


def test_what_was_unticked_stays_unticked_when_a_note_arrives(served, room, devices):  # noqa: F811
    arranged = room()
    say(served, arranged, *SAID)
    page = desk(devices(arranged["session"]), served, arranged, "propositions/?themes=2")
    for number in (1, 2):
        page.locator(f"[name=note-{number}]").nth(2).uncheck()
    page.get_by_role("button", name="Créer les thèmes retenus").click()
    expect(page.locator("#sure [name=pair]")).to_have_count(2)
    page.locator("#sure [name=pair]").first.uncheck()

    say(served, arranged, "Éclairer la gare")

    expect(page.locator("#unsure, #sure").get_by_text("Éclairer la gare").first).to_be_attached()
    expect(page.locator("#sure [name=pair]").first).not_to_be_checked()
