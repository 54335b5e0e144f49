"""What a board's log says of the day: which sequence is going on, what it allows, when it ends.

Each question's board and the plenary's carry it, so that a phone follows one log only.
"""

from datetime import datetime
from typing import Any

from essaim.boards.domain.announcing import announce, stamp
from essaim.boards.enums import Kind
from essaim.boards.models import Board, Event
from essaim.workshops.models import Workshop
from essaim.workshops.queries import current_sequence


def moment_of(workshop: Workshop) -> dict[str, Any]:
    """The moment as screens receive it; times are the server's."""
    sequence = current_sequence(workshop)
    return {
        "state": workshop.state,
        "position": workshop.current,
        "title": sequence.title if sequence else "",
        "sequence_kind": sequence.kind if sequence else "",
        "round": sequence.round if sequence else 0,
        "allows": sequence.allows if sequence else [],
        "ends_at": stamp(sequence.ends_at) if sequence else None,
        "paused_at": stamp(workshop.paused_at),
    }


def lock_boards(workshop: Workshop) -> list[Board]:
    """Every board of the workshop, ours until the transaction ends.

    Taken in the order in which a batch of notes takes them: two that wait for each other would both fail.
    """
    names = [workshop.plenary_id, *workshop.questions.order_by().values_list("board_id", flat=True)]
    return list(Board.objects.select_for_update().filter(pk__in=names).order_by("pk"))


def tell_everybody(workshop: Workshop, *, now: datetime, **more: Any) -> None:
    """Every screen of the workshop hears what moment it is."""
    payload = {**moment_of(workshop), **more}
    for board in lock_boards(workshop):
        announce(board, [Event(kind=Kind.MOMENT, payload=payload, at=now)])
