import threading
from datetime import timedelta

import pytest
from django.db import connections

from essaim.kit.refusal import NotForYou, Refused
from essaim.workshops.access import check_may_write
from essaim.workshops.domain import running, writing
from essaim.workshops.enums import Kind, State, Topology
from essaim.workshops.models import Workshop
from essaim.workshops.queries import current_sequence, question_at, table_number, timetable
from tests.factories import (
    NOON,
    make_facilitator,
    make_person,
    make_workshop,
    organiser_of,
    ring,
    seat_at_table,
    until,
    write_note,
)

pytestmark = pytest.mark.django_db


def test_facilitators_move_with_their_question_and_every_group_meets_every_question():
    workshop = make_workshop(topology=Topology.FACILITATORS_MOVE)

    visits = {table: [question_at(workshop, table, round).number for round in (1, 2, 3)] for table in (1, 2, 3)}

    assert visits == {1: [1, 3, 2], 2: [2, 1, 3], 3: [3, 2, 1]}


def test_participants_meet_every_question_once_when_they_move():
    workshop = make_workshop(topology=Topology.PARTICIPANTS_MOVE, seats=12)

    for seat in workshop.seats.all():
        questions = [question_at(workshop, table_number(seat, round), round).number for round in (1, 2, 3)]
        assert sorted(questions) == [1, 2, 3]


def test_the_relay_is_frozen_at_the_bell_even_where_nobody_pressed_freeze():
    workshop = until(make_workshop(), 1)
    board = workshop.questions.first().board
    write_note(board, "Aérer les classes", round=1)

    ring(workshop, now=NOON + timedelta(minutes=25))

    relay = board.relays.get()
    assert (relay.round, relay.version, relay.content["unsorted"][0]["text"]) == (1, 1, "Aérer les classes")


def test_a_second_next_pressed_on_the_same_screen_changes_nothing():
    workshop = until(make_workshop(), 1)
    by = organiser_of(workshop)

    running.next_sequence(workshop=workshop, seen=1, by=by, now=NOON)
    running.next_sequence(workshop=workshop, seen=1, by=make_facilitator(workshop), now=NOON)

    workshop.refresh_from_db()
    assert workshop.current == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_next_together_have_one_effect():
    workshop = until(make_workshop(), 1)
    people = [organiser_of(workshop), make_facilitator(workshop)]
    barrier = threading.Barrier(2)

    def press(person):
        barrier.wait()
        running.next_sequence(workshop=workshop, seen=1, by=person, now=NOON)
        connections.close_all()

    pressing = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()

    workshop.refresh_from_db()
    assert workshop.current == 2
    moments = workshop.plenary.events.filter(kind="moment", payload__position=2)
    assert moments.count() == 1


def test_two_more_minutes_move_all_that_follows():
    workshop = until(make_workshop(), 1)
    before = timetable(workshop, now=NOON)

    running.extend(workshop=workshop, seen=1, by=organiser_of(workshop), now=NOON)
    workshop.refresh_from_db()
    after = timetable(workshop, now=NOON)

    assert [a.ends_at - b.ends_at for a, b in zip(after, before, strict=True)] == [timedelta(minutes=2)] * 7


def test_a_pause_keeps_what_was_left():
    workshop = until(make_workshop(), 1)
    by = organiser_of(workshop)

    running.pause(workshop=workshop, by=by, now=NOON + timedelta(minutes=5))
    running.resume(workshop=workshop, by=by, now=NOON + timedelta(minutes=15))

    workshop.refresh_from_db()
    assert current_sequence(workshop).ends_at == NOON + timedelta(minutes=35)


def test_a_seat_writes_before_the_bell_at_its_own_question_and_nowhere_else():
    workshop = make_workshop()
    seat = seat_at_table(workshop, 1)
    own, other = question_at(workshop, 1, 1), question_at(workshop, 2, 1)

    def refusal_of(question, now=NOON):
        seat.workshop.refresh_from_db()
        try:
            check_may_write(seat, question, now=now)
        except Refused as refused:
            return refused.code
        return None

    assert refusal_of(own) == "not-started"
    until(workshop, 1)
    assert (refusal_of(own), refusal_of(other)) == (None, "other-table")
    assert refusal_of(own, NOON + timedelta(minutes=25)) == "bell"
    ring(workshop)
    assert refusal_of(own) == "not-now"
    until(workshop, 7)
    ring(workshop)
    assert refusal_of(own) == "bell"


def test_a_note_handed_over_after_the_bell_waits_for_the_facilitator():
    workshop = until(make_workshop(), 1)
    seat = seat_at_table(workshop, 1)
    question = question_at(workshop, 1, 1)
    late = NOON + timedelta(minutes=26)
    import uuid

    key = uuid.uuid4()
    with pytest.raises(Refused):
        writing.write(seat=seat, question=question, key=key, text="Une idée de plus", now=late)
    writing.write(seat=seat, question=question, key=key, text="Une idée de plus", now=late, late=True)

    note = question.board.notes.get()
    assert (note.state, note.text, note.group, note.round) == ("handed", "Une idée de plus", 1, 1)


def test_strangers_do_not_conduct():
    workshop = make_workshop()

    with pytest.raises(NotForYou):
        running.next_sequence(workshop=workshop, seen=0, by=make_person(), now=NOON)
    assert Workshop.objects.get(pk=workshop.pk).state == State.OPEN


def test_the_plenary_lines_the_tables_up():
    workshop = until(make_workshop(), 7)

    assert current_sequence(workshop).kind == Kind.PLENARY
    assert list(workshop.turns.values_list("table__number", flat=True)) == [1, 2, 3]
