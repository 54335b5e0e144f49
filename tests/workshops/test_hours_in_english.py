"""An English page says 14:05, never « 14 h 05 »."""

import re

import pytest
from django.test import Client

from essaim.boards.domain import relaying
from essaim.workshops.domain.joining import token_of
from essaim.workshops.picture import seat_cookie
from tests.factories import NOON, make_workshop, organiser_of, seat_at_table, until, write_note

pytestmark = pytest.mark.django_db
FRENCH = re.compile(r"\b\d{1,2}[ \u00a0\u202f]h[ \u00a0\u202f]\d{2}\b")
ENGLISH = re.compile(r"\b1[2-5]:\d{2}\b")


def running():
    workshop = until(make_workshop(), 2)
    board = workshop.questions.get(number=1).board
    write_note(board, "Planter des arbres")
    relaying.freeze(board=board, round=1, by=organiser_of(workshop), now=NOON)
    return workshop


def asked(client: Client, address: str, language: str) -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return re.sub(r'datetime="[^"]*"|ends="[^"]*"|now="[^"]*"', "", answer.text)


@pytest.mark.parametrize("page", ["1/", "1/conclusion/", "1/relais/1/", ""])
def test_the_team_reads_the_hours_of_its_language(page):
    workshop = running()
    client = Client()
    client.force_login(organiser_of(workshop), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/animation/{workshop.code}/{page}"

    french, english = (asked(client, address, language) for language in ("fr", "en"))

    assert FRENCH.search(french)
    assert (FRENCH.search(english), bool(ENGLISH.search(english))) == (None, True)


def test_a_participant_reads_the_hours_of_their_language():
    workshop = make_workshop()
    until(workshop, workshop.sequences.filter(kind="transition").first().position)
    seat = seat_at_table(workshop, 1)
    client = Client()
    client.cookies[seat_cookie(workshop)] = token_of(seat)

    french, english = (asked(client, f"/a/{workshop.code}/", language) for language in ("fr", "en"))

    assert FRENCH.search(french)
    assert (FRENCH.search(english), bool(ENGLISH.search(english))) == (None, True)
