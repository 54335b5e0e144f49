"""A whole World Café on the worst wifi: 60 phones of the protocol, a phone in a browser, a facilitator, a conductor.

Three requests in ten are cut, the network goes away for ten minutes, the server restarts in every sequence.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_world_cafe import board_of, exported, opened, ring
from tests.browser.unplugged import PHONE
from tests.browser.wifi import OUTAGE, Wifi, a_wifi
from tests.faults.proxy import FINE, OFFLINE, STORM
from tests.server import Served, an_instance

pytestmark = pytest.mark.browser
PHONES = 60
PATIENCE = 120_000  # milliseconds, on a network that cuts and a machine that is busy
SENT = re.compile(r"\bis-sent\b")
ROOM = """
from django.utils import timezone
from tests.browser.stage import session_of
from tests.factories import make_facilitator, make_workshop, organiser_of, ring

workshop = ring(make_workshop(tables=6, seats=66), now=timezone.now())
result = {
    "code": workshop.code,
    "conductor": session_of(organiser_of(workshop)),
    "facilitator": session_of(make_facilitator(workshop, 1)),
}
"""


def signed_in(chromium: Browser, served: Served, session: str) -> Page:
    page = opened(chromium, 1280, 800)
    page.context.add_cookies([{"name": "essaim", "value": session, "url": served.url}])
    return page


def seated(chromium: Browser, address: str) -> Page:
    """A phone whose clock can be moved, with its place and its worker."""
    page = chromium.new_context(**PHONE).new_page()
    page.clock.install()
    page.goto(address)
    page.get_by_role("button", name="Prendre ma place").click()
    expect(page.get_by_label("Votre idée")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def say(page: Page, words: str) -> None:
    page.get_by_label("Votre idée").fill(words)
    page.get_by_label("Votre idée").press("Enter")


def restart(served: Served) -> None:
    served.stop()
    served.start()


def a_round(served: Served, wifi: Wifi, phone: Page, words: str, position: int) -> None:
    """Everybody writes while the server restarts; nobody is told "sent" for nothing, and everybody is in the end."""
    expect(phone.locator(f"main[data-position='{position}']")).to_be_attached(timeout=PATIENCE)
    before = wifi.counts["acknowledged"]
    writing = wifi.begin(wifi.everybody_says(words))
    say(phone, f"{words}, par le navigateur")
    wifi.do(wifi.counts.reached("acknowledged", before + PHONES // 3))
    restart(served)
    writing.result(300)
    expect(phone.locator(".outbox")).to_have_class(SENT, timeout=PATIENCE)


def an_outage(wifi: Wifi, phone: Page, words: str) -> None:
    """The whole room writes without network for ten minutes; then all of it arrives."""
    acknowledged = wifi.counts["acknowledged"]
    wifi.do(wifi.becomes(OFFLINE))
    say(phone, f"{words}, par le navigateur")
    writing = wifi.begin(wifi.everybody_says(words))
    wifi.do(wifi.ten_minutes())
    phone.clock.fast_forward(OUTAGE * 1000)
    expect(phone.locator(".outbox")).to_contain_text("1 note en attente")
    assert wifi.counts["acknowledged"] == acknowledged
    wifi.do(wifi.becomes(STORM))
    writing.result(300)
    expect(phone.locator(".outbox")).to_have_class(SENT, timeout=PATIENCE)


def test_the_report_of_a_day_under_fire_holds_every_acknowledged_note_once(chromium: Browser, tmp_path: Path):
    with an_instance() as served:
        served.start()
        given = served.arrange(ROOM)
        code = given["code"]
        with a_wifi(served.port, code, tmp_path / "history.jsonl", PHONES) as wifi:
            phone = seated(chromium, f"http://127.0.0.1:{wifi.proxy.port}/a/{code}/")
            desk = signed_in(chromium, served, given["facilitator"])
            conductor = signed_in(chromium, served, given["conductor"])
            conductor.goto(f"{served.url}/conduite/{code}/")
            desk.goto(f"{served.url}/animation/{code}/1/")
            wifi.do(wifi.becomes(STORM))

            a_round(served, wifi, phone, "Premier tour", 1)
            themed = len(board_of(exported(served, code), 1)["notes"])
            expect(desk.locator("input[name=note]")).to_have_count(themed, timeout=PATIENCE)
            for place in range(3):
                desk.locator("input[name=note]").nth(place).check()
            desk.get_by_label("ou nouveau thème").fill("De l’ombre")
            desk.get_by_role("button", name="Ranger", exact=True).click()
            expect(desk.get_by_text("De l’ombre").first).to_be_visible()
            for position in (2, 3):
                ring(conductor, position)
                if position == 2:
                    restart(served)
            a_round(served, wifi, phone, "Deuxième tour", 3)
            an_outage(wifi, phone, "Pendant la coupure")
            for position in (4, 5):
                ring(conductor, position)
                if position == 4:
                    restart(served)
            a_round(served, wifi, phone, "Troisième tour", 5)
            for position in (6, 7):
                ring(conductor, position)
                restart(served)
            wifi.do(wifi.becomes(FINE))
            conductor.goto(f"{served.url}/conduite/{code}/")
            conductor.get_by_role("button", name="Terminer").first.click()

            data = exported(served, code)
            report = json.loads(conductor.request.get(f"{served.url}/comptes-rendus/{code}.json").text())
            kept = [note for question in data["questions"] for note in question["board"]["notes"]]
            own = [note["text"] for note in kept if note["text"].endswith("par le navigateur")]
            assert len(wifi.written) == 4 * PHONES
            assert sorted(own) == sorted(
                f"{words}, par le navigateur"
                for words in ("Premier tour", "Deuxième tour", "Pendant la coupure", "Troisième tour")
            )
            assert len(kept) == 4 * PHONES + 4
            assert {note["key"]: note["text"] for note in kept} | wifi.written == {
                note["key"]: note["text"] for note in kept
            }
            text = json.dumps(report)
            assert [note["key"] for note in kept if text.count(f'"{note["key"]}"') != 1] == []
            assert [len(board_of(data, number)["relays"]) for number in (1, 2, 3)] == [3, 3, 3]
