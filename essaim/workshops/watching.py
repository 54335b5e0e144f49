"""How every room is doing, for those who look after the whole: the conductor's console and the walls."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q

from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Relay
from essaim.workshops.enums import State
from essaim.workshops.models import Question, Seat, Sequence, Table, Workshop
from essaim.workshops.queries import question_number, round_at, table_number


@dataclass
class Room:
    """A table at this turn: its question, its people, what it has received, and its relay."""

    table: Table
    question: Question | None
    facilitators: list[str] = field(default_factory=list)
    present: int = 0
    expected: int = 0
    received: int = 0
    unsorted: int = 0
    last_at: datetime | None = None
    relay: Relay | None = None
    late: int = 0

    @property
    def is_late(self) -> bool:
        return self.late > 0 and self.relay is None


def rooms(workshop: Workshop, *, now: datetime) -> list[Room]:
    """Every table with its figures, in the same few queries for three rooms or thirty."""
    questions = list(workshop.questions.select_related("board").prefetch_related("facilitators__person"))
    round = round_at(workshop)
    turn = turn_going_on(workshop)
    figures = figures_of(workshop, turn)
    relays = relays_of(workshop, round)
    rung = sequence_rung(workshop, round)
    seats = [seat for seat in workshop.seats.filter(left_at=None) if table_number(seat, round)]
    found = []
    for table in workshop.tables.all():
        question = question_here(workshop, questions, table.number, round)
        room = Room(table=table, question=question)
        count_people(room, seats, round)
        if question is not None:
            room.facilitators = [str(each.person) for each in question.facilitators.all()]
            figure = figures[question.board_id, table.number if turn else 0]
            room.received, room.unsorted, room.last_at = figure["received"], figure["unsorted"], figure["last_at"]
            room.relay = relays.get(question.board_id)
            room.late = lateness(room.relay, rung, workshop, now=now)
        found.append(room)
    return found


def question_here(workshop: Workshop, questions: list[Question], table: int, round: int) -> Question | None:
    if not questions:
        return None
    return questions[question_number(workshop.topology, table, max(round, 1), len(questions)) - 1]


def count_people(room: Room, seats: list[Seat], round: int) -> None:
    here = [seat for seat in seats if table_number(seat, round) == room.table.number]
    room.expected = len(here)
    room.present = sum(seat.joined_at is not None for seat in here)


def turn_going_on(workshop: Workshop) -> int:
    """The turn that tables are at; 0 while people walk, in plenary, before and after the day."""
    here = [each.round for each in workshop.sequences.all() if each.position == workshop.current]
    return here[0] if here and workshop.state == State.RUNNING else 0


def figures_of(workshop: Workshop, turn: int) -> dict[tuple[int, int], dict]:
    """What each table has said of each question during this turn; between turns, all that the question's wall shows."""
    empty = {"received": 0, "unsorted": 0, "last_at": None}
    figures: dict[tuple[int, int], dict] = defaultdict(lambda: dict(empty))
    loose = Q(theme=None, merged_into=None)
    notes = Note.objects.filter(board__asked_as__workshop=workshop, state=NoteState.KEPT).order_by()
    said = notes.filter(round=turn) if turn else notes
    tallied = said.values(*(["board_id", "group"] if turn else ["board_id"]))
    for row in tallied.annotate(received=Count("pk"), unsorted=Count("pk", filter=loose), last_at=Max("written_at")):
        figures[row["board_id"], row["group"] if turn else 0] = dict(row)
    return figures


def relays_of(workshop: Workshop, round: int) -> dict[int, Relay]:
    """The last relay that each board froze for the turn that is going on, or that has just ended."""
    rung = sequence_rung(workshop, round)
    if rung is None:
        return {}
    found = Relay.objects.filter(board__asked_as__workshop=workshop, round=rung.round).order_by("version")
    return {relay.board_id: relay for relay in found}


def sequence_rung(workshop: Workshop, round: int) -> Sequence | None:
    """The turn whose relay is awaited: the one going on; during a transition, the one that people leave."""
    begun = [each for each in workshop.sequences.all() if each.round and each.position <= workshop.current]
    return begun[-1] if begun and workshop.state != State.DRAFT else None


def lateness(relay: Relay | None, rung: Sequence | None, workshop: Workshop, *, now: datetime) -> int:
    """Seconds that a room takes, after the bell, to freeze its relay."""
    if rung is None or rung.ends_at is None or workshop.state != State.RUNNING:
        return 0
    moment = relay.frozen_at if relay else (workshop.paused_at or now)
    return max(0, round((moment - rung.ends_at).total_seconds()))
