"""The report as a build: everything that a workshop says, gathered from its boards into one frozen source."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.boards.enums import Channel, NoteState
from essaim.boards.models import Board, Dots, Idea, Note
from essaim.boards.queries import Group, Row, grouped, ideas_of
from essaim.programmes.enums import LICENCE_ADDRESSES, Licence
from essaim.reports.enums import ReportState
from essaim.reports.models import Report
from essaim.reports.source import (
    AmendmentPart,
    AttendancePart,
    GatheringPart,
    LicencePart,
    NotePart,
    PhotoPart,
    PlenaryPart,
    QuestionPart,
    ReportSource,
    SequencePart,
    SetAsidePart,
    StrongIdeaPart,
    ThemePart,
    VotesPart,
)
from essaim.workshops.enums import ActorKind, Kind, Topology
from essaim.workshops.models import Question, Workshop

VOTES = {Channel.PHONE: "phones", Channel.HANDS: "hands", Channel.PAPER: "paper"}


def source_of(
    workshop: Workshop, *, report: Report | None = None, base: str = "", photos: bool = False
) -> ReportSource:
    """The whole report as it stands now. `base` makes addresses whole; `photos` carries their bytes."""
    names = Names(workshop)
    summaries = {summary.question_id: summary.text for summary in report.summaries.all()} if report else {}
    reactions = reactions_of(workshop.plenary, names)
    address = f"{base}/comptes-rendus/{workshop.code}/"
    return ReportSource(
        title=workshop.title,
        code=workshop.code,
        programme=workshop.programme.title,
        gathering=GatheringPart(
            title=workshop.gathering.title, day=workshop.gathering.day, place=workshop.gathering.place
        ),
        address=address,
        purpose=workshop.purpose,
        harvest=workshop.harvest,
        rules=tuple(workshop.rules_list),
        topology=str(Topology(workshop.topology).label),
        licence=licence_of(workshop),
        state=report.state if report else ReportState.LIVE.value,  # type: ignore[arg-type]
        state_day=day_of(report),
        language=(get_language() or "fr")[:2],
        questions=tuple(
            question_part(question, names, reactions, summaries.get(question.pk, ""), address, photos)
            for question in workshop.questions.select_related("board")
        ),
        plenary=plenary_of(workshop, names),
        headcount=workshop.seats.exclude(joined_at=None).count() or None,
        attendance=attendance_of(workshop),
        sequences=sequences_of(workshop),
        amendments=amendments_of(report),
        made_how=made_how(workshop),
    )


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


def question_part(
    question: Question,
    names: Names,
    reactions: dict[int, tuple[NotePart, ...]],
    summary: str,
    address: str,
    with_photos: bool,
) -> QuestionPart:
    picture = grouped(question.board)
    ideas = ideas_of(question.board)
    pictures = photos_of(question.board, with_photos)
    votes = votes_of(question.board)
    return QuestionPart(
        number=question.number,
        text=question.text,
        address=f"{address}#q{question.number}",
        summary=summary,
        themes=tuple(
            theme_part(group, names, votes.get(group.theme.pk), pictures.get(group.theme.pk, ()), address)
            for group in picture.themes
            if group.rows or group.dots or pictures.get(group.theme.pk)
        ),
        strong_ideas=tuple(idea_part(idea, names, reactions.get(idea.pk, ())) for idea in ideas),
        outside=(
            *(row_part(row, names) for row in picture.unsorted),
            *(note_part(note, names) for note in picture.handed),
        ),
        set_aside=tuple(SetAsidePart(note=note_part(note, names), reason=note.reason) for note in picture.set_aside),
        withdrawn=picture.coverage.withdrawn,
        photos=pictures.get(None, ()),
    )


def theme_part(
    group: Group, names: Names, votes: VotesPart | None, photos: tuple[PhotoPart, ...], address: str
) -> ThemePart:
    standing = {note.pk for row in group.rows for note in (row.note, *row.members)}
    quoted = group.theme.key_note if group.theme.key_note_id in standing else None
    return ThemePart(
        key=str(group.theme.key),
        title=group.theme.title,
        notes=tuple(row_part(row, names) for row in group.rows),
        address=f"{address}#t-{group.theme.key}",
        key_quote=quoted.number if quoted else None,
        votes=votes,
        photos=photos,
    )


def idea_part(idea: Idea, names: Names, reactions: tuple[NotePart, ...]) -> StrongIdeaPart:
    """An idea rests on the notes of its theme; those are found from it in one step."""
    notes = Note.objects.filter(theme=idea.theme, state=NoteState.KEPT).order_by("number") if idea.theme else []
    quoted = idea.key_note if idea.key_note and idea.key_note.state == NoteState.KEPT else None
    return StrongIdeaPart(
        key=str(idea.key),
        text=idea.text,
        reason=idea.reason,
        conditions=idea.conditions,
        table=names.tables.get(idea.group, ""),
        rapporteur=names.rapporteurs.get(idea.group, ""),
        theme=str(idea.theme.key) if idea.theme and not idea.theme.is_removed else "",
        key_quote=quoted.number if quoted else None,
        sources=tuple(note.number for note in notes),
        reactions=reactions,
    )


def reactions_of(plenary: Board, names: Names) -> dict[int, tuple[NotePart, ...]]:
    """What the room answered, by idea."""
    found: dict[int, list[NotePart]] = defaultdict(list)
    for note in plenary.notes.filter(state=NoteState.KEPT).exclude(about=None).order_by("number"):
        found[note.about_id].append(note_part(note, names))
    return {idea: tuple(notes) for idea, notes in found.items()}


def votes_of(board: Board) -> dict[int, VotesPart]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for theme, channel, count in Dots.objects.filter(board=board).values_list("theme_id", "channel", "count"):
        counts[theme][VOTES[Channel(channel)]] += count
    return {theme: VotesPart(**count) for theme, count in counts.items() if sum(count.values())}


def photos_of(board: Board, with_data: bool) -> dict[int | None, tuple[PhotoPart, ...]]:
    found: dict[int | None, list[PhotoPart]] = defaultdict(list)
    for photo in board.photos.all():
        data = b""
        if with_data:
            with photo.image.open("rb") as file:
                data = file.read()
        found[photo.theme_id].append(PhotoPart(alt=photo.caption, data=data, address=f"photos/{photo.key}/"))
    return {theme: tuple(photos) for theme, photos in found.items()}


def plenary_of(workshop: Workshop, names: Names) -> tuple[PlenaryPart, ...]:
    ideas: dict[int, list[str]] = defaultdict(list)
    every = Idea.objects.filter(board__asked_as__workshop=workshop, is_removed=False).order_by("group", "position")
    for idea in every:
        ideas[idea.group].append(str(idea.key))
    parts = []
    for turn in workshop.turns.select_related("table").order_by("position"):
        if turn.started_at is None:
            continue
        seconds = (turn.ended_at - turn.started_at).total_seconds() if turn.ended_at else None
        number = turn.table.number
        parts.append(
            PlenaryPart(
                group=turn.table.name,
                rapporteur=names.rapporteurs.get(number, ""),
                minutes=max(1, round(seconds / 60)) if seconds is not None else None,
                ideas=tuple(ideas[number]),
            )
        )
    return tuple(parts)


def attendance_of(workshop: Workshop) -> tuple[AttendancePart, ...]:
    """Counts by type of organisation of those who came; never who."""
    counts = Counter(workshop.seats.exclude(joined_at=None).values_list("actor", flat=True))
    labels = {**{kind.value: str(kind.label) for kind in ActorKind}, "": _("non précisé")}
    ordered = sorted(counts.items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    return tuple(AttendancePart(kind=labels[kind], count=count) for kind, count in ordered)


def sequences_of(workshop: Workshop) -> tuple[SequencePart, ...]:
    return tuple(
        SequencePart(
            title=sequence.title,
            planned=round(sequence.seconds / 60),
            real=round((sequence.ended_at - sequence.started_at).total_seconds() / 60)
            if sequence.started_at and sequence.ended_at
            else None,
        )
        for sequence in workshop.sequences.all()
    )


def licence_of(workshop: Workshop) -> LicencePart:
    licence = Licence(workshop.licence)
    return LicencePart(code=licence.value, label=str(licence.label), url=LICENCE_ADDRESSES[licence])


def day_of(report: Report | None):
    if report is None:
        return None
    moment = {
        ReportState.LIVE: None,
        ReportState.DRAFT: report.drafted_at,
        ReportState.AMENDABLE: report.opened_at,
        ReportState.FINAL: report.final_at,
    }[ReportState(report.state)]
    return moment.date() if moment else None


def amendments_of(report: Report | None) -> tuple[AmendmentPart, ...]:
    if report is None:
        return ()
    return tuple(
        AmendmentPart(
            day=amendment.proposed_at.date(),
            text=amendment.text,
            about=amendment.about,
            state=amendment.state,  # type: ignore[arg-type]
            answer=amendment.answer,
        )
        for amendment in report.amendments.all()
    )


def made_how(workshop: Workshop) -> str:
    """How the synthesis came to be, told to whoever doubts it."""
    return _(
        "Les thèmes ont été formés et nommés par l’équipe d’animation pendant l’atelier ; les nombres sont calculés à "
        "partir des notes, jamais saisis. Chaque note écartée l’est avec son motif. Aucun texte n’a été rédigé par une "
        "machine."
    )
