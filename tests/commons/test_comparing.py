"""Two sheets compared, and three put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.commons.formats.comparing import chosen, differences, merged
from essaim.commons.formats.sheet import without_blanks

WORDS = st.sampled_from(["eau", "haie", "compost", "vélo"])
SHEETS = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "summary": WORDS,
        "description": WORDS,
        "tags": st.lists(WORDS, unique=True, min_size=1),
        "places": st.lists(st.sampled_from(["01001", "02001"]), unique=True, min_size=1).map(
            lambda codes: [{"kind": "commune", "code": code} for code in codes]
        ),
        "maturity": WORDS,
    },
).map(without_blanks)


def said(sheet):
    """A sheet whose fields of several values are taken without their order."""
    return {name: sorted(map(str, value)) if isinstance(value, list) else value for name, value in sheet.items()}


@given(SHEETS, SHEETS)
def test_what_only_one_side_changed_is_asked_of_nobody(base, changed):
    assert merged(base, changed, base) == merged(base, base, changed) == merged(base, changed, changed)
    assert (merged(base, changed, base).sheet, merged(base, changed, base).clashes) == (changed, ())


@given(SHEETS, SHEETS, SHEETS)
def test_both_sides_are_heard_whichever_comes_first(base, ours, theirs):
    here, there = merged(base, ours, theirs), merged(base, theirs, ours)
    names = {clash.field.name for clash in here.clashes}

    assert names == {clash.field.name for clash in there.clashes}
    assert {name: value for name, value in said(here.sheet).items() if name not in names} == {
        name: value for name, value in said(there.sheet).items() if name not in names
    }
    assert said(chosen(here, names)) == said(there.sheet)


@given(SHEETS, SHEETS, SHEETS)
def test_nothing_is_lost_that_somebody_added_and_nobody_removed(base, ours, theirs):
    sheet = merged(base, ours, theirs).sheet

    for side, other in ((ours, theirs), (theirs, ours)):
        added = set(side.get("tags", [])) - set(base.get("tags", []))
        assert added <= set(sheet.get("tags", []))
        removed = set(base.get("tags", [])) - set(side.get("tags", []))
        assert not removed & set(sheet.get("tags", [])) - (set(other.get("tags", [])) - set(base.get("tags", [])))


@given(SHEETS, SHEETS)
def test_differences_lead_from_one_to_the_other(before, after):
    told = differences(before, after)

    assert without_blanks(before | {one.field.name: one.after for one in told}) == after
    assert all(one.before != one.after for one in told)


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ({"tags": ["a", "b"]}, {"tags": ["b", "c"]}, ["c"], ["a"]),
        ({}, {"tags": ["a"]}, ["a"], []),
        ({"summary": "a"}, {"summary": "b"}, [], []),
    ],
)
def test_a_field_of_several_values_tells_those_that_came_and_went(before, after, added, removed):
    [one] = differences(before, after)

    assert (one.added, one.removed) == (added, removed)


def test_two_who_wrote_the_same_sentence_otherwise_are_asked():
    base = {"title": "Compost", "summary": "Un bac.", "tags": ["eau"]}
    merge = merged(
        base, base | {"summary": "Deux bacs.", "tags": ["eau", "bac"]}, base | {"summary": "Un tas.", "tags": []}
    )

    assert merge.sheet == {"title": "Compost", "summary": "Deux bacs.", "tags": ["bac"]}
    assert [(one.field.name, one.base, one.ours, one.theirs) for one in merge.clashes] == [
        ("summary", "Un bac.", "Deux bacs.", "Un tas.")
    ]
    assert chosen(merge, ["summary"]) == {"title": "Compost", "summary": "Un tas.", "tags": ["bac"]}
    assert chosen(merge, []) == merge.sheet
