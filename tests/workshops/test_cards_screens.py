"""From the desk to the PDF, and from the table back to the board, without script."""

import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.boards.queries import grouped
from essaim.workshops.models import Printout
from essaim.workshops.paper.cards import Card, pages_of_cards, sheet_of
from essaim.workshops.paper.sheet_id import CARDS, TABLE, SheetId
from tests.factories import make_facilitator, write_note
from tests.reports.reading import one_line, structure_of_pdf, text_of_pdf

pytestmark = pytest.mark.django_db
SAID = ["Plus de bus le soir", "Des bus le dimanche", "Des pistes cyclables", "Une piste cyclable vers la gare"]


def address(workshop, name, *more):
    return reverse(f"workshops:{name}", args=[workshop.code, 1, *more])


def headings(board):
    return {group.theme.title: [row.note.number for row in group.rows] for group in grouped(board).themes}


@pytest.fixture
def notes(workshop, board, amel, client):
    """Two headings with one note each; two notes wait."""
    notes = [write_note(board, text, round=1) for text in SAID]
    for title, note in (("Le bus", notes[0]), ("Le vélo", notes[2])):
        client.post(address(workshop, "desk_move"), {"note": note.key, "new_theme": title})
    return notes


@pytest.fixture
def printout(workshop, notes, client):
    client.post(address(workshop, "desk_cards_make"), {"which": "waiting"})
    return Printout.objects.get()


def post(client, workshop, printout, **fields):
    return client.post(address(workshop, "desk_lay"), {"feuille": str(sheet_of(printout)), **fields})


def confirmed(client, workshop, printout, **fields):
    """Looked at, then confirmed with what the page sends back."""
    shown = post(client, workshop, printout, act="preview", **fields)
    agreed = shown.context["outcome"].digest
    assert f'name="agreed" value="{agreed}"' in shown.content.decode()
    return post(client, workshop, printout, act="confirm", agreed=agreed, **fields)


def test_a_printout_is_listed_printed_and_typed_back(workshop, board, printout, client):
    page = client.get(address(workshop, "desk_cards")).content.decode()
    assert f"{address(workshop, 'desk_lay')}?feuille={sheet_of(printout)}" in page

    fields = {"text": "E = Les arrêts\nE : 2", "rest": "lie"}
    shown = post(client, workshop, printout, act="preview", **fields).content.decode()
    assert headings(board) == {"Le bus": [1], "Le vélo": [3]}
    assert "non tapée, laissée sous sa proposition" in shown

    answer = confirmed(client, workshop, printout, **fields)

    assert (answer.status_code, answer["Location"]) == (303, address(workshop, "desk"))
    assert headings(board) == {"Le bus": [1], "Le vélo": [3, 4], "Les arrêts": [2]}
    said = "3 décisions enregistrées. « Annuler mon dernier geste » les reprend une à une, la dernière d’abord."
    assert said in client.get(answer["Location"]).content.decode()
    client.post(address(workshop, "desk_undo"))
    assert headings(board) == {"Le bus": [1], "Le vélo": [3], "Les arrêts": [2]}


def test_confirming_another_text_than_the_one_looked_at_writes_nothing(workshop, board, printout, client):
    agreed = post(client, workshop, printout, act="preview", text="A : 2").context["outcome"].digest

    answer = post(client, workshop, printout, act="confirm", text="B : 2 4", agreed=agreed)

    assert "a changé depuis cet aperçu" in answer.content.decode()
    assert answer.context["text"] == "B : 2 4"
    assert headings(board) == {"Le bus": [1], "Le vélo": [3]}


def test_a_line_not_understood_is_shown_with_its_number_and_nothing_can_be_confirmed(workshop, board, printout, client):
    shown = post(client, workshop, printout, act="preview", text="A : 2\nA : 99").content.decode()

    assert "Ligne 2, « 99 » :" in shown
    assert 'value="confirm"' not in shown
    answer = post(client, workshop, printout, act="confirm", text="A : 2\nA : 99", agreed="")
    assert headings(board) == {"Le bus": [1], "Le vélo": [3]}
    assert answer.status_code in (409, 422)


def test_a_conflict_names_who_and_offers_to_follow_the_paper(workshop, board, notes, printout, amel, client):
    client.force_login(make_facilitator(workshop, 1, "Bilal"))
    bike = str(grouped(board).themes[1].theme.key)
    client.post(address(workshop, "desk_move"), {"note": notes[1].key, "theme": bike})
    client.force_login(amel)

    shown = post(client, workshop, printout, act="preview", text="A : 2").content.decode()
    assert "par Bilal" in shown
    assert '<input type="checkbox" name="insist" value="2">' in shown

    agreed = post(client, workshop, printout, act="preview", text="A : 2").context["outcome"].digest
    post(client, workshop, printout, act="confirm", text="A : 2", agreed=agreed, insist="2")
    assert headings(board) == {"Le bus": [1, 2], "Le vélo": [3]}


@pytest.mark.parametrize(
    ("name", "what", "status"),
    [
        ("", "n’est pas un identifiant de feuille", 422),
        ("another letter", "La dernière lettre ne correspond pas", 422),
        ("table", "n’est pas un tirage de cartes de la question 1", 422),
        ("other question", "n’est pas un tirage de cartes de la question 1", 422),
        ("never printed", "", 404),
    ],
)
def test_a_sheet_that_is_no_printout_of_this_question_is_refused(name, what, status, workshop, printout, client):
    sheet = sheet_of(printout)
    sheets = {
        "another letter": f"{sheet.short}-{'A' if sheet.check != 'A' else 'B'}",
        "table": SheetId(workshop.code, TABLE, 1, 1, 1),
        "other question": SheetId(workshop.code, CARDS, 2, 0, 1),
        "never printed": SheetId(workshop.code, CARDS, 1, 0, 7),
    }

    answer = client.get(address(workshop, "desk_lay"), {"feuille": str(sheets.get(name, name))})

    assert (answer.status_code, what in answer.content.decode()) == (status, True)


def test_the_paper_kit_sends_cards_to_their_desk(workshop, printout, client):
    page = client.get(reverse("workshops:retype", args=[workshop.code]), {"feuille": str(sheet_of(printout))})

    assert "Ces cartes se saisissent au pupitre de la question 1, sous « Sur papier »." in page.content.decode()


def test_the_pdf_has_structure_and_says_numbers_letters_and_proposals(workshop, notes, board, printout, client):
    write_note(board, "Après le tirage", round=1)

    answer = client.get(address(workshop, "desk_cards_sheet", 1))

    document = answer.content
    with pikepdf.open(io.BytesIO(document)) as pdf:
        found = (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), pdf.open_metadata().get("pdfuaid:part"))
        sizes = {tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) for page in pdf.pages}
        pages = len(pdf.pages)
    assert (answer["Content-Type"], found, sizes, pages) == ("application/pdf", ("fr", True, "1"), {(210, 297)}, 3)
    assert ("Figure", "Saisir cette feuille (équipe)") in structure_of_pdf(document)
    text = one_line(text_of_pdf(document))
    for words in (
        "2 → A Le bus",
        "4 → B Le vélo",
        "Des bus le dimanche",
        "Proposé : A Le bus",
        str(sheet_of(printout)),
    ):
        assert words in text
    assert "Après le tirage" not in text  # printed again, the same cards
    assert text.count("Nouveau titre :") == 4


def test_every_card_holds_its_words(workshop, board, notes, printout):
    lengths = {Card(1, text, 1, None, True).length for text in ("a" * 45, "a" * 85, "a" * 140, "a" * 240)}
    wide = [Card(1, text, 1, None, True) for text in ("a" * 241, "A" * 600)]

    assert lengths == {"shortest", "brief", "usual", "long"}
    assert [(card.length, card.is_wide) for card in wide] == [("wide", True), ("widest", True)]
    assert [page.template for page in pages_of_cards(printout)] == ["card_list", "strips", "cards"]


def test_queries_grow_neither_with_cards_nor_with_lines(workshop, board, printout, client):
    def queries(text):
        with CaptureQueriesContext(connection) as seen:
            post(client, workshop, Printout.objects.last(), act="preview", text=text, rest="lie")
        with CaptureQueriesContext(connection) as listed:
            client.get(address(workshop, "desk_cards"))
        return len(seen), len(listed)

    few = queries("A : 2")
    for number in range(8):
        write_note(board, f"Un bus de plus, le {number}", round=1)
    client.post(address(workshop, "desk_cards_make"), {"which": "all"})
    client.post(address(workshop, "desk_cards_make"), {"which": "all"})

    assert queries("A : 2 5 6\nB : 7 8\nE = Assises\nE : 9\naucun : 10") == few
