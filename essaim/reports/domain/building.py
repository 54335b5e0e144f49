"""The report as a build: everything that a workshop says, gathered from its boards into one frozen source."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.boards.enums import Channel, NoteState
from essaim.boards.models import Board, Dots, Idea, Note, Photo
from essaim.boards.queries import Group, Picture, Row, pictures_of
from essaim.reports.attributing import attributed
from essaim.reports.domain import day
from essaim.reports.domain.making import made_how
from essaim.reports.domain.picturing import address_of
from essaim.reports.enums import ReportState
from essaim.reports.models import ModelSentence, Report
from essaim.reports.source import (
    GatheringPart,
    ModelSentencePart,
    NotePart,
    PhotoPart,
    QuestionPart,
    ReportSource,
    SetAsidePart,
    StrongIdeaPart,
    ThemePart,
    VotesPart,
)
from essaim.workshops.enums import Kind, State, Topology
from essaim.workshops.models import Question, Workshop

VOTES = {Channel.PHONE: "phones", Channel.HANDS: "hands", Channel.PAPER: "paper"}


def source_of(workshop: Workshop, *, report: Report | None = None, base: str = "") -> ReportSource:
    """The whole report as it stands now. `base` makes its address whole."""
    gathered = Gathered.of(workshop)
    summaries = {summary.question_id: summary.text for summary in report.summaries.all()} if report else {}
    written = by_models(workshop) if summaries else defaultdict(list)
    joined = workshop.seats.exclude(joined_at=None)
    parts = tuple(
        attributed(question_part(question, gathered, summaries.get(question.pk, "")), written[question.number])
        for question in gathered.questions
    )
    return ReportSource(
        title=workshop.title,
        code=workshop.code,
        programme=workshop.programme.title,
        gathering=GatheringPart(
            title=workshop.gathering.title, day=workshop.gathering.day, place=workshop.gathering.place
        ),
        address=f"{base}/comptes-rendus/{workshop.code}/",
        introduction=report.introduction if report else "",
        purpose=workshop.purpose,
        harvest=workshop.harvest,
        rules=tuple(workshop.rules_list),
        topology=str(Topology(workshop.topology).label),
        licence=day.licence_of(workshop),
        state=state_of(workshop, report),  # type: ignore[arg-type]
        state_day=day.day_of(report),
        language=(get_language() or "fr")[:2],
        questions=parts,
        plenary=day.plenary_of(workshop, gathered.every_idea(), gathered.names.rapporteurs),
        remarks=gathered.reactions.get(None, ()),
        headcount=joined.count() or None,
        attendance=day.attendance_of(workshop),
        sequences=day.sequences_of(workshop),
        amendments=day.amendments_of(report),
        made_how=made_how(gathered.questions, parts),
    )


def by_models(workshop: Workshop) -> dict[int, list[ModelSentencePart]]:
    """What language models wrote on each question, by its number; kept in a summary or not."""
    found: dict[int, list[ModelSentencePart]] = defaultdict(list)
    rows = ModelSentence.objects.filter(question__workshop=workshop).order_by("pk")
    for number, text, writer in rows.values_list("question__number", "text", "writer"):
        found[number].append(ModelSentencePart(text=text, writer=writer))
    return found


def state_of(workshop: Workshop, report: Report | None) -> str:
    """The report's; before there is one, whether people are still writing."""
    if report is not None and report.state != ReportState.LIVE:
        return report.state
    return "over" if workshop.state == State.CLOSED else ReportState.LIVE.value


class Names:
    """The words for sequences, tables and rapporteurs, read once."""

    def __init__(self, workshop: Workshop):
        self.tables = {table.number: table.name for table in workshop.tables.all()}
        self.sequences = {
            sequence.round: sequence.title for sequence in workshop.sequences.all() if sequence.kind == Kind.ROUND
        }
        self.rapporteurs = {
            rapporteur.table.number: rapporteur.name
            for rapporteur in workshop.rapporteurs.select_related("table")
            if rapporteur.agrees_to_be_named
        }


@dataclass(frozen=True)
class Gathered:
    """All the boards of a workshop, read in a number of queries that depends on nothing."""

    names: Names
    questions: Sequence[Question]
    pictures: dict[int, Picture]
    ideas: dict[int, list[Idea]]
    votes: dict[int, VotesPart]
    photos: dict[tuple[int, int | None], tuple[PhotoPart, ...]]
    reactions: dict[int | None, tuple[NotePart, ...]]

    @classmethod
    def of(cls, workshop: Workshop) -> "Gathered":
        names = Names(workshop)
        questions = list(workshop.questions.select_related("board"))
        boards = [question.board for question in questions]
        ideas: dict[int, list[Idea]] = defaultdict(list)
        every = Idea.objects.filter(board__in=boards, is_removed=False).select_related("theme", "key_note")
        for idea in every:
            ideas[idea.board_id].append(idea)
        standing = {idea.pk for idea in every}
        return cls(
            names=names,
            questions=questions,
            pictures=pictures_of(boards),
            ideas=ideas,
            votes=votes_of(boards),
            photos=photos_of(boards, workshop.code),
            reactions=reactions_of(workshop.plenary, names, standing),
        )

    def every_idea(self) -> list[Idea]:
        found = [idea for question in self.questions for idea in self.ideas[question.board_id]]
        return sorted(found, key=lambda idea: (idea.group, idea.position, idea.pk))


def note_part(note: Note, names: Names, members: Iterable[Note] = ()) -> NotePart:
    return NotePart(
        number=note.number,
        key=str(note.key),
        text=note.text,
        voices=note.count,
        merged=tuple(note_part(member, names) for member in members),
        stance=note.stance,  # type: ignore[arg-type]
        sequence=names.sequences.get(note.round, ""),
        table=names.tables.get(note.group, ""),
    )


def row_part(row: Row, names: Names) -> NotePart:
    return note_part(row.note, names, row.members)


def question_part(question: Question, gathered: Gathered, summary: str) -> QuestionPart:
    picture, names = gathered.pictures[question.board_id], gathered.names
    photos = {theme: parts for (board, theme), parts in gathered.photos.items() if board == question.board_id}
    shown = [
        group for group in picture.themes if group.rows or group.theme.pk in gathered.votes or group.theme.pk in photos
    ]
    themes = {group.theme.pk for group in shown}
    spoken = {idea.key_note_id for idea in gathered.ideas[question.board_id]}
    return QuestionPart(
        number=question.number,
        text=question.text,
        summary=summary,
        themes=tuple(
            theme_part(group, names, gathered.votes.get(group.theme.pk), photos.get(group.theme.pk, ()))
            for group in shown
        ),
        strong_ideas=tuple(
            idea_part(idea, gathered, standing=idea.theme_id in themes) for idea in gathered.ideas[question.board_id]
        ),
        quoted=tuple(row_part(row, names) for row in picture.unsorted if is_quoted(row, spoken)),
        outside=tuple(row_part(row, names) for row in picture.unsorted if not is_quoted(row, spoken)),
        set_aside=tuple(SetAsidePart(note=note_part(note, names), reason=note.reason) for note in picture.set_aside),
        handed=tuple(note_part(note, names) for note in picture.handed),
        withdrawn=picture.coverage.withdrawn,
        # A photo whose theme was removed since is still a photo of this board.
        photos=tuple(photo for theme, parts in photos.items() if theme not in themes for photo in parts),
    )


def is_quoted(row: Row, spoken: set[int | None]) -> bool:
    """A strong idea speaks in the words of this note, or of one that says the same."""
    return any(note.pk in spoken for note in (row.note, *row.members))


def theme_part(group: Group, names: Names, votes: VotesPart | None, photos: tuple[PhotoPart, ...]) -> ThemePart:
    standing = {note.pk for note in notes_under(group)}
    quoted = group.theme.key_note if group.theme.key_note_id in standing else None
    return ThemePart(
        key=str(group.theme.key),
        title=group.theme.title,
        notes=tuple(row_part(row, names) for row in group.rows),
        key_quote=quoted.number if quoted else None,
        votes=votes,
        photos=photos,
    )


def notes_under(group: Group) -> list[Note]:
    return [note for row in group.rows for note in (row.note, *row.members)]


def idea_part(idea: Idea, gathered: Gathered, *, standing: bool) -> StrongIdeaPart:
    """An idea rests on the notes of its theme; those are found from it in one step."""
    groups = gathered.pictures[idea.board_id].themes if standing else []
    notes = [note.number for group in groups if group.theme.pk == idea.theme_id for note in notes_under(group)]
    quoted = idea.key_note if idea.key_note and idea.key_note.state == NoteState.KEPT else None
    return StrongIdeaPart(
        key=str(idea.key),
        text=idea.text,
        reason=idea.reason,
        conditions=idea.conditions,
        table=gathered.names.tables.get(idea.group, ""),
        rapporteur=gathered.names.rapporteurs.get(idea.group, ""),
        theme=str(idea.theme.key) if idea.theme and standing else "",
        key_quote=quoted.number if quoted else None,
        sources=tuple(sorted(notes)),
        reactions=gathered.reactions.get(idea.pk, ()),
    )


def reactions_of(plenary: Board, names: Names, standing: set[int]) -> dict[int | None, tuple[NotePart, ...]]:
    """What the room answered, by idea; under None what answers no idea that still stands."""
    found: dict[int | None, list[NotePart]] = defaultdict(list)
    for note in plenary.notes.filter(state=NoteState.KEPT).order_by("number"):
        found[note.about_id if note.about_id in standing else None].append(note_part(note, names))
    return {idea: tuple(notes) for idea, notes in found.items()}


def votes_of(boards: Sequence[Board]) -> dict[int, VotesPart]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for theme, channel, count in Dots.objects.filter(board__in=boards).values_list("theme_id", "channel", "count"):
        counts[theme][VOTES[Channel(channel)]] += count
    return {theme: VotesPart(**count) for theme, count in counts.items() if sum(count.values())}


def photos_of(boards: Sequence[Board], code: str) -> dict[tuple[int, int | None], tuple[PhotoPart, ...]]:
    found: dict[tuple[int, int | None], list[PhotoPart]] = defaultdict(list)
    for photo in Photo.objects.filter(board__in=boards).order_by("added_at", "pk"):
        alt = photo.caption.strip() or _("Photo d’un panneau de l’atelier")
        found[photo.board_id, photo.theme_id].append(PhotoPart(alt=alt, address=address_of(photo, code)))
    return {place: tuple(photos) for place, photos in found.items()}
