"""The facilitator's console in a real Chromium: keyboard alone, live, without network, without script, light."""

import io

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bench.ecoindex import weigh
from tests.browser.looking import violations_of
from tests.server import Served, serving

pytestmark = pytest.mark.browser
MOST_TABS = 400

ARRANGE = """
import itertools
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from tests import factories
from tests.factories import make_facilitator, make_workshop, ring, seat_at_table, write_note
from essaim.workshops.domain import concluding, sorting
from essaim.workshops.models import Workshop

factories.counter = itertools.count(1000 * Workshop.objects.count() + 1)
now = timezone.now()
workshop = make_workshop(seats=24)
for _person in range(5):
    seat_at_table(workshop, 1, round=1), seat_at_table(workshop, 3, round=3)
ring(workshop, position, now=now)
workshop.refresh_from_db()
question = workshop.questions.get(number=1)
by = make_facilitator(workshop, 1, "Amel")
keys = [
    str(write_note(question.board, (words * (n + 1))[:length] + f" {n}", group=n % 3 + 1, round=1, now=now).key)
    for n in range(notes)
]
for n in range(themes):
    sorting.move(
        question=question, keys=keys[n::themes + 1], theme="", title=(title * 20)[:title_length] + f" {n}",
        by=by, now=timezone.now(),
    )
if themes:
    concluding.freeze(question=question, by=by, now=timezone.now())


def signed(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


theme = question.board.themes.first()
result = {
    "code": workshop.code, "session": signed(by), "other": signed(make_facilitator(workshop)),
    "theme": str(theme.key) if theme else "",
}
"""
RING = """
from django.utils import timezone
from tests.factories import ring
from essaim.workshops.queries import workshop_by_code
result = ring(workshop_by_code(code), times, now=timezone.now()).current
"""
SAY = """
from django.utils import timezone
from tests.factories import write_note
from essaim.workshops.queries import workshop_by_code
board = workshop_by_code(code).questions.get(number=1).board
result = str(write_note(board, text, group=1, round=1, now=timezone.now(), **more).key)
"""
ASK = """
from essaim.workshops.queries import workshop_by_code
board = workshop_by_code(code).questions.get(number=1).board
board.question = text
result = board.save()
"""
BOARD = """
from essaim.boards.queries import grouped
from essaim.workshops.queries import workshop_by_code
workshop = workshop_by_code(code)
board = workshop.questions.get(number=1).board
picture = grouped(board)
result = {
    "themes": {g.theme.title: [[r.note.text, r.count] for r in g.rows] for g in picture.themes},
    "unsorted": [[row.note.text, row.count] for row in picture.unsorted],
    "aside": [[note.text, note.reason] for note in picture.set_aside],
    "relays": board.relays.filter(round=3).count(),
    "rapporteurs": [str(each) for each in workshop.rapporteurs.all()],
    "ideas": [[idea.text, idea.reason] for idea in board.ideas.filter(is_removed=False)],
    "dots": sum(board.dots.values_list("count", flat=True)),
}
"""


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture
def room(served: Served):
    """A workshop at a sequence, with notes already there."""

    def arrange(position=1, notes=0, themes=0, length=45, title="Aérer ", title_length=14, words="Ouvrir grand "):
        given = {"position": position, "notes": notes, "themes": themes, "length": length, "words": words}
        return served.arrange(ARRANGE, title=title, title_length=title_length, **given)

    return arrange


@pytest.fixture
def devices(contexts, served: Served):
    """Opens a device signed in by its session."""

    def device(session: str, **options) -> BrowserContext:
        context = contexts(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.add_cookies([{"name": "essaim", "value": session, "url": served.url}])
        return context

    return device


def desk(context: BrowserContext, served: Served, room: dict, rest: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{served.url}/animation/{room['code']}/1/{rest}")
    return page


def is_focused(page: Page, selector: str) -> bool:
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def tab_to(page: Page, selector: str) -> None:
    """The keyboard reaches this place by Tab alone."""
    for _press in range(MOST_TABS):
        if is_focused(page, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def live(page: Page) -> None:
    expect(page.locator("#link")).to_have_text("En direct.")


def labels(page: Page, theme: str = "") -> list[str]:
    return page.locator(f"[data-theme='{theme}'] .note").all_inner_texts()


def test_a_whole_run_by_keyboard_alone(served, room, devices):
    arranged = room()
    page = devices(arranged["session"]).new_page()
    page.goto(f"{served.url}/animation/{arranged['code']}/")
    keyboard = page.keyboard

    tab_to(page, f"a[href='/animation/{arranged['code']}/1/']")
    keyboard.press("Enter")
    live(page)

    # Scribe: one field, Enter, and the field is free again.
    tab_to(page, "#dit")
    for text in ("Aérer les classes x3", "Ouvrir les fenêtres", "Aérer les clases", "Et le stade ?"):
        keyboard.type(text)
        keyboard.press("Enter")
    expect(page.locator("[data-theme=''] .note")).to_have_count(4)

    # Two notes into a new theme: tick one, go to the other, Enter opens what can be done.
    tab_to(page, "[name=note]")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    assert is_focused(page, "#vers")
    keyboard.press("Enter")
    assert is_focused(page, "#neuf")
    keyboard.type("L’air des classes")
    keyboard.press("Enter")
    expect(page.locator(".theme .note")).to_have_count(2)
    expect(page.locator(".theme .count")).to_have_text("×4")
    assert is_focused(page, "[name=note]")

    # The repeat goes with the first: ticked, ticked, "Réunir".
    page.locator(".theme [name=note]").first.focus()
    keyboard.press("Space")
    keyboard.press("ArrowLeft")
    keyboard.press("Space")
    tab_to(page, "button[formaction$='reunir/']")
    keyboard.press("Enter")
    expect(page.locator(".theme .note").first).to_contain_text("×4")

    # Set aside with a reason, then undone by Ctrl+Z, then done again.
    for _time in range(2):
        page.locator("[data-theme=''] [name=note]").first.focus()
        keyboard.press("Space")
        tab_to(page, ".toolbar summary")
        keyboard.press("Enter")
        tab_to(page, "#raison")
        keyboard.type("hors de la question")
        keyboard.press("Enter")
        expect(page.locator("#aside li")).to_have_count(1)
        if _time == 0:
            page.locator("[name=note]").first.focus()
            keyboard.press("Control+z")
            expect(page.locator("#aside li")).to_have_count(0)

    assert served.arrange(BOARD, code=arranged["code"])["themes"] == {
        "L’air des classes": [["Aérer les classes", 4], ["Ouvrir les fenêtres", 1]]
    }

    # The last sequence: its script comes by itself; then dots, relay, rapporteur, strong idea, card.
    served.arrange(RING, code=arranged["code"], times=4)
    expect(page.locator("#thread")).to_contain_text("S’il ne fallait garder qu’une idée")
    page.locator("h1").evaluate("h1 => h1.setAttribute('tabindex', '-1')")
    page.locator("h1").focus()
    tab_to(page, "a[href$='/1/votes/']")
    keyboard.press("Enter")
    page.wait_for_url("**/votes/")
    tab_to(page, ".hand")
    keyboard.type("3")
    keyboard.press("Enter")
    expect(page.locator("#balance")).to_contain_text("Il manque 12 gommettes sur 15.")

    tab_to(page, "a[href$='/1/conclusion/']")
    keyboard.press("Enter")
    page.wait_for_url("**/conclusion/")
    tab_to(page, "form[action$='figer/'] button")
    keyboard.press("Enter")
    expect(page.locator(".message.is-good")).to_contain_text("est figé")
    tab_to(page, "#prenom")
    keyboard.type("Jean-Marc")
    keyboard.press("Enter")
    expect(page.locator(".message.is-good")).to_contain_text("Jean-Marc parlera pour Table 3.")
    tab_to(page, "#texte-1")
    keyboard.type("Aérer à chaque récréation")
    tab_to(page, "#parce-1")
    keyboard.type("C’est gratuit")
    tab_to(page, "form[action$='idee/'] button")
    keyboard.press("Enter")
    expect(page.locator(".message.is-good")).to_contain_text("Idée forte retenue")
    tab_to(page, "a[href$='/carte/']")
    keyboard.press("Enter")
    expect(page.locator("article")).to_contain_text("C’est gratuit")

    assert served.arrange(BOARD, code=arranged["code"]) == {
        "themes": {"L’air des classes": [["Aérer les classes", 4], ["Ouvrir les fenêtres", 1]]},
        "unsorted": [],
        "aside": [["Et le stade ?", "hors de la question"]],
        "relays": 1,
        "rapporteurs": ["Jean-Marc"],
        "ideas": [["Aérer à chaque récréation", "C’est gratuit"]],
        "dots": 3,
    }


def test_two_desks_see_each_other_and_refuse_to_undo_each_other(served, room, devices):
    arranged = room(notes=3)
    one = desk(devices(arranged["session"]), served, arranged)
    other = desk(devices(arranged["other"]), served, arranged)
    live(one), live(other)

    one.locator("[name=note]").first.check()
    one.locator("#neuf").fill("Chez l’une")
    one.get_by_role("button", name="Ranger", exact=True).click()
    expect(other.locator(".theme .note")).to_have_count(1)
    other.locator(".theme [name=note]").check()
    other.locator("#neuf").fill("Chez l’autre")
    other.get_by_role("button", name="Ranger", exact=True).click()
    expect(one.locator(".theme", has_text="Chez l’autre").locator(".note")).to_have_count(1)
    one.get_by_role("button", name="Annuler mon dernier geste").click()

    expect(one.locator("#refused")).to_contain_text("Quelqu’un d’autre a changé cet élément depuis")
    expect(one.locator(".theme", has_text="Chez l’autre").locator(".note")).to_have_count(1)


def test_notes_of_phones_arrive_edited_withdrawn_or_handed_over(served, room, devices):
    arranged = room(notes=1)
    page = desk(devices(arranged["session"]), served, arranged)
    live(page)

    served.arrange(
        SAY, code=arranged["code"], text="Planter une haie <b>vive</b>", more={"stance": "nuances", "count": 2}
    )
    expect(page.locator("[data-theme=''] .note")).to_have_count(2)
    served.arrange(SAY, code=arranged["code"], text="Trop tard", more={"state": "handed"})
    expect(page.locator("#handed .note")).to_have_count(1)
    page.locator("#handed input").check()
    page.get_by_role("button", name="Accepter les notes cochées").click()

    expect(page.locator("#handed")).to_be_hidden()
    assert labels(page)[1:] == ["Table 1 · nuance · ×2\nPlanter une haie <b>vive</b>", "Table 1\nTrop tard"]
    expect(page.locator("[data-notes]")).to_have_text("3 notes")


def test_the_bar_says_one_thing_and_leaves_the_notes_most_of_the_screen(served, room, devices):
    full = room(position=1, notes=12, themes=3)
    page = desk(devices(full["session"], viewport={"width": 1280, "height": 800}), served, full)
    bar = page.locator(".toolbar")
    page.locator("[name=note]").first.check()
    page.locator("#neuf").fill("Un thème")
    page.get_by_role("button", name="Ranger", exact=True).click()
    expect(page.locator("#status")).to_contain_text("rangée dans")
    assert page.locator("#neuf").bounding_box()["y"] == page.locator("#vers").bounding_box()["y"]

    page.locator(".toolbar summary").first.click()
    page.locator("#raison").fill("Hors sujet")
    page.locator("#raison").press("Enter")

    expect(page.locator("#refused")).to_have_text("Cochez d’abord une ou plusieurs notes.")
    expect(page.locator("#status")).to_be_empty()
    assert bar.bounding_box()["height"] <= 0.3 * 800
    assert page.locator("#refused").bounding_box()["height"] < 60
    expect(page.locator("#raison")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_thread_is_folded_and_a_note_can_be_taken_at_once(served, room, devices, script):
    full = room(position=1, notes=12, themes=3)
    narrow = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": script}
    page = desk(devices(full["session"], **narrow), served, full)

    expect(page.locator("#fold dl")).not_to_be_visible()
    field = page.locator("#dit").bounding_box()
    assert field["y"] + field["height"] < 640
    page.locator("#fold summary").first.click()
    expect(page.locator("#fold dl")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_large_screen_the_thread_is_beside_the_notes(served, room, devices, script):
    full = room(position=1, notes=3)

    page = desk(devices(full["session"], java_script_enabled=script), served, full)

    expect(page.locator("#fold dl")).to_be_visible()


def test_a_note_is_dragged_to_a_theme(served, room, devices):
    arranged = room(notes=4, themes=1)
    page = desk(devices(arranged["session"]), served, arranged)
    live(page)
    before = page.locator(".theme .note").count()

    page.locator("[data-theme=''] .note").first.drag_to(page.locator(".theme legend"))

    expect(page.locator(".theme .note")).to_have_count(before + 1)


def test_what_is_typed_without_network_leaves_by_itself_once(served, room, devices):
    arranged = room()
    context = devices(arranged["session"])
    page = desk(context, served, arranged)
    live(page)

    context.set_offline(True)
    for text in ("Aérer x2", "Planter"):
        page.fill("#dit", text)
        page.press("#dit", "Enter")
    expect(page.locator("#unsent")).to_have_text("2 notes attendent le réseau.")
    assert is_focused(page, "#dit")
    context.set_offline(False)
    page.reload()

    expect(page.locator("#unsent")).to_have_text("")
    expect(page.locator("[data-theme=''] .note")).to_have_count(2)
    assert served.arrange(BOARD, code=arranged["code"])["unsorted"] == [["Aérer", 2], ["Planter", 1]]


def test_a_refused_note_comes_back_into_the_field(served, room, devices):
    arranged = room()
    page = desk(devices(arranged["session"]), served, arranged)

    page.fill("#dit", "a" * 700)
    page.press("#dit", "Enter")

    expect(page.locator("#scribe-refused")).to_contain_text("le maximum est de 600")
    expect(page.locator("#dit")).to_have_value("a" * 700)


def test_everything_works_without_script(served, room, devices):
    arranged = room(notes=2)
    page = desk(devices(arranged["session"], java_script_enabled=False), served, arranged)

    page.fill("#dit", "Aérer ×3")
    page.press("#dit", "Enter")
    page.locator("[name=note]").first.check()
    page.locator("[name=note]").last.check()
    page.get_by_role("button", name="Réunir", exact=True).click()
    page.locator("[name=note]").first.check()
    page.fill("#neuf", "L’air")
    page.press("#neuf", "Enter")
    page.locator("[data-theme=''] [name=note]").first.check()
    page.get_by_text("Mettre de côté").first.click()
    page.fill("#raison", "doublon de la réunion d’hier")
    page.press("#raison", "Enter")
    page.get_by_role("button", name="Annuler mon dernier geste").click()

    expect(page.locator("#status")).to_have_text("Votre dernier geste est annulé. ")
    found = served.arrange(BOARD, code=arranged["code"])
    assert [[row[1] for row in rows] for rows in found["themes"].values()] == [[4]]
    assert (len(found["unsorted"]), found["aside"]) == (1, [])


PAGES = [
    "",
    "?tri=sequence",
    "doublons/",
    "propositions/",
    "themes/THEME/",
    "votes/",
    "conclusion/",
    "photos/",
    "relais/3/",
]


def test_sixty_notes_hold_in_the_budget_and_call_no_other_host(served, room, devices):
    arranged = room(position=5, notes=60, themes=6)
    context = devices(arranged["session"], viewport={"width": 1920, "height": 1080})
    start = f"{served.url}/animation/{arranged['code']}/1/"

    weights = {page: weigh(context, start + page.replace("THEME", arranged["theme"])) for page in PAGES}

    assert {page: weight for page, weight in weights.items() if not within(weight)} == {}


def within(weight) -> bool:
    return (
        weight.elements <= 300
        and weight.requests <= 5
        and weight.kilobytes <= 80
        and weight.ecoindex >= 81
        and len(weight.hosts) == 1
    )


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(served, room, devices, width):
    full, empty = room(position=5, notes=12, themes=3), room(position=0)
    found = {}
    for arranged in (full, empty):
        context = devices(arranged["session"], viewport={"width": width, "height": 900})
        pages = PAGES if arranged is full else ["", "votes/", "conclusion/"]
        for rest in [*pages, "../", "../table/3/carte/"]:
            page = desk(context, served, arranged, rest.replace("THEME", arranged["theme"]))
            found[arranged["code"], rest] = violations_of(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()

    assert {place: violations for place, violations in found.items() if violations} == {}


def test_the_fullest_relay_holds_on_one_a5_page(served, room, devices):
    arranged = room(
        position=5, notes=60, themes=9, length=400, title="Une rue apaisée ", title_length=150, words="Fermer la rue "
    )
    served.arrange(ASK, code=arranged["code"], text="Que faisons-nous déjà pour l’air que respirent les enfants ? " * 4)
    page = desk(devices(arranged["session"]), served, arranged, "relais/3/")

    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    box = printed.pages[0].mediabox
    millimetres = [round(float(side) * 25.4 / 72) for side in (box[2], box[3])]
    assert (len(printed.pages), millimetres) == (1, [148, 210])
