"""Whoever does the work apart from the pages says that it lives: a beat like those of the processes that serve."""

import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from essaim.observing.beating import is_kept
from essaim.observing.models import Beat

EVERY = 10.0  # seconds
GONE = timedelta(minutes=1)  # nobody waits for this work to the second
MARK = "works"  # in the state of a beat


@dataclass(frozen=True)
class Work:
    """When the work apart from the pages was last seen alive; None: nobody knows of any."""

    seen_at: datetime | None
    is_alive: bool


def tell_while(working: threading.Thread) -> None:
    """As long as this thread lives, a row says so; in a long message too, it is alive."""
    threading.Thread(target=go_on, args=(working,), name="work-beat", daemon=True).start()


def go_on(working: threading.Thread) -> None:
    process, started_at = uuid.uuid4(), timezone.now()
    while working.is_alive():
        is_kept(process, started_at, {MARK: True})
        working.join(timeout=EVERY)


def works(beat: Beat) -> bool:
    """This beat is of work apart from the pages: nobody is connected there."""
    return MARK in beat.state


def work_seen(*, now: datetime) -> Work:
    last = Beat.objects.filter(state__has_key=MARK).order_by("-at").first()
    return Work(last.at, now - last.at < GONE) if last else Work(None, False)
