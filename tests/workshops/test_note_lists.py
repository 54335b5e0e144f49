"""Files of notes as people have them: any spreadsheet, any encoding; what must be corrected is said line by line."""

import io

import pytest
import tablib

from essaim.kit.refusal import Refused
from essaim.workshops.domain.checking_notes import Checking
from essaim.workshops.formats import note_lists
from essaim.workshops.formats.note_sheets import MOST_ROWS
from tests.factories import make_workshop

LIST = """Référence;Idée;Nombre;Table;Thème;Date
a;Planter des arbres;3;2;Arbres;hier
b;"Un banc
à l’ombre";;;;
"""
EXPECTED = [
    (2, {"id": "a", "text": "Planter des arbres", "count": "3", "table": "2", "theme": "Arbres"}),
    (3, {"id": "b", "text": "Un banc\nà l’ombre", "count": "", "table": "", "theme": ""}),
]


def listed(content: bytes, name: str = "notes.csv") -> note_lists.NoteList:
    return note_lists.read_notes(io.BytesIO(content), name, len(content))


def read(content: bytes, name: str = "notes.csv"):
    """The numbers and cells of the rows, then the columns that nothing reads."""
    notes = listed(content, name)
    return [(row.number, dict(row.cells)) for row in notes.rows], list(notes.ignored)


def sheet(kind: str, *rows: tuple, headers: tuple = ("texte",)) -> bytes:
    return tablib.Dataset(*rows, headers=headers).export(kind)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_however_it_was_saved(encoding):
    assert read(LIST.encode(encoding)) == (EXPECTED, ["Date"])


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_and_tabs_separate_as_well_and_lines_end_as_they_like(delimiter, end):
    content = LIST.replace(";", delimiter).replace("\n", end).encode()

    rows, ignored = read(content)

    assert ([(number, cells["text"].replace("\r\n", "\n")) for number, cells in rows], ignored) == (
        [(number, cells["text"]) for number, cells in EXPECTED],
        ["Date"],
    )


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_gives_the_same_rows(kind):
    content = sheet(
        kind,
        ("a", "Planter des arbres", 3.0, 2, "Arbres", "hier"),
        ("b", "Un banc\nà l’ombre", None, None, None, None),
        headers=("Référence", "Idée", "Nombre", "Table", "Thème", "Date"),
    )

    assert read(content, f"notes.{kind}") == (EXPECTED, ["Date"])


def test_each_line_of_json_names_its_own_columns():
    content = '\n{"texte": "Planter", "voix": 3, "âge": 12}\n\n{"text": "Un banc\\u2028à l’ombre", "Rubrique": null}'

    assert read(content.encode(), "notes.jsonl") == (
        [(2, {"text": "Planter", "count": 3}), (4, {"text": "Un banc\u2028à l’ombre", "theme": None})],
        ["âge"],
    )


@pytest.mark.django_db
def test_characters_that_no_page_can_show_do_no_harm():
    content = b'{"text": "Un\\ud800 banc\\u0000", "id": "\\ud800", "\\u0000\\udfff": 1, "' + b"x" * 90 + b'": 2}'
    notes = listed(content)

    (line,) = Checking(make_workshop().questions.get(number=1), most_told=20).right(notes.rows)

    assert (line.text, list(notes.ignored)) == ("Un banc", ["", "x" * 80])


def test_a_line_is_numbered_where_it_begins_and_blank_ones_count():
    content = b'texte\n"Un\nDeux"\n\n;;\nTrois\n'

    assert [number for number, _cells in read(content)[0]] == [2, 5, 6]


def test_a_list_of_one_column_keeps_its_commas_and_semicolons():
    assert read(b"contribution\nPlanter, semer ; arroser\n")[0] == [(2, {"text": "Planter, semer ; arroser"})]


def test_a_header_is_known_whatever_its_accents_capitals_and_language():
    titles = ["TEXTE", "Idee", "note", "Identifiant", "count", "VOIX", "Titre", "rubrique", "Thème", "Table", "Âge"]

    assert [note_lists.column_of(title) for title in titles] == [
        *("text", "text", "text", "id", "count", "count", "theme", "theme", "theme", "table", ""),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"prix;couleur\n1;bleu\n", "Il manque une colonne « texte »"),
        (b"", "Il manque une colonne « texte »"),
        ("texte;idée\na;b\n".encode(), "Les colonnes « texte » et « idée » disent la même chose"),
        (b'"texte;id\nPlanter;a\n', "Ligne 1 : un guillemet est mal fermé"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Ce fichier n’est pas une liste lisible"),
        (b"PK\x03\x04broken", "Ce fichier n’est pas une liste lisible"),
        (sheet("xlsx", ("Planter",))[:900], "Ce fichier n’est pas une liste lisible"),
        (sheet("ods", ("Planter",))[:-40], "Ce fichier n’est pas une liste lisible"),
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(content, sentence):
    with pytest.raises(Refused, match=sentence):
        listed(content)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_of_too_many_rows_says_what_to_do(kind):
    content = sheet(kind, *[(f"Note {number}",) for number in range(MOST_ROWS + 1)])

    with pytest.raises(Refused, match="enregistrez la feuille en CSV"):
        list(listed(content).rows)


def test_a_file_that_is_too_heavy_is_not_even_opened():
    with pytest.raises(Refused, match="60 Mo au plus"):
        note_lists.read_notes(io.BytesIO(), "notes.csv", note_lists.MOST_BYTES + 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("texte;nombre\nPlanter;3\n;2\n", ["Ligne 3 : La note est vide. Écrivez quelques mots, puis envoyez."]),
        (
            "texte;voix\nPlanter;beaucoup\n!!!;1\n",
            [
                "Ligne 2 : « voix » doit être un nombre entier de 1 à 500.",
                "Ligne 3 : Votre note ne contient que des symboles. "
                "Ajoutez quelques mots pour qu’on puisse la lire à voix haute.",
            ],
        ),
        ("texte;table\nPlanter;100\n", ["Ligne 2 : « table » doit être un nombre entier de 0 à 99."]),
        ("texte;id\nPlanter;a\nSemer;a\n", ["Ligne 3 : cet « id » figure déjà plus haut."]),
        (
            "texte;id\nPlanter; semer;a\n",
            ["Ligne 2 : 3 cellules pour 2 colonnes ; mettez le texte entre guillemets droits."],
        ),
        (
            'texte;id\nPlanter;a\n"Semer;b\nEncore;c\n',
            ["Ligne 3 : un guillemet est mal fermé ou mal placé à partir d’ici."],
        ),
        ("texte\nPlanter\n" + "x" * 100_001, ["Ligne 3 : cette ligne est beaucoup trop longue pour une note."]),
        (
            '{"text": "Planter"}\nPlanter\n[1]',
            [
                "Ligne 2 : cette ligne n’est pas du JSON (Expecting value: line 1 column 1 (char 0)).",
                'Ligne 3 : un objet est attendu, comme {"text": "Planter"}.',
            ],
        ),
    ],
)
def test_a_line_to_correct_says_its_number_and_what_is_wrong(content, told):
    checking = Checking(make_workshop().questions.get(number=1), most_told=20)

    list(checking.right(listed(content.encode()).rows))

    assert checking.told == told
