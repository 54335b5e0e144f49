from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from essaim.workshops.rotation import (
    Impossible,
    Limits,
    Person,
    Topology,
    measure,
    numbered_tables,
    plan,
    remove,
    seat_late,
)

from .examples import changed, crowd, sizes


def test_a_walk_in_sits_down_and_nobody_else_changes():
    people, zoe = crowd(24), Person("Zoé")
    before = plan(people, numbered_tables(3), 3)

    after = seat_late(before, people, zoe)

    assert changed(before, after) == 0
    assert measure(after, [*people, zoe]).violations == ()
    assert [sorted(held) for held in sizes(after)] == [[8, 8, 9]] * 3


def test_a_walk_in_keeps_away_from_those_to_avoid_and_from_too_many_colleagues():
    people = [Person(f"P{i}", organisation=f"Ville {i % 6}") for i in range(24)]
    zoe = Person("Zoé", organisation="Ville 1", apart=frozenset({"P0"}))
    before = plan(people, numbered_tables(4), 3, limits=Limits(per_organisation=2))

    after = seat_late(before, people, zoe)

    assert changed(before, after) <= 1
    assert measure(after, [*people, zoe]).violations == ()


def test_a_host_who_comes_late_sits_at_the_table():
    people, zoe = crowd(24), Person("Zoé", host_of=2)
    before = plan(people, numbered_tables(3), 3)

    after = seat_late(before, people, zoe)

    assert after.paths[-1] == (2, 2, 2)
    assert changed(before, after) <= 1


def test_a_walk_in_with_a_name_already_there_is_refused():
    people = crowd(6)

    with pytest.raises(Impossible, match="« Personne 3 » est déjà dans la liste"):
        seat_late(plan(people, numbered_tables(3), 3), people, Person("Personne 3"))


@settings(deadline=None, max_examples=30)
@given(
    tables=st.integers(2, 5),
    rounds=st.integers(1, 4),
    surplus=st.integers(6, 20),
    topology=st.sampled_from(Topology),
    comings=st.lists(st.one_of(st.just(None), st.integers(0, 99)), min_size=1, max_size=5),
)
def test_each_coming_or_going_moves_one_other_person_at_most(tables, rounds, surplus, topology, comings):
    people = crowd(tables + surplus)
    found = plan(people, numbered_tables(tables), min(rounds, tables), topology)

    for number, gone in enumerate(comings):
        before = found
        if gone is None:
            newcomer = Person(f"Tard {number}")
            found = seat_late(before, people, newcomer)
            people = [*people, newcomer]
            moved = changed(before, found)
        else:
            absent = people[gone % len(people)]
            found = remove(before, people, absent)
            place = people.index(absent)
            people = [person for person in people if person != absent]
            kept = before.paths[:place] + before.paths[place + 1 :]
            moved = sum(one != other for one, other in zip(kept, found.paths, strict=True))

        assert moved <= 1
        repeated = [fault for fault in measure(found, people).violations if "tables comptent" not in fault]
        assert repeated == []


@settings(deadline=None, max_examples=30)
@given(
    tables=st.integers(2, 5), surplus=st.integers(6, 20), topology=st.sampled_from(Topology), gone=st.integers(0, 99)
)
@example(tables=5, surplus=16, topology=Topology.FREE_REMIX, gone=1)  # which no single change can balance
@example(tables=4, surplus=17, topology=Topology.FREE_REMIX, gone=2)
def test_after_one_coming_or_going_tables_are_as_balanced_as_one_change_allows(tables, surplus, topology, gone):
    people, zoe = crowd(tables + surplus), Person("Zoé")
    before = plan(people, numbered_tables(tables), min(3, tables), topology)
    absent = people[gone % len(people)]

    with_zoe = seat_late(before, people, zoe)
    without_absent = remove(before, people, absent)

    assert measure(with_zoe, [*people, zoe]).violations == ()
    present = [person for person in people if person != absent]
    is_balanced = measure(without_absent, present).violations == ()
    assert is_balanced or (topology is Topology.FREE_REMIX and not one_change_balances(before, people, absent))


def one_change_balances(before, people, absent):
    """Somebody else could take another path, of all there are, so that every rule holds again."""
    place = people.index(absent)
    present = [person for person in people if person != absent]
    paths = before.paths[:place] + before.paths[place + 1 :]
    ways = list(permutations(range(1, len(before.tables) + 1), before.rounds))
    return any(
        measure(replace(before, paths=(*paths[:one], way, *paths[one + 1 :])), present).violations == ()
        for one in range(len(present))
        for way in ways
    )
