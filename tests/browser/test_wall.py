"""The wall in a real Chromium: notes as they come, clocks by the server, budgets, and nothing from elsewhere."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import violations_of
from tests.server import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FULL_HD = {"width": 1920, "height": 1080}

ARRANGE = """
import itertools
from django.utils import timezone
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tests import factories
from tests.factories import make_workshop, organiser_of, ring, write_note
from essaim.boards.domain import deciding
from essaim.workshops.models import Workshop

factories.counter = itertools.count(1000 * Workshop.objects.count() + 1)
workshop = ring(make_workshop(questions=questions, tables=questions, seats=questions * 4), now=timezone.now())
by = organiser_of(workshop)
for question in workshop.questions.all():
    themes = [
        deciding.add_theme(board=question.board, title=f"Thème {n}", by=by, now=timezone.now()) for n in range(1, 7)
    ]
    for n in range(notes if question.number == 1 else min(notes, 3)):
        write_note(
            question.board, f"Planter une haie entre la cour et la route, idée {n}", group=n % 3 + 1, round=1,
            count=3 if n % 9 == 4 else 1, theme_id=themes[n % 6].pk if n < notes - 5 else None, now=timezone.now(),
        )
session = SessionStore()
session[SESSION_KEY] = str(by.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = by.get_session_auth_hash()
session.save()
result = {"code": workshop.code, "wall": workshop.wall_key, "session": session.session_key}
"""
SAY = """
from django.utils import timezone
from tests.factories import write_note
from essaim.workshops.queries import workshop_by_code
board = workshop_by_code(code).questions.get(number=1).board
result = str(write_note(board, text, group=2, round=round, now=timezone.now()).key)
"""
CONDUCT = """
from django.utils import timezone
from essaim.workshops.domain import running
from essaim.workshops.queries import workshop_by_code, current_sequence
from tests.factories import organiser_of, ring
workshop = workshop_by_code(code)
if verb == "next":
    ring(workshop, now=timezone.now())
elif verb == "extend":
    running.extend(workshop=workshop, seen=workshop.current, by=organiser_of(workshop), now=timezone.now())
elif verb == "pause":
    running.pause(workshop=workshop, by=organiser_of(workshop), now=timezone.now())
elif verb == "plenary":
    ring(workshop, 6, now=timezone.now())
elif verb == "finish":
    running.finish(workshop=workshop, by=organiser_of(workshop), now=timezone.now())
workshop.refresh_from_db()
here = current_sequence(workshop)
result = here.ends_at.isoformat() if here else ""
"""
LONG_TITLES = """
from django.utils import timezone
from essaim.boards.domain import deciding
from tests.factories import organiser_of
from essaim.workshops.queries import workshop_by_code
workshop = workshop_by_code(code)
board = workshop.questions.get(number=1).board
for theme in board.themes.all():
    deciding.rename_theme(
        board=board, theme=theme, title=f"{theme.title}, et prendre soin des personnes isolées pendant les canicules",
        by=organiser_of(workshop), now=timezone.now(),
    )
"""
# Cut between two columns, or under something else.
BROKEN_HEADINGS = """() => [...document.querySelectorAll(".wall-themes h2")].filter((heading) => {
    heading.scrollIntoView({ block: "center" });
    const { left, top, width, height } = heading.getBoundingClientRect();
    const found = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width * 0.1, top + height * part));
    return heading.getClientRects().length !== 1 || !found.every((each) => each && heading.contains(each));
}).map((heading) => heading.textContent)"""


@pytest.fixture(scope="module")
def served():
    with serving() as instance:
        yield instance


@pytest.fixture
def contexts(contexts):
    return partial(contexts, viewport=FULL_HD)


def on_wall(context: BrowserContext, served: Served, day: dict, wall: str = "mur/1/") -> Page:
    page = context.new_page()
    page.goto(f"{served.url}/mur/{day['wall']}/")
    page.goto(f"{served.url}/a/{day['code']}/{wall}")
    return page


def as_team(context: BrowserContext, served: Served, day: dict, path: str) -> Page:
    context.add_cookies([{"name": "essaim", "value": day["session"], "url": served.url}])
    page = context.new_page()
    page.goto(f"{served.url}{path}")
    return page


def seconds_of(page: Page) -> int:
    face = page.locator("count-down time").first.inner_text()
    sign = -1 if face.startswith("−") else 1
    minutes, seconds = face.lstrip("−").split(":")
    return sign * (int(minutes) * 60 + int(seconds))


def left_at(ends_at: str) -> float:
    return (datetime.fromisoformat(ends_at) - datetime.now(UTC)).total_seconds()


def test_a_note_arrives_moves_and_leaves_without_the_page_being_asked_again(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=12)
    page = on_wall(contexts(), served, day)
    expect(page.locator(".note:visible")).not_to_have_count(0)
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    key = served.arrange(SAY, code=day["code"], text="Une idée <b>toute neuve</b>", round=1)
    note = page.locator(f"#n-{key}")

    expect(note).to_contain_text("Une idée <b>toute neuve</b>")
    expect(note).to_have_class(re.compile("is-new"))
    expect(page.locator("#total")).to_have_text("13")
    assert page.evaluate(f"document.querySelectorAll('#n-{key}, #n-{key} *').length") == 1
    decide = """
from django.utils import timezone
from essaim.boards.domain import deciding
from essaim.boards.models import Note
from tests.factories import organiser_of
from essaim.workshops.queries import workshop_by_code
by = organiser_of(workshop_by_code(code))
note = Note.objects.select_related("board").get(key=key)
board = note.board
themed = board.notes.filter(theme__position=2).first()
if what == "move":
    deciding.move_note(board=board, note=note, theme=themed.theme, by=by, now=timezone.now())
elif what == "merge":
    deciding.merge_note(board=board, note=note, into=themed, by=by, now=timezone.now())
elif what == "rename":
    deciding.rename_theme(board=board, theme=themed.theme, title="La rue calme", by=by, now=timezone.now())
else:
    deciding.set_aside(board=board, note=note, reason="hors sujet", by=by, now=timezone.now())
result = {"theme": str(themed.theme.key), "into": str(themed.key), "count": themed.count}
"""
    found = served.arrange(decide, code=day["code"], key=key, what="move")
    expect(page.locator(f"#t-{found['theme']} #n-{key}")).to_be_attached()
    before = page.locator(f"#t-{found['theme']} .count").inner_text()
    served.arrange(decide, code=day["code"], key=key, what="merge")
    expect(page.locator(f"#n-{found['into']}")).to_contain_text(f"×{found['count'] + 1}")
    expect(page.locator(f"#t-{found['theme']} .count")).to_have_text(before)
    served.arrange(decide, code=day["code"], key=key, what="rename")
    expect(page.locator(f"#t-{found['theme']} h2")).to_contain_text("La rue calme")
    served.arrange(decide, code=day["code"], key=key, what="aside")
    expect(page.locator(f"#n-{key}")).to_have_count(0)
    expect(page.locator("#total")).to_have_text("12")
    assert loads == []


def test_the_wall_after_a_day_of_events_is_the_wall_of_a_fresh_page(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=9)
    followed = on_wall(contexts(), served, day)
    for n in range(4):
        key = served.arrange(SAY, code=day["code"], text=f"Encore une idée {n}", round=1)
    expect(followed.locator(f"#n-{key}")).to_be_attached()
    fresh = on_wall(contexts(), served, day)

    shown = "() => [...document.querySelectorAll('live-notes li, live-notes h2')].map((e) => e.textContent)"
    assert followed.evaluate(shown) == fresh.evaluate(shown)


def test_moments_change_the_clock_show_the_relay_and_lose_no_note(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=9)
    page = on_wall(contexts(), served, day)

    ends_at = served.arrange(CONDUCT, code=day["code"], verb="extend")
    page.wait_for_function(f"() => Math.abs(document.querySelector('count-down').last - {left_at(ends_at)}) < 3")
    served.arrange(CONDUCT, code=day["code"], verb="next")
    expect(page.locator("#relay")).to_be_visible()
    expect(page.locator("#relay")).to_contain_text("Thème 1")
    expect(page.locator(".eyebrow")).to_contain_text("Passage de témoin")
    served.arrange(CONDUCT, code=day["code"], verb="next")
    expect(page.locator(".eyebrow")).to_contain_text("Enrichir")
    expect(page.locator("#relay")).to_be_visible()
    key = served.arrange(SAY, code=day["code"], text="La première du deuxième tour", round=2)

    expect(page.locator(f"#n-{key}")).to_be_visible()
    expect(page.locator("#relay")).to_be_hidden()
    assert page.locator("live-notes li").count() == 10


@pytest.mark.parametrize("skew", [timedelta(hours=-7), timedelta(days=400, minutes=3)])
def test_a_device_whose_clock_is_wrong_shows_the_time_of_the_server(served, contexts, skew):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    ends_at = served.arrange(CONDUCT, code=day["code"], verb="extend")
    right, wrong = contexts(), contexts()
    wrong.clock.install(time=datetime.now(UTC) + skew)
    pages = [on_wall(right, served, day), on_wall(wrong, served, day)]
    pages.append(as_team(wrong, served, day, f"/conduite/{day['code']}/"))

    for page in pages:
        page.wait_for_function("() => document.querySelector('count-down').last !== null")
        assert abs(seconds_of(page) - left_at(ends_at)) <= 1.5  # one second of the face, and the way to here


def test_a_laptop_that_slept_is_right_as_soon_as_it_wakes(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    context = contexts()
    context.clock.install()
    page = on_wall(context, served, day)
    page.wait_for_function("() => document.querySelector('count-down').last !== null")
    before = seconds_of(page)

    page.clock.fast_forward("05:00")  # timers fire at most once, as after the lid is opened
    assert abs(before - 300 - seconds_of(page)) <= 2


def test_a_wall_that_lost_its_network_catches_up_with_what_it_missed(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    context = contexts()
    page = on_wall(context, served, day)
    expect(page.locator("live-notes li")).to_have_count(3)

    context.set_offline(True)
    page.evaluate("() => window.dispatchEvent(new Event('pagehide'))")
    keys = [served.arrange(SAY, code=day["code"], text=f"Pendant la coupure {n}", round=1) for n in range(3)]
    context.set_offline(False)

    for key in keys:
        expect(page.locator(f"#n-{key}")).to_be_attached()
    expect(page.locator("live-notes li")).to_have_count(6)


def test_the_projector_follows_the_day_and_keeps_a_view_that_somebody_chose(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    context = contexts()
    follower, chosen = on_wall(context, served, day, "mur/journee/"), context.new_page()
    chosen.goto(f"{served.url}/a/{day['code']}/mur/journee/")
    chosen.get_by_role("link", name="Question 1").click()
    expect(follower.locator("main")).to_have_attribute("data-view", "all")

    served.arrange(CONDUCT, code=day["code"], verb="plenary")
    follower.bring_to_front()
    expect(follower.locator("main")).to_have_attribute("data-view", "plenary")
    chosen.bring_to_front()
    expect(chosen.locator("main")).to_have_attribute("data-view", "question")
    chosen.get_by_role("link", name="Suivre la journée").click()
    expect(chosen.locator("main")).to_have_attribute("data-view", "plenary")

    served.arrange(CONDUCT, code=day["code"], verb="finish")
    expect(chosen.get_by_text("L’atelier est terminé. Merci")).to_be_visible()
    expect(chosen.locator(".qr")).to_have_count(0)


def test_the_wall_of_nine_questions_opens_one_stream_and_shows_new_notes(served, contexts):
    day = served.arrange(ARRANGE, questions=9, notes=3)
    context = contexts()
    streams = []
    context.on("request", lambda request: streams.append(request.url) if "/live/" in request.url else None)
    page = on_wall(context, served, day, "mur/")

    served.arrange(SAY, code=day["code"], text="Vue de partout", round=1)

    expect(page.locator("#question-1 .eyebrow")).to_contain_text("4 notes")
    assert (
        len({url.partition("?")[0] for url in streams if "mur" not in url}) <= 2
    )  # the welcome page's, and this one's
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_150_notes_stay_within_the_budget_of_the_wall(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=150)
    context = contexts()
    on_wall(context, served, day).close()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    hosts: set[str] = set()
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{served.url}/a/{day['code']}/mur/1/")
    expect(page.locator("live-notes li")).to_have_count(150)

    nodes = page.evaluate("[...document.querySelectorAll('*')].filter((e) => !e.parentElement?.closest('svg')).length")
    fits = page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    size = page.evaluate("getComputedStyle(document.querySelector('.wall-themes .note')).fontSize")

    kilobytes = sum(received) / 1000
    assert (nodes <= 300, len(received) <= 5, kilobytes <= 60, fits) == (True, True, True, True), (
        nodes,
        len(received),
        kilobytes,
    )
    assert hosts == {served.url.split("/")[2]}
    assert float(size.removesuffix("px")) >= 1.4 / 100 * FULL_HD["width"]
    assert ecoindex(nodes, len(received), kilobytes) >= 81


def test_headings_stay_whole_and_uncovered_at_every_width(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=20)
    served.arrange(LONG_TITLES, code=day["code"])
    page = on_wall(contexts(), served, day)

    broken = {}
    for width, height in ((1024, 768), (1280, 720), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for view in ("mur/1/", "mur/1/?notes=toutes"):
            page.goto(f"{served.url}/a/{day['code']}/{view}")
            expect(page.locator(".wall-themes h2")).to_have_count(6)
            broken[width, view] = page.evaluate(BROKEN_HEADINGS)

    assert not any(broken.values()), broken


def ecoindex(nodes: float, requests: float, kilobytes: float) -> float:
    """The score as its public description computes it."""
    dom = [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674]
    asked = [0, 2, 15, 25, 34, 42]
    weight = [0, 1.37, 144.7, 319.53]

    def rank(steps: list[float], value: float) -> float:
        place = next(place for place, step in enumerate(steps) if value < step)
        return place - 1 + (value - steps[place - 1]) / (steps[place] - steps[place - 1])

    return 100 - 5 * (3 * rank(dom, nodes) + 2 * rank(asked, requests) + rank(weight, kilobytes)) / 6


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_walls_and_the_consoles(served, contexts, width):
    day = served.arrange(ARRANGE, questions=3, notes=20)
    context = contexts(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "essaim", "value": day["session"], "url": served.url}])
    page = context.new_page()

    found = {}
    walls = [f"/a/{day['code']}/mur/{wall}" for wall in ("", "accueil/", "1/", "pleniere/")]
    desks = [f"/conduite/{day['code']}/{desk}" for desk in ("", "pleniere/", "accueil/", "accueil/1/")]
    for path in walls + desks:
        page.goto(served.url + path)
        violations = violations_of(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[path] = (violations, max(0, wide))

    assert found == {path: ([], 0) for path in walls + desks}


def test_the_conductor_leads_by_keyboard_and_two_screens_press_once(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    context = contexts(viewport={"width": 1280, "height": 800})
    one = as_team(context, served, day, f"/conduite/{day['code']}/")
    two = as_team(contexts(), served, day, f"/conduite/{day['code']}/")

    # The second screen has not heard of the first one's press yet: both are of the same moment.
    two.route("**/conduite/**", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    one.get_by_role("button", name="Séquence suivante").focus()
    one.keyboard.press("Enter")
    two.get_by_role("button", name="Séquence suivante").click()
    expect(two.get_by_role("status")).to_contain_text("En cours : Passage de témoin")
    two.unroute("**/conduite/**")

    for page in (one, two):
        expect(page.locator("[data-position='2']")).to_be_attached(timeout=15_000)  # it reads again every ten seconds
        expect(page.get_by_role("status")).to_contain_text("En cours : Passage de témoin")
    expect(one.get_by_role("button", name="Séquence suivante")).to_be_focused()
    one.get_by_role("button", name="Mettre en pause").click()
    expect(two.get_by_role("button", name="Reprendre")).to_be_visible()


def test_the_console_works_without_script(served, contexts):
    day = served.arrange(ARRANGE, questions=3, notes=3)
    page = as_team(contexts(java_script_enabled=False), served, day, f"/conduite/{day['code']}/")

    page.get_by_role("button", name="+2 min").click()
    expect(page.get_by_role("status")).to_contain_text("En cours : Faire émerger")
    page.get_by_role("button", name="Séquence suivante").click()

    expect(page.locator("[data-position='2']")).to_be_attached()
