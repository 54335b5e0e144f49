"""What a participant's phone shows at each moment: read once, the same for the page and for other clients."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Idea, Note, Relay
from essaim.boards.queries import relay_before
from essaim.programmes.enums import Visibility
from essaim.workshops.access import rang
from essaim.workshops.domain.seating import plan_of
from essaim.workshops.enums import Act, Kind, State
from essaim.workshops.models import Question, Seat, Sequence, Table, Workshop
from essaim.workshops.queries import (
    Slot,
    current_sequence,
    last_round,
    question_at,
    round_at,
    table_number,
    timetable,
)
from essaim.workshops.rotation import badge_rule


@dataclass(frozen=True)
class Stop:
    """A step of somebody's path: which table, and which question waits there."""

    round: int
    table: Table | None
    question: Question | None
    starts_at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class Place:
    """Where a seat is now: at which table, on which question, in which sequence."""

    seat: Seat
    sequence: Sequence | None
    round: int
    table: Table | None
    question: Question | None
    has_rung: bool

    @property
    def board(self) -> Board | None:
        if self.sequence is not None and self.sequence.kind == Kind.PLENARY:
            return self.seat.workshop.plenary
        return self.question.board if self.question else None

    @property
    def moment(self) -> str:
        """The name of the screen: one for each state of the day."""
        if self.seat.left_at is not None:
            return "left"
        if self.seat.workshop.state != State.RUNNING or self.sequence is None:
            return {State.DRAFT: "draft", State.CLOSED: "after"}.get(State(self.seat.workshop.state), "before")
        kinds = {Kind.ROUND: "write", Kind.PLENARY: "plenary"}
        return kinds.get(Kind(self.sequence.kind), "between")

    @property
    def tint(self) -> int:
        """One of six paper colours, the table's; its name is always written beside it."""
        return (self.table.number - 1) % 6 + 1 if self.table else 1

    def permits(self, act: str) -> bool:
        return self.sequence is not None and self.sequence.permits(Act(act))

    @property
    def may_vote(self) -> bool:
        return self.moment == "write" and self.permits(Act.VOTE)

    def seconds_left(self, now: datetime) -> int | None:
        """Until the bell; negative after it. A pause stops the clock."""
        if self.sequence is None or self.sequence.ends_at is None:
            return None
        return round((self.sequence.ends_at - (self.seat.workshop.paused_at or now)).total_seconds())


def place_of(seat: Seat, *, now: datetime) -> Place:
    workshop = seat.workshop
    sequence = current_sequence(workshop)
    round = round_at(workshop)
    number = table_number(seat, round)
    return Place(
        seat=seat,
        sequence=sequence,
        round=round,
        table=workshop.tables.filter(number=number).first() if number else None,
        question=question_at(workshop, number, round),
        has_rung=rang(sequence, workshop, now=now),
    )


def relay_for(place: Place) -> Relay | None:
    """What the groups before leave to this one."""
    return relay_before(place.question.board, place.round) if place.question else None


@dataclass
class Notes:
    """The notes that a phone shows: its own with what to call them, and those of the table at this turn."""

    own: list[tuple[Note, str]] = field(default_factory=list)
    table: list[Note] = field(default_factory=list)


def notes_for(place: Place) -> Notes:
    """Own notes on this question, then what the table wrote during this turn; the latest first."""
    notes = Notes()
    if place.question is None:
        return notes
    author = str(place.seat.key)
    number = table_number(place.seat, place.round)
    mine = Q(author=author) & ~Q(state=NoteState.WITHDRAWN)
    theirs = Q(group=number, round=place.round, state=NoteState.KEPT)
    for note in place.question.board.notes.filter(mine | theirs).order_by("-number"):
        if note.author == author:
            notes.own.append((note, label_of(note)))
        else:
            notes.table.append(note)
    return notes


def label_of(note: Note) -> str:
    """The first line of one's own note."""
    labels = {
        NoteState.HANDED: _("Vous · remise à l’animation"),
        NoteState.SET_ASIDE: _("Vous · mise de côté"),
    }
    return labels.get(NoteState(note.state), _("Vous"))


def reactions_of(place: Place) -> list[Note]:
    """What this seat answered in plenary; the latest first."""
    own = place.seat.workshop.plenary.notes.filter(author=str(place.seat.key)).exclude(state=NoteState.WITHDRAWN)
    return list(own.select_related("about").order_by("-number"))


def label_of_reaction(note: Note) -> str:
    """The first line of one's own answer, away from the idea that it answers."""
    if note.about is None:
        return label_of(note)
    return _("Vous, à propos de « %(idea)s »") % {"idea": Truncator(note.about.text).chars(24)}


def path_of(place: Place, slots: list[Slot]) -> list[Stop]:
    """Every turn with its table, for the whole day."""
    workshop = place.seat.workshop
    tables = {table.number: table for table in workshop.tables.all()}
    starts: dict[int, datetime | None] = {}
    for slot in slots:
        if slot.sequence.round:
            starts.setdefault(slot.sequence.round, slot.starts_at)
    is_walking = workshop.state in {State.OPEN, State.RUNNING} and place.moment != "plenary"
    stops = []
    for round in range(1, last_round(workshop) + 1):
        number = table_number(place.seat, round)
        question = question_at(workshop, number, round)
        current = is_walking and round == place.round
        stops.append(Stop(round, tables.get(number), question, starts.get(round), current))
    return stops


def rule_of(seat: Seat) -> str:
    """The badge's sentence, to be read aloud."""
    return badge_rule(plan_of(seat.workshop, [seat]), 0) if seat.path else ""


def before_page(place: Place, *, now: datetime) -> dict[str, Any]:
    """Arriving and walking show the same: where to go, and all the steps."""
    return {"stops": path_of(place, timetable(place.seat.workshop, now=now)), "badge_rule": rule_of(place.seat)}


def report_is_out(workshop: Workshop) -> bool:
    """A seat may read the report: it is open to amendments, or final and not kept by the team."""
    final = Q(report__state="final") & ~Q(visibility=Visibility.PRIVATE)
    return Workshop.objects.filter(Q(report__state="amendable") | final, pk=workshop.pk).exists()


def ideas_quoting(notes: Iterable[Note]) -> dict[int, str]:
    """The strong ideas that speak in the words of these notes, by note."""
    ideas = Idea.objects.filter(key_note__in=notes, is_removed=False).order_by("-position", "-pk")
    return {idea.key_note_id: idea.text for idea in ideas if idea.key_note_id}


def sentence_of_fate(note: Note, idea: str = "") -> str:
    """What became of a note, in words for the person who wrote it; `idea` is the strong idea that quotes it."""
    if note.state == NoteState.WITHDRAWN:
        return _("Retirée par vous")
    if note.state == NoteState.SET_ASIDE:
        return _("Mise de côté : %(reason)s") % {"reason": note.reason}
    if note.state == NoteState.HANDED:
        return _("Remise à l’animation, qui la placera")
    if note.merged_into is not None:
        return _("Réunie avec la note n° %(number)s") % {"number": note.merged_into.number}
    if note.about is not None:
        return _("Gardée avec l’idée forte « %(idea)s »") % {"idea": note.about.text}
    if not hasattr(note.board, "asked_as"):
        return _("Gardée avec les réactions de la plénière")
    if note.theme is not None and not note.theme.is_removed:
        return _("Gardée dans le thème « %(theme)s »") % {"theme": note.theme.title}
    if idea:
        return _("Reprise dans l’idée forte « %(idea)s »") % {"idea": idea}
    return _("Reçue, pas encore rangée dans un thème")
