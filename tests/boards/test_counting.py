"""How many people said it: each person once in a row, whatever is merged, separated, undone or forgotten."""

import pytest

from essaim.boards.domain import contributing, deciding, undoing
from essaim.boards.domain.unsigning import unsign
from essaim.boards.models import Board, Note
from essaim.boards.queries import grouped
from tests.factories import NOON, make_person, write_note

pytestmark = pytest.mark.django_db


class Desk:
    """A board, and notes called by a letter for their author and a figure."""

    def __init__(self):
        self.board = Board.objects.create(question="Que faire ?")
        self.by = make_person("Awa")
        self.notes = {}

    def says(self, *names):
        for name in names:
            self.notes[name] = write_note(self.board, f"Idée {name}", author=name[0])

    def scribes(self, name, count):
        self.notes[name] = write_note(self.board, f"Idée {name}", count=count, source="scribe")

    def merge(self, head, *names, by=None):
        for name in names:
            deciding.merge_note(
                board=self.board, note=self.notes[name], into=self.notes[head], by=by or self.by, now=NOON
            )

    def separate(self, name):
        deciding.move_note(board=self.board, note=self.notes[name], theme=None, by=self.by, now=NOON)

    def undo(self, by=None):
        undoing.undo(board=self.board, by=by or self.by, now=NOON)

    def rows(self):
        return {row.note.text.removeprefix("Idée "): row.count for row in grouped(self.board).unsorted}

    def heard(self):
        """The rows as a screen that follows the log adds them up."""
        told = {event.payload["key"]: event.payload for event in self.board.events.filter(kind="note")}
        rows = {}
        for note in told.values():
            if note["state"] == "kept":
                head = note["merged_into"] or note["key"]
                name = told[head]["text"].removeprefix("Idée ")
                rows[name] = rows.get(name, 0) + note["count"]
        return rows


@pytest.fixture
def desk():
    return Desk()


def test_two_notes_of_one_person_count_this_person_once(desk):
    desk.says("a1", "a2", "b1")

    desk.merge("a1", "a2", "b1")

    assert desk.rows() == desk.heard() == {"a1": 2}


def test_what_a_scribe_counted_is_kept_beside_one_person_who_wrote_twice(desk):
    desk.says("a1", "a2")
    desk.scribes("s", 3)

    desk.merge("s", "a1", "a2")

    assert desk.rows() == desk.heard() == {"s": 4}


def test_a_row_merged_into_another_counts_those_who_wrote_in_both_once(desk):
    desk.says("a1", "b1", "a2", "c1")
    desk.merge("a1", "b1")
    desk.merge("a2", "c1")

    desk.merge("a1", "a2")

    assert desk.rows() == desk.heard() == {"a1": 3}


@pytest.mark.parametrize("left", ["a1", "a2"])
def test_separated_each_note_counts_its_author_again(desk, left):
    desk.says("b1", "a1", "a2")
    desk.merge("b1", "a1", "a2")

    desk.separate(left)

    assert desk.rows() == desk.heard() == {"b1": 2, left: 1}


def test_undoing_a_merge_counts_as_before_even_when_somebody_else_merged_meanwhile(desk):
    beatriz = make_person("Béatriz")
    desk.says("b1", "a1", "a2")
    desk.merge("b1", "a1")
    desk.merge("b1", "a2", by=beatriz)
    assert desk.rows() == {"b1": 2}

    desk.undo()
    assert desk.rows() == desk.heard() == {"b1": 2, "a1": 1}

    desk.undo(by=beatriz)
    assert desk.rows() == desk.heard() == {"b1": 1, "a1": 1, "a2": 1}


def test_a_note_withdrawn_from_a_row_leaves_its_author_counted_by_the_other_one(desk):
    desk.says("b1", "a1", "a2")
    desk.merge("b1", "a1", "a2")

    contributing.withdraw_note(note=desk.notes["a1"], author="a", now=NOON)

    assert desk.rows() == desk.heard() == {"b1": 2}


def test_what_was_counted_does_not_change_when_authors_are_forgotten(desk):
    desk.says("b1", "a1", "a2", "b2")
    desk.merge("b1", "a1", "a2", "b2")

    unsign("a")
    assert desk.rows() == {"b1": 2}
    unsign("b")
    assert desk.rows() == {"b1": 2}

    desk.says("c1")
    desk.merge("b1", "c1")
    assert desk.rows() == desk.heard() == {"b1": 3}
    desk.separate("c1")
    assert desk.rows() == desk.heard() == {"b1": 2, "c1": 1}


def test_nobody_is_lost_when_a_forgotten_person_s_notes_are_separated(desk):
    desk.scribes("s", 2)
    desk.says("a1", "a2")
    desk.merge("s", "a1", "a2")
    unsign("a")

    desk.separate("a1")

    assert desk.rows() == desk.heard() == {"s": 3, "a1": 1}


def test_a_count_is_nobody_s_decision_and_is_not_undone_by_itself(desk):
    desk.says("a1", "a2")

    desk.merge("a1", "a2")
    desk.undo()

    assert desk.rows() == {"a1": 1, "a2": 1}
    assert set(Note.objects.values_list("count", flat=True)) == {1}
