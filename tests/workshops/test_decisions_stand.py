"""Whatever people decide, in whatever order: more notes and a new draft move none of it, and undoing all is as before.

The gestures are those of the desk, drawn at random; each takes three figures, which choose among what stands then.
"""

import itertools
import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.boards.domain.proposing import place_sure
from essaim.boards.enums import NoteState
from essaim.boards.models import PARTS_GONE, Theme
from essaim.boards.models.public import note_state, theme_state
from essaim.boards.proposals import offers_of, themes_for
from essaim.boards.queries import grouped
from essaim.kit.refusal import Refused
from essaim.workshops.domain import proposing, sorting
from essaim.workshops.domain.proposing import Adopted, Choice
from tests.factories import NOON, write_note

pytestmark = pytest.mark.django_db

FIRST = """
    Plus de bus le soir
    Des bus le dimanche
    Un bus pour le marché du samedi
    Des pistes cyclables
    Une piste cyclable vers la gare
    Des abris pour les vélos
    Planter des arbres
    Des arbres dans la cour
    Et puis voilà
    Moins de voitures en ville. Des bancs à l’ombre
    Plus de bus le soir
""".strip().splitlines()
LATER = """
    Arbres fruitiers dans la rue
    Un bus de nuit
    Réparer les vélos ensemble
    Une cantine bio
    De l’ombre devant l’école
""".strip().splitlines()


class Desk:
    """A question in its first sequence, and the person who sorts it."""

    def __init__(self, workshop, person):
        self.question = workshop.questions.get(number=1)
        self.board = self.question.board
        self.person = person
        self.moments = (NOON + timedelta(seconds=second) for second in itertools.count(1))
        for text in FIRST:
            write_note(self.board, text.strip())

    def does(self, verb, **what):
        return verb(question=self.question, by=self.person, now=next(self.moments), **what)

    def notes(self):
        return list(self.board.notes.exclude(PARTS_GONE).order_by("number"))

    def note(self, draw):
        notes = self.notes()
        return str(notes[draw % len(notes)].key)

    def theme(self, draw):
        themes = list(Theme.objects.filter(board=self.board, is_removed=False))
        return str(themes[draw % len(themes)].key) if themes else ""

    def state(self):
        """All that people see of the board, as bytes."""
        notes = [{**note_state(note), "fits_none": note.fits_none} for note in self.notes()]
        themes = [theme_state(theme) for theme in Theme.objects.filter(board=self.board, is_removed=False)]
        return json.dumps([notes, themes], ensure_ascii=False, indent=1).encode()

    def decided(self):
        return {note.number: note_state(note) for note in self.notes() if note.decided_at}


def move(desk, one, other, third):
    desk.does(sorting.move, keys=[desk.note(one), desk.note(other)], theme=desk.theme(third), title="")


def name(desk, one, other, third):
    desk.does(sorting.move, keys=[desk.note(one), desk.note(other)], theme="new", title=f"Thème {third}")


def merge(desk, one, other, third):
    desk.does(sorting.merge, keys=[desk.note(one), desk.note(other), desk.note(third)])


def separate(desk, one, _other, _third):
    desk.does(sorting.separate, key=desk.note(one))


def cut(desk, one, other, _third):
    note = desk.board.notes.get(key=desk.note(one))
    words = note.text.split()
    place = 1 + other % max(1, len(words) - 1)
    desk.does(sorting.cut, key=str(note.key), parts=[" ".join(words[:place]), " ".join(words[place:])])


def set_aside(desk, one, other, _third):
    desk.does(sorting.set_aside, keys=[desk.note(one), desk.note(other)], reason="Hors sujet")


def restore(desk, one, _other, _third):
    desk.does(sorting.restore, key=desk.note(one))


def rename(desk, one, other, _third):
    desk.does(sorting.rename, theme=desk.theme(one), title=f"Titre {other}")


def shift(desk, one, other, _third):
    desk.does(sorting.shift, theme=desk.theme(one), later=bool(other % 2))


def remove(desk, one, _other, _third):
    desk.does(sorting.remove, theme=desk.theme(one))


def quote(desk, one, other, _third):
    desk.does(sorting.quote, theme=desk.theme(one), key=desk.note(other))


def take_offer(desk, one, other, _third):
    picture = grouped(desk.board)
    offers = offers_of(picture).offers if picture.themes else []
    if offers:
        offer = offers[one % len(offers)]
        chosen = offer.themes[other % len(offer.themes)]
        choice = Choice(str(offer.row.note.key), str(chosen.key), str(offer.themes[0].key))
        desk.does(proposing.place, choices=[choice])


def adopt(desk, one, other, _third):
    found = themes_for(grouped(desk.board), 1 + one % 4).themes
    if found:
        chosen = found[other % len(found)]
        keys = [str(row.note.key) for row in chosen.rows]
        desk.does(proposing.adopt, themes=[Adopted(chosen.heading, keys[1:] or keys, keys[:1] if keys[1:] else ())])


def say_none_fits(desk, one, _other, _third):
    desk.does(proposing.say_none_fits, key=desk.note(one))


def undo(desk, _one, _other, _third):
    desk.does(sorting.undo)


GESTURES = [move, name, merge, separate, cut, set_aside, restore, rename, shift, remove, quote, take_offer, adopt]
FIGURE = st.integers(0, 59)
DAYS = st.lists(st.tuples(st.sampled_from([*GESTURES, say_none_fits, undo]), FIGURE, FIGURE, FIGURE), max_size=14)
PLAYED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def a_desk(workshop, person):
    """Each example has the board to itself."""
    with transaction.atomic():
        yield Desk(workshop, person)
        transaction.set_rollback(True)


def play(desk, day):
    """One gesture after another; one that is refused changes nothing."""
    for gesture, *figures in day:
        before = desk.state()
        try:
            gesture(desk, *figures)
        except Refused:
            assert desk.state() == before


def all_accounted_for(desk):
    """Each note is in one place on the board, and in one place of what the machine proposes for it."""
    picture = grouped(desk.board)
    coverage = picture.coverage
    assert coverage.received == len(desk.notes())
    assert coverage.received == coverage.used + coverage.outside + coverage.set_aside + coverage.handed
    waiting = sorted(row.note.number for row in picture.unsorted)
    if picture.themes:
        offers = offers_of(picture)
        proposed = [offer.row for offer in offers.offers]
        assert sorted(row.note.number for row in (*proposed, *offers.apart, *offers.none_fits)) == waiting
    for number in (1, 3, 9):
        found = themes_for(picture, number)
        grouped_rows = [row for theme in found.themes for row in theme.rows]
        apart = [*found.apart, *(row for row in picture.unsorted if row.note.fits_none)]
        assert sorted(row.note.number for row in (*grouped_rows, *apart)) == waiting


@PLAYED
@given(day=DAYS, share=st.sampled_from([1, 3, 5]))
def test_more_notes_and_a_new_draft_leave_all_that_was_decided(workshop, amel, day, share):
    with a_desk(workshop, amel) as desk:
        play(desk, day)
        decided = desk.decided()
        themes = [theme_state(theme) for theme in Theme.objects.filter(board=desk.board)]

        for text in LATER[:share]:  # ten, thirty, fifty per cent more
            write_note(desk.board, text.strip())
        all_accounted_for(desk)
        place_sure(desk.board, now=next(desk.moments))

        now = {note.number: note_state(note) for note in desk.notes()}
        assert {number: now[number] for number in decided} == decided
        assert [theme_state(theme) for theme in Theme.objects.filter(board=desk.board)] == themes
        all_accounted_for(desk)


@PLAYED
@given(day=DAYS)
def test_undoing_everything_returns_the_first_state_byte_for_byte(workshop, amel, day):
    with a_desk(workshop, amel) as desk:
        first = desk.state()

        play(desk, day)
        while desk.does(sorting.undo):
            pass

        assert desk.state() == first
        assert {note.state for note in desk.notes()} == {NoteState.KEPT}
