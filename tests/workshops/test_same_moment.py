"""Two people act on the same thing: what one screen held since before never undoes what the other did."""

import pytest

from essaim.kit.refusal import Refused
from essaim.workshops.domain import joining, listing, preparing, seating
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.domain.moments import lock_boards
from essaim.workshops.models import Seat, Workshop
from tests.factories import NOON, make_workshop, organiser_of, until

pytestmark = pytest.mark.django_db


def test_a_person_who_arrives_keeps_the_path_that_was_changed_meanwhile():
    workshop = make_workshop()
    held = workshop.seats.get(number=1)
    Seat.objects.filter(pk=held.pk).update(path=[3, 3, 3])

    joining.take(seat=held, now=NOON)

    seat = workshop.seats.get(number=1)
    assert (seat.path, seat.joined_at) == ([3, 3, 3], NOON)


def test_a_name_corrected_while_its_person_arrives_leaves_them_arrived():
    workshop = make_workshop()
    by = organiser_of(workshop)
    listing.expect(workshop=workshop, newcomer=Newcomer(name="Amle"), by=by)
    held = workshop.seats.get(name="Amle")
    joining.take(seat=held, now=NOON)

    listing.correct(seat=held, by=by, name="Amel", organisation="", territory="", needs_accessible=False, host_of=None)

    seat = Seat.objects.get(pk=held.pk)
    assert (seat.name, seat.joined_at) == ("Amel", NOON)


def test_somebody_moved_by_hand_keeps_the_other_turns_of_a_new_path():
    workshop = until(make_workshop(topology="participants-move"), 1)
    held = workshop.seats.get(number=1)
    Seat.objects.filter(pk=held.pk).update(path=[1, 2, 3])

    seating.reseat(seat=held, table=2, round=1, by=organiser_of(workshop))

    assert workshop.seats.get(number=1).path == [2, 2, 3]


def test_the_boards_of_a_workshop_are_always_taken_in_one_order():
    workshop = make_workshop()
    by_number = [question.board_id for question in workshop.questions.order_by("-number")]
    workshop.questions.filter(board=by_number[0]).update(number=9)

    taken = [board.pk for board in lock_boards(workshop)]

    assert taken == sorted([*by_number, workshop.plenary_id])


def test_a_table_added_on_a_screen_that_is_older_than_the_opening_of_doors_is_refused():
    held = make_workshop(is_open=False)
    by = organiser_of(held)
    preparing.open_doors(workshop=Workshop.objects.get(pk=held.pk), by=by, now=NOON)

    with pytest.raises(Refused, match="L’accueil est ouvert"):
        preparing.set_tables(workshop=held, count=9, by=by)

    assert held.tables.count() == 3
