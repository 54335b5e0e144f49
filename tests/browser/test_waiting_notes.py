"""Notes that wait on a phone: a killed browser, a lost seat, a full or cleared storage, an address without TLS."""

import os
import signal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.gate import Gate, a_gate
from tests.browser.test_phone import MAKE, SENT, TOLD, say
from tests.browser.unplugged import KEPT, PAGE_AND_BUNDLE, PATIENCE, PHONE, becomes, seated
from tests.server import serving

pytestmark = [pytest.mark.browser, pytest.mark.looks]
NAME = "essaim.test"  # neither localhost nor TLS: no worker, no clipboard, no SHA-256 of the browser
# Looks without making what is not there.
ON_DISK = """new Promise((found) => {
    const asked = indexedDB.open("essaim", 1);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => found([]);
    asked.onsuccess = () => {
        const shelf = asked.result.transaction("outbox").objectStore("outbox").getAll();
        shelf.onsuccess = () => {
            asked.result.close();
            found(shelf.result.sort((one, other) => one.at - other.at).map((note) => note.text));
        };
    };
})"""
MEMORY = "Ce navigateur ne garde rien"
FULL = "La mémoire de ce téléphone est pleine"


@pytest.fixture(scope="module")
def server():
    with serving(ALLOWED_HOSTS=f"127.0.0.1,{NAME}") as served:
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


@pytest.fixture
def page(server, gate, phone):
    return seated(phone, gate, server.arrange(MAKE, rings=1, fields={}))


def code_of(page: Page) -> str:
    return page.url.rstrip("/").rpartition("/")[2]


def texts(server, page: Page) -> list[str]:
    return [text for text, _state in server.arrange(TOLD, code=code_of(page))]


def kill(folder: Path) -> None:
    """The browser that uses this folder is gone at once, as when a battery dies."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and not any(word.startswith(b"--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)


def test_notes_survive_a_killed_browser_without_network_and_leave_in_order(server, gate, chromium, tmp_path):
    code = server.arrange(MAKE, rings=1, fields={})
    turn_on = chromium.browser_type.launch_persistent_context
    first = turn_on(tmp_path, executable_path=CHROMIUM, args=QUIET, **PHONE)
    page = seated(first, gate, code)
    assert becomes(page, KEPT, PAGE_AND_BUNDLE)
    gate.cut()
    for number in range(1, 6):
        say(page, f"Sans réseau {number}")
    expect(page.locator(".outbox")).to_contain_text("5 notes en attente")

    # Cookies reach Chromium's disk within thirty seconds: whoever sat down before that still holds theirs.
    cookies = first.cookies()
    with first.expect_event("close"):
        kill(tmp_path)
    again = turn_on(tmp_path, executable_path=CHROMIUM, args=QUIET, **PHONE)
    again.add_cookies(cookies)
    page = again.new_page()
    page.goto(f"{gate.url}/a/{code}/")
    expect(page.locator(".outbox")).to_contain_text("5 notes en attente")
    expect(page.locator(".is-waiting")).to_have_count(5)
    gate.restore()

    expect(page.locator(".outbox")).to_have_text(SENT, timeout=2 * PATIENCE)
    again.close()
    assert [text for text, _state in server.arrange(TOLD, code=code)] == [
        f"Sans réseau {number}" for number in range(1, 6)
    ]


@pytest.mark.parametrize("way", ["door", "link"])
def test_a_note_written_without_a_seat_waits_for_one(server, gate, phone, page, way):
    code = code_of(page)
    token = next(cookie["value"] for cookie in phone.cookies() if cookie["name"] == f"seat-{code}")
    phone.clear_cookies()

    say(page, "Ma place a expiré")

    expect(page.get_by_role("button", name="Prendre ma place")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".outbox")).to_contain_text("1 note attend sur ce téléphone")
    expect(page.locator("#own")).to_contain_text("Ma place a expiré")
    assert Axe().run(page).response["violations"] == []
    page.reload()
    expect(page.locator("#own")).to_contain_text("en attente de votre place")
    if way == "door":
        # Another seat is at another table: its question is not that of the note, which its facilitator may still take.
        page.get_by_role("button", name="Prendre ma place").click()
        page.locator(".is-refused").get_by_role("button", name="Remettre à l’animation").click()
    else:
        page.goto(f"{gate.url}/p/{token}/")
        page.get_by_role("button", name="Prendre cette place").click()

    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    assert texts(server, page) == ["Ma place a expiré"]


def test_a_full_storage_is_said_and_the_notes_leave_all_the_same(server, gate, phone, page):
    wire = phone.new_cdp_session(page)
    gate.cut()
    wire.send("Storage.overrideQuotaForOrigin", {"origin": gate.url, "quotaSize": 1})

    say(page, "Pendant")
    expect(page.locator(".outbox")).to_contain_text(FULL)
    wire.send("Storage.overrideQuotaForOrigin", {"origin": gate.url})
    say(page, "Après")

    expect(page.locator(".outbox")).to_contain_text("2 notes en attente")
    expect(page.locator(".outbox")).not_to_contain_text(FULL)
    assert page.evaluate(ON_DISK) == ["Pendant", "Après"]
    gate.restore()
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    assert texts(server, page) == ["Pendant", "Après"]


def test_a_browser_that_keeps_nothing_says_so_and_gives_the_words_away(server, gate, phone):
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=gate.url)
    page = seated(phone, gate, server.arrange(MAKE, rings=1, fields={}))
    copying = page.get_by_role("button", name="Copier mes notes en attente")
    expect(copying).to_be_hidden()
    gate.cut()

    say(page, "Une")
    say(page, "Deux")
    expect(page.locator(".outbox")).to_contain_text(MEMORY)
    copying.click()

    expect(page.get_by_role("button", name="Notes copiées")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Une\n\nDeux"
    gate.restore()
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    expect(copying).to_be_hidden()


def test_data_cleared_under_an_open_page_is_written_again(server, gate, phone, page):
    wire = phone.new_cdp_session(page)
    gate.cut()
    say(page, "Toujours là")
    assert becomes(page, ON_DISK, ["Toujours là"])

    wire.send("Storage.clearDataForOrigin", {"origin": gate.url, "storageTypes": "indexeddb"})

    assert becomes(page, ON_DISK, ["Toujours là"])


def test_notes_that_the_browser_threw_away_are_not_passed_over_in_silence(server, gate, phone, page):
    address = page.url
    gate.cut()
    say(page, "Perdue")
    say(page, "Perdue aussi")
    assert becomes(page, ON_DISK, ["Perdue", "Perdue aussi"])
    assert becomes(page, "document.cookie.includes('waiting=2')", True)

    page.goto("about:blank")
    wire = phone.new_cdp_session(page)
    wire.send("Storage.clearDataForOrigin", {"origin": gate.url, "storageTypes": "indexeddb"})
    gate.restore()
    page.goto(address)

    expect(page.locator(".outbox")).to_contain_text("a effacé 2 notes avant qu’elles partent")


def test_the_browser_is_asked_to_keep_the_notes_once_some_cannot_leave(gate, phone, page):
    page.evaluate("navigator.storage.persist = async () => (window.asked = true); null")
    say(page, "Partie aussitôt")
    expect(page.locator(".outbox")).to_have_text(SENT)
    assert page.evaluate("window.asked") is None

    gate.cut()
    say(page, "En attente")

    assert becomes(page, "window.asked", True)


@pytest.fixture
def plain(chromium: Browser):
    """A browser for which our server has a name of the local network."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    )
    context: BrowserContext = browser.new_context(**PHONE)
    yield context
    browser.close()


def test_on_plain_http_notes_wait_and_leave_and_no_page_is_promised(server, gate: Gate, plain):
    code = server.arrange(MAKE, rings=1, fields={})
    page = plain.new_page()
    page.goto(gate.url.replace("127.0.0.1", NAME) + f"/a/{code}/")
    page.get_by_role("button", name="Prendre ma place").click()
    say(page, "En clair")
    expect(page.locator(".outbox")).to_have_text(SENT)
    assert page.evaluate("[isSecureContext, 'serviceWorker' in navigator]") == [False, False]

    gate.cut()
    say(page, "Hors ligne")
    page.get_by_role("button", name="Copier mes notes en attente").click()
    expect(page.get_by_role("button", name="Notes copiées")).to_be_visible()
    gate.restore()

    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    assert texts(server, page) == ["En clair", "Hors ligne"]
