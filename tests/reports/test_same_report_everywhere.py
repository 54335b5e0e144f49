"""The headings and the counts are the same in every format, whoever opens the file."""

import re

import pytest

from essaim.reports.formats import built
from essaim.reports.outline import Heading, outline
from essaim.reports.printing import printed
from essaim.reports.source import Coverage
from essaim.reports.wording import coverage_sentence

from .example import report
from .reading import (
    bookmarks_of_pdf,
    converted,
    counts_of,
    headings_of_html,
    one_line,
    structure_of_pdf,
    text_of_html,
    text_of_pdf,
)

HEADINGS = [
    (1, "Une journée pour respirer : écoles, trajets, chauffages"),
    (2, "L’essentiel"),
    (2, "1. Comment rendre nos cours d’école plus fraîches d’ici trois étés ?"),
    (3, "Idées fortes"),
    (4, "Commencer par l’ombre : une cour test à l’école des Tilleuls dès ce printemps"),
    (4, "Écrire l’entretien avant de planter"),
    (3, "De l’ombre avant la prochaine canicule"),
    (3, "Qui arrose, qui taille, qui ramasse ?"),
    (3, "Dessiner la cour avec celles et ceux qui y jouent"),
    (3, "Hors thème"),
    (3, "Écartées, et pourquoi"),
    (3, "Votes"),
    (2, "2. Que faut-il pour que l’on vienne au travail autrement que seul en voiture ?"),
    (3, "Idées fortes"),
    (4, "Accorder les horaires d’embauche et ceux du car, entreprise par entreprise"),
    (3, "Des horaires qui permettent le car et le covoiturage"),
    (3, "Un vélo que l’on retrouve le soir"),
    (3, "Écartées, et pourquoi"),
    (3, "Votes"),
    (2, "3. Comment agir ensemble contre la fumée des chauffages au bois ?"),
    (3, "Voir ce que l’on respire"),
    (3, "Aider à changer d’appareil"),
    (3, "Hors thème"),
    (2, "La plénière"),
    (3, "Table 2, les cours d’école"),
    (3, "Table 1, les cours d’école"),
    (3, "Table 3, les trajets"),
    (3, "Autres paroles de la plénière"),
    (2, "Comment l’atelier s’est déroulé"),
    (3, "Les règles que l’on s’était données"),
    (2, "Amendements"),
    (2, "Comment ce compte rendu a été fait"),
]
# Theme, then its notes said more than once.
COUNTS = [
    *("×10", "×2", "×5", "×3", "×2"),
    *("×5", "×2"),
    *("×5", "×4"),
    *("×5", "×3"),
    *("×8", "×2", "×5"),
    *("×3", "×2"),
    *("×9", "×6", "×2"),
]
SENTENCES = (
    "27 contributions reçues, 23 reprises, 2 écartées, 2 hors thème.",
    "14 contributions reçues, 12 reprises, 1 écartée, 1 hors thème.",
    "7 contributions reçues, 6 reprises, 1 écartée.",
    "6 contributions reçues, 5 reprises, aucune écartée, 1 hors thème.",
)


def sentences_in(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+ contributions reçues[^.]*\.", one_line(text)))


def test_the_outline_says_these_headings():
    blocks = printed(lambda source: list(outline(source)))(report())

    assert [(block.level, block.text) for block in blocks if isinstance(block, Heading)] == HEADINGS


def test_web_page():
    page = built(report(), "html").decode()

    assert headings_of_html(page) == HEADINGS
    assert counts_of(text_of_html(page)) == COUNTS
    assert sentences_in(text_of_html(page)) == SENTENCES


def test_markdown():
    text = built(report(), "md").decode()

    headings = re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
    assert [(len(marks), title.replace("\\", "")) for marks, title in headings] == HEADINGS
    assert counts_of(text) == COUNTS
    assert sentences_in(text) == SENTENCES


@pytest.mark.parametrize("extension", ["odt", "docx"])
def test_text_documents_once_libreoffice_has_read_them(extension, tmp_path):
    document = built(report(), extension)

    page = converted(document, extension, "html", tmp_path)
    text = converted(document, extension, "txt:Text (encoded):UTF8", tmp_path)

    assert headings_of_html(page) == HEADINGS
    assert counts_of(text) == COUNTS
    assert sentences_in(text) == SENTENCES


def test_pdf():
    document = built(report(), "pdf")

    roles = [role for role, _alternative in structure_of_pdf(document) if re.fullmatch(r"H\d", role)]
    assert roles == [f"H{level}" for level, _title in HEADINGS]
    assert bookmarks_of_pdf(document) == HEADINGS
    assert counts_of(text_of_pdf(document)) == COUNTS
    assert sentences_in(text_of_pdf(document)) == SENTENCES


@pytest.mark.parametrize(
    ("coverage", "sentence"),
    [
        (Coverage(), "Aucune contribution reçue."),
        (Coverage(used=1), "1 contribution reçue, 1 reprise, aucune écartée."),
        (Coverage(used=134, set_aside=9), "143 contributions reçues, 134 reprises, 9 écartées."),
        (Coverage(used=55, outside=1), "56 contributions reçues, 55 reprises, aucune écartée, 1 hors thème."),
    ],
)
def test_coverage_sentence(coverage, sentence):
    assert coverage_sentence(coverage) == sentence
