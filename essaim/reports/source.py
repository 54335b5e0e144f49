"""The one source of a report: frozen values, without the database. Every format is built from it alone.

Counts are never stored: "×3" and the coverage are computed from the notes that stand here, so that a report
cannot claim what it does not show. A note stands exactly once: in a theme (or under the note it was merged
with), quoted by a strong idea without being in a theme, outside the themes, or set aside with its reason; handed over
after the bell, it waits for the team and counts nowhere yet. What the plenary answered stands apart: reactions on the
idea that they answer, remarks when they answer none; both bear the plenary's own numbers, and no question counts them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["live", "over", "draft", "amendable", "final"]  # over: nobody has drafted it since the last bell
Stance = Literal["", "new", "enriches", "nuances", "opposes"]
Answer = Literal["proposed", "accepted", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePart:
    """A note as it was written. `voices` people said it at once (scribe's "×3"); numbers are per question."""

    number: int
    text: str
    key: str = ""
    voices: int = 1
    merged: tuple["NotePart", ...] = ()
    stance: Stance = ""
    sequence: str = ""
    table: str = ""

    @property
    def count(self) -> int:
        return self.voices + sum(note.count for note in self.merged)

    def all(self) -> Iterator["NotePart"]:
        """The note, then all those that were merged with it."""
        yield self
        for note in self.merged:
            yield from note.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPart:
    """A picture of a paper board. Pages point at `address`; documents carry `data` (JPEG or PNG)."""

    alt: str
    caption: str = ""
    address: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesPart:
    """Dots given to a theme, by the hand that gave them."""

    phones: int = 0
    hands: int = 0
    paper: int = 0

    @property
    def count(self) -> int:
        return self.phones + self.hands + self.paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePart:
    """A heading made by people, and the notes under it. `key_quote` is the number of one of them."""

    key: str
    title: str
    notes: tuple[NotePart, ...] = ()
    address: str = ""
    summary: str = ""
    key_quote: int | None = None
    votes: VotesPart | None = None
    photos: tuple[PhotoPart, ...] = ()

    @property
    def count(self) -> int:
        return sum(note.count for note in self.notes)

    def all_notes(self) -> Iterator[NotePart]:
        for note in self.notes:
            yield from note.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrongIdeaPart:
    """What a group retained. `sources` are numbers of notes; a rapporteur is named only after agreeing."""

    key: str
    text: str
    reason: str = ""
    conditions: str = ""
    table: str = ""
    rapporteur: str = ""
    theme: str = ""  # the key of a theme of the same question
    key_quote: int | None = None
    sources: tuple[int, ...] = ()
    reactions: tuple[NotePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsidePart:
    """A note that people set aside, and why."""

    note: NotePart
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of the notes; notes merged together are each counted."""

    used: int = 0
    set_aside: int = 0
    outside: int = 0
    withdrawn: int = 0  # taken back by those who wrote them: not among the received, and no text stays

    @property
    def received(self) -> int:
        return self.used + self.set_aside + self.outside

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            used=self.used + other.used,
            set_aside=self.set_aside + other.set_aside,
            outside=self.outside + other.outside,
            withdrawn=self.withdrawn + other.withdrawn,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSentencePart:
    """A sentence of a summary that a language model wrote, which nobody has rewritten; `writer` names the model."""

    text: str
    writer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """A question of the workshop, with everything that was said on it."""

    number: int
    text: str
    address: str = ""
    summary: str = ""
    by_model: tuple[ModelSentencePart, ...] = ()  # these sentences of the summary
    themes: tuple[ThemePart, ...] = ()
    strong_ideas: tuple[StrongIdeaPart, ...] = ()
    quoted: tuple[NotePart, ...] = ()  # in no theme, but a strong idea speaks in their words
    outside: tuple[NotePart, ...] = ()
    set_aside: tuple[SetAsidePart, ...] = ()
    handed: tuple[NotePart, ...] = ()  # after the bell: neither accepted nor set aside yet
    withdrawn: int = 0
    photos: tuple[PhotoPart, ...] = ()

    @property
    def coverage(self) -> Coverage:
        return Coverage(
            used=sum(1 for theme in self.themes for _ in theme.all_notes())
            + sum(1 for note in self.quoted for _ in note.all()),
            set_aside=sum(1 for part in self.set_aside for _ in part.note.all()),
            outside=sum(1 for note in self.outside for _ in note.all()),
            withdrawn=self.withdrawn,
        )

    def all_notes(self) -> Iterator[NotePart]:
        """Every note of the question, once, in the order of the report."""
        for theme in self.themes:
            yield from theme.all_notes()
        for note in (*self.quoted, *self.outside):
            yield from note.all()
        for part in self.set_aside:
            yield from part.note.all()
        for note in self.handed:
            yield from note.all()

    def note(self, number: int) -> NotePart:
        return next(note for note in self.all_notes() if note.number == number)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlenaryPart:
    """A group's turn in the plenary; `ideas` are keys of strong ideas, which carry their reactions."""

    group: str
    rapporteur: str = ""
    minutes: int | None = None
    ideas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendancePart:
    """How many people came from one type of organisation: never who."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SequencePart:
    title: str
    planned: int
    real: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentPart:
    """A change that somebody who attended asked for, and what became of it."""

    day: date
    text: str
    about: str = ""
    state: Answer = "proposed"
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPart:
    """What left a published report since, at people's request: how many of each, and when last. Never what."""

    notes: int = 0
    reworded: int = 0
    names: int = 0
    photos: int = 0
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringPart:
    title: str
    day: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePart:
    code: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSource:
    """Everything that a report says."""

    title: str
    code: str
    programme: str = ""
    gathering: GatheringPart
    address: str = ""
    introduction: str = ""
    purpose: str = ""
    harvest: str = ""
    rules: tuple[str, ...] = ()
    topology: str = ""
    licence: LicencePart | None = None
    state: State = "draft"
    state_day: date | None = None
    language: str = "fr"
    questions: tuple[QuestionPart, ...] = ()
    plenary: tuple[PlenaryPart, ...] = ()
    remarks: tuple[NotePart, ...] = ()  # what the plenary said about no idea in particular
    headcount: int | None = None
    attendance: tuple[AttendancePart, ...] = ()
    sequences: tuple[SequencePart, ...] = ()
    amendments: tuple[AmendmentPart, ...] = ()
    made_how: str = ""
    erased: ErasedPart | None = None

    @property
    def coverage(self) -> Coverage:
        return sum((question.coverage for question in self.questions), Coverage())

    def all_reactions(self) -> Iterator[NotePart]:
        """What the plenary answered, once each: on the ideas, then on none."""
        for question in self.questions:
            for idea in question.strong_ideas:
                for note in idea.reactions:
                    yield from note.all()
        for note in self.remarks:
            yield from note.all()

    def strong_idea(self, key: str) -> StrongIdeaPart:
        return next(idea for question in self.questions for idea in question.strong_ideas if idea.key == key)
