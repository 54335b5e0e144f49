"""A whole day with the keyboard alone: a participant's, and a facilitator's who also conducts. No mouse, no finger."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.server import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
ONE = "from tests.browser.states import one; result = one(state, **more)"
RING = """
from django.utils import timezone
from essaim.workshops.queries import workshop_by_code
from tests.factories import ring
ring(workshop_by_code(code), times, now=timezone.now())
"""
PUBLISH = """
from django.utils import timezone
from essaim.boards.domain import deciding
from essaim.boards.models import Note
from essaim.reports.domain import drafting, publishing
from essaim.workshops.domain import running
from essaim.workshops.queries import workshop_by_code
from tests.factories import organiser_of
workshop = workshop_by_code(code)
by, now = organiser_of(workshop), timezone.now()
workshop = running.finish(workshop=workshop, by=by, now=now)
drafting.draft(workshop=workshop, by=by, now=now)
for note in Note.objects.filter(board__asked_as__workshop=workshop, state="handed").select_related("board"):
    deciding.accept_handed(board=note.board, note=note, by=by, now=now)
publishing.finalise(workshop=workshop, base="http://127.0.0.1", by=by, now=now)
"""
SENT = "Tout est envoyé."


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture
def hands(contexts):
    def hands_on(width: int) -> Hands:
        return Hands(contexts(patience=30_000, viewport={"width": width, "height": 700}))

    return hands_on


def test_a_participant_needs_only_the_keyboard(served: Served, hands):
    day = served.arrange(ONE, state="concluding", more={})
    code, hand = day["code"], hands(360)
    tab = hand.tab

    tab.goto(f"{served.url}/rejoindre/")
    hand.reach("#code")
    hand.type(f"{code[:4].lower()} {code[4:]}")
    hand.press("Enter")
    tab.wait_for_url(f"**/a/{code}/")
    hand.reach("button.big")
    hand.press("Enter")

    hand.reach("#texte")
    hand.type("Des arbres dans la cour")
    hand.press("Enter")
    expect(tab.locator(".outbox")).to_have_text(SENT)
    hand.follow("#own a.edit", re.compile("/notes/"))
    hand.write("#texte", "Trois arbres dans la cour")
    hand.follow("form.write > button", f"**/a/{code}/")
    expect(tab.locator("#own .note")).to_contain_text("Trois arbres")
    hand.reach("#texte")
    hand.type("À retirer")
    hand.press("Enter")
    expect(tab.locator("#own .note")).to_have_count(2)
    hand.follow("#own li:nth-child(1) a.edit", re.compile("/notes/"))
    hand.follow("button.danger", f"**/a/{code}/")
    expect(tab.locator("#own .note")).to_have_count(1)

    expect(tab.locator("main")).to_contain_text("Porte-parole de votre table : Alix")
    hand.follow("a[href$='/votes/']", "**/votes/")
    hand.reach(".choice input")
    hand.type("1")
    hand.reach("form.votes button")
    hand.press("Enter")
    expect(tab.locator(".votes [role=status]")).to_have_text("Il vous reste 2 sur 3.")
    expect(tab.locator(".choice input").first).to_have_value("1")
    hand.follow("main p > a.button", f"**/a/{code}/")

    served.arrange(RING, code=code, times=2)
    expect(tab.get_by_role("heading", level=1)).to_have_text("La plénière")
    hand.reach("#reaction")
    hand.type("Chez nous aussi")
    hand.reach("#sur")
    hand.press("ArrowDown")
    hand.reach("form.write > button")
    hand.press("Enter")
    expect(tab.locator(".outbox")).to_have_text(SENT)

    served.arrange(PUBLISH, code=code)
    tab.goto(f"{served.url}/a/{code}/")
    hand.follow("a[href$='/mes-notes/']", "**/mes-notes/")
    expect(tab.locator(".note", has_text="Trois arbres dans la cour")).to_have_count(1)
    tab.goto(f"{served.url}/a/{code}/")
    hand.follow("a.big", f"**/comptes-rendus/{code}/")
    hand.follow(f"main a[href^='/comptes-rendus/{code}/1/']", re.compile(f"/comptes-rendus/{code}/1/"))
    hand.reach("details summary")
    was_open = tab.locator("details").first.evaluate("fold => fold.open")
    hand.press("Enter")
    assert tab.locator("details").first.evaluate("fold => fold.open") is not was_open
    hand.check()


def test_a_facilitator_needs_only_the_keyboard(served: Served, hands):
    day = served.arrange(ONE, state="open", more={"topology": "facilitators-move"})
    code, hand = day["code"], hands(1280)
    tab = hand.tab

    tab.goto(f"{served.url}/entrer/{day['link']}/")
    hand.follow("main button", f"**/animation/{code}/")
    hand.follow("a[href^='/conduite/']", f"**/conduite/{code}/")
    conduct(hand, 1)
    tab.goto(f"{served.url}/animation/{code}/")
    hand.follow("a.button.big:not(.quiet)", f"**/animation/{code}/1/")
    expect(tab.locator("#link")).to_have_text("En direct.")

    scribe_and_sort(hand)

    hand.follow("nav.tabs a[href$='/conclusion/']", "**/conclusion/")
    hand.follow("form[action$='figer/'] button", "**/conclusion/")
    expect(tab.locator(".message.is-good")).to_contain_text("est figé")
    tab.goto(f"{served.url}/conduite/{code}/")
    for position in (2, 3, 4, 5):
        conduct(hand, position)
    tab.goto(f"{served.url}/animation/{code}/1/")
    vote_and_conclude(hand)

    tab.goto(f"{served.url}/conduite/{code}/")
    for position in (6, 7):
        conduct(hand, position)
    hand.follow(".bar-nav a[href$='/pleniere/']", "**/pleniere/")
    hand.reach("#now button.big")
    hand.press("Enter")
    expect(tab.locator("#queue [aria-current=step]")).to_contain_text("Table 1")
    hand.check()


def conduct(hand: Hands, position: int) -> None:
    """ "Next" is pressed, and the page says that this sequence runs."""
    hand.reach("#now button.big")
    hand.press("Enter")
    expect(hand.tab.locator(f"[data-position='{position}']")).to_be_attached()


def scribe_and_sort(hand: Hands) -> None:
    """Four notes, one of them said three times; two in a new theme, then merged; one aside, taken back, aside again."""
    tab = hand.tab
    hand.reach("#dit")
    for said in ("Aérer les classes x3", "Ouvrir les fenêtres", "Aérer les clases", "Et le stade ?"):
        hand.type(said)
        hand.press("Enter")
    expect(tab.locator("[data-theme=''] .note")).to_have_count(4)
    expect(tab.locator("[data-theme=''] .note").first).to_contain_text("×3")

    hand.reach("[data-theme=''] [name=note]")
    hand.press("Space")
    hand.press("ArrowDown")
    hand.press("Enter")
    hand.press("Enter")
    assert hand.holds("#neuf")
    hand.type("L’air des classes")
    hand.press("Enter")
    expect(tab.locator(".theme .note")).to_have_count(2)
    expect(tab.locator("[name=note]:focus")).to_have_count(1)  # once it is answered, the hand is back on the notes
    hand.reach(".theme [name=note]", "Shift+Tab" if hand.holds(".toolbar *") else "Tab")
    hand.press("Space")
    hand.press("ArrowLeft")
    hand.press("Space")
    hand.reach("button[formaction$='reunir/']")
    hand.press("Enter")
    expect(tab.locator(".theme .note", has_text="×4")).to_have_count(1)

    set_aside(hand)
    hand.reach("#undo")
    hand.press("Enter")
    expect(tab.locator("#aside li")).to_have_count(0)
    expect(tab.locator("[data-theme=''] .note")).to_have_count(1)
    set_aside(hand)


def set_aside(hand: Hands) -> None:
    hand.reach("[data-theme=''] [name=note]")
    if not hand.tab.evaluate("() => document.activeElement.checked"):
        hand.press("Space")
    hand.reach(".toolbar details:has(#raison) summary")
    hand.press("Enter")
    hand.write("#raison", "hors de la question")
    hand.press("Enter")
    expect(hand.tab.locator("#aside li")).to_have_count(1)


def vote_and_conclude(hand: Hands) -> None:
    """Hands are counted, somebody is named, one idea is retained with its reason; the card says so."""
    tab = hand.tab
    hand.follow("nav.tabs a[href$='/votes/']", "**/votes/")
    hand.write(".hand", "2")
    hand.press("Enter")
    expect(tab.locator("#balance")).to_contain_text("Il manque 4 gommettes sur 6.")
    hand.follow("nav.tabs a[href$='/conclusion/']", "**/conclusion/")
    hand.reach("#prenom")
    hand.type("Jean-Marc")
    hand.press("Enter")
    expect(tab.locator(".message.is-good")).to_contain_text("Jean-Marc parlera")
    hand.reach("#texte-1")
    hand.type("Aérer à chaque récréation")
    hand.reach("#parce-1")
    hand.type("C’est gratuit")
    hand.reach("form[action$='idee/'] button")
    hand.press("Enter")
    expect(tab.locator(".message.is-good")).to_contain_text("Idée forte retenue")
    hand.follow("a[href$='/carte/']", "**/carte/")
    expect(tab.locator("article")).to_contain_text("C’est gratuit")
