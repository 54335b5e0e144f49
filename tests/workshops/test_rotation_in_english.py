"""The planner's sentences follow the language of each request; nothing of them is kept in the database."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from essaim.workshops.domain import listing
from essaim.workshops.domain.joining import token_of
from essaim.workshops.enums import Topology
from essaim.workshops.picture import seat_cookie
from tests.factories import make_workshop, organiser_of
from tests.reports.reading import one_line, text_of_pdf

pytestmark = pytest.mark.django_db
ENGLISH, FRENCH = {"Accept-Language": "en"}, {"Accept-Language": "fr"}
# What badges say where everybody moves, whichever the plan.
RULES = {"en": "Start at table ", "fr": "Commencez table "}


@pytest.fixture
def workshop():
    return make_workshop(topology=Topology.PARTICIPANTS_MOVE)


@pytest.fixture
def organiser(client, workshop):
    client.force_login(organiser_of(workshop))
    return client


def test_an_impossible_plan_is_refused_in_the_language_of_the_page(client):
    workshop = make_workshop(is_open=False, topology=Topology.PARTICIPANTS_MOVE)
    people = "nom;organisation\n" + "\n".join(f"Personne {n};Mairie" for n in range(12))
    listing.register(workshop=workshop, text=people, by=organiser_of(workshop))
    client.force_login(organiser_of(workshop))
    typed = {"per_organisation": "1", "seed": "0"}

    english, french = (
        client.post(f"/ateliers/{workshop.code}/rotation/", typed, headers=language).text
        for language in (ENGLISH, FRENCH)
    )

    assert (
        "12 people come from the organisation “Mairie”: with at most 1 at a table and 3 tables, "
        "there is only room for 3."
    ) in english
    assert "12 personnes viennent de l’organisation « Mairie »" in french


def test_the_same_plan_is_told_in_english_then_in_french(workshop, organiser):
    english, french = (
        organiser.get(f"/ateliers/{workshop.code}/rotation/", headers=language) for language in (ENGLISH, FRENCH)
    )

    assert [each.text.count(RULES["en"]) for each in (english, french)] == [6, 0]
    assert [each.text.count(RULES["fr"]) for each in (english, french)] == [0, 6]
    assert "<title>Rotation of 6 people over 3 tables in 3 rounds: everybody changes tables.</title>" in english.text
    assert "2 people</text>" in english.text


def test_each_phone_reads_its_badge_in_its_own_language(workshop):
    phone = Client()
    phone.cookies[seat_cookie(workshop)] = token_of(workshop.seats.first())

    english, french = (phone.get(f"/a/{workshop.code}/", headers=language).text for language in (ENGLISH, FRENCH))

    assert (RULES["en"] in english, RULES["fr"] in english) == (True, False)
    assert (RULES["en"] in french, RULES["fr"] in french) == (False, True)


def test_a_faulty_list_is_told_in_english(workshop, organiser):
    file = SimpleUploadedFile("list.csv", b"nom;PMR\nAnne;maybe\n")

    shown = organiser.post(f"/ateliers/{workshop.code}/personnes/liste/", {"file": file}, headers=ENGLISH)

    assert (shown.status_code, "Line 2, column “PMR”: “maybe” is neither yes nor no." in shown.text) == (422, True)


def test_badges_are_printed_in_french_whoever_asks_for_them(workshop, organiser):
    printed = organiser.get(f"/ateliers/{workshop.code}/papier/badges.pdf", headers=ENGLISH)

    text = one_line(text_of_pdf(printed.content))

    assert (RULES["en"] in text, RULES["fr"] in text) == (False, True)
