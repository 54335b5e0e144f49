"""The report as a line of blocks, for the formats that are read from top to bottom (ODT, DOCX, Markdown)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from essaim.reports import wording
from essaim.reports.attributing import labelled
from essaim.reports.fates import ideas_citing
from essaim.reports.source import (
    NotePart,
    PhotoPart,
    QuestionPart,
    ReportSource,
    StrongIdeaPart,
    ThemePart,
)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`label` is set before the text ("Pourquoi : …"); `kind` is lead, meta or body."""

    text: str
    label: str = ""
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Note:
    """`count` is "×3" or nothing; `trail` says the rest of its story."""

    number: str
    text: str
    count: str = ""
    trail: str = ""
    is_key: bool = False
    merged: tuple["Note", ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Picture:
    photo: PhotoPart


Block = Heading | Paragraph | Quote | Notes | Bullets | Table | Picture


def outline(source: ReportSource) -> Iterator[Block]:
    """The whole report, in reading order."""
    yield from _opening(source)
    yield from _essentials(source)
    for question in source.questions:
        yield from _question(question)
    yield from _plenary(source)
    yield from _day(source)
    yield from _amendments(source)
    yield from _making(source)


def _opening(source: ReportSource) -> Iterator[Block]:
    yield Heading(1, source.title)
    if source.programme:
        yield Paragraph(source.programme, kind="meta")
    yield Paragraph(wording.gathering_line(source.gathering), kind="meta")
    yield Paragraph(wording.state_sentence(source), kind="meta")
    yield Paragraph(wording.coverage_sentence(source.coverage), kind="lead")
    if withdrawn := wording.withdrawn_sentence(source.coverage):
        yield Paragraph(withdrawn)
    if erased := wording.erased_sentence(source.erased):
        yield Paragraph(erased)


def _essentials(source: ReportSource) -> Iterator[Block]:
    yield Heading(2, _("L’essentiel"))
    if source.introduction:
        yield Paragraph(source.introduction)
    if source.purpose:
        yield Paragraph(source.purpose, label=_("Ce que l’on cherchait"))
    if source.harvest:
        yield Paragraph(source.harvest, label=_("Ce que l’on attendait"))
    ideas = tuple(idea.text for question in source.questions for idea in question.strong_ideas)
    if ideas:
        yield Bullets(ideas)


def _question(question: QuestionPart) -> Iterator[Block]:
    yield Heading(2, wording.question_heading(question))
    yield Paragraph(wording.coverage_sentence(question.coverage), kind="meta")
    if question.summary:
        yield Paragraph(labelled(question))
    yield from (Picture(photo) for photo in question.photos)
    if question.strong_ideas:
        yield Heading(3, _("Idées fortes"))
    for idea in question.strong_ideas:
        yield from _idea(question, idea)
    for theme in question.themes:
        yield from _theme(question, theme)
    yield from _listed(question, wording.quoted_title(), question.quoted)
    yield from _listed(question, wording.outside_title(), question.outside)
    if question.set_aside:
        yield Heading(3, wording.aside_title())
        yield Notes(tuple(_note(question, part.note, reason=part.reason) for part in question.set_aside))
    yield from _listed(question, wording.handed_title(), question.handed)
    yield from _votes(question)


def _listed(question: QuestionPart, title: str, notes: tuple[NotePart, ...]) -> Iterator[Block]:
    if notes:
        yield Heading(3, title)
        yield Notes(tuple(_note(question, note) for note in notes))


def _idea(question: QuestionPart, idea: StrongIdeaPart) -> Iterator[Block]:
    yield Heading(4, idea.text)
    if carried := wording.carried_by(idea):
        yield Paragraph(carried, kind="meta")
    if idea.reason:
        yield Paragraph(idea.reason, label=_("Pourquoi"))
    if idea.conditions:
        yield Paragraph(idea.conditions, label=_("À quelles conditions"))
    if idea.key_quote is not None:
        origin = wording.note_numbers((idea.key_quote,))
        yield Quote(question.note(idea.key_quote).text, origin)
    if idea.sources:
        yield Paragraph(wording.note_numbers(idea.sources), label=_("D’après"))
    theme = next((theme for theme in question.themes if theme.key == idea.theme), None)
    if theme is not None:
        yield Paragraph(theme.title, label=_("Thème"))
    if idea.reactions:
        yield Paragraph(_("Réactions en plénière"), kind="meta")
        yield _reactions(idea.reactions)


def _theme(question: QuestionPart, theme: ThemePart) -> Iterator[Block]:
    yield Heading(3, theme.title)
    yield Paragraph(wording.theme_count(theme), kind="meta")
    if theme.summary:
        yield Paragraph(theme.summary)
    yield from (Picture(photo) for photo in theme.photos)
    if theme.notes:
        yield Notes(tuple(_note(question, note, key_quote=theme.key_quote) for note in theme.notes))


def _note(question: QuestionPart, note: NotePart, *, key_quote: int | None = None, reason: str = "") -> Note:
    cited = ", ".join(str(wording.rank_of_idea(question, idea)) for idea in ideas_citing(question, note.number))
    trail = (
        _("motif : %(reason)s") % {"reason": reason} if reason else "",
        wording.stance_label(note),
        _("idée forte %(ranks)s") % {"ranks": cited} if cited else "",
    )
    return Note(
        number=str(note.number),
        text=note.text,
        count=wording.times(note.count) if note.count > 1 else "",
        trail=", ".join(part for part in trail if part),
        is_key=note.number == key_quote,
        merged=tuple(_note(question, member) for member in note.merged),
    )


def _votes(question: QuestionPart) -> Iterator[Block]:
    voted = [theme for theme in question.themes if theme.votes is not None]
    if not voted:
        return
    yield Heading(3, _("Votes"))
    header = (_("Thème"), _("Téléphones"), _("Mains levées"), _("Gommettes"), _("Total"))
    rows = tuple(
        (theme.title, *(str(n) for n in (votes.phones, votes.hands, votes.paper, votes.count)))
        for theme in voted
        if (votes := theme.votes) is not None
    )
    yield Table(_("Votes par thème"), header, rows)


def _plenary(source: ReportSource) -> Iterator[Block]:
    if not source.plenary and not source.remarks:
        return
    yield Heading(2, _("La plénière"))
    for part in source.plenary:
        yield Heading(3, part.group)
        rapporteur = _("Parole portée par %(name)s") % {"name": part.rapporteur} if part.rapporteur else ""
        said = ", ".join(text for text in (rapporteur, wording.minutes(part.minutes)) if text)
        if said:
            yield Paragraph(said, kind="meta")
        if part.ideas:
            yield Bullets(tuple(source.strong_idea(key).text for key in part.ideas))
    if source.remarks:
        yield Heading(3, _("Autres paroles de la plénière"))
        yield _reactions(source.remarks)


def _reactions(notes: tuple[NotePart, ...]) -> Notes:
    return Notes(
        tuple(
            Note(
                number=wording.reaction_number(note),
                text=note.text,
                count=wording.times(note.count) if note.count > 1 else "",
            )
            for note in notes
        )
    )


def _day(source: ReportSource) -> Iterator[Block]:
    yield Heading(2, _("Comment l’atelier s’est déroulé"))
    yield Paragraph(source.code, label=_("Code de l’atelier"))
    if source.topology:
        yield Paragraph(source.topology, label=_("Circulation"))
    if source.headcount is not None:
        yield Paragraph(wording.headcount_sentence(source.headcount))
    if source.attendance:
        rows = tuple((part.kind, str(part.count)) for part in source.attendance)
        yield Table(_("Participation par type d’organisation"), (_("Organisation"), _("Personnes")), rows)
    if source.sequences:
        header = (_("Séquence"), _("Prévu"), _("Réel"))
        yield Table(_("Durée des séquences"), header, tuple(_durations(source)))
    if source.rules:
        yield Heading(3, _("Les règles que l’on s’était données"))
        yield Bullets(source.rules)


def _durations(source: ReportSource) -> Iterator[tuple[str, ...]]:
    for part in source.sequences:
        yield part.title, wording.minutes(part.planned), wording.minutes(part.real)


def _amendments(source: ReportSource) -> Iterator[Block]:
    if not source.amendments:
        return
    yield Heading(2, _("Amendements"))
    header = (_("Date"), _("Sur"), _("Demande"), _("Suite"))
    rows = tuple(
        (
            wording.day(part.day),
            part.about,
            part.text,
            ". ".join(text for text in (wording.answer_label(part.state), part.answer) if text),
        )
        for part in source.amendments
    )
    yield Table(_("Demandes de modification"), header, rows)


def _making(source: ReportSource) -> Iterator[Block]:
    yield Heading(2, _("Comment ce compte rendu a été fait"))
    if source.made_how:
        yield Paragraph(source.made_how)
    if source.licence is not None:
        yield Paragraph(
            ", ".join(text for text in (source.licence.label, source.licence.url) if text),
            label=_("Licence"),
        )
    if source.address:
        yield Paragraph(source.address, label=_("En ligne"))
