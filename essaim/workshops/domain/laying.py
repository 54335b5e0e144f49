"""Cards that people moved on a table, typed back: compared with the board, then decided, all of them or none."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import deciding
from essaim.boards.domain import proposing as machine
from essaim.boards.domain.announcing import locked
from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Event, Note
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.domain.printing_cards import Strip, notes_printed, strips_of
from essaim.workshops.domain.puzzling import puzzles_of
from essaim.workshops.domain.sorting import check_may_sort
from essaim.workshops.models import Printout
from essaim.workshops.paper.moves import NONE, WAITS, Puzzle, Said
from essaim.workshops.queries import round_at

STANDS = ("theme_id", "state", "merged_into_id", "fits_none")


@dataclass(frozen=True)
class Typed:
    """What was typed; `with_rest`: the other cards lay under their proposed heading; `insisted`: where paper wins."""

    said: Said
    with_rest: bool
    insisted: frozenset[str] = frozenset()


class Fate(StrEnum):
    CHANGES = "changes"
    ALREADY = "already"
    CONFLICT = "conflict"  # a person decided about it since it was printed


@dataclass(frozen=True)
class Row:
    """A card, or a strip, before and after; `line` 0: nobody typed it, it lay where it was proposed."""

    name: str
    text: str
    before: str
    after: str
    fate: Fate
    line: int = 0
    to: str = ""
    who: str = ""
    stands: str = ""  # where it is, exactly: two themes may have one title
    insisted: bool = False

    @property
    def is_followed(self) -> bool:
        return self.fate == Fate.CHANGES or (self.fate == Fate.CONFLICT and self.insisted)


@dataclass(frozen=True)
class Outcome:
    """All that the typing would change, and what cannot be followed in it."""

    headings: list[Row]
    cards: list[Row]
    puzzles: list[Puzzle]

    @property
    def digest(self) -> str:
        """Whether what is confirmed is what was shown; ticking a conflict is part of confirming."""
        shown = [(row.name, row.stands, row.after, row.fate) for row in (*self.headings, *self.cards)]
        return hashlib.sha256(repr((shown, self.puzzles)).encode()).hexdigest()[:32]

    @property
    def followed(self) -> list[Row]:
        return [row for row in (*self.headings, *self.cards) if row.is_followed]

    @property
    def conflicts(self) -> list[Row]:
        return [row for row in (*self.headings, *self.cards) if row.fate == Fate.CONFLICT]


@transaction.atomic
def lay_cards(
    *, printout: Printout, typed: Typed, by: Person, now: datetime, agreed: str = "", dry_run: bool = False
) -> Outcome:
    """The cards are on the board where people laid them; each is a decision of its own, the last undone first."""
    check_may_sort(by, printout.question)
    board = locked(printout.question.board)
    strips = strips_of(printout)
    outcome = compared(printout, strips, typed)
    if dry_run:
        return outcome
    if outcome.digest != agreed:
        raise Refused(
            _("Rien n’a été enregistré : la saisie ou le panneau a changé depuis cet aperçu. Relisez, puis confirmez."),
            code="changed-since",
        )
    if outcome.puzzles:
        raise Refused(
            _("Rien n’a été enregistré : corrigez d’abord les lignes qui n’ont pas été comprises."),
            code="puzzles",
            status=422,
        )
    # Decisions of one gesture bear the same instant: here each card has its own, so that each is undone by itself.
    instants = (now + timedelta(microseconds=step) for step in count())
    for row in outcome.headings:
        if row.is_followed:
            title(printout=printout, board=board, strip=strips[row.name], words=row.after, by=by, now=next(instants))
    for row in outcome.cards:
        if row.is_followed:
            lay(printout=printout, board=board, strips=strips, row=row, by=by, now=next(instants))
    return outcome


def title(*, printout: Printout, board: Board, strip: Strip, words: str, by: Person, now: datetime) -> None:
    """The strip bears these words: a heading made, or renamed."""
    if strip.theme and not strip.theme.is_removed:
        deciding.rename_theme(board=board, theme=strip.theme, title=words, by=by, now=now)
        return
    round = round_at(printout.question.workshop)
    deciding.add_theme(board=board, title=words, by=by, now=now, round=round, key=strip.key)


def lay(*, printout: Printout, board: Board, strips: Mapping[str, Strip], row: Row, by: Person, now: datetime) -> None:
    """The note stands where its card lay; what the machine had printed on it is remembered."""
    note = Note.objects.get(board=board, number=int(row.name))
    strip = strips.get(row.to)
    theme = deciding.theme_on(board, strip.key) if strip else None
    if row.to != NONE or note.theme_id:
        deciding.move_note(board=board, note=note, theme=theme, by=by, now=now)
    if row.to == NONE:
        machine.say_none_fits(board=board, note=note, by=by, now=now)
    printed = {number: letter for number, letter, waits in printout.cards if waits}
    proposed = strips.get(printed.get(note.number, ""))
    if proposed and proposed.theme and not proposed.theme.is_removed:
        machine.remember([(note, proposed.theme)], now=now)


def compared(printout: Printout, strips: Mapping[str, Strip], typed: Typed) -> Outcome:
    """Each thing that was typed beside what stands on the board. Nothing is written."""
    notes = notes_printed(printout)
    puzzles = puzzles_of(printout, strips, notes, typed.said)
    wrong = {puzzle.line for puzzle in puzzles}
    since = decisions_since(printout)
    titles = {each.letter: each.title for each in typed.said.headings if each.line not in wrong}
    headings = [
        heading_row(strips[each.letter], each.title, each.line, since, typed)
        for each in typed.said.headings
        if each.line not in wrong
    ]
    names = {letter: titles.get(letter, strip.title) for letter, strip in strips.items()}
    names |= {NONE: _("Aucun titre ne convient"), WAITS: _("À ranger")}
    lines = {each.number: each.line for each in typed.said.moves}
    laid = {each.number: each.to for each in typed.said.moves if each.line not in wrong}
    if typed.with_rest:
        laid |= {number: to for number, to in left_where_proposed(printout, strips, notes) if number not in lines}
    cards = [
        card_row(notes[number], to, strips, names, since, typed, lines.get(number, 0)) for number, to in laid.items()
    ]
    return Outcome(headings, sorted(cards, key=lambda row: (not row.line, row.line, int(row.name))), puzzles)


def left_where_proposed(
    printout: Printout, strips: Mapping[str, Strip], notes: Mapping[int, Note]
) -> Iterator[tuple[int, str]]:
    """The cards that waited and had a proposal, as far as both are still there."""
    for number, letter, waits in printout.cards:
        note = notes.get(number)
        if waits and letter and note and stands_by_itself(note) and not strips[letter].is_gone:
            yield number, letter


def stands_by_itself(note: Note) -> bool:
    return note.state == NoteState.KEPT and note.merged_into_id is None


def heading_row(strip: Strip, words: str, line: int, since: Mapping[str, list[Event]], typed: Typed) -> Row:
    words = deciding.titled(words)
    theme = strip.theme if strip.theme and not strip.theme.is_removed else None
    renamed = [event for event in since.get(str(strip.key), []) if "title" in (event.before or {})]
    fate = Fate.CONFLICT if renamed else Fate.CHANGES
    if theme and theme.title == words:
        fate = Fate.ALREADY
    return Row(
        name=strip.letter,
        text="",
        before=theme.title if theme else "",
        after=words,
        fate=fate,
        line=line,
        who=who_decided(renamed),
        stands=theme.title if theme else "",
        insisted=strip.letter in typed.insisted,
    )


def card_row(
    note: Note,
    to: str,
    strips: Mapping[str, Strip],
    names: Mapping[str, str],
    since: Mapping[str, list[Event]],
    typed: Typed,
    line: int,
) -> Row:
    decided = since.get(str(note.key), [])
    theme = note.theme if note.theme and not note.theme.is_removed else None
    if to in strips:
        is_there = theme is not None and theme.key == strips[to].key
    else:
        is_there = theme is None and note.fits_none == (to == NONE)
    fate = Fate.ALREADY if is_there else Fate.CONFLICT if moved_by_people(note, decided) else Fate.CHANGES
    return Row(
        name=str(note.number),
        text=note.text,
        before=theme.title if theme else names[NONE if note.fits_none else WAITS],
        after=names[to],
        fate=fate,
        line=line,
        to=to,
        who=who_decided(decided),
        stands=repr([getattr(note, name) for name in STANDS]),
        insisted=str(note.number) in typed.insisted,
    )


def decisions_since(printout: Printout) -> dict[str, list[Event]]:
    """What was decided since the cards were printed, by the thing that it is about."""
    found: dict[str, list[Event]] = {}
    events = Event.objects.filter(
        board=printout.question.board_id, revision__gt=printout.revision, before__isnull=False
    )
    for event in events.select_related("by").order_by("revision"):
        found.setdefault(event.target, []).append(event)
    return found


def moved_by_people(note: Note, decided: list[Event]) -> bool:
    """It stands elsewhere than when it was printed, and not because the machine put it there by itself."""
    now = {name: getattr(note, name) for name in STANDS}
    then = dict(now)
    for event in reversed(decided):
        then |= {name: value for name, value in (event.before or {}).items() if name in STANDS}
    return then != now and not decided[-1].payload.get("by_machine")


def who_decided(decided: list[Event]) -> str:
    return str(decided[-1].by) if decided and decided[-1].by else ""
