"""The workshops picked in a programme and what stands on their boards, in as many queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Idea, Note, Theme
from essaim.boards.queries import Picture, Row, pictures_of
from essaim.programmes.models import Programme
from essaim.workbench.enums import Verdict
from essaim.workbench.ledger import Ledger, State, state_after, title_of
from essaim.workbench.models import Decision
from essaim.workshops.enums import State as Stage
from essaim.workshops.models import Question, Seat, Workshop
from essaim.workshops.queries import workshops_of


@dataclass(frozen=True)
class Stood:
    """A theme that people made on the board of a question, with its notes."""

    theme: Theme
    question: Question
    workshop: Workshop
    rows: Sequence[Row]

    @property
    def key(self) -> str:
        return str(self.theme.key)

    def notes(self) -> Iterator[Note]:
        for row in self.rows:
            yield row.note
            yield from row.members


@dataclass(frozen=True)
class Common:
    """A common theme, and those of the workshops picked that stand in it."""

    key: str
    title: str
    themes: Sequence[Stood]


@dataclass(frozen=True)
class Bench:
    """Everything that was said in the workshops picked, and what people decided about it."""

    programme: Programme
    workshops: Sequence[Workshop]
    questions: Sequence[Question]
    pictures: dict[int, Picture]
    ledger: Ledger

    @cached_property
    def themes(self) -> dict[str, Stood]:
        """In the order of the workshops, the questions and their boards; those under which nothing stands left out."""
        workshops = {workshop.pk: workshop for workshop in self.workshops}
        stood = (
            Stood(group.theme, question, workshops[question.workshop_id], group.rows)
            for question in self.questions
            for group in self.pictures[question.board_id].themes
            if group.rows
        )
        return {one.key: one for one in stood}

    @cached_property
    def commons(self) -> list[Common]:
        """The largest first."""
        found: dict[str, list[Stood]] = defaultdict(list)
        for key, stood in self.themes.items():
            if key in self.ledger.commons:
                found[self.ledger.commons[key]].append(stood)
        commons = [Common(key, self.ledger.titles[key], themes) for key, themes in found.items()]
        return sorted(commons, key=lambda one: (-sum(1 for stood in one.themes for _ in stood.notes()), one.title))

    @cached_property
    def loose(self) -> list[Stood]:
        """Themes that stand in no common theme."""
        return [stood for key, stood in self.themes.items() if key not in self.ledger.commons]

    @cached_property
    def same(self) -> list[tuple[str, str]]:
        return self.ledger.pairs(Verdict.SAME)

    @cached_property
    def apart(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.ledger.pairs(Verdict.APART))

    @cached_property
    def question_of(self) -> dict[int, Question]:
        """By board."""
        return {question.board_id: question for question in self.questions}

    @cached_property
    def workshop_of(self) -> dict[int, Workshop]:
        return {workshop.pk: workshop for workshop in self.workshops}


def comparable(programme: Programme, person: Any) -> list[Workshop]:
    """The workshops of this programme that the person runs and that have begun to be prepared in public."""
    own = workshops_of(person).filter(gathering__season__programme=programme).exclude(state=Stage.DRAFT)
    return list(
        own.select_related("gathering__season__programme", "gathering__territory").order_by("gathering__day", "pk")
    )


def bench_of(programme: Programme, workshops: Sequence[Workshop]) -> Bench:
    questions = list(
        Question.objects.filter(workshop__in=workshops).order_by("workshop__gathering__day", "workshop_id", "number")
    )
    boards: list[Board] = [question.board for question in questions]
    return Bench(programme, workshops, questions, pictures_of(boards), Ledger.of(state_of(programme)))


def standing(programme: Programme) -> list[Decision]:
    """The decisions that are not undone, in order."""
    return list(programme.decisions.filter(undone_at=None).order_by("number"))


def state_of(programme: Programme) -> State:
    return state_after(decision.after for decision in standing(programme))


def history_of(programme: Programme) -> list[Decision]:
    """The latest first, those undone among them."""
    return list(programme.decisions.select_related("by", "undone_by").order_by("-number"))


def decisions_about(programme: Programme, common: str) -> list[Decision]:
    """Those that named this common theme, or by which a theme came or left; the latest first."""
    return [
        decision
        for decision in history_of(programme)
        if title_of(common) in decision.after or common in {*decision.before.values(), *decision.after.values()}
    ]


def ideas_of(bench: Bench) -> list[Idea]:
    boards = [question.board_id for question in bench.questions]
    return list(Idea.objects.filter(board__in=boards, is_removed=False).order_by("board_id", "group", "position", "pk"))


def kinds_of_people(workshops: Iterable[Workshop]) -> dict[str, str]:
    """By seat, the kind of actor that its person said to be; those who said nothing left out."""
    told = Seat.objects.filter(workshop__in=list(workshops)).exclude(actor="").values_list("key", "actor")
    return {str(key): actor for key, actor in told}


def themes_called(programme: Programme, keys: Iterable[str]) -> dict[str, Theme]:
    """The themes of this programme's boards that have these keys, by key."""
    found = Theme.objects.filter(board__asked_as__workshop__gathering__season__programme=programme, key__in=list(keys))
    return {str(theme.key): theme for theme in found.filter(is_removed=False)}


def notes_called(programme: Programme, keys: Iterable[str]) -> dict[str, Note]:
    """The notes that stand on this programme's boards, by key."""
    found = Note.objects.filter(board__asked_as__workshop__gathering__season__programme=programme, key__in=list(keys))
    return {str(note.key): note for note in found.filter(state=NoteState.KEPT)}


def season_is_whole(programme: Programme, workshops: Sequence[Workshop]) -> bool:
    """These are all the workshops of one season: two such choices never share a person."""
    seasons = {workshop.gathering.season_id for workshop in workshops}
    if len(seasons) != 1:
        return False
    every = Workshop.objects.filter(gathering__season__in=seasons).exclude(state=Stage.DRAFT)
    return set(every.values_list("pk", flat=True)) == {workshop.pk for workshop in workshops}
