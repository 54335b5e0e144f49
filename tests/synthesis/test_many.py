"""A large board is worked on by samples, chunks and an index; what holds of a small one still holds."""

import random

import numpy as np
import pytest

from essaim.synthesis import Note, Options, draft, grouping, named, nearness, sense

WORDS = {
    "bus": ["bus", "soir", "dimanche", "arrêt", "ligne"],
    "vélo": ["vélo", "piste", "cyclable", "garage", "casque"],
    "arbre": ["arbre", "cour", "planter", "ombre", "fruitier"],
}


@pytest.fixture
def many(monkeypatch):
    """Sixty notes are many, and their tree is made of twenty."""
    for module in (grouping, nearness, sense):
        monkeypatch.setattr(module, "MANY", 30)
    monkeypatch.setattr(grouping, "SAMPLE", 20)
    monkeypatch.setattr(sense, "CHUNK", 16)


def sixty():
    draw = random.Random(4)  # noqa: S311
    return [Note(f"{name} {n}", " ".join(draw.sample(WORDS[name], 3))) for n in range(20) for name in WORDS]


def test_themes_are_those_of_a_small_board(many):
    found = draft(sixty(), Options(themes=3), named("none"))

    assert {frozenset(note.split()[0] for note in theme.notes) for theme in found.themes} == {
        frozenset({name}) for name in WORDS
    }
    assert sum(len(theme.notes) for theme in found.themes) == 60


def test_the_same_notes_give_the_same_draft(many):
    assert draft(sixty(), Options(), named("none")) == draft(sixty(), Options(), named("none"))


def test_the_index_finds_the_neighbours_that_a_full_comparison_finds(many):
    rows = sense.sense_of([note.text for note in sixty()], [], named("none"), {}).notes

    likely = {place: sorted(np.round(scores, 6)) for place, _others, scores in nearness.likely_neighbours(rows)}

    assert likely == {place: sorted(np.round(scores, 6)) for place, _others, scores in nearness.every_neighbour(rows)}


def test_who_asks_is_told_how_far_the_reading_has_got_and_may_stop_it(many):
    told = []

    class Stopped(Exception):
        pass

    def progress(done, all_of_them):
        told.append((done, all_of_them))
        if done >= 32:
            raise Stopped

    with pytest.raises(Stopped):
        draft(sixty(), Options(), named("bundled"), progress)

    assert told == [(16, 60), (32, 60)]
