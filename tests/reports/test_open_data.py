"""The rows of open data: each note once, with its fate, and nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest
from odf import opendocument, table, text

from essaim.kit.cells import inert
from essaim.reports.formats import built

from .example import report
from .hostile import HOSTILE, hostile_report

FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")


def rows_of(document: bytes, extension: str) -> list[list[str]]:
    if extension == "csv":
        return list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")))
    if extension == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(document)).active
        return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    sheet = opendocument.load(io.BytesIO(document)).spreadsheet.getElementsByType(table.Table)[0]
    return [
        [
            "\n".join(str(line) for line in cell.getElementsByType(text.P))
            for cell in row.getElementsByType(table.TableCell)
        ]
        for row in sheet.getElementsByType(table.TableRow)
    ]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_each_note_once_with_its_fate(extension):
    source = report()

    header, *rows = rows_of(built(source, extension), extension)

    written = [
        (str(question.number), str(note.number), note.text)
        for question in source.questions
        for note in question.all_notes()
    ]
    written += [
        (str(question.number), f"R{note.number}", note.text)
        for question in source.questions
        for idea in question.strong_ideas
        for note in idea.reactions
    ]
    written += [("", f"R{note.number}", note.text) for note in source.remarks]
    assert [(row[0], row[3], row[4]) for row in rows] == written
    third = dict(zip(header, rows[1], strict=True))
    assert third == {
        "N° de question": "1",
        "Question": "Comment rendre nos cours d’école plus fraîches d’ici trois étés ?",
        "Thème": "De l’ombre avant la prochaine canicule",
        "N° de contribution": "3",
        "Texte": "En juin on ne peut plus sortir : il fait 43 °C sur le goudron, les petits restent en classe",
        "Dite par": "1",
        "Total avec les fusions": "5",
        "Devenir": "reprise",
        "Fusionnée avec le n°": "",
        "Motif": "",
        "Idées fortes qui la citent": "Commencer par l’ombre : une cour test à l’école des Tilleuls dès ce printemps",
        "Rapport à ce qui précède": "",
        "Séquence": "Faire émerger",
        "Table": "Table 1",
        "Identifiant": "note-3",
    }
    assert [row[7] for row in rows if row[0] == "1"] == (
        ["reprise", "reprise", "reprise, fusionnée", "reprise, fusionnée"]
        + ["reprise"] * 8
        + ["hors thème", "écartée"]
        + ["réaction à l’idée « Commencer par l’ombre : une cour test à l’école des Tilleuls dès ce printemps »"] * 2
    )


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_no_cell_is_a_formula(extension):
    rows = rows_of(built(hostile_report(), extension), extension)

    cells = [cell for row in rows for cell in row]
    assert len(rows) == 1 + len(HOSTILE) + 2  # a reaction and a remark
    assert [cell for cell in cells if cell.lstrip(" \u00a0").startswith(FORMULA_SIGNS)] == []
    assert '\'=HYPERLINK("http://x")' in cells


def test_no_cell_of_a_workbook_has_the_type_of_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(built(hostile_report(), "xlsx"))).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_no_cell_becomes_a_formula_when_the_separator_is_guessed_wrong():
    lines = built(hostile_report(), "csv").decode("utf-8-sig")

    for separator in ";\t|":
        for row in csv.reader(io.StringIO(lines, newline=""), delimiter=separator):
            assert [cell for cell in row if cell.startswith(FORMULA_SIGNS)] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Planter des arbres", "Planter des arbres"),
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-10 %", "'-10 %"),
        ("@ici", "'@ici"),
        ("＝1", "'＝1"),
        (" \u200b=1", "' \u200b=1"),
        ("\t=1", "'\t'=1"),
        ("oui;=1", "oui;'=1"),
        ("de 7 h - 9 h, a=b", "de 7 h - 9 h, a=b"),
        (12, 12),
        (None, ""),
    ],
)
def test_inert(typed, shown):
    assert inert(typed) == shown
