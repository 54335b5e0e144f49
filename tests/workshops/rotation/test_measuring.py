from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.workshops.rotation import Limits, Person, Topology, measure, numbered_tables, plan
from essaim.workshops.rotation.measuring import people_met

from .examples import crowd


def slow_people_met(found):
    """Look at every pair, at every turn."""
    met = [0] * len(found.paths)
    for one, other in combinations(range(len(found.paths)), 2):
        if any(a == b for a, b in zip(found.paths[one], found.paths[other], strict=True)):
            met[one] += 1
            met[other] += 1
    return tuple(met)


@settings(deadline=None, max_examples=20)
@given(tables=st.integers(1, 5), surplus=st.integers(0, 15), topology=st.sampled_from(Topology))
def test_people_met_are_those_that_looking_at_every_pair_finds(tables, surplus, topology):
    found = plan(crowd(tables + surplus), numbered_tables(tables), min(3, tables), topology)

    assert people_met(found) == slow_people_met(found)


def test_every_broken_promise_is_told():
    people = [
        Person("Ana", host_of=1),
        Person("Bo", organisation="Ville", needs_accessible=True),
        Person("Cy", organisation="Ville", apart=frozenset({"Bo"})),
        Person("Dé"),
    ]
    found = plan(crowd(4), numbered_tables(2, accessible=frozenset({1})), 2)
    broken = replace(found, paths=((1, 2), (2, 2), (2, 2), (2, 2)))

    assert measure(broken, people, Limits(per_organisation=1)).violations == (
        "Ana quitte la table 1 qu’elle ou il anime.",
        "Bo est au tour 1 à la table 2, qui n’est pas accessible.",
        "Bo est au tour 2 à la table 2, qui n’est pas accessible.",
        "Cy revient à une question déjà vue.",
        "Dé revient à une question déjà vue.",
        "Bo et Cy sont ensemble au tour 1, table 2.",
        "2 personnes de « Ville » au tour 1, table 2 (au plus 1).",
        "Bo et Cy sont ensemble au tour 2, table 2.",
        "2 personnes de « Ville » au tour 2, table 2 (au plus 1).",
        "Au tour 2, les tables comptent de 0 à 4 personnes.",
    )


@pytest.mark.parametrize(
    ("tables", "turns", "people", "most"), [(2, 2, 8, 3.0), (2, 2, 7, 18 / 7), (3, 3, 24, 15.0), (4, 4, 24, 17.0)]
)
def test_the_most_that_can_be_met_is_reached_where_everybody_sees_each_question(tables, turns, people, most):
    figures = measure(plan(crowd(people), numbered_tables(tables), turns), crowd(people))

    assert (round(figures.met_mean, 6), round(figures.met_most, 6)) == (round(most, 6), round(most, 6))


@pytest.mark.parametrize("people", [9, 14, 18])
@pytest.mark.parametrize(("tables", "turns"), [(2, 2), (4, 2), (3, 3), (6, 3), (4, 4)])
def test_no_plan_does_better_than_the_most_that_is_told(tables, turns, people):
    figures = measure(plan(crowd(people), numbered_tables(tables), turns, questions=turns), crowd(people))

    assert figures.met_mean <= figures.met_most + 1e-9 <= figures.met_bound + 2e-9
