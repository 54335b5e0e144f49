"""Organisers import notes from a page: looked at first, confirmed, and the same file again changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.boards.models import Note, Theme
from essaim.workshops.domain.importing_notes import import_notes
from essaim.workshops.models import NoteImport, NoteImportPart
from tests.factories import NOON, make_facilitator, make_workshop, organiser_of, write_note
from tests.reports.arranging import held_workshop, published

pytestmark = pytest.mark.django_db

LIST = """id;texte;nombre;table;thème;date
a;Planter des arbres;3;2;Arbres;hier
b;"Un banc
à l’ombre";;;;
"""


@pytest.fixture
def workshop():
    return make_workshop(is_open=False)


@pytest.fixture
def send(client, workshop):
    client.force_login(organiser_of(workshop))

    def send(content, name="enquete.csv", question=1):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return client.post(f"/ateliers/{workshop.code}/questions/{question}/notes/", {"file": file})

    return send


@pytest.fixture
def press(client, workshop):
    """A button of the page of the last file."""

    def press(verb):
        key = NoteImport.objects.latest("pk").key
        return client.post(f"/ateliers/{workshop.code}/imports/{key}/{verb}/", follow=True)

    return press


def opened(client, answer):
    return client.get(answer["Location"])


def notes(question=1):
    rows = Note.objects.filter(board__asked_as__number=question).order_by("number")
    return list(rows.values_list("number", "text", "count", "group", "theme__title", "source"))


EXPECTED = [
    (1, "Planter des arbres", 3, 2, "Arbres", "import"),
    (2, "Un banc\nà l’ombre", 1, 0, None, "import"),
]


def test_looking_at_a_file_writes_nothing_on_the_board(workshop, send, client):
    page = opened(client, send(LIST))
    found = page.context["found"]

    assert (page.status_code, notes(), Theme.objects.count()) == (200, [], 0)
    assert (found.total, found.known, found.headings, found.ignored) == (2, 0, ["Arbres"], ["date"])
    assert page.context["first"] == [
        {"text": "Planter des arbres", "count": 3, "theme": "Arbres", "table": 2},
        {"text": "Un banc\nà l’ombre", "count": 1, "theme": "", "table": 0},
    ]
    workshop.questions.get(number=1).board.refresh_from_db()
    assert workshop.questions.get(number=1).board.revision == 0


def test_confirming_adds_the_notes_at_once_and_a_second_click_adds_nothing(send, press):
    send(LIST)

    page = press("confirmer")
    press("confirmer")

    assert "2 notes sont venues sur le panneau." in page.text
    assert notes() == EXPECTED
    assert NoteImportPart.objects.count() == 0


def test_the_same_file_again_has_nothing_to_bring_and_says_so(send, press, client):
    send(LIST)
    press("confirmer")

    page = opened(client, send(LIST))

    assert "il n’y a rien à importer" in page.text
    assert (page.context["found"].total, page.context["found"].known) == (0, 2)
    assert notes() == EXPECTED


def test_what_the_command_line_brought_is_known(workshop, send, client):
    lines = '{"text": "Planter", "id": 7}\n\n{"text": "Semer"}'
    import_notes(workshop=workshop.code, question="1", lines=lines, now=NOON)

    page = opened(client, send(lines + '\n{"text": "Arroser"}', "notes.jsonl"))

    assert (page.context["found"].total, page.context["found"].known) == (1, 2)


def test_a_file_is_for_one_question(send, press):
    send(LIST, question=2)
    press("confirmer")

    assert (notes(1), notes(2)) == ([], EXPECTED)


def test_a_heading_of_the_board_is_not_made_twice(workshop, send, press, client):
    send(LIST)
    press("confirmer")

    page = opened(client, send("id;texte;theme\nc;Semer;Arbres\n"))
    press("confirmer")

    assert page.context["found"].headings == []
    assert [(note[1], note[4]) for note in notes()][-1] == ("Semer", "Arbres")
    assert Theme.objects.count() == 1


def test_a_file_to_correct_names_its_first_lines_and_leaves_nothing(send):
    content = "texte;nombre\nPlanter;3\n" + "Semer;beaucoup\n" * 25

    page = send(content)

    assert page.status_code == 422
    assert "Ligne 3 : « nombre » doit être un nombre entier de 1 à 500." in page.text
    assert "Ligne 22 :" in page.text
    assert "Ligne 23 :" not in page.text
    assert "Et 5 autres lignes." in page.text
    assert (NoteImport.objects.count(), notes()) == (0, [])


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", 422, "Ce fichier n’est pas une liste lisible"),
        (b"prix\n12\n", 422, "Il manque une colonne « texte »"),
        (b"texte\n\n", 422, "Ce fichier ne contient aucune note"),
        ("\n".join(["texte;titre", *(f"Note {n};Titre {n}" for n in range(201))]).encode(), 422, "201 thèmes"),
    ],
)
def test_a_wrong_file_says_what_to_do_and_leaves_nothing(send, content, status, sentence):
    page = send(content)

    assert (page.status_code, sentence in page.text) == (status, True)
    assert NoteImport.objects.count() == 0


def test_no_file_at_all_is_said_on_the_field(client, workshop):
    client.force_login(organiser_of(workshop))

    assert client.post(f"/ateliers/{workshop.code}/questions/1/notes/").status_code == 422


def test_a_file_that_is_forgotten_leaves_nothing(send, press):
    send(LIST)

    press("annuler")

    assert (NoteImport.objects.count(), NoteImportPart.objects.count(), notes()) == (0, 0, [])


def test_another_file_takes_the_place_of_the_one_that_waited(send):
    send(LIST)
    send("texte\nSemer\n", "autre.csv")
    send("texte\n!!!\n", "fautif.csv")

    assert list(NoteImport.objects.values_list("file", flat=True)) == ["autre.csv"]


def test_what_a_note_says_stays_text(send, client):
    page = opened(client, send("texte\n<script>alert(1)</script>\n", "<b>.csv"))

    assert "<script>alert(1)" not in page.text
    assert "&lt;b&gt;.csv" in page.text


def test_taking_back_removes_the_notes_and_says_that_the_same_file_does_not_bring_them_back(send, press, client):
    send(LIST)
    press("confirmer")

    page = press("retirer")
    again = opened(client, send(LIST))

    assert "2 notes de cet import sont retirées." in page.text
    assert [(number, text) for number, text, *_rest in notes()] == [(1, ""), (2, "")]
    assert (again.context["found"].total, again.context["found"].gone) == (0, 2)


def test_an_import_is_the_business_of_organisers_only(client, workshop, send):
    send(LIST)
    found = NoteImport.objects.get()
    client.force_login(make_facilitator(workshop))
    here = f"/ateliers/{workshop.code}"

    answers = [
        client.get(f"{here}/questions/1/notes/").status_code,
        client.get(f"{here}/imports/{found.key}/").status_code,
        client.post(f"{here}/imports/{found.key}/confirmer/").status_code,
    ]

    assert (answers, notes()) == ([403, 403, 403], [])


def test_an_import_is_not_reached_through_another_workshop(client, workshop, send):
    send(LIST)
    found = NoteImport.objects.get()
    other = make_workshop(organiser=organiser_of(workshop))

    answers = [
        client.get(f"/ateliers/{other.code}/imports/{found.key}/").status_code,
        client.post(f"/ateliers/{other.code}/imports/{found.key}/confirmer/").status_code,
        client.post(f"/ateliers/{workshop.code}/imports/{found.key}/autrement/").status_code,
    ]

    assert (answers, notes()) == ([404, 404, 404], [])


def test_a_final_report_takes_no_import_and_gives_none_back(client):
    workshop = held_workshop(notes=1)
    client.force_login(organiser_of(workshop))
    address = f"/ateliers/{workshop.code}/questions/1/notes/"
    client.post(address, {"file": SimpleUploadedFile("a.csv", b"texte\nSemer\n")})
    published(workshop)
    found = NoteImport.objects.get()
    before = list(Note.objects.values())

    page = client.get(address)
    sent = client.post(address, {"file": SimpleUploadedFile("a.csv", b"texte\nPlanter\n")})
    confirmed = client.post(f"/ateliers/{workshop.code}/imports/{found.key}/confirmer/")

    assert (page.status_code, sent.status_code, confirmed.status_code) == (200, 409, 409)
    assert "Le compte rendu est définitif" in confirmed.text
    assert list(Note.objects.values()) == before


def test_a_workshop_that_is_over_still_takes_notes_in_its_last_turn(client):
    workshop = held_workshop(notes=1)
    client.force_login(organiser_of(workshop))

    client.post(
        f"/ateliers/{workshop.code}/questions/2/notes/", {"file": SimpleUploadedFile("a.csv", b"texte\nSemer\n")}
    )
    client.post(f"/ateliers/{workshop.code}/imports/{NoteImport.objects.get().key}/confirmer/")

    assert Note.objects.filter(text="Semer").values_list("round", "source").get() == (3, "import")


@pytest.mark.parametrize("imports", [1, 3])
def test_the_page_asks_as_much_for_three_imports_as_for_one(
    workshop, send, press, client, imports, django_assert_num_queries
):
    write_note(workshop.questions.get(number=1).board, "Déjà là")
    for number in range(imports):
        send(f"texte\nNote {number}\n")
        press("confirmer")
    client.get(f"/ateliers/{workshop.code}/questions/1/notes/")

    with django_assert_num_queries(12):
        page = client.get(f"/ateliers/{workshop.code}/questions/1/notes/")

    assert len(page.context["imports"]) == imports
