"""`essaim worker`, and the same work in the one process of a small instance: chores, until told to stop."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from essaim.care.chores import CHORES, LONG_CHORES, Chore
from essaim.kit import waking
from essaim.kit.refusal import Refused
from essaim.reports.domain.sending import Unreachable

log = structlog.get_logger("essaim")
AFTER_TROUBLE = timedelta(minutes=1)  # a database that restarts, a mail server that is silent
EXPECTED = (DatabaseError, OSError, Unreachable, Refused)


class Work:
    """Runs in its own thread, so that `stop` may be called from a signal, which the main one receives."""

    def __init__(self, chores: Sequence[Chore] = CHORES, long: Sequence[Chore] = LONG_CHORES) -> None:
        self.chores = chores
        self.long = long
        self.must_stop = threading.Event()
        self.next: dict[str, datetime] = {}

    def stop(self, *_signal: object) -> None:
        """What is under way is finished, and nothing else is begun."""
        self.must_stop.set()
        waking.ring()

    def begun(self) -> threading.Thread:
        thread = threading.Thread(target=self.go_on, daemon=True)
        thread.start()
        return thread

    def go_on(self) -> None:
        """Every chore is done in its time, until told to stop; those that last do not keep the others waiting."""
        beside = [threading.Thread(target=self.go_through, args=([chore],), daemon=True) for chore in self.long]
        for thread in beside:
            thread.start()
        self.go_through(self.chores)
        for thread in beside:
            thread.join()

    def go_through(self, chores: Sequence[Chore]) -> None:
        while chores and not self.must_stop.is_set():
            waking.bell.clear()  # before looking: what is asked meanwhile rings again
            self.look(timezone.now(), chores)
            waking.bell.wait(timeout=min(chore.every for chore in chores).total_seconds())

    def look(self, now: datetime, chores: Sequence[Chore]) -> None:
        """What is due has been done once, or is put off."""
        for chore in chores:
            if not self.must_stop.is_set() and self.next.get(chore.name, now) <= now:
                self.next[chore.name] = now + self.done(chore, now)
        connection.close()

    def done(self, chore: Chore, now: datetime) -> timedelta:
        """How long until this chore is due again."""
        try:
            count = chore.do(now, self.must_stop.is_set)
        except EXPECTED as failed:
            log.warning("chore put off", chore=chore.name, error=type(failed).__name__)
            return AFTER_TROUBLE
        if count:
            log.info("chore done", chore=chore.name, count=count)
        return chore.every
