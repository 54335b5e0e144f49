"""The phone's page without network, from one deployment to the next; screens that wake."""

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.gate import a_gate
from tests.browser.test_phone import MAKE, RING, SAY, SENT, TOLD, say
from tests.browser.unplugged import KEPT, PAGE_AND_BUNDLE, PATIENCE, PHONE, becomes, keeps, seated
from tests.server import ROOT, serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
AWAY = re.compile(r"^Hors ligne depuis \d\d:\d\d : ce que vous lisez a pu changer.$")
WALL = """
from essaim.workshops.models import Workshop
result = Workshop.objects.get(code=code).wall_key
"""
BUNDLE = "document.querySelector('script[src]').src"


@pytest.fixture(scope="module")
def server():
    with serving() as served:
        yield served


@pytest.fixture
def gate(server):
    with a_gate(server.port) as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser):
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


def test_the_page_opens_again_without_network_and_says_since_when_it_is_old(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)
    say(page, "Aérer les classes")
    expect(page.locator(".outbox")).to_have_text(SENT)
    assert keeps(page, "Aérer les classes")

    gate.cut()
    expect(page.locator("#away")).to_have_text(AWAY, timeout=PATIENCE)
    page.close()
    page = phone.new_page()
    page.goto(f"{gate.url}/a/{code}/")

    expect(page.locator("#away")).to_have_text(AWAY)
    expect(page.locator("#own")).to_contain_text("Aérer les classes")
    say(page, "Écrite hors ligne")
    expect(page.locator(".outbox")).to_contain_text("1 note en attente")
    assert Axe().run(page).response["violations"] == []
    server.arrange(SAY, code=code, count=1)
    gate.restore()
    expect(page.locator("#away")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#table .note")).to_have_count(1)
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    own = [text for text, _state in server.arrange(TOLD, code=code) if "pédibus" not in text]
    assert own == ["Aérer les classes", "Écrite hors ligne"]


def test_an_answer_torn_inside_its_head_never_passes_for_an_empty_page(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)
    assert keeps(page, "Votre idée")

    gate.tear()
    page.reload()
    expect(page.locator("#away")).to_have_text(AWAY)
    say(page, "Écrite pendant les coupures")
    expect(page.locator(".outbox")).to_contain_text("1 note en attente")
    gate.restore()

    expect(page.locator("#away")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    assert server.arrange(TOLD, code=code) == [["Écrite pendant les coupures", "kept"]]


def test_a_moment_whose_page_arrives_empty_is_asked_again(server, gate, chromium):
    code = server.arrange(MAKE, rings=1, fields={})
    context = chromium.new_context(**PHONE, service_workers="block")
    page = seated(context, gate, code)
    page.get_by_label("Votre idée").fill("Pas encore envoyée")
    address = f"{gate.url}/a/{code}/"

    page.route(address, lambda route: route.fulfill(status=200, body=""))
    with page.expect_request(address):
        server.arrange(RING, code=code)
    expect(page.locator("#away")).to_have_text(AWAY)
    expect(page.get_by_label("Votre idée")).to_have_value("Pas encore envoyée")
    page.unroute(address)

    expect(page.get_by_role("heading", level=1)).to_have_text("Restez à votre table", timeout=PATIENCE)
    context.close()


def test_the_worker_keeps_the_page_of_the_moment_and_nothing_else(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)
    wall_key = server.arrange(WALL, code=code)
    assert becomes(page, KEPT, PAGE_AND_BUNDLE)

    for path in (f"/mur/{wall_key}/", f"/a/{code}/mur/1/", f"/a/{code}/mes-notes/", f"/a/{code}/etat.json"):
        page.goto(gate.url + path)
    page.goto(f"{gate.url}/a/{code}/")

    assert keeps(page, "Votre idée")
    assert page.evaluate(KEPT) == PAGE_AND_BUNDLE


def test_whoever_has_no_seat_any_more_opens_no_page_of_it(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)
    assert becomes(page, KEPT, PAGE_AND_BUNDLE)

    phone.clear_cookies()
    page.reload()

    assert becomes(page, KEPT, [])


def test_a_deployment_in_between_loses_neither_the_page_nor_the_notes(tmp_path, phone):
    shutil.copytree(ROOT / "essaim", tmp_path / "essaim", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "essaim" / "web" / "static" / "js" / "drafts.js").open("a") as source:
        source.write("export const NEXT = 1;\n")
    with serving() as served, a_gate(served.port) as gate:
        code = served.arrange(MAKE, rings=1, fields={})
        page = seated(phone, gate, code)
        assert becomes(page, KEPT, PAGE_AND_BUNDLE)
        former = page.evaluate(BUNDLE)
        gate.cut()
        say(page, "Écrite avant")
        expect(page.locator(".outbox")).to_contain_text("1 note en attente")
        served.stop()
        served.root = Path(tmp_path)
        served.start()

        # The page of before opens with the script of before, which the server has no more.
        page.goto(f"{gate.url}/a/{code}/")
        expect(page.locator("#away")).to_have_text(AWAY)
        assert page.evaluate(BUNDLE) == former
        gate.restore()
        expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
        assert page.request.get(former).status == 404
        page.goto(f"{gate.url}/a/{code}/")

        newer = page.evaluate(BUNDLE)
        assert newer != former
        assert keeps(page, newer.rpartition("/")[2])
        assert page.evaluate(KEPT) == PAGE_AND_BUNDLE
        assert served.arrange(TOLD, code=code) == [["Écrite avant", "kept"]]


def test_an_instance_can_take_the_worker_back_from_the_phones_that_have_it(phone):
    with serving() as served, a_gate(served.port) as gate:
        code = served.arrange(MAKE, rings=1, fields={})
        page = seated(phone, gate, code)
        assert becomes(page, KEPT, PAGE_AND_BUNDLE)

        served.stop()
        served.environment["OFFLINE_PAGES"] = "0"
        served.start()
        page.goto(f"{gate.url}/a/{code}/")

        assert becomes(page, "navigator.serviceWorker.getRegistrations().then((found) => found.length)", 0)
        assert becomes(page, KEPT, [])


# Chromium under test holds every page visible, so the page is told by hand that nobody looks at it.
HIDE = """() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
    delete document.hidden;
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_wall_that_nobody_looked_at_is_right_once_it_is_looked_at(server, gate, chromium):
    code = server.arrange(MAKE, rings=1, fields={})
    wall_key = server.arrange(WALL, code=code)
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{gate.url}/mur/{wall_key}/")
    page.goto(f"{gate.url}/a/{code}/mur/1/")
    expect(page.locator("live-notes")).to_be_attached()

    page.evaluate(HIDE)
    gate.fall_silent()
    server.arrange(SAY, code=code, count=3)
    page.evaluate(SHOW)

    expect(page.locator("live-notes li")).to_have_count(3)
    context.close()


def test_a_machine_that_slept_without_a_word_is_right_once_its_clock_has_jumped(server, gate, chromium):
    code = server.arrange(MAKE, rings=1, fields={})
    wall_key = server.arrange(WALL, code=code)
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{gate.url}/mur/{wall_key}/")
    page.goto(f"{gate.url}/a/{code}/mur/1/")
    expect(page.locator("live-notes")).to_be_attached()

    gate.fall_silent()
    server.arrange(SAY, code=code, count=3)
    page.clock.set_system_time(page.evaluate("Date.now() + 3600e3"))

    expect(page.locator("live-notes li")).to_have_count(3)
    context.close()


def test_a_phone_asleep_through_two_bells_wakes_on_the_question_of_the_moment(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)

    page.evaluate(HIDE)
    gate.fall_silent()
    server.arrange(RING, code=code)
    server.arrange(RING, code=code)
    page.evaluate(SHOW)

    expect(page.get_by_role("heading", level=1)).to_have_text("Question 3 : que faire ?", timeout=PATIENCE)


# What a page asked for lately leaves connections open behind it, for its next requests.
ASKED_LATELY = (
    "() => Promise.all(Array.from({ length: 3 }, () => fetch(location.href).then((answer) => answer.text())))"
)


def test_connections_that_died_in_the_sleep_hold_nobody_back(server, gate, phone):
    code = server.arrange(MAKE, rings=1, fields={})
    page = seated(phone, gate, code)
    page.evaluate(ASKED_LATELY)

    page.evaluate(HIDE)
    gate.fall_silent()
    page.evaluate(SHOW)
    server.arrange(RING, code=code)

    expect(page.get_by_role("heading", level=1)).to_have_text("Restez à votre table", timeout=PATIENCE)
