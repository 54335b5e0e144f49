"""The log of a board: gapless, written in the transaction of the change, told once it is committed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from django.db import connection, connections, transaction

from essaim.boards.models import Board, Event
from essaim.kit.rows import done_for_each, insert_all
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
    announce_on([(board, list(events))], is_rewritten=is_rewritten, insert=Event.objects.bulk_create)


def announce_on(
    logs: Iterable[tuple[Board, list[Event]]],
    *,
    is_rewritten: bool = False,
    insert: Callable[[list[Event]], Any] = insert_all,
) -> None:
    """Several logs grow at once, in the same few statements."""
    logs = [(board, events) for board, events in logs if events]
    for board, events in logs:
        for event in events:
            board.revision += 1
            event.board_id = board.pk
            event.revision = board.revision
        if is_rewritten:
            board.rewritten = board.revision
    insert([event for _board, events in logs for event in events])
    save_counters([board for board, _events in logs])
    words = [
        (topic_of(board), board.revision, is_rewritten, [told(event) for event in events]) for board, events in logs
    ]
    if words:
        transaction.on_commit(partial(broker.tell, words))


def save_counters(boards: Iterable[Board]) -> None:
    """One statement for all boards: a batch of notes touches many."""
    rows = [[board.revision, board.rewritten, board.last_number, board.pk] for board in boards]
    statement = "UPDATE boards_board SET revision = %s, rewritten = %s, last_number = %s WHERE id = %s"
    done_for_each(statement, rows, connections[connection.alias])


def told(event: Event) -> dict[str, Any]:
    """An event as screens receive it (docs/protocol.md)."""
    return {"revision": event.revision, "kind": event.kind, "at": stamp(event.at), **event.payload}


@lru_cache(maxsize=64)  # the notes of a batch have one
def stamp(moment: datetime | None) -> str | None:
    """UTC to the millisecond, as `2026-03-12T09:31:05.123Z`; nothing stays nothing."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
