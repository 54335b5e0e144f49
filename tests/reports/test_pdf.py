"""The PDF can be read by a voice, and asks nothing of anybody."""

import io
import re
import subprocess
from dataclasses import replace

import pikepdf
import pytest

from essaim.kit.pdf import only
from essaim.reports.formats import built
from essaim.reports.source import NotePart, QuestionPart, ThemePart

from .example import large_report, report
from .reading import structure_of_pdf, text_of_pdf


@pytest.fixture(scope="module")
def document() -> bytes:
    return built(report(), "pdf")


def test_title_language_and_marks(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found = {
            "lang": str(pdf.Root.Lang),
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "title": str(pdf.docinfo.Title),
            "shown title": bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            "part": pdf.open_metadata().get("pdfuaid:part"),
            "xmp title": pdf.open_metadata().get("dc:title"),
        }

    assert found == {
        "lang": "fr",
        "marked": True,
        "title": "Une journée pour respirer : écoles, trajets, chauffages",
        "shown title": True,
        "part": "1",
        "xmp title": "Une journée pour respirer : écoles, trajets, chauffages",
    }


def test_every_figure_says_what_it_shows(document):
    figures = [alternative for role, alternative in structure_of_pdf(document) if role == "Figure"]

    assert figures == [
        "27 contributions reçues, 23 reprises, 2 écartées, 2 hors thème.",
        "Paperboard de la table 1 : plan de la cour, avec l’ombre portée à 14 h",
    ]


def test_every_link_is_in_the_structure_and_says_where_it_goes(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        links = [
            annotation for page in pdf.pages for annotation in page.get("/Annots", []) if annotation.Subtype == "/Link"
        ]

        assert links
        assert [link for link in links if "/StructParent" not in link or not str(link.get("/Contents", ""))] == []


def test_tables_have_header_cells(document):
    roles = [role for role, _alternative in structure_of_pdf(document)]

    assert roles.count("Table") == 5
    assert roles.count("THead") == 5


def test_the_coverage_is_on_the_first_page(document):
    first = subprocess.run(
        ["pdftotext", "-l", "1", "-raw", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()

    assert "27 contributions reçues, 23 reprises, 2 écartées, 2 hors thème." in " ".join(first.split())


def test_notes_keep_their_number(document):
    assert "11 · Table 1 43 degrés mesurés sur l’enrobé" in " ".join(text_of_pdf(document).split())


def test_no_note_is_lost_at_the_end_of_a_page():
    text = text_of_pdf(built(large_report(150), "pdf")).replace("\f", "\n")

    assert [int(number) for number in re.findall(r"^(\d+) · Table", text, re.MULTILINE)] == list(range(1, 151))


def test_no_word_of_a_very_long_note_is_lost():
    words = [f"mot{rank:04}" for rank in range(1_500)]
    long_note = NotePart(number=1, text=" ".join(words), merged=(NotePart(number=2, text="court"),))
    theme = ThemePart(key="long", title="Une note très longue", notes=(long_note, NotePart(number=3, text="fin")))
    source = replace(report(), questions=(QuestionPart(number=1, text="?", themes=(theme,)),), plenary=())

    assert re.findall(r"mot\d{4}", text_of_pdf(built(source, "pdf"))) == words


@pytest.mark.parametrize(
    "address", ["http://example.org/x.png", "file:///etc/passwd", "data:image/png;base64,AA", "photo:7"]
)
def test_nothing_is_fetched(address):
    with pytest.raises(BaseException, match="a sheet of paper fetches nothing"):
        only({}).fetch(address)


def test_no_picture_no_licence_no_question_is_still_a_report():
    bare = replace(report(), questions=(), plenary=(), licence=None, sequences=(), attendance=())

    assert "Aucune contribution reçue." in text_of_pdf(built(bare, "pdf"))
