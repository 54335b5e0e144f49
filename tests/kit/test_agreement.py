"""The share of pairs, and what luck would give: beside their definitions, read pair after pair."""

from itertools import combinations
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.kit.agreement import Agreement, agreement_of

SORTINGS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", None]), st.sampled_from(["X", "Y", "Z", None])), max_size=12
)


def together(groups, place, other):
    return groups[place] is not None and groups[place] == groups[other]


def slow(one, other):
    """As the two measures are defined: every pair, looked at."""
    pairs = list(combinations(range(len(one)), 2))
    same_one = [together(one, *pair) for pair in pairs]
    same_other = [together(other, *pair) for pair in pairs]
    alike = sum(first == second for first, second in zip(same_one, same_other, strict=True))
    if not pairs:
        return Agreement(0, 0, 1.0)
    both = sum(first and second for first, second in zip(same_one, same_other, strict=True))
    luck = sum(same_one) * sum(same_other) / len(pairs)
    most = (sum(same_one) + sum(same_other)) / 2
    return Agreement(len(pairs), alike, 1.0 if most == luck else (both - luck) / (most - luck))


@given(SORTINGS)
def test_it_is_what_the_definitions_say(sortings):
    one, other = [list(side) for side in zip(*sortings, strict=True)] or [[], []]
    found, expected = agreement_of(one, other), slow(one, other)

    assert (found.pairs, found.alike) == (expected.pairs, expected.alike)
    assert isclose(found.chance, expected.chance, abs_tol=1e-12)
    assert agreement_of(other, one).alike == found.alike


@pytest.mark.parametrize(
    ("one", "other", "percent", "chance"),
    [
        (["A", "A", "B", "B"], ["X", "X", "Y", "Y"], 100, 1.0),
        (["A", "A", "B", "B"], ["X", "Y", "X", "Y"], 33, -0.5),
        ([None, None, None], [None, None, None], 100, 1.0),
        (["A", "A", "A"], [None, None, None], 0, 0.0),
        (["A"], [None], 100, 1.0),
    ],
)
def test_a_few_sortings(one, other, percent, chance):
    found = agreement_of(one, other)

    assert (found.percent, found.chance) == (percent, pytest.approx(chance))


def test_a_hundred_means_no_difference():
    one = ["A"] * 300
    assert agreement_of(one, [*one[:-1], "B"]).percent == 99
