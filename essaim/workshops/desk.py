"""What a facilitator's screen stands on: one question, where it is discussed now, and by how many people."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.kit.hours import hour
from essaim.workshops.enums import Act, Kind, State, Topology
from essaim.workshops.models import Question, Sequence, Table, Workshop
from essaim.workshops.queries import current_sequence, last_round, question_number, round_at, table_number, timetable


@dataclass(frozen=True)
class Sitting:
    """A table at this question now: `present` of the `expected` people have arrived."""

    table: Table
    present: int
    expected: int

    @property
    def people(self) -> int:
        return self.present or self.expected


@dataclass
class Desk:
    """One question during one sequence."""

    workshop: Workshop
    question: Question

    @property
    def board(self) -> Board:
        return self.question.board

    @cached_property
    def sequence(self) -> Sequence | None:
        return current_sequence(self.workshop)

    @cached_property
    def round(self) -> int:
        return round_at(self.workshop)

    @cached_property
    def rounds(self) -> int:
        return last_round(self.workshop)

    @cached_property
    def sittings(self) -> list[Sitting]:
        return [sitting for sitting, number in sittings_of(self.workshop) if number == self.question.number]

    @property
    def changes_room(self) -> bool:
        """The bell rang: whoever runs this question walks with it to the group that is waiting."""
        sequence = self.sequence
        if sequence is None or sequence.kind != Kind.TRANSITION:
            return False
        if self.workshop.topology != Topology.FACILITATORS_MOVE:
            return False
        return self.workshop.sequences.filter(position__gt=sequence.position, round__gt=0).exists()

    @property
    def place(self) -> str:
        return ", ".join(sitting.table.name for sitting in self.sittings) or self.question.title

    def sitting(self, table: object) -> Sitting | None:
        """The table chosen by its number, else the first one of this question."""
        chosen = [sitting for sitting in self.sittings if str(sitting.table.number) == str(table)]
        return next(iter(chosen or self.sittings), None)


def sittings_of(workshop: Workshop) -> list[tuple[Sitting, int]]:
    """Every table of the workshop now, with the number of the question that it works on."""
    round, questions = round_at(workshop), workshop.questions.count()
    seats = [(table_number(seat, round), seat.joined_at) for seat in workshop.seats.filter(left_at=None)]
    found = []
    for table in workshop.tables.all():
        here = [joined for number, joined in seats if number == table.number]
        sitting = Sitting(table, sum(joined is not None for joined in here), len(here))
        number = question_number(workshop.topology, table.number, max(round, 1), questions) if questions else 0
        found.append((sitting, number))
    return found


def has_opened(workshop: Workshop, act: Act) -> bool:
    """A sequence that permits this has begun; the team may finish it afterwards, while people walk or sit down."""
    if workshop.state not in {State.RUNNING, State.CLOSED}:
        return False
    begun = workshop.sequences.filter(position__lte=workshop.current)
    return any(sequence.permits(act) for sequence in begun)


def opening_of(workshop: Workshop, act: Act, *, now: datetime) -> str:
    """When this will be possible, in a sentence; nothing when it already is."""
    if has_opened(workshop, act):
        return ""
    for slot in timetable(workshop, now=now):
        if slot.sequence.permits(act) and not slot.is_past:
            if slot.starts_at is None:
                return _("Ce sera possible à partir de la séquence « %(title)s ».") % {"title": slot.sequence.title}
            return _("Ce sera possible à partir de la séquence « %(title)s », vers %(time)s.") % {
                "title": slot.sequence.title,
                "time": hour(slot.starts_at),
            }
    return _("Aucune séquence de cet atelier ne le prévoit : l’équipe d’organisation peut l’ajouter au déroulé.")
