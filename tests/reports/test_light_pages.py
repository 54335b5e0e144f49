"""The report cut into pages: every note on exactly one, and no page heavier than a page may be."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from lxml import html

from essaim.reports.pages import HEAVIEST, page_of_anchor, pages_of
from essaim.reports.river import river_of
from essaim.reports.source import QuestionPart, ReportSource, SetAsidePart, ThemePart
from essaim.reports.wording import anchor_of_note

from .example import large_report, note, report

# 385 elements with 3 requests and 40 kB are an EcoIndex of 81; the shell of our pages has fewer than 60.
ELEMENTS = 385 - 60


def one_theme(notes: int) -> QuestionPart:
    theme = ThemePart(key="t", title="Tout", notes=tuple(note(number, "Une note") for number in range(1, notes + 1)))
    return QuestionPart(number=1, text="Que faire ?", themes=(theme,))


def standing(question: QuestionPart) -> list[int]:
    return [
        each.number for folds in pages_of(question) for fold in folds for row in fold.rows for each in row.note.all()
    ]


@pytest.mark.parametrize("question", [*report().questions, *large_report(400).questions, one_theme(700)])
def test_every_note_stands_on_one_page(question):
    assert Counter(standing(question)) == Counter(each.number for each in question.all_notes())


@pytest.mark.parametrize("question", [*report().questions, *large_report(400).questions, one_theme(700)])
def test_every_note_is_found_by_its_address(question):
    for number, folds in enumerate(pages_of(question), start=1):
        for each in (each for fold in folds for row in fold.rows for each in row.note.all()):
            assert page_of_anchor(question, anchor_of_note(question, each.number)) == number


def test_a_question_without_note_is_one_page():
    assert pages_of(QuestionPart(number=1, text="Que faire ?")) == [[]]


@pytest.mark.parametrize("question", [*large_report(400).questions, one_theme(700)])
def test_no_page_is_heavy(question):
    pages = pages_of(question)

    assert all(sum(fold.weight for fold in folds) <= HEAVIEST for folds in pages)
    for number, folds in enumerate(pages, start=1):
        context = {"question": question, "folds": folds, "page": number, "pages": range(1, len(pages) + 1)}
        page = html.fromstring(render_to_string("reports/page_question.html", {**context, "workshop": {"code": "X"}}))
        assert len(page.xpath("//main//*")) <= ELEMENTS


def heights(bars: str) -> list[float]:
    """The heights of these bars, from top to bottom as they were drawn."""
    return [float(height) for height in re.findall(r"v([\d.]+)h", bars)]


def test_every_note_received_is_in_the_river_at_one_scale():
    """Two of four notes in a theme, none of three: the trial's workshop, whose river once said seven."""
    theme = ThemePart(key="t", title="Des rues", notes=(note(1, "Une"), note(2, "Deux")))
    aside = SetAsidePart(note=note(4, "Quatre"), reason="Hors sujet")
    first = QuestionPart(number=1, text="?", themes=(theme,), outside=(note(3, "Trois"),), set_aside=(aside,))
    second = QuestionPart(number=2, text="?", outside=tuple(note(rank, "Une") for rank in (1, 2, 3)))

    river = river_of(replace(report(), questions=(first, second), plenary=()))

    shown = [round(height / river.scale) for height in heights(river.bars)]
    assert shown == [7, 4, 2, 1, 1, 3, 3]  # all; question 1, its ends; question 2, its end
    assert [label.text for label in river.labels] == [
        "7",
        "Question 1",
        "2 reprises, 1 thème",
        "1 hors thème",
        "1 écartée",
        "Question 2",
        "aucune reprise",
        "3 hors thème",
    ]


def test_the_words_of_the_river_stand_on_nothing():
    """Bands arrive at a question before its name starts, and leave it under its name; ends are named on their right."""
    river = river_of(report())

    names = [label for label in river.labels if label.text.startswith("Question")]
    tops = [float(y) for y in re.findall(r"M150 ([\d.]+)h", river.bars)]
    ends = [label for label in river.labels if label.x > 158]
    assert [float(name.y) < top for name, top in zip(names, tops, strict=True)] == [True] * 3
    assert all(label.x > 348 for label in ends)
    assert max(float(x) for x in re.findall(r"[MHC ]([\d]+) [\d.]+V", river.flow)) <= 150


def test_a_workshop_without_note_has_no_river():
    empty: ReportSource = replace(report(), questions=(QuestionPart(number=1, text="Que faire ?"),), plenary=())

    assert river_of(empty) is None
