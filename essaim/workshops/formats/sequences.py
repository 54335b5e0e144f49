"""The form of a workshop format: a tuple of sequences, as data."""

from dataclasses import dataclass

from essaim.workshops.enums import Act, Kind


@dataclass(frozen=True)
class Sequence:
    """One block of time: `round` counts the turns of the tables, 0 where nobody is at a table."""

    title: str
    minutes: int
    allows: frozenset[Act] = frozenset()
    kind: Kind = Kind.ROUND
    round: int = 0
    say: str = ""
    do: str = ""
    ask: str = ""
    icebreaker: str = ""


@dataclass(frozen=True)
class Format:
    key: str
    title: str
    sequences: tuple[Sequence, ...]
    minutes_per_group: int
