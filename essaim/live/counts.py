"""What the live part did since this process started: plain numbers, since adding to them must cost next to nothing."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

SIZES = (1, 2, 5, 10, 20, 50, 100, 200)
SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Spread:
    """How many values fell under each bound, and their sum."""

    def __init__(self, bounds: tuple[float, ...]):
        self.bounds = bounds
        self.found = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self.found[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass
class Counts:
    """One thread adds to each number; whoever reads finds it as it was a moment ago."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)  # by address and status
    refused: Counter[str] = field(default_factory=Counter)  # notes, by the code of docs/protocol.md
    accepted: int = 0
    left: int = 0  # notes whose sender had gone before their turn: dropped, and sent again by their phone
    delivered: int = 0  # events, once for each reader
    streams: int = 0  # open now
    replays: int = 0  # readings of the log from the database, for a reader further behind than the ring
    glances: int = 0  # boards found ahead by a look at the database: other processes wrote
    batches: Spread = field(default_factory=lambda: Spread(SIZES))
    kept_after: Spread = field(default_factory=lambda: Spread(SECONDS))  # seconds from receipt to commit


counts = Counts()
