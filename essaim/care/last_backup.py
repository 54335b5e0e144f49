"""When this instance was last saved: beside its data, for those who look after it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings


@dataclass(frozen=True)
class LastBackup:
    at: datetime
    size: int


def remember(size: int, *, now: datetime) -> None:
    """Whoever asks knows that a backup was made now; where the folder cannot be written, it is only not known."""
    path = settings.DATA / "last-backup.json"
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(json.dumps({"at": now.isoformat(), "size": size}))
        partial.replace(path)
    except OSError:
        return


def last_backup() -> LastBackup | None:
    try:
        told = json.loads((settings.DATA / "last-backup.json").read_text())
        return LastBackup(datetime.fromisoformat(told["at"]), int(told["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
