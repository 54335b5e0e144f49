"""What a rotation is made of. Tables are numbered 1, 2, 3…; the next number is the next on the right."""

from dataclasses import dataclass, field
from enum import Enum


class Topology(Enum):
    FACILITATORS_MOVE = "facilitators-move"
    PARTICIPANTS_MOVE = "participants-move"
    FREE_REMIX = "free-remix"


class Impossible(Exception):
    """No plan can satisfy what was asked; the reason is a sentence for the organiser."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Person:
    name: str
    organisation: str = ""
    territory: str = ""
    needs_accessible: bool = False
    host_of: int | None = None
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    number: int
    is_accessible: bool = True


@dataclass(frozen=True)
class Limits:
    """At most so many people of one organisation, of one territory, at a table."""

    per_organisation: int | None = None
    per_territory: int | None = None


@dataclass(frozen=True)
class Plan:
    """`paths[person][turn]` is a table's number; `questions[table number - 1][turn]` a question's index."""

    topology: Topology
    tables: tuple[Table, ...]
    rounds: int
    paths: tuple[tuple[int, ...], ...]
    questions: tuple[tuple[int, ...], ...]
    limits: Limits = field(default_factory=Limits)

    def question_at(self, number: int, turn: int) -> int:
        return self.questions[number - 1][turn]

    def seated(self, number: int, turn: int) -> tuple[int, ...]:
        """The people, as places in the list, who are at this table at this turn."""
        return tuple(person for person, path in enumerate(self.paths) if path[turn] == number)


@dataclass(frozen=True)
class Figures:
    """`violations` are broken promises; `remarks` are things that could not be otherwise, in words.

    `met_bound` holds for any arrangement; `met_most` knows besides that everybody visits each question once.
    """

    met_mean: float
    met_bound: float
    met_most: float
    violations: tuple[str, ...]
    remarks: tuple[str, ...]
    met: tuple[int, ...]


def numbered_tables(count: int, accessible: frozenset[int] | None = None) -> tuple[Table, ...]:
    """Tables 1 to `count`, all accessible unless the accessible ones are named."""
    return tuple(Table(n, accessible is None or n in accessible) for n in range(1, count + 1))


def question_of(topology: Topology, table: int, turn: int, questions: int) -> int:
    """Tables share the questions in order; when facilitators move, each question goes one table on."""
    if topology is Topology.FACILITATORS_MOVE:
        return (table - turn) % questions
    return table % questions
