"""What is remembered between two batches of notes never lets in what the database no longer allows."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.live.wire import Credentials
from essaim.workshops import doorway
from essaim.workshops.domain import joining
from essaim.workshops.models import Seat, Sequence, Workshop
from essaim.workshops.queries import question_at
from tests.factories import make_workshop, ring, seat_at_table

pytestmark = pytest.mark.django_db(transaction=True)  # as its threads do: each batch is a transaction of its own


class Door:
    """A seat at its table during the first sequence, and what it is answered."""

    def __init__(self) -> None:
        self.workshop = ring(make_workshop(seats=9), now=timezone.now())
        self.seat = seat_at_table(self.workshop, 1)
        self.board = str(question_at(self.workshop, 1, 1).board.key)
        self.who = Credentials(bearer=joining.token_of(self.seat))

    def write(self) -> str:
        note = {"key": str(uuid.uuid4()), "text": "Planter des haies"}
        (answer,) = doorway.write_many([(self.who, self.board, note)])
        return "written" if answer.status == 200 else answer.body["error"]["code"]

    def read(self) -> str:
        (refused,) = doorway.may_read_many([(self.who, self.board)])
        return refused.body["error"]["code"] if refused else "read"

    @property
    def sequences(self):
        return Sequence.objects.filter(workshop=self.workshop, position=1)

    @property
    def seats(self):
        return Seat.objects.filter(pk=self.seat.pk)


def rings(door: Door) -> None:
    ring(door.workshop, now=timezone.now())


def closes(door: Door) -> None:
    Workshop.objects.filter(pk=door.workshop.pk).update(state="closed")


def leaves(door: Door) -> None:
    joining.leave(seat=door.seat, now=timezone.now())


def in_plain_sql(door: Door) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workshops_workshop SET current = 0 WHERE id = %s", [door.workshop.pk])


def swaps_questions(door: Door) -> None:
    first, second = door.workshop.questions.filter(number__in=[1, 2])
    first.number, second.number = 9, 1
    first.save()
    second.save()


# What somebody does between two batches: what it is, and the answers to a note and to a reader afterwards.
CHANGES = {
    "the next sequence begins": (rings, "not-now", "other-table"),  # people walk to the next question
    "the workshop is closed": (closes, "bell", "read"),
    "the seat is freed": (leaves, "left", "no-seat"),
    "the seat is taken away": (lambda door: door.seats.delete(), "no-seat", "no-seat"),
    "the seat sits elsewhere": (lambda door: door.seats.update(path=[2, 2, 2]), "other-table", "other-table"),
    "writing is not allowed any more": (lambda door: door.sequences.update(allows=[]), "not-now", "read"),
    "the bell is brought forward": (
        lambda door: door.sequences.update(ends_at=timezone.now() - timedelta(seconds=1)),
        "bell",
        "read",
    ),
    "tables change questions": (swaps_questions, "other-table", "other-table"),
    "a row is written in plain SQL": (in_plain_sql, "not-now", "read"),
}


def elsewhere(do) -> None:
    """Done on another connection, as another process would."""

    def alone() -> None:
        try:
            do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        other.submit(alone).result()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("where", [elsewhere, lambda do: do()], ids=["elsewhere", "here"])
def test_what_changes_between_two_batches_is_judged_as_it_is_now(change, where):
    do, written, read = CHANGES[change]
    door = Door()
    before = [(door.write(), door.read()) for _ in range(2)]

    where(lambda: do(door))

    assert before == [("written", "read")] * 2
    assert (door.write(), door.read()) == (written, read)


@pytest.mark.parametrize("where", [elsewhere, lambda do: do()], ids=["elsewhere", "here"])
def test_what_is_allowed_again_is_allowed_at_once(where):
    door = Door()
    door.sequences.update(allows=[])
    before = [door.write() for _ in range(2)]

    where(lambda: door.sequences.update(allows=["write"]))

    assert (before, door.write()) == (["not-now"] * 2, "written")


def test_a_seat_that_changes_workshops_is_judged_in_each_by_its_own_moment():
    here, there = Door(), Door()
    closes(there)

    answers = [door.write() for door in (here, there, here, there)]

    there.board = here.board
    assert (answers, there.write()) == (["written", "bell"] * 2, "no-seat")


def test_the_picture_of_the_last_batch_serves_where_nothing_was_written_since():
    door = Door()
    door.write()

    with CaptureQueriesContext(connection) as queries:
        door.write()

    asked = sum('FROM "workshops_' in query["sql"] for query in queries)
    assert asked == (0 if connection.vendor == "sqlite" else 4)
