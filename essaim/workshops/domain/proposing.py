"""What a facilitator takes from the machine's proposals; each is one gesture, undone as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding
from essaim.boards.domain import proposing as machine
from essaim.boards.models import Note, Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate
from essaim.workshops.desk import has_opened
from essaim.workshops.domain.sorting import notes_asked, ready, uuid_of
from essaim.workshops.enums import Act, State
from essaim.workshops.models import Question
from essaim.workshops.queries import round_at


@dataclass(frozen=True)
class Choice:
    """A note's key, the theme that a person chose, and the one that the machine had put first."""

    note: str
    theme: str
    first: str


@dataclass(frozen=True)
class Adopted:
    """A proposed theme as a person corrected it: its title, the notes kept in it, those taken out of it."""

    title: str
    notes: Sequence[str]
    refused: Sequence[str] = ()


@transaction.atomic
def place(*, question: Question, choices: Sequence[Choice], by: Person, now: datetime, seen: int = 0) -> int:
    """Each note stands under the theme chosen for it; gives how many."""
    board = ready(question, [choice.note for choice in choices], by=by, seen=seen)
    if not choices:
        raise Refused(_("Cochez d’abord une ou plusieurs notes."), code="no-note-chosen", status=422)
    proposed: list[tuple[Note, Theme]] = []
    for choice in choices:
        [note] = notes_asked(board, [choice.note])
        proposed.append((note, deciding.theme_on(board, uuid_of(choice.first))))
        deciding.move_note(
            board=board, note=note, theme=deciding.theme_on(board, uuid_of(choice.theme)), by=by, now=now
        )
    machine.remember(proposed, now=now)
    return len(choices)


@transaction.atomic
def say_none_fits(*, question: Question, key: str, by: Person, now: datetime, seen: int = 0) -> Note:
    """No heading of this board fits the note, says this person."""
    board = ready(question, [key], by=by, seen=seen)
    [note] = notes_asked(board, [key])
    machine.say_none_fits(board=board, note=note, by=by, now=now)
    return note


@transaction.atomic
def adopt(*, question: Question, themes: Sequence[Adopted], by: Person, now: datetime, seen: int = 0) -> int:
    """These headings are on the board, each with its notes; gives how many. One without notes is not made."""
    board = ready(question, [key for theme in themes for key in theme.notes], by=by, seen=seen)
    filled = [theme for theme in themes if theme.notes]
    if not filled:
        raise Refused(_("Retenez au moins un thème, avec une note."), code="no-theme-chosen", status=422)
    for theme in filled:
        made = deciding.add_theme(board=board, title=theme.title, by=by, now=now, round=round_at(question.workshop))
        kept = notes_asked(board, theme.notes)
        for note in kept:
            deciding.move_note(board=board, note=note, theme=made, by=by, now=now)
        refused = notes_asked(board, theme.refused) if theme.refused else []
        machine.remember([(note, made) for note in (*kept, *refused)], now=now)
    return len(filled)


def let_place_alone(*, question: Question, is_on: bool, by: Person) -> None:
    """Notes of which the machine is sure go under their heading by themselves, or wait for a person."""
    check_may_facilitate(by, question.workshop)
    question.places_alone = is_on
    question.save(update_fields=["places_alone"])


def place_sure_everywhere(*, now: datetime) -> int:
    """In each question of a running workshop that lets it, while sorting is open; gives how many notes moved."""
    questions = Question.objects.filter(places_alone=True, workshop__state=State.RUNNING).select_related("workshop")
    return sum(
        machine.place_sure(question.board, now=now)
        for question in questions
        if has_opened(question.workshop, Act.GROUP)
    )
