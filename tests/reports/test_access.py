"""Who reads a report: each role, in each state, for each visibility; and who may do the rest."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_facilitator, make_person, make_seat, make_workshop, organiser_of

from .arranging import drafted, held_workshop, opened, published, seated, signed_in, someone_there

pytestmark = pytest.mark.django_db

TEAM = {"facilitator", "organiser", "administrator"}
INSIDE = TEAM | {"seat"}
EVERYBODY = INSIDE | {"stranger", "other seat", "empty seat", "other organiser"}


def client_of(role: str, workshop) -> Client:
    if role == "stranger":
        return Client()
    if role == "seat":
        return seated(someone_there(workshop))
    if role == "empty seat":
        return seated(workshop.seats.filter(joined_at=None).select_related("workshop").first())
    if role == "other seat":
        return seated(make_seat(make_workshop()))
    if role == "facilitator":
        return signed_in(make_facilitator(workshop))
    if role == "organiser":
        return signed_in(organiser_of(workshop))
    if role == "other organiser":
        return signed_in(organiser_of(make_workshop()))
    return signed_in(make_person(is_administrator=True))


def readers(workshop, address: str) -> set[str]:
    """The roles that are answered 200 with the report's own words."""
    found = set()
    for role in sorted(EVERYBODY):
        response = client_of(role, workshop).get(address)
        assert response.status_code in {200, 403}, (role, response.status_code)
        if response.status_code == 200 and "Des rues calmes" in b"".join(response).decode():
            found.add(role)
    return found


@pytest.mark.parametrize("page", ["report", "download"])
@pytest.mark.parametrize(
    ("arrange", "visibility", "expected"),
    [
        (lambda workshop: None, "public", TEAM),
        (drafted, "public", TEAM),
        (opened, "participants", INSIDE),
        (published, "private", TEAM),
        (published, "participants", INSIDE),
        (published, "public", EVERYBODY),
    ],
    ids=["live", "draft", "amendable", "final private", "final participants", "final public"],
)
def test_who_reads(arrange, visibility, expected, page):
    workshop = held_workshop(notes=1)
    type(workshop).objects.filter(pk=workshop.pk).update(visibility=visibility)
    workshop.refresh_from_db()
    if arrange is published:
        published(workshop, visibility)
    else:
        arrange(workshop)
    args = [workshop.code] if page == "report" else [workshop.code, "md"]

    assert readers(workshop, reverse(f"reports:{page}", args=args)) == expected


@pytest.mark.parametrize("page", ["edit", "share", "amendments", "data"])
def test_pages_of_the_team(page):
    workshop = held_workshop(notes=1)
    drafted(workshop)

    answers = {
        role: client_of(role, workshop).get(reverse(f"reports:{page}", args=[workshop.code])).status_code
        for role in EVERYBODY
    }

    assert answers == {role: 200 if role in TEAM else 403 for role in EVERYBODY}


@pytest.mark.parametrize(
    ("arrange", "expected"),
    [
        (drafted, set()),
        (opened, {"seat"}),
        (published, set()),
    ],
    ids=["before", "during", "after"],
)
def test_who_amends(arrange, expected):
    workshop = held_workshop(notes=1)
    arrange(workshop)
    # The date of these examples is behind us: the window is reopened until a day that never comes.
    type(workshop.report).objects.filter(workshop=workshop, state="amendable").update(amend_until="2999-01-01")
    address = reverse("reports:amend", args=[workshop.code])

    answers = {role: client_of(role, workshop).get(address).status_code for role in EVERYBODY}

    assert {role for role, status in answers.items() if status == 200} == expected
    assert set(answers.values()) <= {200, 403, 409}


def test_people_who_took_part_are_told_to_wait():
    workshop = held_workshop(notes=1)

    page = seated(someone_there(workshop)).get(reverse("reports:report", args=[workshop.code]))

    assert "Le compte rendu se prépare" in page.content.decode()
    assert "Des rues calmes" not in page.content.decode()


@pytest.mark.parametrize("page", ["move", "receive", "resend"])
def test_what_changes_something_is_posted(page):
    workshop = held_workshop(notes=1)

    assert Client().get(reverse(f"reports:{page}", args=[workshop.code])).status_code == 405


@pytest.mark.parametrize(
    ("page", "data", "allowed"),
    [
        ("move", {"act": "draft"}, TEAM),
        ("edit", {"introduction": "Bonjour"}, TEAM),
        ("share", {"visibility": "public", "licence": "CC-BY-4.0"}, TEAM),
        ("resend", {}, TEAM),
    ],
)
def test_who_posts(page, data, allowed):
    workshop = held_workshop(notes=1)
    address = reverse(f"reports:{page}", args=[workshop.code])

    answers = {role: client_of(role, workshop).post(address, data).status_code for role in EVERYBODY}

    assert answers == {role: 303 if role in allowed else 403 for role in EVERYBODY}


@pytest.mark.parametrize("name", ["report", "edit", "amend", "amendments", "data", "share"])
def test_an_unknown_code_is_a_page_that_does_not_exist(name):
    assert Client().get(reverse(f"reports:{name}", args=["NOTHERE9"])).status_code == 404
