"""What tests arrange, in the words of the trade. Everything goes through the product's own verbs."""

import itertools
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from essaim.boards.domain import contributing
from essaim.boards.domain.contributing import Entry
from essaim.boards.enums import ReadingState
from essaim.boards.models import Board, Note, Reading
from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.programmes.models import Gathering, Organiser, Programme, Season
from essaim.workshops.domain import joining, preparing, running
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.enums import Topology
from essaim.workshops.models import Facilitator, Seat, Workshop

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
counter = itertools.count(1)


def make_person(name: str = "", *, is_administrator: bool = False) -> Person:
    number = next(counter)
    return inviting.open_account(
        email=f"personne{number}@exemple.fr", name=name or f"Personne {number}", is_administrator=is_administrator
    )


def make_programme(organiser: Person | None = None, **fields) -> Programme:
    programme = Programme.objects.create(
        slug=f"programme-{next(counter)}", title=fields.pop("title", "Respirer ensemble"), **fields
    )
    if organiser:
        Organiser.objects.create(programme=programme, person=organiser)
    return programme


def make_gathering(programme: Programme) -> Gathering:
    season = Season.objects.create(programme=programme, title="Saison 1")
    return Gathering.objects.create(
        season=season, title="Journée de printemps", day=NOON.date(), place="Salle des fêtes de Bourg-Joli"
    )


def make_workshop(
    *,
    organiser: Person | None = None,
    questions: int = 3,
    tables: int = 3,
    seats: int = 6,
    topology: str = Topology.FACILITATORS_MOVE,
    is_open: bool = True,
    **fields,
) -> Workshop:
    """A World Café with its doors open, planned for this many seats."""
    organiser = organiser or make_person("Claire")
    workshop = preparing.create_workshop(
        gathering=make_gathering(make_programme(organiser)),
        title="L’air de nos écoles",
        by=organiser,
        topology=topology,
    )
    asked = [(f"Axe {number}", f"Question {number} : que faire ?") for number in range(1, questions + 1)]
    preparing.set_questions(workshop=workshop, questions=asked, by=organiser)
    preparing.set_tables(workshop=workshop, count=tables, by=organiser)
    workshop.headcount = seats
    for name, value in fields.items():
        setattr(workshop, name, value)
    workshop.save()
    if is_open:
        preparing.open_doors(workshop=workshop, by=organiser, now=NOON)
        workshop.refresh_from_db()
    return workshop


def organiser_of(workshop: Workshop) -> Person:
    return workshop.programme.organisers.get().person


def make_facilitator(workshop: Workshop, question: int | None = None, name: str = "") -> Person:
    person = make_person(name)
    chosen = workshop.questions.get(number=question) if question else None
    Facilitator.objects.create(workshop=workshop, person=person, question=chosen)
    return person


def make_seat(workshop: Workshop, name: str = "", *, now: datetime = NOON, **fields) -> Seat:
    return joining.join(workshop=workshop, key=uuid.uuid4(), newcomer=Newcomer(name=name, **fields), now=now)


def seat_at_table(workshop: Workshop, table: int, round: int = 1) -> Seat:
    """A seat that has joined and sits at this table at this turn."""
    free = [seat for seat in workshop.seats.order_by("number") if seat.path and seat.path[round - 1] == table]
    seat = next((seat for seat in free if seat.joined_at is None), free[0])
    return joining.take(seat=seat, now=NOON)


def ring(workshop: Workshop, times: int = 1, *, now: datetime = NOON) -> Workshop:
    """The conductor presses "next" this many times; each sequence lasts its minutes."""
    for _ in range(times):
        workshop.refresh_from_db()
        workshop = running.next_sequence(workshop=workshop, seen=workshop.current, by=None, now=now)
    return workshop


def until(workshop: Workshop, position: int) -> Workshop:
    """The sequence at this position has just begun, at NOON; those before began an hour earlier."""
    while workshop.current < position - 1:
        workshop = ring(workshop, now=NOON - timedelta(hours=1))
    return ring(workshop, now=NOON)


def write_note(board: Board, text: str, *, seat: Seat | None = None, now: datetime = NOON, **fields) -> Note:
    key = uuid.uuid4()
    author = fields.pop("author", str(seat.key) if seat else "")
    entry = Entry(key=key, board_id=board.pk, text=text, author=author, **fields)
    contributing.add_note(entry=entry, now=now)
    return Note.objects.get(key=key)


def write_many(board: Board, texts: Iterable[str], *, now: datetime = NOON) -> None:
    """All at once, as an import would."""
    entries = [Entry(key=uuid.uuid4(), board_id=board.pk, text=text, round=1) for text in texts]
    contributing.add_notes(entries=entries, now=now)
    board.refresh_from_db()


def make_reading(board: Board, *, state: str = ReadingState.DONE, now: datetime = NOON) -> Reading:
    """The machine put the first half of the notes under a heading of its own, and hesitates for another one."""
    numbers = list(board.notes.order_by("number").values_list("number", flat=True))
    half = numbers[: len(numbers) // 2 + 1]
    theme = {"key": "", "heading": "Une cour ombragée", "quote": "Une cour ombragée", "notes": half}
    found = {"encoder": "bundled", "themes": [theme], "waiting": {str(numbers[-1]): [0]}}
    later = now + timedelta(days=1)  # no process takes it for abandoned
    fields = {"notes": len(numbers), "read": 1, "asked_at": now, "seen_at": later, "ended_at": now, "found": found}
    return Reading.objects.update_or_create(board=board, defaults={"state": state, **fields})[0]
