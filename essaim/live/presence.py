"""Who is there through this process: which devices follow or write, and how many notes each says it still holds."""

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

KNOWN = 20_000  # devices, and boards: beyond, those heard the longest ago are forgotten
MOST_SAID = 999  # notes: a device may say anything
FORGOTTEN = 1800.0  # seconds after which a device that left says nothing of now


@dataclass(slots=True)
class Device:
    """A phone, as it last spoke."""

    board: str = ""
    streams: int = 0
    heard: float = 0.0
    waiting: int = 0


@dataclass(slots=True)
class Tally:
    """What became of the notes sent to a board through this process."""

    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Presence:
    """Only the event loop changes it."""

    def __init__(self) -> None:
        self.devices: OrderedDict[str, Device] = OrderedDict()
        self.screens: Counter[str] = Counter()  # streams of those who hold no seat: walls and desks
        self.tallies: OrderedDict[str, Tally] = OrderedDict()

    def heard(self, names: Sequence[str], board: str, waiting: int | None) -> None:
        """These seats spoke now; `waiting` is what their device still holds, where it says so."""
        for name in names:
            device = self.devices.get(name) or self.devices.setdefault(name, Device())
            self.devices.move_to_end(name)
            device.board, device.heard = board, time.time()
            if waiting is not None:
                device.waiting = min(waiting, MOST_SAID)
        while len(self.devices) > KNOWN:
            self.devices.popitem(last=False)

    @contextmanager
    def following(self, names: Sequence[str], board: str, waiting: int | None) -> Iterator[None]:
        """These seats, or a screen where there is none, have a stream open."""
        self.heard(names, board, waiting)
        devices = [self.devices[name] for name in names if name in self.devices]
        for device in devices:
            device.streams += 1
        self.screens[board] += not names
        try:
            yield
        finally:
            for device in devices:
                device.streams -= 1
                device.heard = time.time()
            self.screens[board] -= not names

    def tally(self, board: str, code: str) -> None:
        """A note of this board was kept (no code), or refused for this reason."""
        tally = self.tallies.get(board) or self.tallies.setdefault(board, Tally())
        if code:
            tally.refused[code] += 1
        else:
            tally.accepted += 1
        while len(self.tallies) > KNOWN:
            self.tallies.popitem(last=False)

    def told(self) -> dict[str, Any]:
        """All of it in values that JSON knows; who has a stream open is heard now, whenever that is read."""
        now = time.time()
        for name in [name for name, device in self.devices.items() if self.is_long_gone(device, now)]:
            del self.devices[name]
        return {
            "devices": {
                name: [device.board, 0 if device.streams else int(device.heard), device.waiting]
                for name, device in self.devices.items()
            },
            "screens": {board: count for board, count in self.screens.items() if count > 0},
            "tallies": {board: [tally.accepted, dict(tally.refused)] for board, tally in self.tallies.items()},
        }

    def is_long_gone(self, device: Device, now: float) -> bool:
        return not device.streams and now - device.heard > FORGOTTEN
