"""The sentences of `wording.py`, for the templates of the report."""

import re
from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from essaim.reports import wording
from essaim.reports.attributing import labelled
from essaim.reports.fates import ideas_citing
from essaim.reports.source import NotePart, QuestionPart, ReportSource, StrongIdeaPart, ThemePart
from essaim.reports.telling import NUMBERS, flaws_of, sentences_of

# Signs in 90 mm at 9 pt over a third of an A4 page: beyond, a card could not move to the next page whole.
HALF_COLUMN = 900

register = template.Library()
for word in (
    wording.day,
    wording.coverage_sentence,
    wording.withdrawn_sentence,
    wording.erased_sentence,
    wording.state_sentence,
    wording.missing_photo,
    wording.gathering_line,
    wording.times,
    wording.theme_count,
    wording.question_heading,
    wording.note_label,
    wording.stance_label,
    wording.carried_by,
    wording.headcount_sentence,
    wording.minutes,
    wording.answer_label,
    wording.rank_of_idea,
    wording.reaction_label,
    wording.anchor_of_reaction,
    wording.anchor_of_note,
    wording.anchor_of_idea,
    wording.anchor_of_theme,
):
    register.filter(word.__name__, word)

register.filter("ideas_citing", ideas_citing)
register.filter("flaw_words", wording.flaw_words)
register.filter("no_answer_words", wording.no_answer_words)
register.filter("model_label", wording.model_label)
register.filter("labelled", labelled)


@register.simple_tag
def linked_summary(question: QuestionPart, code: str) -> SafeString:
    """The summary with each "(n° 12)" leading to its note.

    A sentence that rests on no note says whose words it is, and a sentence of the model that it is the model's.
    """
    addresses = {
        str(note.number): reverse("reports:note", args=[code, question.number, note.number])
        for note in question.all_notes()
    }
    said = {sentence.text: _("(mots de l’équipe)") for sentence, _flaw in flaws_of(question.summary, question)}
    said |= {part.text: wording.model_label(part.writer) for part in question.by_model}
    lines = [sentences_of(line) for line in question.summary.splitlines()]
    told = [
        joined(" ", [joined("", [linked(one.text, addresses), *whose_words(said.get(one.text))]) for one in line])
        for line in lines
        if line
    ]
    return joined("", [*told[:1], *(format_html("<br>{}", line) for line in told[1:])])


def joined(between: str, parts: Iterable[str]) -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts))


def linked(text: str, addresses: dict[str, str]) -> SafeString:
    """Numbers of notes inside "(n° …)" are links; those of no note stay as they were typed."""

    def piece(words: str) -> str:
        return format_html('<a href="{}">{}</a>', addresses[words], words) if words in addresses else words

    def group(words: str) -> str:
        return joined("", map(piece, re.split(r"(\d+)", words))) if re.fullmatch(NUMBERS, words) else words

    return joined("", map(group, re.split(f"({NUMBERS})", text)))


def whose_words(label: str | None) -> list[SafeString]:
    return [format_html(' <small class="hint">{}</small>', label)] if label else []


@register.filter
def note_of(question: QuestionPart, number: int):
    return question.note(number)


@register.filter
def theme_of(question: QuestionPart, idea: StrongIdeaPart) -> ThemePart | None:
    return next((theme for theme in question.themes if theme.key == idea.theme), None)


@register.filter
def share_of(part: int, whole: int) -> str:
    """How many hundredths of the whole, for a bar of width 100; with a point, whatever the language."""
    return f"{100 * part / whole:.2f}" if whole else "0"


@register.filter
def are_long(notes: tuple[NotePart, ...]) -> bool:
    """True when one of them, with those merged into it, would not fit in half a column of a page."""
    return any(sum(len(member.text) + 60 for member in note.all()) > HALF_COLUMN for note in notes)


@register.filter
def voted_themes(question: QuestionPart) -> list[ThemePart]:
    return [theme for theme in question.themes if theme.votes is not None]


@register.filter
def text_of_key(source: ReportSource, key: str) -> str:
    return source.strong_idea(key).text


@register.filter
def anchor_of_key(source: ReportSource, key: str) -> str:
    question = next(q for q in source.questions if any(idea.key == key for idea in q.strong_ideas))
    return wording.anchor_of_idea(question, source.strong_idea(key))


@register.filter
def rank_in(theme: ThemePart, question: QuestionPart) -> int:
    return question.themes.index(theme) + 1
