"""What the plenary hears: the queue of groups, each with who speaks, its strong ideas and the room's answers."""

from collections import defaultdict
from dataclasses import dataclass, field

from essaim.boards.enums import NoteState
from essaim.boards.models import Board, Idea, Note
from essaim.boards.queries import Group, pictures_of
from essaim.workshops.models import Question, Rapporteur, Table, Turn, Workshop
from essaim.workshops.queries import last_round
from essaim.workshops.watching import question_here


@dataclass
class Heard:
    """A strong idea with the theme that it comes from, counted, and what the room answered."""

    idea: Idea
    theme: Group | None = None
    reactions: list[Note] = field(default_factory=list)


@dataclass
class Speaker:
    """A group in the plenary's queue."""

    table: Table
    turn: Turn | None
    rapporteur: Rapporteur | None
    question: Question | None
    ideas: list[Heard] = field(default_factory=list)

    @property
    def is_speaking(self) -> bool:
        return self.turn is not None and self.turn.started_at is not None and self.turn.ended_at is None

    @property
    def is_done(self) -> bool:
        return self.turn is not None and self.turn.ended_at is not None


@dataclass
class Plenary:
    queue: list[Speaker]
    others: list[Note]

    @property
    def speaking(self) -> Speaker | None:
        return next((speaker for speaker in self.queue if speaker.is_speaking), None)

    @property
    def next(self) -> Speaker | None:
        return next((speaker for speaker in self.queue if not speaker.is_speaking and not speaker.is_done), None)

    @property
    def is_over(self) -> bool:
        return bool(self.queue) and all(speaker.is_done for speaker in self.queue)


def plenary_of(workshop: Workshop) -> Plenary:
    """The whole queue in a few queries, in the order in which groups speak."""
    turns = {turn.table_id: turn for turn in workshop.turns.all()}
    rapporteurs = {each.table_id: each for each in workshop.rapporteurs.select_related("seat")}
    questions = list(workshop.questions.select_related("board"))
    ideas, others = ideas_heard(workshop)
    round = last_round(workshop)
    queue: list[Speaker] = []
    for table in workshop.tables.all():
        question = question_here(workshop, questions, table.number, round)
        speaker = Speaker(table, turns.get(table.pk), rapporteurs.get(table.pk), question)
        speaker.ideas = [heard for heard in ideas if is_of(heard.idea, speaker, queue)]
        queue.append(speaker)
    queue.sort(key=lambda speaker: (speaker.turn.position if speaker.turn else 0, speaker.table.number))
    return Plenary(queue=queue, others=others)


def is_of(idea: Idea, speaker: Speaker, before: list[Speaker]) -> bool:
    """An idea is told by the group that retained it; one that no group signed, by the first with its question."""
    if idea.group:
        return idea.group == speaker.table.number
    if speaker.question is None or speaker.question.board_id != idea.board_id:
        return False
    return all(other.question != speaker.question for other in before)


def ideas_heard(workshop: Workshop) -> tuple[list[Heard], list[Note]]:
    """Every strong idea with its reactions, and the reactions to none in particular."""
    boards = list(Board.objects.filter(asked_as__workshop=workshop))
    themes: dict[int | None, Group] = {
        group.theme.pk: group for picture in pictures_of(boards).values() for group in picture.themes
    }
    reactions: dict[int | None, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(board=workshop.plenary_id, state=NoteState.KEPT).order_by("number"):
        reactions[note.about_id].append(note)
    ideas = Idea.objects.filter(board__asked_as__workshop=workshop, is_removed=False).select_related("key_note")
    found = [Heard(idea, themes.get(idea.theme_id), reactions[idea.pk]) for idea in ideas]
    return found, reactions[None]
