"""Each blow: struck, felt by so many requests, and made good. Counts decide how long it lasts, never a clock."""

import asyncio
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

import psycopg

from tests.faults import proxy, wire
from tests.faults.conductors import Desk
from tests.faults.counts import Counts
from tests.faults.instance import Instance
from tests.faults.kinds import Blow
from tests.faults.wire import Broken

FELT = 12  # requests that must have felt a blow before it is made good


class Missed(Exception):
    """The blow could not be struck this time."""


@dataclass
class Arm:
    """What blows are struck with."""

    instance: Instance
    proxy: proxy.Proxy
    counts: Counts
    desks: list[Desk]
    draw: Random

    def ways(self) -> dict[Blow, Callable[[], Awaitable[None]]]:
        """The blows that can be struck here; `skipped` says why the others cannot."""
        ways: dict[Blow, Callable[[], Awaitable[None]]] = {
            Blow.KILL_APP: self.kill_app,
            Blow.STOP_APP: self.stop_app,
            Blow.LOCK: self.lock,
            Blow.RESTART: self.restart,
            Blow.TWO_CONDUCTORS: self.two_conductors,
            Blow.STORM: lambda: self.weather(proxy.STORM, 150),
            Blow.PORTAL: lambda: self.weather(proxy.PORTAL, 60),
            Blow.OFFLINE: lambda: self.weather(proxy.OFFLINE, 120),
        }
        if self.instance.cluster is not None:
            ways[Blow.KILL_DATABASE] = self.kill_database
            ways[Blow.STOP_DATABASE] = self.stop_database
            ways[Blow.CUT_SESSIONS] = self.cut_sessions
            ways[Blow.READ_ONLY] = self.read_only_database
        if self.instance.is_mounted:
            ways[Blow.FULL_DISK] = self.full_disk
            ways.setdefault(Blow.READ_ONLY, self.read_only_disk)
        if self.instance.has_clock:
            ways[Blow.CLOCK_FORWARD] = lambda: self.clock("+3d", timedelta(days=3))
            ways[Blow.CLOCK_BACK] = lambda: self.clock("-1h", timedelta(hours=-1))
            ways[Blow.CLOCK_SUMMER] = self.summer
        return ways

    def skipped(self) -> dict[str, str]:
        reasons = {}
        if self.instance.cluster is None:
            for blow in (Blow.KILL_DATABASE, Blow.STOP_DATABASE, Blow.CUT_SESSIONS):
                reasons[blow.value] = "SQLite n’a pas de processus à lui"
        if not self.instance.is_mounted:
            reasons[Blow.FULL_DISK.value] = "il faut pouvoir monter un disque (root)"
        if not self.instance.has_clock:
            for blow in (Blow.CLOCK_FORWARD, Blow.CLOCK_BACK, Blow.CLOCK_SUMMER):
                reasons[blow.value] = "libfaketime est absent (paquet faketime)"
        return reasons

    async def kill_app(self) -> None:
        await asyncio.to_thread(self.instance.stop, signal.SIGKILL)
        await asyncio.to_thread(self.instance.start)

    async def restart(self) -> None:
        await asyncio.to_thread(self.instance.stop)
        await asyncio.to_thread(self.instance.start)

    async def stop_app(self) -> None:
        process = self.instance.process
        if process is None:
            raise Missed
        process.send_signal(signal.SIGSTOP)
        await self.counts.more("silence", FELT)
        process.send_signal(signal.SIGCONT)

    async def kill_database(self) -> None:
        await asyncio.to_thread(self.cluster.kill)
        await asyncio.to_thread(self.cluster.start)

    async def stop_database(self) -> None:
        self.cluster.signal(signal.SIGSTOP)
        await self.counts.more("silence", FELT)
        self.cluster.signal(signal.SIGCONT)

    @property
    def cluster(self):
        if self.instance.cluster is None:
            raise Missed
        return self.instance.cluster

    async def cut_sessions(self) -> None:
        with psycopg.connect(self.cluster.address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )

    async def lock(self) -> None:
        """Somebody else writes, and takes their time: requests wait, or give up."""
        with self.locked():
            await self.counts.more("silence", FELT)

    @contextmanager
    def locked(self):
        if self.instance.cluster is not None:
            with psycopg.connect(self.cluster.address) as connection:
                connection.execute("SELECT id FROM boards_board ORDER BY id FOR UPDATE")
                yield
                connection.rollback()
            return
        connection = sqlite3.connect(self.instance.data / "essaim.sqlite3", timeout=30, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        finally:
            connection.close()

    async def full_disk(self) -> None:
        await asyncio.to_thread(self.instance.fill)
        await self.counts.more("trouble", FELT)
        self.instance.empty()
        if self.instance.cluster is not None:
            await asyncio.to_thread(self.instance.cluster.start)

    async def read_only_disk(self) -> None:
        self.instance.close()
        await self.counts.more("trouble", FELT)
        self.instance.open()

    async def read_only_database(self) -> None:
        """As a server does that has become the standby of another."""
        await asyncio.to_thread(self.ordered, "on")
        await self.counts.more("trouble", FELT)
        await asyncio.to_thread(self.ordered, "off")

    def ordered(self, how: str) -> None:
        with psycopg.connect(self.cluster.address, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {how}")
            connection.execute("SELECT pg_reload_conf()")

    async def clock(self, how: str, difference: timedelta) -> None:
        """The application's clock jumps, people write on, and it comes back."""
        self.instance.set_clock(how)
        await self.clock_shows(difference)
        await self.counts.more("acknowledged", FELT)
        self.instance.set_clock("+0")
        await self.clock_shows(timedelta())

    async def summer(self) -> None:
        """The last Sunday of March, seconds before 2 a.m. becomes 3 a.m. in Paris."""
        then = datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC)
        offset = then - datetime.now(UTC)
        await self.clock(f"{offset.total_seconds():+.0f}", offset)

    async def clock_shows(self, difference: timedelta) -> None:
        """The server dates its answers by that clock."""
        while True:
            try:
                reply = await wire.ask(self.instance.port, wire.request_bytes("GET", "/sante/", {}), 5)
            except Broken:
                continue
            shown = parsedate_to_datetime(reply.headers["date"]) - datetime.now(UTC)
            if abs(shown - difference) < timedelta(minutes=10):
                return

    async def two_conductors(self) -> None:
        await self.draw.choice(self.desks).two_press_next()

    async def weather(self, weather: proxy.Weather, connections: int) -> None:
        before, self.proxy.weather = self.proxy.weather, weather
        await self.counts.more("connections", connections)
        self.proxy.weather = before
