"""What a facilitator does with the notes of a question; each gesture is one transaction, and is undone as one."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain import cutting, deciding, undoing
from essaim.boards.domain.announcing import locked
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Note, Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.desk import has_opened, opening_of
from essaim.workshops.enums import Act
from essaim.workshops.models import Question
from essaim.workshops.queries import round_at


def check_may_sort(by: Person, question: Question) -> None:
    """The team sorts from the first sequence that allows it, and may finish afterwards."""
    check_may_facilitate(by, question.workshop)
    if not has_opened(question.workshop, Act.GROUP):
        when = opening_of(question.workshop, Act.GROUP, now=timezone.now())
        raise Refused(_("On ne range pas encore les notes.") + " " + when, code="not-now")


def notes_asked(board: Board, keys: Sequence[str]) -> list[Note]:
    """The notes that somebody ticked, in the order in which they were written."""
    if not keys:
        raise Refused(_("Cochez d’abord une ou plusieurs notes."), code="no-note-chosen", status=422)
    return sorted((deciding.note_on(board, uuid_of(key)) for key in keys), key=lambda note: note.number)


def uuid_of(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError as bad:
        raise Refused(_("Cet élément n’est pas (ou plus) sur ce panneau."), code="bad-key", status=404) from bad


def ready(question: Question, keys: Sequence[str], *, by: Person, seen: int) -> Board:
    """The board, locked, when this person may sort it and nobody has touched these things since they looked."""
    check_may_sort(by, question)
    board = locked(question.board)
    deciding.check_unchanged(board=board, keys=keys, seen=seen, by=by)
    return board


@transaction.atomic
def move(
    *,
    question: Question,
    keys: Sequence[str],
    theme: str,
    title: str,
    by: Person,
    now: datetime,
    seen: int = 0,
) -> tuple[Theme | None, int]:
    """These notes stand under the theme (made if a title is given); gives the theme and how many notes moved."""
    board = ready(question, keys, by=by, seen=seen)
    if not (keys or title):
        notes_asked(board, keys)
    notes = notes_asked(board, keys) if keys else []
    if title or theme == "new":
        chosen: Theme | None = deciding.add_theme(
            board=board, title=title, by=by, now=now, round=round_at(question.workshop)
        )
    else:
        chosen = deciding.theme_on(board, uuid_of(theme)) if theme else None
    for note in notes:
        deciding.move_note(board=board, note=note, theme=chosen, by=by, now=now)
    return chosen, len(notes)


@transaction.atomic
def merge(
    *, question: Question, keys: Sequence[str], into: str = "", by: Person, now: datetime, seen: int = 0
) -> tuple[Note, int]:
    """These notes are counted with one of them (the first written, unless chosen); gives it and how many joined."""
    board = ready(question, [*keys, *([into] if into else [])], by=by, seen=seen)
    notes = notes_asked(board, keys)
    head = deciding.note_on(board, uuid_of(into)) if into else notes[0]
    others = [note for note in notes if note.pk != head.pk]
    if not others:
        raise Refused(_("Cochez au moins deux notes à réunir."), code="merge-self", status=422)
    for note in others:
        deciding.merge_note(board=board, note=note, into=head, by=by, now=now)
    return head, len(others)


@transaction.atomic
def separate(*, question: Question, key: str, by: Person, now: datetime, seen: int = 0) -> Note:
    """A note that was merged stands by itself again, where the one it was merged into stands."""
    board = ready(question, [key], by=by, seen=seen)
    note = deciding.note_on(board, uuid_of(key))
    if note.merged_into:
        deciding.move_note(board=board, note=note, theme=note.merged_into.theme, by=by, now=now)
    return note


@transaction.atomic
def cut(*, question: Question, key: str, parts: Sequence[str], by: Person, now: datetime, seen: int = 0) -> list[Note]:
    """This note says several things: each is a note; gives them. The first one is set aside, and names them."""
    board = ready(question, [key], by=by, seen=seen)
    return cutting.cut_note(board=board, note=deciding.note_on(board, uuid_of(key)), parts=parts, by=by, now=now)


@transaction.atomic
def set_aside(*, question: Question, keys: Sequence[str], reason: str, by: Person, now: datetime, seen: int = 0) -> int:
    """These notes are out of the synthesis, each with the reason that its author will read."""
    board = ready(question, keys, by=by, seen=seen)
    notes = notes_asked(board, keys)
    for note in notes:
        deciding.set_aside(board=board, note=note, reason=reason, by=by, now=now)
    return len(notes)


@transaction.atomic
def restore(*, question: Question, key: str, by: Person, now: datetime, seen: int = 0) -> Note:
    """A note set aside is back, under its theme when that one still stands."""
    board = ready(question, [key], by=by, seen=seen)
    note = deciding.note_on(board, uuid_of(key))
    if note.state == NoteState.SET_ASIDE:
        theme = note.theme if note.theme and not note.theme.is_removed else None
        deciding.move_note(board=board, note=note, theme=theme, by=by, now=now)
    return note


@transaction.atomic
def accept(*, question: Question, keys: Sequence[str], by: Person, now: datetime, seen: int = 0) -> int:
    """Notes handed over after the bell are on the board; gives how many were waiting."""
    board = ready(question, keys, by=by, seen=seen)
    waiting = [note for note in notes_asked(board, keys) if note.state == NoteState.HANDED]
    for note in waiting:
        deciding.accept_handed(board=board, note=note, by=by, now=now)
    return len(waiting)


@transaction.atomic
def rename(*, question: Question, theme: str, title: str, by: Person, now: datetime, seen: int = 0) -> Theme:
    """The heading reads otherwise."""
    board = ready(question, [theme], by=by, seen=seen)
    chosen = deciding.theme_on(board, uuid_of(theme))
    deciding.rename_theme(board=board, theme=chosen, title=title, by=by, now=now)
    return chosen


@transaction.atomic
def shift(*, question: Question, theme: str, later: bool, by: Person, now: datetime) -> Theme:
    """The heading changes places with its neighbour; at the end of the list it stays."""
    board = ready(question, [], by=by, seen=0)
    themes = list(Theme.objects.filter(board=board, is_removed=False))
    chosen = deciding.theme_on(board, uuid_of(theme))
    here = themes.index(chosen)
    there = here + (1 if later else -1)
    if 0 <= there < len(themes):
        themes[here], themes[there] = themes[there], themes[here]
        for position, each in enumerate(themes, start=1):
            if each.position != position:
                deciding.place_theme(board=board, theme=each, position=position, by=by, now=now)
    return chosen


@transaction.atomic
def remove(*, question: Question, theme: str, by: Person, now: datetime, seen: int = 0) -> Theme:
    """The heading is gone and its notes wait to be sorted again; undone as one gesture."""
    board = ready(question, [theme], by=by, seen=seen)
    chosen = deciding.theme_on(board, uuid_of(theme))
    heads = chosen.notes.filter(state=NoteState.KEPT, merged_into=None).select_related("theme", "about")
    for note in heads:
        deciding.move_note(board=board, note=note, theme=None, by=by, now=now)
    deciding.remove_theme(board=board, theme=chosen, by=by, now=now)
    return chosen


@transaction.atomic
def quote(*, question: Question, theme: str, key: str, by: Person, now: datetime, seen: int = 0) -> Theme:
    """This note is the theme's key quote; no key, no quote."""
    board = ready(question, [theme], by=by, seen=seen)
    chosen = deciding.theme_on(board, uuid_of(theme))
    note = deciding.note_on(board, uuid_of(key)) if key else None
    deciding.quote_note(board=board, theme=chosen, note=note, by=by, now=now)
    return chosen


def undo(*, question: Question, by: Person, now: datetime) -> int:
    """This person's last gesture on this question is as if it had not been; gives how many decisions it held."""
    check_may_facilitate(by, question.workshop)
    return undoing.undo_gesture(board=question.board, by=by, now=now)
