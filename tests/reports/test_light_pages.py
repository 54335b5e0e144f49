"""The report cut into pages: every note on exactly one, and no page heavier than a page may be."""

from collections import Counter
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from lxml import html

from essaim.reports.pages import HEAVIEST, page_of_anchor, pages_of
from essaim.reports.river import river_of
from essaim.reports.source import QuestionPart, ReportSource, ThemePart
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


def test_the_river_is_as_thick_as_the_notes_are_many():
    source = report()

    river = river_of(source)

    assert [bend.question.number for bend in river.bends] == [1, 2, 3]
    assert sum(bend.width for bend in river.bends) == pytest.approx(96)
    assert river.bends[0].width / river.bends[1].width == pytest.approx(12 / 6)


def test_a_workshop_without_note_has_no_river():
    empty: ReportSource = replace(report(), questions=(QuestionPart(number=1, text="Que faire ?"),), plenary=())

    assert river_of(empty) is None
