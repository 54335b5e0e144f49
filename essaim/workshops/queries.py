"""Reading a workshop: where everybody is, and what the clock says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from essaim.kit.rows import related
from essaim.kit.tracing import about_workshop
from essaim.people.models import Person
from essaim.programmes.models import Programme
from essaim.workshops.enums import Kind, State, Topology
from essaim.workshops.models import Question, SavedFormat, Seat, Sequence, Table, Workshop


def workshops_of(person: Any) -> QuerySet[Workshop]:
    """What this person prepares or runs, the latest first."""
    every = Workshop.objects.select_related("gathering__season__programme").order_by("-gathering__day", "-pk")
    if not isinstance(person, Person):
        return every.none()
    if person.is_administrator:
        return every
    return (
        every.filter(gathering__season__programme__organisers__person=person)
        | every.filter(facilitators__person=person)
    ).distinct()


def formats_of(programmes: QuerySet[Programme]) -> QuerySet[SavedFormat]:
    """What these programmes keep under a name, programme by programme."""
    kept = SavedFormat.objects.filter(programme__in=programmes).select_related("programme")
    return kept.order_by("programme__title", "programme", Lower("name"))


def format_named(programme: Programme, name: str) -> SavedFormat | None:
    return next((one for one in programme.formats.all() if one.name.casefold() == name.casefold()), None)


def workshop_by_code(code: str) -> Workshop | None:
    found = Workshop.objects.select_related("gathering__season__programme", "plenary").filter(code=code).first()
    if found is not None:
        about_workshop(found.pk)
    return found


def report_is_final(workshop: Workshop) -> bool:
    """Its report is published and dated: nothing that is written from now on would stand in it."""
    return Workshop.objects.filter(pk=workshop.pk, report__state="final").exists()


def current_sequence(workshop: Workshop) -> Sequence | None:
    """The sequence going on, or nothing before the start and after the end."""
    if workshop.state != State.RUNNING:
        return None
    return next((one for one in related(workshop, "sequences") if one.position == workshop.current), None)


def round_at(workshop: Workshop) -> int:
    """The turn of the tables going on; during a transition, the one that people walk to."""
    sequences = related(workshop, "sequences")
    here = [sequence for sequence in sequences if sequence.position == workshop.current]
    if here and here[0].round:
        return here[0].round
    later = [sequence.round for sequence in sequences if sequence.position > workshop.current and sequence.round]
    earlier = [sequence.round for sequence in sequences if sequence.position < workshop.current and sequence.round]
    return later[0] if later else (earlier[-1] if earlier else 1)


def last_round(workshop: Workshop) -> int:
    return max([sequence.round for sequence in workshop.sequences.all()], default=0)


def has_turns_to_spare(topology: str, turns: int, questions: int) -> bool:
    """Nobody comes back to a question already seen: more turns than questions are for the free remix only."""
    return 0 < questions < turns and topology != Topology.FREE_REMIX


def question_number(topology: str, table: int, round: int, questions: int) -> int:
    """The question discussed at a table: where facilitators move, they go one table on at each turn."""
    if topology == Topology.FACILITATORS_MOVE:
        return (table - round) % questions + 1
    return (table - 1) % questions + 1


def question_at(workshop: Workshop, table: int, round: int) -> Question | None:
    questions = related(workshop, "questions")
    if not questions or not table:
        return None
    return questions[question_number(workshop.topology, table, max(round, 1), len(questions)) - 1]


def table_number(seat: Seat, round: int) -> int:
    """Where this seat sits at this turn; 0 when nobody knows yet."""
    if not seat.path:
        return 0
    return int(seat.path[min(max(round, 1), len(seat.path)) - 1])


def question_of_seat(seat: Seat, sequence: Sequence) -> Question | None:
    return question_at(seat.workshop, table_number(seat, sequence.round), sequence.round)


def board_id_of_seat(seat: Seat) -> int | None:
    """The board that this seat follows now: its question's, or the plenary's."""
    sequence = current_sequence(seat.workshop)
    if sequence is not None and sequence.kind == Kind.PLENARY:
        return seat.workshop.plenary_id
    round = round_at(seat.workshop)
    question = question_at(seat.workshop, table_number(seat, round), round)
    return question.board_id if question else None


def seats_at(workshop: Workshop, table: int, round: int) -> list[Seat]:
    """Who sits at this table at this turn, those who left excepted."""
    return [seat for seat in workshop.seats.filter(left_at=None) if table_number(seat, round) == table]


def has_named_badges(workshop: Workshop) -> bool:
    """Somebody on the list has not come yet: whoever enters may be that person."""
    return workshop.seats.filter(joined_at=None, left_at=None, is_expected=True).exclude(name="").exists()


def tables_of_question(workshop: Workshop, question: Question, round: int) -> list[Table]:
    count = workshop.questions.count()
    return [
        table
        for table in workshop.tables.all()
        if question_number(workshop.topology, table.number, max(round, 1), count) == question.number
    ]


@dataclass(frozen=True)
class Slot:
    """A sequence with the times it has, or will have if nothing else changes."""

    sequence: Sequence
    starts_at: datetime | None
    ends_at: datetime | None
    is_past: bool
    is_current: bool

    @property
    def real_seconds(self) -> int | None:
        if self.sequence.started_at is None or self.sequence.ended_at is None:
            return None
        return round((self.sequence.ended_at - self.sequence.started_at).total_seconds())

    def ends_by(self, now: datetime) -> datetime | None:
        """The end as it is or will be: a sequence that outlasts its bell ends now at the earliest."""
        return max(self.ends_at, now) if self.is_current and self.ends_at else self.ends_at


def timetable(workshop: Workshop, *, now: datetime) -> list[Slot]:
    """Each sequence with real times when past, replanned ones from here on (+2 min moves all that follows)."""
    slots: list[Slot] = []
    cursor: datetime | None = None
    for sequence in workshop.sequences.all():
        is_current = workshop.state == State.RUNNING and sequence.position == workshop.current
        is_past = sequence.ended_at is not None and not is_current
        if is_current and sequence.ends_at:
            ends = sequence.ends_at + (now - workshop.paused_at if workshop.paused_at else timedelta(0))
            here = Slot(sequence, sequence.started_at, ends, is_past, is_current)
            slots.append(here)
            cursor = here.ends_by(now)
        elif is_past:
            slots.append(Slot(sequence, sequence.started_at, sequence.ended_at, is_past, is_current))
        else:
            ends_at = cursor + timedelta(seconds=sequence.seconds) if cursor else None
            slots.append(Slot(sequence, cursor, ends_at, is_past, is_current))
            cursor = ends_at
    return slots


def end_of(slots: list[Slot], *, now: datetime) -> datetime | None:
    """When the day ends, or ended: sequences that were left out have no hour."""
    ends = [slot.ends_by(now) for slot in slots if slot.ends_at]
    return ends[-1] if ends else None


def ended_at(workshop: Workshop) -> datetime | None:
    """When the last sequence was left; nothing for a workshop that was never run."""
    return max((one.ended_at for one in workshop.sequences.all() if one.ended_at), default=None)


def drift_of(slots: list[Slot], *, now: datetime) -> int:
    """Seconds that the end of the day is late (negative: early) against the format as planned."""
    started = [slot.sequence.started_at for slot in slots if slot.sequence.started_at]
    ends_at = end_of(slots, now=now)
    if not started or ends_at is None:
        return 0
    planned = started[0] + timedelta(seconds=sum(slot.sequence.seconds for slot in slots))
    return round((ends_at - planned).total_seconds())
