"""The first page: what somebody sees who comes with a code, with an account, or to an empty instance."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_person, make_programme, make_workshop

pytestmark = pytest.mark.django_db


def test_an_empty_instance_tells_how_to_begin(client):
    assert "essaim createadmin" in client.get("/").text


def test_an_administrator_of_an_empty_instance_is_shown_the_next_step(client):
    client.force_login(make_person(is_administrator=True))

    page = client.get("/")

    assert "essaim createadmin" not in page.text
    assert 'href="/programmes/nouveau/"' in page.text


def test_the_code_comes_first_and_goes_to_the_joining_page(client):
    make_programme(make_person(), title="Respirer ensemble")

    page = client.get("/").text

    assert '<form class="join-box stack" method="get" action="/rejoindre/">' in page
    assert "Respirer ensemble" in page
    assert page.index("join-box") < page.index("Respirer ensemble")


def test_private_programmes_are_shown_to_their_team_only(client):
    organiser = make_person()
    make_programme(organiser, title="Entre nous", is_public=False)

    assert "Entre nous" not in client.get("/").text
    client.force_login(organiser)
    assert "Entre nous" in client.get("/").text


def test_the_page_costs_the_same_for_one_workshop_and_three(client):
    organiser = make_person()
    make_workshop(organiser=organiser)
    client.force_login(organiser)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    make_workshop(organiser=organiser)
    make_workshop(organiser=organiser)

    with CaptureQueriesContext(connection) as three:
        client.get("/")

    assert len(three) == len(one)


@pytest.mark.parametrize("address", ["/accessibilite/", "/vos-donnees/"])
def test_the_pages_on_trust_give_the_contact_where_one_is_set(client, settings, address):
    settings.CONTACT_EMAIL = "contact@valderoche.example"

    page = client.get(address)

    assert page.status_code == 200
    assert 'href="mailto:contact@valderoche.example"' in page.text


def test_no_page_of_the_front_asks_another_host(client):
    for address in ("/", "/accessibilite/", "/vos-donnees/", "/connexion/", "/programmes/"):
        page = client.get(address).text
        assert 'src="http' not in page
        assert 'rel="stylesheet" href="http' not in page
