"""What a server writes down of a day: which route, which workshop, how long; never who, nor what was said."""

import json
import uuid

import httpx
import pytest

from tests.live.room import RUNNING, Client
from tests.observing.away import database_away
from tests.server import serving
from tests.smtp import sink

WORDS = "Marqueur-de-note des haies partout"
NAME = "Marqueur-de-personne"
MAIL = "marqueur-de-courriel@exemple.fr"
SECRET = "marqueur-de-lien-secret"
MADE = RUNNING.replace(
    "result = {", 'result = {"wall_key": str(here.wall_key), "badge": joining.token_of(here.seats.last()),'
)


@pytest.fixture(scope="module")
def lived():
    """A server that has stopped, what it was given, its answers and its journal."""
    with sink() as mail, serving(LOG_LEVEL="DEBUG", EMAIL_URL=f"smtp://127.0.0.1:{mail.port}") as served:
        given = served.arrange(MADE)
        answers = a_day(served, given)
        served.stop()  # some lines come after the answer
        yield served, given, answers


def a_day(served, given) -> dict[str, httpx.Response]:
    """Every kind of address, asked as people, phones, walls, the team and strangers do."""
    code, url = given["code"], served.url
    phone = Client(url, given["boards"]["own"], token=given["seats"][0])
    team = httpx.Client(base_url=url, cookies=given["cookies"]["organiser"], timeout=60)
    person = httpx.Client(base_url=url, timeout=60, headers={"x-forwarded-for": "203.0.113.77"})
    bearer = {"authorization": f"Bearer {given['seats'][0]}", "accept": "application/json"}
    joining = {"key": str(uuid.uuid4()), "name": NAME, "organisation": NAME, "territory": NAME}
    answers = {
        "home": person.get("/"),
        "asked by name": person.get(f"/rejoindre/?code={code}", headers={"x-request-id": "un-nom.donne_42"}),
        "asked by another name": person.get("/", headers={"x-request-id": f"{SECRET} {WORDS}"}),
        "join": httpx.post(f"{url}/a/{code}/rejoindre/", json=joining, headers={"accept": "application/json"}),
        "state": person.get(f"/a/{code}/etat.json", headers=bearer),
        "form": person.post(f"/a/{code}/notes/", json={"key": str(uuid.uuid4()), "text": WORDS}, headers=bearer),
        "kept": phone.write(WORDS),
        "refused": phone.write(WORDS * 40),
        "polled": phone.poll(),
        "badge": person.get(f"/p/{given['badge']}/"),
        "wall": person.get(f"/mur/{given['wall_key']}/"),
        "link": person.get(f"/entrer/{SECRET}/"),
        "pressed": person.post(f"/entrer/{SECRET}/"),
        "nowhere": person.get(f"/nulle/part/{SECRET}/?q={SECRET}"),
        "strange method": person.put(f"/a/{code}/notes/"),
        "conductor": team.get(f"/conduite/{code}/"),
        "network": team.get(f"/conduite/{code}/connexions/"),
        "sought": team.get(f"/conduite/{code}/accueil/?q={NAME}"),
        "report": team.get(f"/comptes-rendus/{code}/"),
        "signing in": sign_in(person),
    }
    with phone.follow() as stream:
        stream.hello()
    with database_away(served):
        answers["interrupted"] = person.post(
            f"/a/{code}/notes/",
            data={"key": str(uuid.uuid4()), "text": WORDS},
            headers={**bearer, "accept": "text/html"},
        )
    return answers


def sign_in(person: httpx.Client) -> httpx.Response:
    person.get("/connexion/")
    token = person.cookies.get("essaim_csrf") or ""
    return person.post("/connexion/", data={"email": MAIL, "csrfmiddlewaretoken": token})


def lines(served) -> list[dict]:
    return [json.loads(line) for line in served.log().splitlines() if line.startswith("{")]


def test_the_journal_names_neither_words_nor_people_nor_codes_nor_secrets(lived):
    served, given, answers = lived
    assert answers["join"].json()["token"] not in served.log()
    secrets = [given["code"], given["wall_key"], given["badge"], *given["seats"], *given["boards"].values()]
    secrets += ["Marqueur", MAIL, SECRET, "203.0.113.77", *given["cookies"]["organiser"].values()]

    journal = served.log()

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {
        "interrupted": 503
    }
    assert [secret for secret in secrets if secret in journal] == []


def test_each_line_is_json_with_its_request_its_route_its_workshop_and_how_long_it_took(lived):
    served, _given, answers = lived
    found = {line.get("request"): line for line in lines(served) if "route" in line}

    told = {name: found[answer.headers["x-request-id"]] for name, answer in answers.items()}

    assert all(isinstance(line["milliseconds"], float) and line["status"] for line in told.values())
    assert {name: (told[name]["method"], told[name]["route"], told[name]["workshop"]) for name in ROUTES} == ROUTES
    assert told["refused"]["code"] == "too-long"
    assert [line["where"] != [] for line in lines(served) if "failure" in line] != []


ROUTES = {
    "form": ("POST", "/a/<str:code>/notes/", 1),
    "kept": ("POST", "/live/boards/<board>/notes", 1),
    "refused": ("POST", "/live/boards/<board>/notes", 1),
    "polled": ("GET", "/live/boards/<board>", 1),
    "badge": ("GET", "/p/<str:token>/", 1),
    "conductor": ("GET", "/conduite/<str:code>/", 1),
}


def test_a_request_keeps_the_name_that_it_was_given_where_it_is_only_a_name(lived):
    _served, _given, answers = lived

    given, other = (answers[name].headers["x-request-id"] for name in ("asked by name", "asked by another name"))

    assert (given, SECRET in other) == ("un-nom.donne_42", False)


def test_whoever_wrote_while_nothing_could_be_kept_reads_why_and_has_the_words_back(lived):
    _served, _given, answers = lived
    page = answers["interrupted"]

    assert "<h1>L’enregistrement est interrompu</h1>" in page.text
    assert (WORDS in page.text, page.headers["retry-after"]) == (True, "5")
