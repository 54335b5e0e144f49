"""Everything that the paper kit says, as frozen values: the sheets are built from it without the database."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Question:
    number: int
    title: str
    text: str
    themes: tuple[str, ...] = ()
    facilitators: tuple[str, ...] = ()
    relays: dict[int, dict[str, Any]] = field(default_factory=dict)  # by round: the relay's frozen content
    dots_each: int = 3


@dataclass(frozen=True)
class Place:
    """A table: the question discussed there and the people expected there, round after round."""

    number: int
    name: str
    where: str
    is_accessible: bool
    questions: tuple[Question, ...]
    people: tuple[int, ...]

    @property
    def steps(self) -> list[tuple[int, Question]]:
        return list(enumerate(self.questions, start=1))

    @property
    def stays(self) -> bool:
        """The same question is discussed here all day."""
        return len({question.number for question in self.questions}) == 1


@dataclass(frozen=True)
class Step:
    round: int
    table: int
    name: str
    question: int


@dataclass(frozen=True)
class Badge:
    number: int
    name: str
    rule: str
    steps: tuple[Step, ...]
    link: str

    @property
    def shown(self) -> tuple[Step, ...]:
        """The steps worth printing: one table kept all day is said once."""
        return self.steps[:1] if len({step.table for step in self.steps}) == 1 else self.steps

    @property
    def names(self) -> list[str]:
        """The places by their name, where it says more than the number."""
        names = [step.name for step in self.shown]
        return (
            names
            if any(not name.endswith(str(step.table)) for name, step in zip(names, self.shown, strict=True))
            else []
        )


@dataclass(frozen=True)
class Moment:
    """A sequence of the day, with the minute at which it begins."""

    title: str
    minutes: int
    starts: int
    round: int
    say: str
    do: str
    ask: str
    icebreaker: str = ""


@dataclass(frozen=True)
class Cover:
    """What a document says of its workshop on every page."""

    title: str
    programme: str
    retype_address: str


@dataclass(frozen=True)
class Kit:
    title: str
    code: str
    programme: str
    gathering: str
    day: date
    where: str
    purpose: str
    harvest: str
    topology: str
    rules: tuple[str, ...]
    rounds: int
    vote_rounds: tuple[int, ...]
    questions: tuple[Question, ...]
    places: tuple[Place, ...]
    badges: tuple[Badge, ...]
    moments: tuple[Moment, ...]
    people: int
    join_address: str
    join_typed: str
    retype_address: str
    rotation: str  # the plan as SVG; empty before it is made

    @property
    def is_planned(self) -> bool:
        return bool(self.badges)
