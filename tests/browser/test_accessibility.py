"""Every page, in every state of a workshop, for whoever may see it, narrow and wide, in light and in dark."""

import re
from collections import defaultdict
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import Looker
from tests.browser.pages import DATA, FILES, Explorer, addresses, cookies_of, named_routes
from tests.browser.sent import SEND, SENT
from tests.server import Served, serving
from tests.smtp import sink

pytestmark = [pytest.mark.browser, pytest.mark.looks]
BUILD = "from tests.browser.states import build; result = build()"
BROKEN_DOWN = """
from django.test import RequestFactory
from essaim.web.views.errors import server_error
result = server_error(RequestFactory().get("/", headers={"accept": "text/html"})).content.decode()
"""
WIDTHS = (320, 1280)
ROUTES = dict(named_routes())
# They only send somewhere else, or need the first step that `test_pages_that_only_a_form_opens` takes.
REDIRECTS = {
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reauthenticate",
    "reports:note",
    "reports:theme",
    "workshops:wall_link",
}
SAME_PAGE = {"account_login", "account_request_login_code"}


@pytest.fixture(scope="module")
def mail():
    with sink() as found:
        yield found


@pytest.fixture(scope="module")
def served(mail):
    with serving(EMAIL_URL=f"smtp://127.0.0.1:{mail.port}") as instance:
        yield instance


@pytest.fixture(scope="module")
def stage(served: Served):
    return served.arrange(BUILD)


@pytest.fixture(scope="module")
def explorer(served: Served, stage):
    explorer = Explorer(served.url, stage)
    explorer.explore()
    return explorer


@pytest.fixture(params=WIDTHS)
def looker(request, chromium: Browser, served: Served):
    context = chromium.new_context(viewport={"width": request.param, "height": 800}, locale="fr-FR")
    context.set_default_timeout(60_000)
    yield Looker(context, served.url.removeprefix("http://"))
    context.close()


def open_as(looker: Looker, role: str, path: str, stage: dict, served: Served) -> int:
    """The page as somebody with this role sees it, on a browser that holds nothing else; gives its status."""
    context = looker.tab.context
    context.clear_cookies()
    held = cookies_of(role, stage)
    context.add_cookies([{"name": name, "value": value, "url": served.url} for name, value in held.items()])
    answer = looker.tab.goto(served.url + path)
    return answer.status if answer else 0


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join([f"{page}:\n  " + "\n  ".join(found) for page, found in wrong.items() if found])


def test_every_route_that_answers_a_page_is_looked_at(explorer):
    posts = {name for name, answers in explorer.answered.items() if answers == {405}}
    shown = {page.route for page in explorer.pages if page.status == 200}

    assert explorer.answered.keys() - posts - shown == REDIRECTS


@pytest.mark.parametrize("name", sorted(FILES | DATA))
def test_what_is_not_looked_at_is_no_page(served, stage, name):
    path = addresses(name, ROUTES[name], stage["states"]["report final"], stage)[0]
    held = cookies_of("seat", stage) | cookies_of("administrator", stage)

    answer = httpx.get(served.url + path, cookies=held, timeout=120)

    assert (answer.status_code, answer.headers["Content-Type"].startswith("text/html")) == (200, False)


def test_no_page_has_any_fault(explorer, looker, stage, served):
    wrong, titles = {}, defaultdict(set)

    for page in sorted(explorer.pages, key=lambda page: page.role):
        assert open_as(looker, page.role, page.path, stage, served) == page.status, page
        title, found = looker.look()
        if page.status == 200:
            titles[title].add("account" if page.route in SAME_PAGE else page.route)
        wrong[str(page)] = found

    assert not any(wrong.values()), told(wrong)
    assert {title: routes for title, routes in titles.items() if len(routes) > 1} == {}


def test_no_answer_to_a_form_has_any_fault(looker, stage, served):
    wrong = {}

    for sent in SENT:
        path, to = (
            addresses(name, ROUTES[name], stage["states"][sent.state], stage)[0]
            for name in (sent.route, sent.to or sent.route)
        )
        open_as(looker, sent.role, path + sent.query, stage, served)
        with looker.tab.expect_navigation() as answer:
            looker.tab.evaluate(SEND, [to, sent.values])
        assert answer.value.status == sent.status, sent
        wrong[str(sent)] = looker.look()[1]

    assert not any(wrong.values()), told(wrong)


def test_pages_that_only_a_form_opens_have_no_fault(looker, stage, served, mail):
    tab = looker.tab
    wrong = {}

    open_as(looker, "visitor", "/connexion/", stage, served)
    tab.get_by_label("Adresse électronique").fill(stage["email"])
    tab.get_by_label("Adresse électronique").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Votre code")
    wrong["code"] = looker.look()[1]
    tab.get_by_label("Code envoyé").fill("FAUX")
    tab.get_by_label("Code envoyé").press("Enter")
    expect(tab.locator(".field-error, [role=alert]").first).to_be_visible()
    wrong["wrong code"] = looker.look()[1]

    for page in ("perimetres", "formats"):
        open_as(looker, "newcomer", f"/programmes/{stage['nothing']}/{page}/", stage, served)
        expect(tab.locator(".empty")).to_be_visible()
        wrong[f"no {page}"] = looker.look()[1]

    people = f"/ateliers/{stage['states']['draft']['code']}/personnes/"
    for name, lines in (
        ("list", "name;organisation\nAmel;École Jean-Zay\nGisèle;Mairie\n"),
        ("bad list", "name;accessible\nAmel;peut-être\nAmel;oui\n"),
    ):
        open_as(looker, "organiser", people, stage, served)
        tab.locator("[type=file]").set_input_files({"name": "l.csv", "mimeType": "text/csv", "buffer": lines.encode()})
        tab.locator("form:has([type=file]) button").first.click()
        tab.wait_for_url("**/liste/")
        wrong[name] = looker.look()[1]

    notes = f"/ateliers/{stage['states']['draft']['code']}/questions/1/notes/"
    for name, lines in (
        ("bad notes", "texte;nombre\nUn banc;beaucoup\n"),
        # Each width brings a note of its own: one that was taken back does not come again.
        ("notes", f"texte;thème;âge\nUn banc {tab.viewport_size};L’été;12\n"),
    ):
        open_as(looker, "organiser", notes, stage, served)
        tab.locator("[type=file]").set_input_files({"name": "n.csv", "mimeType": "text/csv", "buffer": lines.encode()})
        with tab.expect_navigation():
            tab.get_by_role("button", name="Lire ce fichier").click()
        wrong[name] = looker.look()[1]
    for name, said in (("Importer cette note", "est venue"), ("Retirer maintenant", "est retirée")):
        tab.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        tab.get_by_role("button", name=name).click()
        expect(tab.get_by_text(said)).to_be_visible()
        wrong[name] = looker.look()[1]

    tab.route("**/panne/", lambda route: route.fulfill(body=served.arrange(BROKEN_DOWN), content_type="text/html"))
    for path in ("/panne/", "/nulle-part/", "/entrer/inconnu/"):
        open_as(looker, "visitor", path, stage, served)
        wrong[path] = looker.look()[1]
    tab.get_by_role("button", name="Entrer").click()
    expect(tab.get_by_role("alert")).to_contain_text("n’existe pas")
    wrong["used link"] = looker.look()[1]

    assert not any(wrong.values()), told(wrong)


def test_dark_changes_colours_and_nothing_else():
    """Why only the rules on colours are asked again in dark: tests/browser/looking.py."""
    sources = [path for kind in ("css", "js", "html") for path in Path("essaim").rglob(f"*.{kind}")]

    assert [path for path in sources if "prefers-color-scheme" in path.read_text()] == []


def test_what_looks_at_pages_sees_their_faults(looker, served):
    looker.tab.goto(f"{served.url}/accessibilite/")
    looker.tab.evaluate("""() => {
        document.title = " · Essaim";
        document.querySelector("main").innerHTML = '<img src="/static/x.png"><p>Pâle</p>';
        document.querySelector("main p").style.width = '3000px';
        document.querySelector("main").style.color = '#777';
        fetch("http://127.0.0.1:9/").catch(() => null);
    }""")
    looker.tab.wait_for_function("() => document.images[0].complete")

    _title, found = looker.look()

    seen = " / ".join(re.sub(r"^\d+ ", "", each) for each in found)
    for fault in (
        "no title",
        "0 h1",
        "too wide",
        "light image-alt",
        "light color-contrast",
        "dark color-contrast",
        "console",
    ):
        assert fault in seen
