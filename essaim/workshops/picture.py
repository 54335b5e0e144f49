"""What the rules ask about, for all who wait together.

Every batch asks the database anew, in its own transaction, so that whatever anybody changed, in this process or in
another, is judged as it is now. What costs is avoided in two ways. Where the database says that nothing was written
since the last batch (`kit.freshness`), the picture of the last batch serves again. Else the rows are read again, and
those that are what they were are not made into objects once more.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from copy import copy
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from essaim.boards.models import Board
from essaim.kit.freshness import stamp
from essaim.kit.refusal import Refused
from essaim.kit.rows import Row, instance_of, rows_of
from essaim.live.wire import Credentials
from essaim.workshops.domain.joining import key_in
from essaim.workshops.models import Question, Seat, Sequence, Workshop

CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_KEPT = 20_000  # objects in a thread: a few MB


class Picture:
    """Boards and seats by their key; workshops and questions by the row of a board."""

    def __init__(self, stamp: object = None):
        self.stamp = stamp
        self.boards: dict[str, int] = {}
        self.workshops: dict[int, Workshop] = {}
        self.questions: dict[int, Question] = {}  # none on a plenary's board
        self.seats: dict[str, Seat] = {}

    def board(self, key: str) -> int:
        """The board of this very name: screens are told by it, so it has no other spelling."""
        if key not in self.boards:
            raise Refused(_("Ce panneau n’existe pas."), code="no-board", status=404)
        return self.boards[key]

    def seat_of(self, who: Credentials, workshop: Workshop) -> Seat | None:
        """The seat that these credentials prove, in this workshop."""
        seat = self.seats.get(key_in(token_in(who, workshop)) or "")
        if seat is None or seat.workshop_id != workshop.pk:
            return None
        # The one that knows its sequences and its questions, given as Django's own reading ahead gives it.
        seat._state.fields_cache["workshop"] = workshop
        return seat

    def learn(self, requests: Collection[tuple[Credentials, str]]) -> None:
        """It has what the rules ask about these credentials and these boards."""
        unknown = {key for _who, key in requests if key not in self.boards and CANONICAL.fullmatch(key)}
        if unknown:
            self.learn_boards(unknown)
        asked = ((who, self.workshops.get(self.boards[key])) for who, key in requests if key in self.boards)
        proven = {key_in(token_in(who, workshop)) for who, workshop in asked if workshop}
        for row in rows_of(Seat, "key", [key for key in proven if key and key not in self.seats]):
            seat = memory.object_of((Seat, row[0]), row, partial(instance_of, Seat, row))
            self.seats[str(seat.key)] = seat

    def learn_boards(self, keys: Collection[str]) -> None:
        """It has these boards, their workshops, and what these ask."""
        found = boards_named(keys)
        self.boards |= found
        for workshop in workshops_of(found.values()):
            self.workshops[workshop.plenary_id] = workshop
            for question in workshop.questions.all():
                self.workshops[question.board_id], self.questions[question.board_id] = workshop, question


class Memory(threading.local):
    """The last picture, and rows with the object that was made of them. Each thread has its own: rules tie objects."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.made: dict[Any, tuple[Any, Any]] = {}

    def object_of(self, name: Any, rows: Any, make: Callable[[], Any]) -> Any:
        """The object made of these very rows."""
        known = self.made.get(name)
        if known is None or known[0] != rows:
            if len(self.made) >= MOST_KEPT:
                self.made.clear()
            known = self.made[name] = (rows, make())
        return known[1]


memory = Memory()


def picture_for(requests: Iterable[tuple[Credentials, str]]) -> Picture:
    """All that the rules ask about these credentials and these boards, as it is now."""
    now = stamp()
    if memory.picture.stamp != now or len(memory.picture.seats) >= MOST_KEPT:
        memory.picture = Picture(now)
    memory.picture.learn(list(requests))
    return memory.picture


def only_notes_were_written() -> None:
    """What this connection wrote since its picture was made changes nothing that the rules ask about."""
    memory.picture.stamp = stamp()


def boards_named(keys: Collection[str]) -> dict[str, int]:
    """The row of each board; its revision, which moves with each note, is nobody's business here."""
    return {str(UUID(str(key))): pk for pk, key in rows_of(Board, "key", keys, ("id", "key"))}


def seat_cookie(workshop: Workshop) -> str:
    return f"seat-{workshop.code}"


def token_in(who: Credentials, workshop: Workshop) -> str:
    return who.bearer or who.cookies.get(seat_cookie(workshop), "")


def workshops_of(boards: Collection[int]) -> list[Workshop]:
    """The workshops of these boards, each with its questions and its sequences."""
    pks = workshops_asking(boards)
    questions, sequences = by_workshop(Question, pks), by_workshop(Sequence, pks)
    return [whole_workshop(row, questions[row[0]], sequences[row[0]]) for row in rows_of(Workshop, "id", pks)]


def workshops_asking(boards: Collection[int]) -> list[int]:
    """The keys of the workshops that ask a question on these boards, or hold their plenary there."""
    if not boards:
        return []
    places = ", ".join(["%s"] * len(boards))
    statement = (
        f"SELECT workshop_id FROM workshops_question WHERE board_id IN ({places})"  # noqa: S608  placeholders only
        f" UNION SELECT id FROM workshops_workshop WHERE plenary_id IN ({places})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*boards, *boards])
        return [pk for (pk,) in cursor.fetchall()]


def by_workshop(model: type[Question] | type[Sequence], pks: list[int]) -> dict[int, list[Row]]:
    place = [field.attname for field in model._meta.local_concrete_fields].index("workshop_id")
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in rows_of(model, "workshop_id", pks):
        rows[row[place]].append(row)
    return rows


def whole_workshop(row: Row, questions: list[Row], sequences: list[Row]) -> Workshop:
    """The workshop that knows its questions and its sequences, in their order."""

    def make() -> Workshop:
        workshop = instance_of(Workshop, row)
        asked = sorted((instance_of(Question, each) for each in questions), key=lambda question: question.number)
        steps = sorted((instance_of(Sequence, each) for each in sequences), key=lambda sequence: sequence.position)
        for name, related in (("questions", asked), ("sequences", steps)):
            known = getattr(workshop, name).get_queryset()
            known._result_cache, known._prefetch_done = related, True  # as Django's own prefetching does
            vars(workshop).setdefault("_prefetched_objects_cache", {})[name] = known
        return workshop

    # A copy: what it comes to know of its programme on the way is not remembered.
    return copy(memory.object_of((Workshop, row[0]), (row, questions, sequences), make))
