"""Who may do what, before, during and after: each line of the table is a moment of the day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from essaim.boards.models import Board
from essaim.kit.refusal import Refused
from essaim.workshops import access
from essaim.workshops.domain import joining, running
from essaim.workshops.enums import State
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import board_id_of_seat, question_at
from tests.factories import (
    NOON,
    make_facilitator,
    make_person,
    make_workshop,
    organiser_of,
    ring,
    seat_at_table,
    until,
)

pytestmark = pytest.mark.django_db

MAY = "may"


def answer(check, *args: Any, **kwargs: Any) -> str:
    """What the check says: `may`, or the code of its refusal."""
    try:
        check(*args, **kwargs)
    except Refused as refused:
        assert str(refused)
        return refused.code
    return MAY


@dataclass
class Day:
    """A workshop at one moment, a seat of its first table and the question of that table."""

    workshop: Workshop
    seat: Seat
    now: datetime = NOON

    @property
    def round(self) -> int:
        return max(1, {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}.get(self.workshop.current, 1))

    def question(self, table: int = 1):
        return question_at(self.workshop, table, self.round)


def draft() -> Day:
    workshop = make_workshop()
    seat = seat_at_table(workshop, 1)
    workshop.state = State.DRAFT
    workshop.save()
    return Day(workshop, seat)


def opened() -> Day:
    workshop = make_workshop()
    return Day(workshop, seat_at_table(workshop, 1))


def at(position: int, minutes: int = 0) -> Day:
    day = opened()
    workshop = until(day.workshop, position)
    return Day(workshop, Seat.objects.get(pk=day.seat.pk), NOON + timedelta(minutes=minutes))


def paused() -> Day:
    """The clock stood still before the bell, and it is much later now."""
    day = at(1)
    running.pause(workshop=day.workshop, by=organiser_of(day.workshop), now=NOON + timedelta(minutes=5))
    return Day(Workshop.objects.get(pk=day.workshop.pk), Seat.objects.get(pk=day.seat.pk), NOON + timedelta(hours=2))


def closed() -> Day:
    day = at(7)
    running.finish(workshop=day.workshop, by=organiser_of(day.workshop), now=NOON)
    return Day(Workshop.objects.get(pk=day.workshop.pk), Seat.objects.get(pk=day.seat.pk))


# A seat at its own question: (write, hand a note over, vote).
MOMENTS = {
    "in preparation": (draft, ("not-started", "not-started", "not-started")),
    "doors open": (opened, ("not-started", "not-started", "not-started")),
    "first sequence": (lambda: at(1), (MAY, MAY, "not-now")),
    "first sequence, a second before the bell": (lambda: at(1, 24), (MAY, MAY, "not-now")),
    "first sequence, the bell has rung": (lambda: at(1, 25), ("bell", MAY, "not-now")),
    "first sequence, paused for long": (paused, (MAY, MAY, "not-now")),
    "people are moving": (lambda: at(2), ("not-now", MAY, "not-now")),
    "second sequence": (lambda: at(3), (MAY, MAY, "not-now")),
    "last sequence": (lambda: at(5), (MAY, MAY, MAY)),
    "plenary": (lambda: at(7), ("not-now", MAY, "not-now")),
    "over": (closed, ("bell", MAY, "bell")),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_seat_writes_hands_over_and_votes_when_the_sequence_allows_it(moment):
    make, expected = MOMENTS[moment]
    day = make()

    answers = (
        answer(access.check_may_write, day.seat, day.question(), now=day.now),
        answer(access.check_may_hand_over, day.seat, day.question()),
        answer(access.check_may_vote, day.seat, day.question()),
    )

    assert answers == expected


def test_a_seat_that_left_does_nothing_more():
    day = at(5)
    joining.leave(seat=day.seat, now=NOON)
    left = Seat.objects.get(pk=day.seat.pk)

    assert {
        answer(access.check_may_write, left, day.question(), now=NOON),
        answer(access.check_may_hand_over, left, day.question()),
        answer(access.check_may_vote, left, day.question()),
    } == {"left"}


def test_a_seat_acts_at_its_own_table_and_in_its_own_workshop():
    day, elsewhere = at(5), at(5)

    assert [
        answer(access.check_may_write, day.seat, day.question(2), now=NOON),
        answer(access.check_may_vote, day.seat, day.question(2)),
        answer(access.check_may_write, day.seat, elsewhere.question(), now=NOON),
        answer(access.check_may_vote, day.seat, elsewhere.question()),
        answer(access.check_may_hand_over, day.seat, elsewhere.question()),
    ] == ["other-table", "other-table", "other-table", "other-table", "not-started"]


# Everybody: (organise, facilitate, conduct, read the table's board, another table's, the plenary's).
NOTHING = ("forbidden", "forbidden", "forbidden", "no-seat", "no-seat", "no-seat")
EVERYTHING = (MAY, MAY, MAY, MAY, MAY, MAY)
PEOPLE = {
    "nobody": NOTHING,
    "a visitor": NOTHING,
    "somebody with an account": NOTHING,
    "a facilitator": ("forbidden", MAY, MAY, MAY, MAY, MAY),
    "a facilitator of another workshop": NOTHING,
    "an organiser": EVERYTHING,
    "an organiser of another programme": NOTHING,
    "an administrator": EVERYTHING,
}


def called(name: str, workshop: Workshop, elsewhere: Workshop):
    return {
        "nobody": lambda: None,
        "a visitor": AnonymousUser,
        "somebody with an account": make_person,
        "a facilitator": lambda: make_facilitator(workshop),
        "a facilitator of another workshop": lambda: make_facilitator(elsewhere),
        "an organiser": lambda: organiser_of(workshop),
        "an organiser of another programme": lambda: organiser_of(elsewhere),
        "an administrator": lambda: make_person(is_administrator=True),
    }[name]()


@pytest.mark.parametrize("make", [opened, lambda: at(1), closed], ids=["before", "during", "after"])
@pytest.mark.parametrize("name", PEOPLE)
def test_the_team_runs_its_own_workshop_and_no_other(name, make):
    day = make()
    person = called(name, day.workshop, make_workshop())
    nothing_else = {"seat": None, "is_wall": False}

    boards = (day.question().board, day.question(2).board, day.workshop.plenary)
    answers = (
        answer(access.check_may_organise, person, day.workshop),
        answer(access.check_may_facilitate, person, day.workshop),
        answer(access.check_may_conduct, person, day.workshop),
        *(answer(access.check_may_read_board, b.pk, day.workshop, person=person, **nothing_else) for b in boards),
    )

    assert answers == PEOPLE[name]


def test_a_workshop_in_preparation_is_not_conducted_even_by_its_organiser():
    day = draft()

    assert answer(access.check_may_conduct, organiser_of(day.workshop), day.workshop) == "draft"


@pytest.mark.parametrize(
    "make", [opened, lambda: at(1), lambda: at(7), closed], ids=["before", "during", "plenary", "after"]
)
def test_a_seat_reads_its_board_and_the_plenary_and_the_wall_reads_all(make):
    day, elsewhere = make(), opened()
    seat = day.seat if make is opened else Seat.objects.get(pk=day.seat.pk)
    own = Board.objects.get(pk=board_id_of_seat(seat))
    others = [q.board for q in day.workshop.questions.all() if q.board != own]

    def reads(board, *, seat=None, is_wall=False):
        return answer(access.check_may_read_board, board.pk, day.workshop, seat=seat, person=None, is_wall=is_wall)

    assert (reads(own, seat=day.seat), reads(day.workshop.plenary, seat=day.seat)) == (MAY, MAY)
    assert {reads(board, seat=day.seat) for board in others} == {"other-table"}
    assert {reads(board, seat=elsewhere.seat) for board in (own, *others)} == {"no-seat"}
    assert {reads(board, is_wall=True) for board in (own, *others, day.workshop.plenary)} == {MAY}


def test_an_account_that_was_closed_opens_nothing(client):
    workshop = ring(make_workshop())
    person = make_facilitator(workshop)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/conduite/{workshop.code}/").status_code == 200

    person.is_active = False
    person.save()

    assert client.get(f"/conduite/{workshop.code}/").status_code in (302, 403)
