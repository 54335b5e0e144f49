"""The reception desk: everybody is found, seated, moved or let go in one action."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.workshops.domain import joining, seating
from tests.factories import NOON, make_person, make_seat, make_workshop, organiser_of, ring, until

pytestmark = pytest.mark.django_db


def desk_of(client, workshop, query=""):
    return text_of(client.get(f"/conduite/{workshop.code}/accueil/{query}"))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def change(client, workshop, number, verb, follow=True, **fields):
    return client.post(f"/conduite/{workshop.code}/accueil/{number}/{verb}/", fields, follow=follow)


def seat_somebody(client, workshop, key=None, **fields):
    return client.post(
        f"/conduite/{workshop.code}/accueil/placer/", {"key": key or uuid.uuid4(), **fields}, follow=True
    )


def test_a_late_arrival_is_seated_in_one_action_with_a_rule_and_a_link(client):
    workshop = until(make_workshop(seats=6), 1)
    for _ in range(6):
        make_seat(workshop)
    client.force_login(organiser_of(workshop))

    page = text_of(seat_somebody(client, workshop, name="Amel"))

    seat = workshop.seats.get(number=7)
    assert (seat.name, len(seat.path), seat.joined_at is not None) == ("Amel", 3, True)
    assert f'<h2 id="where">Table {seat.path[0]}</h2>' in page
    assert "Commencez table" in page or "Restez table" in page
    assert 'class="qr"' in page


def test_the_button_pressed_twice_seats_one_person(client):
    workshop = until(make_workshop(seats=6), 1)
    client.force_login(organiser_of(workshop))
    key = uuid.uuid4()

    seat_somebody(client, workshop, key=key)
    seat_somebody(client, workshop, key=key)

    assert workshop.seats.exclude(joined_at=None).count() == 1


def test_when_every_table_is_full_the_sentence_stands_on_the_page_with_what_was_typed(client):
    workshop = make_workshop(seats=3)
    workshop.tables.update(capacity=1)
    for _ in range(3):
        make_seat(workshop)
    client.force_login(organiser_of(workshop))

    answer = seat_somebody(client, workshop, name="Yvonne")

    assert answer.status_code == 409
    assert "Toutes les tables sont pleines" in text_of(answer)
    assert 'value="Yvonne"' in text_of(answer)


def test_somebody_who_will_not_come_frees_a_seat_and_the_page_says_whose_path_changed(client):
    workshop = make_workshop(seats=7, topology="participants-move")
    before = {seat.number: seat.path for seat in workshop.seats.all()}
    client.force_login(organiser_of(workshop))

    page = text_of(change(client, workshop, 1, "absent"))

    left = workshop.seats.get(number=1)
    changed = [seat.number for seat in workshop.seats.exclude(number=1) if seat.path != before[seat.number]]
    assert left.left_at is not None
    assert len(changed) <= 1
    if changed:
        assert f"La place n° {changed[0]}" in page
    else:
        assert "Personne d’autre ne change de table." in page


def test_marking_absent_gives_the_seats_whose_path_changed():
    workshop = make_workshop(seats=9, topology="participants-move")
    by = organiser_of(workshop)
    before = {seat.pk: seat.path for seat in workshop.seats.all()}

    for number in (1, 2, 3, 4):
        given = seating.mark_absent(seat=workshop.seats.get(number=number), by=by, now=NOON)
        after = {seat.pk: seat.path for seat in workshop.seats.all()}
        assert {seat.pk for seat in given} == {pk for pk, path in after.items() if path != before[pk]}
        before = after


def test_somebody_who_comes_after_all_is_back_at_the_same_tables(client):
    workshop = make_workshop(seats=6)
    client.force_login(organiser_of(workshop))
    path = workshop.seats.get(number=1).path

    change(client, workshop, 1, "absent")
    change(client, workshop, 1, "present")

    seat = workshop.seats.get(number=1)
    assert (seat.left_at, seat.joined_at is not None, seat.path) == (None, True, path)


def test_somebody_is_moved_for_the_turn_going_on_only(client):
    workshop = until(make_workshop(seats=6), 3)
    seat = workshop.seats.get(number=1)
    other = next(number for number in (1, 2, 3) if number != seat.path[1])
    client.force_login(organiser_of(workshop))

    change(client, workshop, 1, "deplacer", table=other)

    assert workshop.seats.get(number=1).path == [seat.path[0], other, seat.path[2]]


@pytest.mark.parametrize("table", ["", "99", "trois"])
def test_a_table_of_nowhere_changes_nothing(client, table):
    workshop = until(make_workshop(seats=6), 1)
    path = workshop.seats.get(number=1).path
    client.force_login(organiser_of(workshop))

    page = text_of(change(client, workshop, 1, "deplacer", table=table))

    assert "is-bad" in page
    assert workshop.seats.get(number=1).path == path


def test_a_full_table_is_refused_with_a_sentence(client):
    workshop = until(make_workshop(seats=6), 1)
    workshop.tables.update(capacity=2)
    seat = workshop.seats.get(number=1)
    other = next(number for number in (1, 2, 3) if number != seat.path[0])
    client.force_login(organiser_of(workshop))

    page = text_of(change(client, workshop, 1, "deplacer", table=other))

    assert f"Table {other} est pleine (2 places)." in page
    assert workshop.seats.get(number=1).path == seat.path


def test_people_are_found_by_number_by_name_and_by_state(client):
    workshop = make_workshop(seats=30)
    make_seat(workshop, "Amel")
    make_seat(workshop, "Yvonne", organisation="Commune de Bourg-Joli")
    client.force_login(organiser_of(workshop))

    def found(query):
        return re.findall(r"accueil/(\d+)/\">", desk_of(client, workshop, query))

    assert len(found("")) == 25
    assert (found("?q=amel"), found("?q=bourg"), found("?q=7"), found("?q=zzz")) == (["1"], ["2"], ["7"], [])
    assert found("?qui=presentes") == ["1", "2"]
    assert len(found("?qui=attendues&page=2")) == 3


def test_three_hundred_people_cost_as_many_queries_as_thirty(client):
    def queries(seats):
        workshop = make_workshop(seats=seats, tables=10)
        client.force_login(organiser_of(workshop))
        with CaptureQueriesContext(connection) as asked:
            desk_of(client, workshop)
        return len(asked)

    assert queries(300) == queries(30)


def test_a_seat_of_another_workshop_is_not_found(client):
    workshop = make_workshop(seats=3)
    client.force_login(organiser_of(workshop))

    assert client.get(f"/conduite/{workshop.code}/accueil/99/").status_code == 404
    assert change(client, workshop, 99, "absent").status_code == 404
    assert change(client, workshop, 1, "danser").status_code == 404


def test_strangers_seat_and_move_nobody(client):
    workshop = until(make_workshop(seats=6), 1)
    client.force_login(make_person())

    answers = {change(client, workshop, 1, verb, table=2).status_code for verb in ("present", "absent", "deplacer")}

    assert answers | {seat_somebody(client, workshop).status_code} == {403}
    assert workshop.seats.exclude(joined_at=None).count() == 0


def test_nobody_is_seated_before_the_doors_open(client):
    workshop = make_workshop(is_open=False)
    client.force_login(organiser_of(workshop))

    assert seat_somebody(client, workshop).status_code == 409
    assert workshop.seats.count() == 0


def test_the_card_follows_the_turn_going_on(client):
    workshop = until(make_workshop(seats=6, topology="participants-move"), 1)
    client.force_login(organiser_of(workshop))
    path = joining.take(seat=workshop.seats.get(number=1), now=timezone.now()).path
    ring(workshop)

    page = text_of(client.get(f"/conduite/{workshop.code}/accueil/1/"))

    assert f'<h2 id="where">Table {path[1]}</h2>' in page
