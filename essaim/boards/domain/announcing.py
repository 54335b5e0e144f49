"""The log of a board: gapless, written in the transaction of the change, told once it is committed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import transaction

from essaim.boards.models import Board, Event
from essaim.live import broker


def topic_of(board: Board) -> str:
    """The name under which screens follow a board."""
    return str(board.key)


def locked(board: Board) -> Board:
    """The board's row, ours until the transaction ends: revisions and note numbers have no gap."""
    return Board.objects.select_for_update().get(pk=board.pk)


def announce(board: Board, events: Iterable[Event], *, is_rewritten: bool = False) -> None:
    """The log grows by these events; every open screen will hear of it. The board must be locked.

    `is_rewritten` when words were taken out of earlier events: nobody may be told them again from memory.
    """
    numbered = []
    for event in events:
        board.revision += 1
        event.board = board
        event.revision = board.revision
        numbered.append(event)
    if not numbered:
        return
    Event.objects.bulk_create(numbered)
    board.save(update_fields=["revision", "last_number"])
    transaction.on_commit(partial(broker.tell, topic_of(board), board.revision, is_rewritten))


def told(event: Event) -> dict[str, Any]:
    """An event as screens receive it (docs/protocol.md)."""
    return {"revision": event.revision, "kind": event.kind, "at": stamp(event.at), **event.payload}


def stamp(moment: datetime | None) -> str | None:
    """UTC to the millisecond, as `2026-03-12T09:31:05.123Z`; nothing stays nothing."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
