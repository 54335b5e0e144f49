"""A participant's phone in a real Chromium: 320 px wide, with and without network, with and without JavaScript."""

import re
import sys

import pytest
from playwright.sync_api import expect

from bench.weight import worker_bytes
from tests.browser.looking import violations_of
from tests.server import serving

pytestmark = pytest.mark.browser

MAKE = """
from django.utils import timezone
from tests.factories import make_workshop, ring
workshop = make_workshop(seats=6, **fields)
ring(workshop, rings, now=timezone.now())
result = workshop.code
"""
RING = """
from django.utils import timezone
from essaim.workshops.models import Workshop
from tests.factories import ring
ring(Workshop.objects.get(code=code), now=timezone.now())
"""
BELL = """
from datetime import timedelta
from django.utils import timezone
from essaim.workshops.domain.moments import tell_everybody
from essaim.workshops.models import Workshop
workshop = Workshop.objects.select_related("plenary").get(code=code)
workshop.sequences.filter(position=workshop.current).update(ends_at=timezone.now() - timedelta(seconds=1))
from django.db import transaction
with transaction.atomic():
    tell_everybody(workshop, now=timezone.now())
"""
SAY = """
from essaim.boards.models import Note
from essaim.workshops.models import Workshop
from essaim.workshops.queries import question_at
from tests.factories import write_note
board = question_at(Workshop.objects.get(code=code), 1, 1).board
for number in range(count):
    write_note(board, f"Un pédibus tenu par les parents du quartier, n° {number}", author="x", group=1, round=1)
"""
TOLD = """
from essaim.workshops.models import Workshop
result = list(
    Workshop.objects.get(code=code).questions.order_by("board__notes__number").filter(board__notes__isnull=False)
    .values_list("board__notes__text", "board__notes__state")
)
"""
RETAIN = """
from essaim.boards.models import Idea
from essaim.workshops.models import Workshop
board = Workshop.objects.get(code=code).questions.get(number=1).board
result = str(Idea.objects.create(board=board, group=1, text="Fermer la rue").key)
"""
SENT = "Tout est envoyé."


@pytest.fixture(scope="module")
def server():
    with serving() as served:
        yield served


@pytest.fixture
def phone(chromium):
    # What a worker may carry escapes `page.route`; the worker has its tests in test_offline.py.
    context = chromium.new_context(locale="fr-FR", viewport={"width": 320, "height": 640}, service_workers="block")
    yield context
    context.close()


def seated(context, server, code):
    """The door is passed by the code typed by hand, with the keyboard alone."""
    page = context.new_page()
    page.goto(f"{server.url}/rejoindre/")
    page.get_by_label("Le code").fill(f"{code[:4].lower()} {code[4:]}")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Prendre ma place").press("Enter")
    page.wait_for_url("**/a/*/")  # loaded, script included: before, forms are sent as without JavaScript
    return page


def say(page, text):
    page.get_by_label("Votre idée").fill(text)
    page.keyboard.press("Enter")


def test_notes_typed_without_network_survive_a_killed_tab_and_leave_by_themselves(server, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, server, code)
    say(page, "Aérer les classes")
    expect(page.locator(".outbox")).to_have_text(SENT)

    phone.set_offline(True)
    for number in (1, 2, 3):
        say(page, f"Sans réseau {number}")
    expect(page.locator(".outbox")).to_contain_text("3 notes en attente")
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{server.url}/a/{code}/")

    expect(page.locator(".outbox")).to_have_text(SENT)
    expect(page.locator(".is-waiting")).to_have_count(0)
    kept = [["Aérer les classes", "kept"], *[[f"Sans réseau {number}", "kept"] for number in (1, 2, 3)]]
    assert server.arrange(TOLD, code=code) == kept


def test_what_is_answered_in_plenary_stands_at_once_under_its_idea(server, phone):
    code = server.arrange(MAKE, rings=7, fields={})
    idea = server.arrange(RETAIN, code=code)
    page = seated(phone, server, code)
    under = page.locator(f"[data-about='{idea}'] .note")

    def answer(text):
        page.get_by_label("Votre réaction", exact=True).fill(text)
        page.get_by_label("À propos de").select_option(idea)
        page.get_by_role("button", name="Envoyer ma réaction").click()

    answer("Et les livraisons ?")
    expect(under).to_contain_text("Vous\nEt les livraisons ?")
    expect(page.locator("form + .outbox")).to_have_text(SENT)
    phone.set_offline(True)
    answer("Sans réseau")
    expect(under.first).to_contain_text("Vous · en attente du réseau\nSans réseau")
    phone.set_offline(False)
    expect(page.locator(".is-waiting")).to_have_count(0, timeout=20_000)
    expect(under).to_have_count(2)


def test_a_captive_portal_and_a_lost_answer_are_not_taken_for_an_acknowledgement(server, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, server, code)
    tries = []

    def cut(route):
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fulfill(status=200, content_type="text/html", body="<h1>Bienvenue sur notre wifi</h1>")
        elif len(tries) == 2:
            route.fetch()  # the server keeps the note, and its answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/live/boards/*/notes", cut)
    say(page, "Une seule fois")
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=15000)

    assert len(set(tries)) == 1
    assert server.arrange(TOLD, code=code) == [["Une seule fois", "kept"]]


def test_a_refused_note_keeps_its_words_and_goes_back_to_the_field(server, phone):
    page = seated(phone, server, server.arrange(MAKE, rings=1, fields={}))

    say(page, "🎉🎉")
    refused = page.locator(".is-refused")
    expect(refused).to_contain_text("que des symboles")
    refused.get_by_role("button", name="Reprendre").click()

    expect(page.get_by_label("Votre idée")).to_have_value("🎉🎉")
    expect(refused).to_have_count(0)


def test_a_note_kept_through_the_bell_is_handed_over(server, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, server, code)
    phone.set_offline(True)
    say(page, "Partie trop tard")
    expect(page.locator(".is-waiting")).to_have_count(1)
    server.arrange(BELL, code=code)
    phone.set_offline(False)

    page.locator(".is-refused").get_by_role("button", name="Remettre à l’animation").click(timeout=15000)

    expect(page.locator(".outbox")).to_have_text(SENT)
    assert server.arrange(TOLD, code=code) == [["Partie trop tard", "handed"]]


def test_the_table_s_notes_arrive_and_the_day_goes_on_without_losing_the_draft(server, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, server, code)
    expect(page.locator(".bar")).to_contain_text("Table 1")
    field = page.get_by_label("Votre idée")
    field.fill("Une idée en cours")

    server.arrange(SAY, code=code, count=2)
    expect(page.locator("#table .note")).to_have_count(2)
    server.arrange(RING, code=code)

    expect(page.get_by_role("heading", level=1)).to_have_text("Restez à votre table", timeout=15000)
    expect(page.get_by_label("Une dernière idée")).to_have_value("Une idée en cours")
    page.get_by_role("button", name="Remettre à l’animation").click()
    expect(page.locator(".outbox")).to_have_text(SENT)
    server.arrange(RING, code=code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 3 : que faire ?", timeout=15000)
    say(page, "À la question suivante")
    expect(page.locator("#own .note")).to_contain_text("À la question suivante")


def test_the_whole_run_without_javascript(server, chromium):
    code = server.arrange(MAKE, rings=1, fields={})
    context = chromium.new_context(locale="fr-FR", viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = seated(context, server, code)

    page.get_by_label("Votre idée").fill("🎉")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("que des symboles")
    page.get_by_label("Votre idée").fill("Des arbres dans la cour")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#own .note")).to_contain_text("Des arbres dans la cour")
    page.get_by_role("link", name=re.compile("Modifier la note")).click()
    page.get_by_label("Votre idée").fill("Trois arbres dans la cour")
    page.get_by_role("button", name="Enregistrer").click()
    for _ in range(7):
        server.arrange(RING, code=code)
    page.goto(f"{server.url}/a/{code}/")
    page.get_by_role("link", name="Ce que mes notes sont devenues").click()

    expect(page.locator(".note")).to_contain_text("Trois arbres dans la cour")
    context.close()


@pytest.mark.looks
def test_axe_finds_nothing_on_any_moment_at_any_width_in_any_light(server, chromium):
    code = server.arrange(MAKE, rings=0, fields={})
    context = chromium.new_context(locale="fr-FR")
    page = seated(context, server, code)
    found = {}

    def look(path=""):
        page.goto(f"{server.url}/a/{code}/{path}")
        title = page.get_by_role("heading", level=1).inner_text()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            violations = violations_of(page)
            if violations or wider > 0:
                found[title, width] = (violations, wider)

    look()
    for position in range(1, 9):
        server.arrange(RING, code=code)
        if position == 1:
            server.arrange(SAY, code=code, count=3)
        look()
        if position == 3:
            look("relais/")
        if position == 5:
            look("votes/")
    look("mes-notes/")

    assert found == {}
    context.close()


def test_the_page_weighs_what_a_phone_can_pay(server, chromium, capsys):
    code = server.arrange(MAKE, rings=1, fields={})
    # A first visit, before any worker: the page alone, then what the worker costs once, after it.
    options = {"locale": "fr-FR", "viewport": {"width": 320, "height": 640}, "service_workers": "block"}
    context = chromium.new_context(**options)
    seated(context, server, code).close()
    server.arrange(SAY, code=code, count=12)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    asked, bytes_of = {}, {}
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    page.goto(f"{server.url}/a/{code}/", wait_until="load")
    expect(page.locator("#table .note")).to_have_count(12)

    pages = {key: url for key, url in asked.items() if "/live/boards/" not in url and not url.startswith("data:")}
    nodes = page.evaluate("document.querySelectorAll('*').length")
    worker = worker_bytes(server.url)
    weight = sum(bytes_of[key] for key in pages) + worker
    hosts = {url.split("/")[2] for url in asked.values() if url.startswith("http")}
    with capsys.disabled():
        sys.stdout.write(
            f"\nphone, 12 notes: {nodes} nodes, {len(pages)} requests, {weight / 1000:.1f} kB, {worker} of it later\n"
        )
    assert worker > 0
    assert (nodes <= 120, len(pages), weight <= 30_000, len(hosts)) == (True, 3, True, 1)
    context.close()
