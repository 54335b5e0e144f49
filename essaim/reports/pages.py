"""The report cut into light pages: what was retained on the first, the notes of each question on their own.

A browser pays for elements more than for bytes: four hundred notes on one page would cost as much as a news site
(EcoIndex C). So no page holds more than it can show lightly, and every note keeps one address of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from essaim.reports import wording
from essaim.reports.source import NotePart, QuestionPart, ReportSource, StrongIdeaPart, ThemePart

HEAVIEST = 230  # elements for notes: with the shell and the ideas, the page stays under 385 (EcoIndex 81)
THEMES_TOGETHER = 40  # more themes than that are listed with their question only
FOLD = 6  # elements of a heading that opens and closes
OPEN = 60  # notes that can be seen without folding anything


@dataclass(frozen=True, slots=True)
class Shown:
    """A note as it stands: with its reason when it was set aside, and ideas that cite it from elsewhere."""

    note: NotePart
    reason: str = ""
    ideas: tuple[StrongIdeaPart, ...] = ()

    @property
    def weight(self) -> int:
        members = sum(1 for _note in self.note.all())
        return members + (members > 1) + len(self.ideas)


@dataclass(frozen=True, slots=True)
class Fold:
    """A heading and what stands under it: a theme, or what is in none."""

    anchor: str
    title: str
    rows: tuple[Shown, ...]
    theme: ThemePart | None = None
    ideas: tuple[StrongIdeaPart, ...] = ()

    @property
    def weight(self) -> int:
        return FOLD + len(self.ideas) + sum(row.weight for row in self.rows)


def folds_of(question: QuestionPart) -> Iterator[Fold]:
    """Everything said on a question, each note once."""
    for theme in question.themes:
        yield Fold(
            anchor=wording.anchor_of_theme(question, theme),
            title=theme.title,
            rows=tuple(Shown(note, ideas=cited_elsewhere(question, note, theme.key)) for note in theme.notes),
            theme=theme,
            ideas=tuple(idea for idea in question.strong_ideas if idea.theme == theme.key),
        )
    if question.quoted:
        yield Fold(f"c{question.number}", wording.quoted_title(), shown_alone(question, question.quoted))
    if question.outside:
        yield Fold(f"h{question.number}", wording.outside_title(), shown_alone(question, question.outside))
    if question.set_aside:
        rows = tuple(Shown(part.note, reason=part.reason) for part in question.set_aside)
        yield Fold(f"e{question.number}", wording.aside_title(), rows)
    if question.handed:
        yield Fold(f"d{question.number}", wording.handed_title(), shown_alone(question, question.handed))


def shown_alone(question: QuestionPart, notes: tuple[NotePart, ...]) -> tuple[Shown, ...]:
    """Notes that stand under no theme."""
    return tuple(Shown(note, ideas=cited_elsewhere(question, note, None)) for note in notes)


def cited_elsewhere(question: QuestionPart, note: NotePart, theme: str | None) -> tuple[StrongIdeaPart, ...]:
    """Ideas that rest on this note without resting on its theme, which says it once for all."""
    return tuple(
        idea
        for idea in question.strong_ideas
        if idea.theme != theme and (note.number in idea.sources or note.number == idea.key_quote)
    )


def pages_of(question: QuestionPart) -> list[list[Fold]]:
    """The folds of a question, as many on each page as it bears."""
    pages: list[list[Fold]] = [[]]
    for fold in (part for whole in folds_of(question) for part in cut(whole)):
        if pages[-1] and sum(each.weight for each in pages[-1]) + fold.weight > HEAVIEST:
            pages.append([])
        pages[-1].append(fold)
    return pages


def cut(fold: Fold) -> Iterator[Fold]:
    """A heading heavier than a page goes on under the same title."""
    rows: list[Shown] = []
    part = 1
    for row in fold.rows:
        if rows and sum(each.weight for each in rows) + row.weight > HEAVIEST - FOLD - len(fold.ideas):
            yield numbered(fold, part, tuple(rows))
            rows, part = [], part + 1
        rows.append(row)
    yield numbered(fold, part, tuple(rows))


def numbered(fold: Fold, part: int, rows: tuple[Shown, ...]) -> Fold:
    if part == 1:
        return replace(fold, rows=rows)
    title = _("%(title)s (suite %(part)s)") % {"title": fold.title, "part": part}
    return replace(fold, anchor=f"{fold.anchor}-{part}", title=title, rows=rows)


def page_of_anchor(question: QuestionPart, anchor: str) -> int:
    """The page (from 1) where this heading or this note stands; 0 when it is nowhere."""
    for number, folds in enumerate(pages_of(question), start=1):
        for fold in folds:
            notes = (wording.anchor_of_note(question, note.number) for row in fold.rows for note in row.note.all())
            if anchor == fold.anchor or anchor in notes:
                return number
    return 0


def question_numbered(source: ReportSource, number: int) -> QuestionPart | None:
    return next((question for question in source.questions if question.number == number), None)


def lists_themes(source: ReportSource) -> bool:
    """The first page names the themes, unless there are too many of them."""
    return sum(len(question.themes) for question in source.questions) <= THEMES_TOGETHER
