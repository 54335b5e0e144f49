"""What became of each note: one flat row per note, for spreadsheets and for those who look for their own."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from essaim.reports import wording
from essaim.reports.source import NotePart, QuestionPart, ReportSource, StrongIdeaPart


@dataclass(frozen=True, slots=True, kw_only=True)
class FateRow:
    """One note as open data; the order of the fields is the order of the columns."""

    question_number: int | str
    question: str
    theme: str
    number: int | str  # "R3" is the third thing that the plenary answered
    text: str
    voices: int
    count: int
    fate: str
    merged_with: str
    reason: str
    ideas: str
    stance: str
    sequence: str
    table: str
    key: str


def columns() -> tuple[str, ...]:
    return (
        _("N° de question"),
        _("Question"),
        _("Thème"),
        _("N° de contribution"),
        _("Texte"),
        _("Dite par"),
        _("Total avec les fusions"),
        _("Devenir"),
        _("Fusionnée avec le n°"),
        _("Motif"),
        _("Idées fortes qui la citent"),
        _("Rapport à ce qui précède"),
        _("Séquence"),
        _("Table"),
        _("Identifiant"),
    )


def fates(source: ReportSource) -> Iterator[FateRow]:
    """Every note once, in the order of the report."""
    for question in source.questions:
        yield from _fates_of_question(question)
    for question in source.questions:
        for idea in question.strong_ideas:
            for note in idea.reactions:
                yield _reaction(note, question=question, idea=idea)
    for note in source.remarks:
        yield _reaction(note)


def table_of_fates(source: ReportSource) -> list[tuple[str | int, ...]]:
    return [astuple(row) for row in fates(source)]


def ideas_citing(question: QuestionPart, number: int) -> tuple[StrongIdeaPart, ...]:
    return tuple(idea for idea in question.strong_ideas if number in idea.sources or number == idea.key_quote)


def _fates_of_question(question: QuestionPart) -> Iterator[FateRow]:
    for theme in question.themes:
        for note in theme.notes:
            yield from _family(question, note, fate=_("reprise"), theme=theme.title)
    for note in question.quoted:
        yield from _family(question, note, fate=_("reprise"))
    for note in question.outside:
        yield from _family(question, note, fate=_("hors thème"))
    for part in question.set_aside:
        yield from _family(question, part.note, fate=_("écartée"), reason=part.reason)
    for note in question.handed:
        yield from _family(question, note, fate=_("remise après la cloche, à décider"))


def _reaction(note: NotePart, *, question: QuestionPart | None = None, idea: StrongIdeaPart | None = None) -> FateRow:
    """What the plenary answered stands after the questions' notes, under its own numbers."""
    return FateRow(
        question_number=question.number if question else "",
        question=question.text if question else "",
        theme="",
        number=wording.reaction_number(note),
        text=note.text,
        voices=note.voices,
        count=note.count,
        fate=_("réaction à l’idée « %(idea)s »") % {"idea": idea.text} if idea else _("parole de la plénière"),
        merged_with="",
        reason="",
        ideas="",
        stance="",
        sequence=note.sequence or _("La plénière"),
        table=note.table,
        key=note.key,
    )


def _family(
    question: QuestionPart,
    note: NotePart,
    *,
    fate: str,
    theme: str = "",
    reason: str = "",
    head: NotePart | None = None,
) -> Iterator[FateRow]:
    """The note, then those merged with it, which share its fate."""
    yield FateRow(
        question_number=question.number,
        question=question.text,
        theme=theme,
        number=note.number,
        text=note.text,
        voices=note.voices,
        count=note.count,
        fate=fate if head is None else _("%(fate)s, fusionnée") % {"fate": fate},
        merged_with="" if head is None else str(head.number),
        reason=reason,
        ideas=" ; ".join(idea.text for idea in ideas_citing(question, note.number)),
        stance=wording.stance_label(note),
        sequence=note.sequence,
        table=note.table,
        key=note.key,
    )
    for member in note.merged:
        yield from _family(question, member, fate=fate, theme=theme, reason=reason, head=note)
