"""This process says how it is, every few seconds, on one row of the database: that it can is the proof of its health.

It is also how processes know of each other: who is connected where is told nowhere else.
"""

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import Error
from django.utils import timezone

from essaim.kit.connecting import keep_connection
from essaim.live.app import Live
from essaim.live.counts import counts
from essaim.observing.models import Beat

EVERY = 5.0  # seconds
LATE = 15.0  # seconds without a beat: this process no longer writes, or is gone
FORGOTTEN = timedelta(days=1)
log = structlog.get_logger("essaim")


def is_kept(process: uuid.UUID, started_at: datetime, state: dict[str, Any]) -> bool:
    """The row of this process is of now, or the journal says why not."""
    try:
        now = timezone.now()
        mine = {"at": now, "state": state, "started_at": started_at}
        keep_connection()
        if not Beat.objects.filter(process=process).update(**mine):
            Beat.objects.filter(at__lt=now - FORGOTTEN).delete()
            Beat.objects.create(process=process, **mine)
    except Error as failed:
        log.error("beat not kept", reason=type(failed).__name__)
        return False
    return True


class Heart:
    """Beats from the first request on, for as long as the process lives."""

    def __init__(self, live: Live):
        self.live = live
        self.process = uuid.uuid4()
        self.started_at = timezone.now()
        self.began = 0.0
        self.last = 0.0  # when a beat was last kept
        self.task: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, "beat")

    def begin(self) -> None:
        """It beats, once for all; called from the event loop."""
        if self.task is None:
            self.began = time.monotonic()
            self.task = asyncio.get_running_loop().create_task(self.go_on())

    async def go_on(self) -> None:
        while True:
            await asyncio.get_running_loop().run_in_executor(self.thread, self.beat, self.state())
            await asyncio.sleep(EVERY)

    def state(self) -> dict[str, Any]:
        return {**self.live.presence.told(), "queue": self.live.writer.notes.length, "streams": counts.streams}

    def beat(self, state: dict[str, Any]) -> None:
        if is_kept(self.process, self.started_at, state):
            self.last = time.monotonic()

    @property
    def is_late(self) -> bool:
        """The database did not take what this process writes for a while."""
        return self.task is not None and time.monotonic() - max(self.last, self.began) > LATE


hearts: list[Heart] = []  # of this process: one where it serves, none in a command


def the_heart() -> Heart | None:
    return hearts[0] if hearts else None
