"""Sixty phones of the protocol and the bad network that they share with a browser, in a thread of their own."""

import asyncio
import threading
import uuid
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.counts import Counts
from tests.faults.dice import dice
from tests.faults.history import History
from tests.faults.phone import Phone, Setting
from tests.faults.proxy import Proxy, Weather

PATIENCE = 300  # seconds after which phones that never get through are a failure
OUTAGE = 600  # seconds, by the waits of the phones themselves


class Wifi:
    """What a test, which waits for a browser, asks of those who live in the thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, port: int, code: str, history: Path):
        self.loop = loop
        self.counts = Counts()
        self.proxy = Proxy(port, self.counts, dice(7, "proxy"))
        self.history = History(history)
        self.code = code
        self.written: dict[str, str] = {}  # acknowledged, by key

    def begin(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.begin(work).result(PATIENCE)

    async def open(self, phones: int) -> None:
        await self.proxy.start()
        self.setting = Setting(self.proxy.port, self.history, self.counts)
        names = [f"phone {number}" for number in range(phones)]
        self.phones = [Phone(name, self.code, self.setting, dice(7, name)) for name in names]
        await asyncio.gather(*(phone.join() for phone in self.phones))

    async def becomes(self, weather: Weather) -> None:
        self.proxy.weather = weather

    async def everybody_says(self, words: str) -> None:
        """Each phone finds its board and writes there once, until the server has proved that it keeps the note."""
        await asyncio.gather(*(self.says(phone, f"{words}, par {phone.name}") for phone in self.phones))

    async def says(self, phone: Phone, text: str) -> None:
        await phone.find_board()
        key = str(uuid.UUID(int=phone.draw.getrandbits(128), version=4))
        assert await phone.send(key, text), text
        self.written[key] = text

    async def ten_minutes(self) -> None:
        """Every phone has been trying for ten minutes by its own waits, which are shortened a hundred times."""
        haste, self.setting.haste = self.setting.haste, 0.01
        before = {phone.name: phone.waited for phone in self.phones}
        while any(phone.waited - before[phone.name] < OUTAGE for phone in self.phones):
            await self.counts.more("silence", 1)
        self.setting.haste = haste


@contextmanager
def a_wifi(port: int, code: str, history: Path, phones: int) -> Iterator[Wifi]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    wifi = Wifi(loop, port, code, history)
    try:
        wifi.do(wifi.open(phones))
        yield wifi
    finally:
        wifi.do(wifi.proxy.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        wifi.history.close()
