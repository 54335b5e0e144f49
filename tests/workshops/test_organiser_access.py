"""Who reaches which page of a preparation, and what a foreign or unknown identifier gets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.workshops.models import Workshop
from tests.factories import make_facilitator, make_gathering, make_person, make_programme, make_workshop, organiser_of

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "presentation/",
    "questions/",
    "deroule/",
    "deroule/1/",
    "tables/",
    "equipe/",
    "personnes/",
    "personnes/ajouter/",
    "personnes/1/",
    "personnes/1/effacer/",
    "rotation/",
    "liens/",
    "reglages/",
    "dupliquer/",
    "supprimer/",
]
ACTIONS = ["accueil/", "personnes/liste/", "personnes/liste/confirmer/", "personnes/nombre/", "liens/mur/"]


def statuses(client, workshop):
    return {page: client.get(f"/ateliers/{workshop.code}/{page}").status_code for page in PAGES}


def test_each_page_is_for_organisers_and_administrators_only(client):
    workshop = make_workshop()
    expected = {
        "stranger": 302,
        "organiser of elsewhere": 403,
        "facilitator": 403,
        "organiser": 200,
        "administrator": 200,
    }
    elsewhere = make_person()
    make_programme(elsewhere)
    people = {
        "organiser of elsewhere": elsewhere,
        "facilitator": make_facilitator(workshop),
        "organiser": organiser_of(workshop),
        "administrator": make_person(is_administrator=True),
    }

    for role, status in expected.items():
        client.logout()
        if role in people:
            client.force_login(people[role])
        assert statuses(client, workshop) == dict.fromkeys(PAGES, status), role


def test_actions_are_refused_to_others(client):
    workshop = make_workshop(is_open=False)

    for person, status in ((None, 302), (make_facilitator(workshop), 403)):
        if person:
            client.force_login(person)
        got = {action: client.post(f"/ateliers/{workshop.code}/{action}").status_code for action in ACTIONS}
        assert got == dict.fromkeys(ACTIONS, status)
    workshop.refresh_from_db()
    assert workshop.state == "draft"


def test_reading_with_a_form_address_is_not_answered(client):
    workshop = make_workshop()
    client.force_login(organiser_of(workshop))

    assert [client.get(f"/ateliers/{workshop.code}/{action}").status_code for action in ACTIONS] == [405] * len(ACTIONS)


def test_what_belongs_to_another_workshop_is_not_found(client):
    mine, other = make_workshop(), make_workshop()
    foreign = make_facilitator(other)
    client.force_login(organiser_of(mine))
    pk = foreign.facilitates.get().pk

    assert client.post(f"/ateliers/{mine.code}/equipe/{pk}/retirer/").status_code == 404
    assert client.post(f"/ateliers/{mine.code}/equipe/{pk}/", {"question": ""}).status_code == 404
    assert client.get(f"/ateliers/{mine.code}/deroule/99/").status_code == 404
    assert client.get(f"/ateliers/{mine.code}/personnes/999/").status_code == 404
    assert client.get("/ateliers/AAAAAAAA/").status_code == 404
    assert other.facilitators.count() == 1


def test_my_workshops_costs_the_same_for_one_and_three(client):
    organiser = make_person()
    make_workshop(organiser=organiser)
    client.force_login(organiser)
    client.get("/ateliers/")
    with CaptureQueriesContext(connection) as one:
        client.get("/ateliers/")
    make_workshop(organiser=organiser)
    make_workshop(organiser=organiser)

    with CaptureQueriesContext(connection) as three:
        client.get("/ateliers/")

    assert len(three) == len(one)


@pytest.mark.parametrize("page", ["", "questions/", "deroule/", "tables/", "equipe/", "personnes/", "rotation/"])
def test_each_page_costs_the_same_for_a_small_and_a_large_workshop(client, page):
    organiser = make_person()
    client.force_login(organiser)
    costs = []
    for size in (1, 3):
        workshop = make_workshop(organiser=organiser, questions=size, tables=size, seats=size * 4, is_open=False)
        for number in range(size):
            make_facilitator(workshop, question=number + 1)
            workshop.seats.create(number=100 + number, name=f"Personne {number}", is_expected=True)
        client.get(f"/ateliers/{workshop.code}/{page}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/ateliers/{workshop.code}/{page}")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_first_visit_says_what_to_do(client):
    client.force_login(make_person())

    assert "de vous nommer" in client.get("/ateliers/").text
    assert client.get("/ateliers/nouveau/").status_code == 403


def test_a_facilitator_finds_the_workshop_without_a_way_to_prepare_it(client):
    workshop = make_workshop()
    client.force_login(make_facilitator(workshop))

    page = client.get("/ateliers/").text

    assert workshop.title in page
    assert f'href="/ateliers/{workshop.code}/"' not in page
    assert f'href="/animation/{workshop.code}/"' in page


def test_a_workshop_is_created_on_a_day_of_ones_own_only(client):
    organiser = make_person()
    mine, other = make_gathering(make_programme(organiser)), make_gathering(make_programme(make_person()))
    client.force_login(organiser)
    typed = {"title": "L’air de nos écoles", "start": "world-cafe"}

    assert client.post("/ateliers/nouveau/", {**typed, "gathering": other.pk}).status_code == 422
    assert not Workshop.objects.exists()
    answer = client.post("/ateliers/nouveau/", {**typed, "gathering": mine.pk})

    assert answer.headers["Location"] == f"/ateliers/{Workshop.objects.get().code}/"


@pytest.mark.parametrize("title", ["", "   ", "x" * 5000])
def test_a_title_that_cannot_be_one_creates_nothing(client, title):
    organiser = make_person()
    gathering = make_gathering(make_programme(organiser))
    client.force_login(organiser)

    page = client.post("/ateliers/nouveau/", {"title": title, "start": "world-cafe", "gathering": gathering.pk})

    assert page.status_code == 422
    assert not Workshop.objects.exists()


def test_a_workshop_may_start_from_the_sequences_of_a_former_one(client):
    organiser = make_person()
    former = make_workshop(organiser=organiser)
    former.sequences.filter(position=1).update(title="Se raconter", seconds=600)
    client.force_login(organiser)

    typed = {"title": "Encore", "start": former.code, "gathering": former.gathering_id}
    client.post("/ateliers/nouveau/", typed)

    first = Workshop.objects.get(title="Encore").sequences.get(position=1)
    assert (first.title, first.minutes) == ("Se raconter", 10)
