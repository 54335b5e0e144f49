"""The relay (passage de témoin): what a sequence leaves to the next, frozen at the bell."""

from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.boards.domain.announcing import announce, locked, stamp
from essaim.boards.enums import Kind
from essaim.boards.models import Board, Event, Relay
from essaim.boards.queries import grouped
from essaim.people.models import Person

SHOWN_NOTES = 3  # one screen and one A5: a heading, its weight, three voices


@transaction.atomic
def freeze(*, board: Board, round: int, by: Person | None, now: datetime) -> Relay:
    """The relay of this round says what the themes are now. Frozen again without change, it is the same one."""
    board = locked(board)
    content = content_of(board)
    last = Relay.objects.filter(board=board, round=round).order_by("-version").first()
    if last and last.content == content:
        return last
    relay = Relay.objects.create(
        board=board,
        round=round,
        version=last.version + 1 if last else 1,
        content=content,
        frozen_at=now,
        by=by,
    )
    announce(board, [Event(kind=Kind.RELAY, payload=relay_state(relay), at=now, target=str(round))])
    return relay


def content_of(board: Board) -> dict[str, Any]:
    """Themes by weight, their counts computed from their notes, and the words of a few."""
    picture = grouped(board)
    themes = sorted(picture.themes, key=lambda group: (-group.count, group.theme.position))
    return {
        "themes": [
            {
                "key": str(group.theme.key),
                "title": group.theme.title,
                "count": group.count,
                "notes": [
                    {
                        "key": str(row.note.key),
                        "number": row.note.number,
                        "text": row.note.text,
                        "count": row.count,
                    }
                    for row in sorted(group.rows, key=lambda row: (-row.count, row.note.number))[:SHOWN_NOTES]
                ],
            }
            for group in themes
            if group.rows
        ],
        "unsorted": [
            {"key": str(row.note.key), "number": row.note.number, "text": row.note.text, "count": row.count}
            for row in picture.unsorted
        ],
        "received": picture.coverage.received,
    }


def relay_state(relay: Relay) -> dict[str, Any]:
    return {
        "round": relay.round,
        "version": relay.version,
        "frozen_at": stamp(relay.frozen_at),
        **relay.content,
    }
