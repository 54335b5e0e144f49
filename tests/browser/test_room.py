"""A room without internet: phones reach a laptop by an address of the local network, and nothing else exists."""

import base64
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.test_phone import MAKE, RING, SENT, TOLD, say
from tests.browser.unplugged import PATIENCE, PHONE, becomes, keeps
from tests.room.network import Network, ServedRoom, a_laptop

pytestmark = [pytest.mark.browser, pytest.mark.looks]
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=Mairie -days 3"
    " -addext subjectAltName=IP:{address} -keyout {folder}/key.pem -out {folder}/cert.pem"
)
SPKI = (
    "openssl x509 -in {folder}/cert.pem -pubkey -noout | openssl pkey -pubin -outform der"
    " | openssl dgst -sha256 -binary"
)
HAS = """async () => ({
    isSecure: isSecureContext,
    worker: "serviceWorker" in navigator,
    subtle: !!crypto.subtle,
    database: await new Promise((found) => {
        const asked = indexedDB.open("probe");
        asked.onsuccess = () => found(true);
        asked.onerror = () => found(false);
    }),
})"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
REFUSED = """navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/a/" })
    .then(() => "registered", (why) => why.name)"""


@pytest.fixture(scope="module")
def room() -> Iterator[ServedRoom]:
    with a_laptop() as laptop:
        yield laptop


def chromium_there(played: Playwright, network: Network, folder: Path, *more: str) -> Browser:
    """A browser on that network."""
    return played.chromium.launch(executable_path=network.wrapped(CHROMIUM, folder), args=[*QUIET, *more])


def a_phone(browser: Browser, asked: set[str]) -> BrowserContext:
    """A phone that tells where it asked anything."""
    phone = browser.new_context(**PHONE)
    phone.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    return phone


def in_shell(command: str) -> bytes:
    return subprocess.run(["sh", "-c", command], check=True, capture_output=True).stdout


def seat(page: Page, room: ServedRoom, code: str) -> None:
    page.goto(f"{room.url}/a/{code}/")
    page.get_by_role("button", name="Prendre ma place").click()
    expect(page.get_by_label("Votre idée")).to_be_visible()


def test_a_whole_workshop_on_plain_http_with_no_way_out(played, room, tmp_path):
    asked: set[str] = set()
    room.run("createadmin", "--email", "equipe@exemple.fr")
    room.open()
    code = room.arrange(MAKE, rings=1, fields={})
    browser = chromium_there(played, room.network, tmp_path)
    phone = a_phone(browser, asked)
    page = phone.new_page()

    # The team comes in by what the terminal says, and shows the phones where to come.
    team = a_phone(browser, asked).new_page()
    team.goto(re.search(rf"{room.url}/entrer/\S+", room.log()).group())
    team.get_by_role("button", name="Entrer").click()
    expect(team.locator(".room-address").first).to_have_text(f"{room.url}/")
    expect(team.locator(".qr")).to_have_count(2)
    expect(team.get_by_text("La page fermée ne se rouvre pas tant que le wifi manque.")).to_be_visible()
    assert Axe().run(team).response["violations"] == []

    # What the screen says of plain HTTP is what this browser does.
    seat(page, room, code)
    assert page.evaluate(HAS) == {"isSecure": False, "worker": False, "subtle": False, "database": True}
    say(page, "Aérer les classes")
    expect(page.locator(".outbox")).to_have_text(SENT)
    phone.set_offline(True)
    say(page, "Écrite pendant la coupure")
    expect(page.locator(".outbox")).to_contain_text("1 note en attente")
    page.close()
    page = phone.new_page()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{room.url}/a/{code}/")
    phone.set_offline(False)
    page.goto(f"{room.url}/a/{code}/")
    expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)

    # The other sequences, to the end and to the report.
    for words in ("Fermer la rue", "Planter des arbres"):
        room.arrange(RING, code=code)
        room.arrange(RING, code=code)
        page.goto(f"{room.url}/a/{code}/")  # the field of the sequence that is over looks the same
        expect(page.get_by_label("Votre idée")).to_be_visible()
        say(page, words)
        expect(page.locator(".outbox")).to_have_text(SENT, timeout=PATIENCE)
    team.goto(f"{room.url}/comptes-rendus/{code}/")
    expect(team.locator("main")).to_contain_text("4 contributions reçues")
    browser.close()
    told = [text for text, _state in room.arrange(TOLD, code=code)]

    said = ["Aérer les classes", "Écrite pendant la coupure", "Fermer la rue", "Planter des arbres"]
    assert sorted(told) == sorted(said)
    assert asked == {room.url}


def test_a_certificate_made_here_encrypts_and_gives_no_page_without_network(played, room, tmp_path):
    room.open("--https", scheme="https")
    code = room.arrange(MAKE, rings=1, fields={})
    browser = chromium_there(played, room.network, tmp_path)
    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{room.url}/a/{code}/")

    # The browser's own page: « Paramètres avancés », then « Continuer ».
    page.locator("#details-button").click()
    page.locator("#proceed-link").click()
    page.get_by_role("button", name="Prendre ma place").click()
    say(page, "Aérer les classes")
    expect(page.locator(".outbox")).to_have_text(SENT)

    assert page.evaluate(REFUSED) == "SecurityError"
    assert page.evaluate(WORKERS) == 0
    assert {cookie["secure"] for cookie in phone.cookies() if cookie["name"].startswith("essaim")} == {True}
    browser.close()


def test_a_certificate_that_phones_know_gives_everything(played, room, tmp_path):
    in_shell(CERTIFICATE.format(address=room.network.address, folder=tmp_path))
    known = in_shell(SPKI.format(folder=tmp_path))
    options = ("--certificate", f"{tmp_path}/cert.pem", "--key", f"{tmp_path}/key.pem")
    room.open(*options, scheme="https")
    code = room.arrange(MAKE, rings=1, fields={})
    trust = f"--ignore-certificate-errors-spki-list={base64.b64encode(known).decode()}"
    browser = chromium_there(played, room.network, tmp_path, trust)
    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    seat(page, room, code)
    say(page, "Aérer les classes")
    expect(page.locator(".outbox")).to_have_text(SENT)
    assert becomes(page, WORKERS, 1)
    assert keeps(page, "Aérer les classes")

    room.stop()
    page.close()
    page = phone.new_page()
    page.goto(f"{room.url}/a/{code}/")

    expect(page.locator("#own")).to_contain_text("Aérer les classes")
    browser.close()
