import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from essaim.boards.models import Note
from essaim.workshops.domain.joining import token_of
from essaim.workshops.doorway import seat_cookie
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import question_at
from tests.factories import make_workshop, ring, seat_at_table, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_code_was_tried():
    cache.clear()


def phone_of(seat: Seat, **options) -> Client:
    client = Client(**options)
    client.cookies[seat_cookie(seat.workshop)] = token_of(seat)
    return client


def running(workshop: Workshop, position: int = 1) -> Workshop:
    """The sequence at this position has just begun, by the clock on the wall."""
    while workshop.current < position:
        workshop = ring(workshop, now=timezone.now())
    return workshop


def bell_rang(workshop: Workshop) -> None:
    workshop.sequences.filter(position=workshop.current).update(ends_at=timezone.now() - timedelta(seconds=1))


def address(workshop: Workshop, rest: str = "") -> str:
    return f"/a/{workshop.code}/{rest}"


def test_a_code_typed_as_people_type_it_opens_the_door():
    workshop = make_workshop()
    typed = f" {workshop.code[:4].lower()}-{workshop.code[4:]} "

    answer = Client().post("/rejoindre/", {"code": typed})

    assert (answer.status_code, answer.url) == (303, address(workshop))


def test_a_wrong_code_is_told_in_one_sentence_and_the_typing_is_kept():
    answer = Client().post("/rejoindre/", {"code": "AAAA AAAA"})

    assert answer.status_code == 404
    assert "Ce code n’existe pas" in answer.text
    assert 'value="AAAA AAAA"' in answer.text


def test_who_tries_codes_is_slowed_down_and_who_has_the_right_one_is_not():
    workshop = make_workshop()
    client = Client()

    tries = [client.post("/rejoindre/", {"code": f"WRONG{number:03}"}).status_code for number in range(32)]

    assert tries == [404] * 30 + [429] * 2
    assert client.get(address(workshop)).status_code == 200
    assert client.post("/rejoindre/", {"code": workshop.code}).status_code == 303


def test_nothing_is_asked_to_take_a_seat_and_the_cookie_is_out_of_reach_of_scripts():
    workshop = make_workshop()
    client = Client()

    door = client.get(address(workshop))
    answer = client.post(address(workshop, "rejoindre/"), {"key": str(uuid.uuid4())})

    assert "Écouter avec attention" in door.text
    cookie = answer.cookies[seat_cookie(workshop)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "Votre place" in client.get(address(workshop)).text


def test_a_form_sent_twice_takes_one_seat():
    workshop = make_workshop()
    key = str(uuid.uuid4())

    for _ in range(2):
        Client().post(address(workshop, "rejoindre/"), {"key": key})

    assert workshop.seats.filter(joined_at__isnull=False).count() == 1


def test_a_link_previewed_by_a_robot_takes_no_seat_and_a_press_does():
    workshop = make_workshop()
    seat = workshop.seats.first()
    link = f"/p/{token_of(seat)}/"
    client = Client()

    assert client.get(link).status_code == 200
    assert workshop.seats.get(pk=seat.pk).joined_at is None
    answer = client.post(link)

    assert (answer.status_code, answer.url) == (303, address(workshop))
    assert workshop.seats.get(pk=seat.pk).joined_at is not None


@pytest.mark.parametrize("link", ["/p/abc/", "/p/" + "0" * 32 + ":zz/"])
def test_a_link_that_is_not_ours_says_so(link):
    answer = Client().get(link)

    assert answer.status_code == 404
    assert "Ce lien ne mène plus à une place" in answer.text


def test_a_note_is_written_without_javascript():
    workshop = running(make_workshop())
    seat = seat_at_table(workshop, 1)
    client = phone_of(seat)

    answer = client.post(address(workshop, "notes/"), {"key": str(uuid.uuid4()), "text": "Aérer <b>les</b> classes"})

    assert (answer.status_code, answer.url) == (303, address(workshop))
    note = Note.objects.get()
    assert (note.text, note.author, note.group, note.round) == ("Aérer <b>les</b> classes", str(seat.key), 1, 1)
    assert "Aérer &lt;b&gt;les&lt;/b&gt; classes" in client.get(address(workshop)).text


def test_a_refused_note_stays_in_the_field():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))

    answer = client.post(address(workshop, "notes/"), {"key": str(uuid.uuid4()), "text": "🎉🎉"})

    assert answer.status_code == 422
    assert "que des symboles" in answer.text
    assert ">🎉🎉</textarea>" in answer.text


def test_after_the_bell_the_text_is_kept_and_can_be_handed_over():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))
    bell_rang(workshop)
    form = {"key": str(uuid.uuid4()), "text": "Une idée de plus", "question": "1"}

    refused = client.post(address(workshop, "notes/"), form)
    client.post(address(workshop, "notes/"), {**form, "late": "true"})

    assert refused.status_code == 409
    assert ">Une idée de plus</textarea>" in refused.text
    assert "Remettre à l’animation" in refused.text
    assert Note.objects.get().state == "handed"


def test_an_old_page_sent_again_with_other_words_loses_none():
    workshop = running(make_workshop())
    client = phone_of(seat_at_table(workshop, 1))
    key = str(uuid.uuid4())
    client.post(address(workshop, "notes/"), {"key": key, "text": "La première"})

    answer = client.post(address(workshop, "notes/"), {"key": key, "text": "La seconde"})

    assert answer.status_code == 409
    assert ">La seconde</textarea>" in answer.text
    assert f'value="{key}"' not in answer.text


def test_the_table_reads_its_own_turn_and_nobody_else_s():
    workshop = running(make_workshop())
    here, elsewhere = seat_at_table(workshop, 1), seat_at_table(workshop, 2)
    board = question_at(workshop, 1, 1).board
    write_note(board, "À notre table", group=1, round=1, author="somebody")
    write_note(board, "Dite à un autre tour", group=1, round=2, author="somebody")
    write_note(board, "Écartée", group=1, round=1, author="somebody", state="handed")

    page = phone_of(here).get(address(workshop)).text

    assert "À notre table" in page
    assert "Dite à un autre tour" not in page
    assert "Écartée" not in page
    assert "À notre table" not in phone_of(elsewhere).get(address(workshop)).text


@pytest.mark.parametrize(
    ("position", "title"),
    [
        (0, "Votre place"),
        (1, "Question 1 : que faire ?"),
        (2, "On change de table"),
        (3, "Question 3 : que faire ?"),
        (5, "Question 2 : que faire ?"),
        (6, "On se retrouve en plénière"),
        (7, "La plénière"),
        (8, "Merci, l’atelier est terminé"),
    ],
)
def test_each_moment_has_its_screen(position, title):
    workshop = make_workshop()
    seat = seat_at_table(workshop, 1)
    for _ in range(position):
        ring(workshop, now=timezone.now())

    page = phone_of(seat).get(address(workshop))

    assert page.status_code == 200
    assert title in page.text
