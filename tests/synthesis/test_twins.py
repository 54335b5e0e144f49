"""The fast algorithms give what their slow twins give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from essaim.synthesis import grouping, linkage, nearness
from essaim.synthesis.sense import ONE
from essaim.synthesis.values import Note
from tests.synthesis import twins


@st.composite
def likenesses(draw, most=14):
    """Symmetric, each pair with a value of its own: between two groups as near, both choices are right."""
    count = draw(st.integers(2, most))
    pairs = count * (count - 1) // 2
    values = draw(st.permutations(range(pairs)))
    alike = np.eye(count)
    above = np.triu_indices(count, 1)
    alike[above] = [(2**value if pairs <= 20 else value * value + value / 7) / 2**20 for value in values]
    return np.maximum(alike, alike.T)


@given(likenesses(), st.data())
def test_the_tree_is_the_obvious_one(alike, data):
    number = data.draw(st.integers(1, len(alike)))

    found = linkage.cut(len(alike), linkage.tree_of(alike), number)

    groups = sorted([place for place, group in enumerate(found) if group == name] for name in set(found))
    assert groups == twins.cut(len(alike), twins.tree_of(alike.tolist()), number)


ROWS = st.integers(2, 14).flatmap(
    lambda count: st.lists(st.lists(st.integers(-900, 900), min_size=4, max_size=4), min_size=count, max_size=count)
)


@given(ROWS, st.data())
def test_notes_settle_as_the_obvious_way_says(rows, data):
    groups = linkage.numbered(data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows))))
    alike = [[sum(a * b for a, b in zip(one, two, strict=True)) / ONE**2 for two in rows] for one in rows]

    found = grouping.settled(np.array(rows, dtype=np.int16), groups)

    assert found == linkage.numbered(twins.settled(alike, groups))


@given(ROWS)
def test_the_central_note_is_the_one_nearest_to_all(rows):
    sums = [sum(sum(a * b for a, b in zip(one, two, strict=True)) for two in rows) for one in rows]

    assert grouping.most_central(np.array(rows, dtype=np.int16), range(len(rows))) == sums.index(max(sums))


@given(st.lists(st.sampled_from(["Un bus", "un bus !", "UN BUS", "Un vélo", "vélo", "…", ""]), max_size=8))
def test_repeats_are_those_of_all_pairs(texts):
    notes = [Note(str(place), text) for place, text in enumerate(texts)]

    groups = nearness.gather_repeats(notes)

    pairs = [{str(a), str(b)} for group in groups for a in group for b in group if a < b]
    assert sorted(map(sorted, pairs)) == sorted(map(sorted, twins.gather_repeats(notes)))
