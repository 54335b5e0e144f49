"""How often each thing happened, and a way to wait until it happened so often: counts lead a run, never time."""

import asyncio
from collections import Counter


class Counts:
    """Everything the run decides from."""

    def __init__(self) -> None:
        self.counter: Counter[str] = Counter()
        self.moved = asyncio.Event()

    def add(self, what: str, many: int = 1) -> None:
        self.counter[what] += many
        self.moved.set()

    def __getitem__(self, what: str) -> int:
        return self.counter[what]

    async def more(self, what: str, many: int) -> None:
        """It happened so many times more."""
        await self.reached(what, self.counter[what] + many)

    async def reached(self, what: str, total: int) -> None:
        while self.counter[what] < total:
            self.moved.clear()
            await self.moved.wait()
