"""The journal of erasures: which things are gone, never what they said. A backup does not hold it.

It stands beside the data, so that restoring an older backup does not bring back what was erased since.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Photo
from essaim.reports.models import Recipient
from essaim.workshops.models import Seat


@dataclass(frozen=True)
class Erasure:
    """One thing is gone: a note, the former words of a note, a photo, a seat, the address of a recipient."""

    what: str
    key: str
    at: str
    revision: int = 0


def path() -> Path:
    return settings.DATA / "erasures.jsonl"


def note_forgotten(note: Note, *, now: datetime) -> None:
    notes_forgotten([note], now=now)


def notes_forgotten(notes: Sequence[Note], *, now: datetime) -> None:
    once_committed(*[erasure_of(note, now) for note in notes])


def erasure_of(note: Note, now: datetime) -> Erasure:
    gone = note.state == NoteState.WITHDRAWN
    # The erasure is the next change of its board: a backup that holds it has reached this revision.
    return Erasure("note" if gone else "words", str(note.key), now.isoformat(), note.board.revision + 1)


def photo_forgotten(photo: Photo, *, now: datetime) -> None:
    once_committed(Erasure("photo", str(photo.key), now.isoformat()))


def seat_forgotten(seat: Seat, *, now: datetime) -> None:
    once_committed(Erasure("seat", str(seat.key), now.isoformat()))


def recipient_forgotten(recipient: Recipient, *, now: datetime) -> None:
    once_committed(Erasure("recipient", fingerprint(recipient), now.isoformat()))


def fingerprint(recipient: Recipient) -> str:
    """Says nothing of the address to whoever does not hold the workshop's own key too."""
    return hashlib.sha256(f"{recipient.report.workshop.key} {recipient.email}".encode()).hexdigest()


def once_committed(*erasures: Erasure) -> None:
    """Erasures are answered only once they are in the journal, and stand there only if they happened."""
    transaction.on_commit(partial(append, *erasures))


def append(*erasures: Erasure) -> None:
    # A line that a power cut left unfinished ends here: it spoils no other.
    lines = "".join("\n" + json.dumps(asdict(erasure)) + "\n" for erasure in erasures)
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def erasures(journal: Path) -> Iterator[Erasure]:
    """What this journal tells, oldest first; an unfinished line was never acknowledged."""
    if not journal.exists():
        return
    for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Erasure(**json.loads(line))
        except (ValueError, TypeError):
            continue
