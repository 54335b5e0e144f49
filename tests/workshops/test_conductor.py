"""The conductor's console: the buttons that move the day, and what it shows of each room."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.boards.domain import relaying
from essaim.programmes.models import Gathering
from essaim.workshops.domain import joining, running
from essaim.workshops.enums import State
from essaim.workshops.queries import current_sequence
from essaim.workshops.templatetags.wall_words import drift_words, face, lasting
from essaim.workshops.watching import rooms
from tests.factories import (
    NOON,
    make_facilitator,
    make_person,
    make_programme,
    make_seat,
    make_workshop,
    organiser_of,
    ring,
    seat_at_table,
    until,
    write_note,
)

pytestmark = pytest.mark.django_db
PAGES = ("", "pleniere/", "accueil/", "accueil/1/")
VERBS = ("ouvrir", "suivante", "pause", "reprendre", "prolonger", "terminer", "rouvrir")
JSON = {"Accept": "application/json"}


def press(client, workshop, verb, seen=None, **more):
    workshop.refresh_from_db()
    position = workshop.current if seen is None else seen
    return client.post(f"/conduite/{workshop.code}/{verb}/", {"seen": position}, **more)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_the_console_is_for_the_team(client, moment):
    workshop = make_workshop()
    seat = make_seat(workshop)
    if moment != "before":
        until(workshop, 1)
    if moment == "after":
        running.finish(workshop=workshop, by=organiser_of(workshop), now=NOON)
    stranger = make_person()
    make_programme(stranger)
    roles = {
        "other organiser": (stranger, {403}),
        "facilitator": (make_facilitator(workshop), {200}),
        "organiser": (organiser_of(workshop), {200}),
        "administrator": (make_person(is_administrator=True), {200}),
    }

    def statuses():
        return {client.get(f"/conduite/{workshop.code}/{page}").status_code for page in PAGES}

    found = {"nobody": statuses()}
    client.cookies[f"seat-{workshop.code}"] = joining.token_of(seat)
    found["seat"] = statuses()
    client.cookies.clear()
    for role, (person, _expected) in roles.items():
        client.force_login(person)
        found[role] = statuses()
        client.logout()

    assert found == {"nobody": {403}, "seat": {403}, **{role: status for role, (_p, status) in roles.items()}}


def test_strangers_press_nothing(client):
    workshop = until(make_workshop(), 1)
    client.force_login(make_person())

    answers = {press(client, workshop, verb).status_code for verb in VERBS}

    workshop.refresh_from_db()
    assert (answers, workshop.current, workshop.state, workshop.paused_at) == ({403}, 1, State.RUNNING, None)


def test_an_unknown_verb_or_workshop_is_not_found(client):
    workshop = make_workshop()
    client.force_login(organiser_of(workshop))

    assert press(client, workshop, "danser").status_code == 404
    assert client.get("/conduite/ZZZZZZZZ/").status_code == 404


def test_doors_open_when_nothing_is_missing_and_say_what_is(client):
    workshop = make_workshop(questions=3, tables=2, is_open=False)
    client.force_login(organiser_of(workshop))

    page = text_of(client.get(f"/conduite/{workshop.code}/"))
    press(client, workshop, "ouvrir")
    workshop.refresh_from_db()

    assert "chaque question a besoin d’une table" in page
    assert workshop.state == State.DRAFT


def test_a_facilitator_does_not_open_the_doors(client):
    workshop = make_workshop(is_open=False)
    client.force_login(make_facilitator(workshop))

    answer = press(client, workshop, "ouvrir", headers=JSON)

    assert answer.status_code == 403
    assert "Ouvrir l’accueil" not in text_of(client.get(f"/conduite/{workshop.code}/"))


def test_the_whole_day_is_run_from_the_buttons(client):
    workshop = make_workshop(is_open=False)
    client.force_login(organiser_of(workshop))

    for verb in ["ouvrir", *["suivante"] * 8]:
        assert press(client, workshop, verb).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.state, workshop.current) == (State.CLOSED, 7)
    press(client, workshop, "rouvrir")
    workshop.refresh_from_db()
    assert workshop.state == State.RUNNING
    press(client, workshop, "terminer")
    workshop.refresh_from_db()
    assert workshop.state == State.CLOSED


def test_a_day_that_has_not_come_is_begun_by_a_second_press(client):
    workshop = make_workshop()
    client.force_login(organiser_of(workshop))
    today = timezone.localdate()

    def starts(day):
        Gathering.objects.update(day=day)
        page = text_of(client.get(f"/conduite/{workshop.code}/"))
        return re.findall(r"(?:<summary>|<button[^>]*>)(Commencer[^<]*)<", page)

    assert starts(today) == ["Commencer"]
    assert starts(today + timedelta(days=2)) == ["Commencer avant la date prévue", "Commencer maintenant"]
    press(client, workshop, "suivante")
    assert starts(today + timedelta(days=2)) == []


def test_next_pressed_from_two_screens_moves_once(client):
    workshop = until(make_workshop(), 1)
    client.force_login(organiser_of(workshop))

    first = press(client, workshop, "suivante", seen=1, headers=JSON)
    second = press(client, workshop, "suivante", seen=1, headers=JSON)

    workshop.refresh_from_db()
    assert (workshop.current, first.json()["sentence"]) == (2, second.json()["sentence"])
    assert first.json()["moment"]["position"] == second.json()["moment"]["position"] == 2


def test_two_more_minutes_pressed_on_an_old_screen_change_nothing(client):
    workshop = until(make_workshop(), 1)
    ring(workshop)
    client.force_login(organiser_of(workshop))
    workshop.refresh_from_db()
    before = current_sequence(workshop).ends_at

    press(client, workshop, "prolonger", seen=1)
    assert current_sequence(workshop).ends_at == before
    press(client, workshop, "prolonger", seen=2)
    assert current_sequence(workshop).ends_at > before


@pytest.mark.parametrize("seen", ["", "deux", "-1", "１"])
def test_a_position_that_is_not_one_is_refused_with_what_to_do(client, seen):
    workshop = until(make_workshop(), 1)
    client.force_login(organiser_of(workshop))

    answer = client.post(f"/conduite/{workshop.code}/suivante/", {"seen": seen}, headers=JSON)

    workshop.refresh_from_db()
    assert (answer.status_code, workshop.current) == (409, 1)
    assert "Rechargez la page" in answer.json()["error"]["sentence"]


def test_a_pause_is_said_and_taken_back(client):
    workshop = make_workshop()
    client.force_login(organiser_of(workshop))
    press(client, workshop, "suivante")

    press(client, workshop, "pause")
    page = text_of(client.get(f"/conduite/{workshop.code}/"))
    assert "En pause" in page
    assert "Reprendre" in page
    press(client, workshop, "reprendre")
    workshop.refresh_from_db()
    assert workshop.paused_at is None


def test_the_bar_shows_each_hour_planned_real_and_to_come(client):
    workshop = make_workshop()
    start = timezone.now() - timedelta(minutes=30)
    by = organiser_of(workshop)
    running.next_sequence(workshop=workshop, seen=0, by=by, now=start)
    running.next_sequence(workshop=workshop, seen=1, by=by, now=start + timedelta(minutes=29))
    client.force_login(by)

    page = text_of(client.get(f"/conduite/{workshop.code}/"))

    assert "prévu 25 min, fait 29 min" in page
    assert ": 4 minutes de retard." in page


def test_a_sequence_that_outlasts_its_bell_is_late_at_once(client):
    workshop = make_workshop()
    by = organiser_of(workshop)
    start = timezone.now() - timedelta(minutes=28)
    running.next_sequence(workshop=workshop, seen=0, by=by, now=start)
    client.force_login(by)

    page = text_of(client.get(f"/conduite/{workshop.code}/"))
    lates = re.findall(r"<td>([^<]*)</td></tr>", page)

    assert lates == ["3 minutes de retard"] * 7
    assert ": 3 minutes de retard." in page


def test_a_day_that_outlasts_its_last_bell_is_late_too(client):
    workshop = make_workshop()
    by = organiser_of(workshop)
    ring(workshop, 7, now=timezone.now() - timedelta(hours=4))
    client.force_login(by)

    page = text_of(client.get(f"/conduite/{workshop.code}/"))

    hours = workshop.sequences.aggregate(total=Sum("seconds"))["total"]
    assert f"{drift_words(4 * 3600 - hours)}." in page


def test_a_day_that_ends_before_its_last_sequence_says_when(client):
    workshop = until(make_workshop(), 1)
    running.finish(workshop=workshop, by=organiser_of(workshop), now=NOON + timedelta(minutes=25))
    client.force_login(organiser_of(workshop))

    assert "L’atelier s’est terminé à 13 h 25" in text_of(client.get(f"/conduite/{workshop.code}/"))


def test_a_room_counts_the_notes_of_this_sequence_then_those_of_the_question(client):
    workshop = until(make_workshop(), 1)
    board = workshop.questions.get(number=1).board
    client.force_login(organiser_of(workshop))
    write_note(board, "Aérer", group=1, round=1)
    write_note(board, "D’une autre table", group=2, round=2)

    def shown():
        page = text_of(client.get(f"/conduite/{workshop.code}/"))
        return re.findall(r"<dt>(Notes [^<]*)</dt><dd>(\d+)", page)

    during = shown()
    ring(workshop, 6)
    running.finish(workshop=workshop, by=organiser_of(workshop), now=NOON)

    label = "Notes de la question"
    assert during == [("Notes de cette séquence", number) for number in "100"]
    assert sorted(shown()) == [(label, "0"), (label, "0"), (label, "2")]


def test_after_the_end_nobody_is_offered_a_place(client):
    workshop = until(make_workshop(), 1)
    client.force_login(organiser_of(workshop))
    offers = ("Placer une personne en retard", "Lui donner une place")

    def offered():
        pages = [text_of(client.get(f"/conduite/{workshop.code}/{page}")) for page in ("", "accueil/")]
        return [offer in page for offer, page in zip(offers, pages, strict=True)]

    during = offered()
    running.finish(workshop=workshop, by=organiser_of(workshop), now=NOON)

    assert (during, offered()) == ([True, True], [False, False])


def test_a_room_tells_its_people_its_notes_and_its_relay():
    workshop = until(make_workshop(seats=6), 1)
    question = workshop.questions.get(number=1)
    nadia = make_facilitator(workshop, question=1, name="Nadia")
    seat_at_table(workshop, 1)
    write_note(question.board, "Aérer", group=1, round=1, now=NOON + timedelta(minutes=3))
    write_note(question.board, "D’une autre table", group=2, round=1)
    late = NOON + timedelta(minutes=26)

    room = rooms(workshop, now=late)[0]
    relaying.freeze(board=question.board, round=1, by=None, now=late)
    frozen = rooms(workshop, now=late + timedelta(minutes=5))[0]

    assert (room.question, room.facilitators, room.present, room.expected) == (question, [str(nadia)], 1, 2)
    assert (room.received, room.unsorted, room.last_at) == (1, 1, NOON + timedelta(minutes=3))
    assert (room.relay, room.late, room.is_late) == (None, 60, True)
    assert (frozen.relay.round, frozen.late, frozen.is_late) == (1, 60, False)


def test_during_a_transition_the_room_shows_where_people_go_and_the_relay_of_where_they_were():
    workshop = until(make_workshop(), 1)
    workshop = ring(workshop, now=NOON + timedelta(minutes=25))

    found = rooms(workshop, now=NOON + timedelta(minutes=26))

    assert [room.question.number for room in found] == [3, 1, 2]
    assert {room.relay.round for room in found} == {1}


def test_the_console_asks_the_database_as_often_for_three_rooms_as_for_nine(client):
    def queries(tables):
        workshop = until(make_workshop(questions=3, tables=tables, seats=18), 1)
        for question in workshop.questions.all():
            write_note(question.board, "Aérer", group=1, round=1)
        client.force_login(organiser_of(workshop))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/conduite/{workshop.code}/")
        return len(asked)

    assert queries(3) == queries(9)


def test_durations_and_drifts_are_said_in_words():
    assert [lasting(seconds) for seconds in (45, 120, 155)] == ["45\u00a0s", "2\u00a0min", "2\u00a0min\u00a035"]
    assert [face(seconds) for seconds in (760, 0, -24)] == ["12:40", "0:00", "−0:24"]
    assert [drift_words(seconds) for seconds in (20, -20, 60, 190, -120)] == [
        "à l’heure",
        "à l’heure",
        "1 minute de retard",
        "3 minutes de retard",
        "2 minutes d’avance",
    ]
