"""The two paper screens, for each role, from the list of pieces to the notes on the board."""

import pytest
from django.urls import reverse

from essaim.boards.models import Note
from essaim.workshops.domain.joining import token_of
from essaim.workshops.paper.sheet_id import DOTS, POSTER, TABLE, SheetId

from ..factories import make_facilitator, make_person, make_workshop, organiser_of, until

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def workshop():
    return make_workshop()


def address(name: str, workshop, *more: str) -> str:
    return reverse(f"workshops:{name}", args=[workshop.code, *more])


def as_person(client, person):
    client.force_login(person)
    return client


def notes() -> list[tuple]:
    return list(Note.objects.order_by("number").values_list("text", "count", "source"))


def post(client, workshop, **fields):
    fields.setdefault("feuille", str(SheetId(workshop.code, TABLE, 1, 1, 1)))
    return client.post(address("retype", workshop), fields)


@pytest.mark.parametrize("position", [0, 1, 8])
@pytest.mark.parametrize("name", ["paper", "retype", "sheet"])
def test_the_team_reads_and_nobody_else_before_during_and_after(client, workshop, name, position):
    if position:
        until(workshop, position)
    path = address(name, workshop, *(["regles"] if name == "sheet" else []))
    roles = {
        "organiser": (organiser_of(workshop), 200),
        "facilitator": (make_facilitator(workshop), 200),
        "administrator": (make_person(is_administrator=True), 200),
        "organiser elsewhere": (organiser_of(make_workshop()), 403),
        "stranger": (make_person(), 403),
    }

    found = {role: as_person(client, person).get(path).status_code for role, (person, _status) in roles.items()}

    assert found == {role: status for role, (_person, status) in roles.items()}


@pytest.mark.parametrize("name", ["paper", "retype", "sheet"])
def test_a_seat_and_a_passer_by_are_asked_to_sign_in(client, workshop, name):
    client.cookies[f"seat-{workshop.code}"] = token_of(workshop.seats.first())

    response = client.get(address(name, workshop, *(["kit"] if name == "sheet" else [])))

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/connexion/")


def test_a_stranger_types_nothing(client, workshop):
    as_person(client, make_person())

    assert post(client, workshop, text="Un pédibus", act="confirm").status_code == 403
    assert notes() == []


def test_unknown_workshops_and_pieces_are_not_found(client, workshop):
    as_person(client, organiser_of(workshop))

    paths = ["/ateliers/AAAAAAAA/papier/", "/ateliers/AAAAAAAA/papier/saisie/", address("sheet", workshop, "rien")]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_pdf_comes_as_a_file_that_no_cache_keeps(client, workshop):
    response = as_person(client, organiser_of(workshop)).get(address("sheet", workshop, "badges"))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="essaim-{workshop.code}-badges.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF-")


def test_addresses_on_paper_are_those_of_the_instance(client, workshop, settings):
    settings.BASE_URL = "https://cafe.exemple.fr"

    page = as_person(client, organiser_of(workshop)).get(address("paper", workshop))

    assert page.context["kit"].join_address == f"https://cafe.exemple.fr/a/{workshop.code}/"


def test_a_workshop_without_questions_has_nothing_to_print(client):
    workshop = make_workshop(is_open=False)
    workshop.questions.all().delete()
    as_person(client, organiser_of(workshop))

    assert "Rien à imprimer pour l’instant" in client.get(address("paper", workshop)).content.decode()
    assert client.get(address("sheet", workshop, "kit")).status_code == 409


def test_badges_before_the_rotation_say_what_to_do(client):
    workshop = make_workshop(is_open=False)
    as_person(client, organiser_of(workshop))

    response = client.get(address("sheet", workshop, "badges"))

    assert response.status_code == 409
    assert "calculez d’abord la rotation" in response.content.decode()


def test_a_sheet_is_looked_at_then_kept(client, workshop):
    as_person(client, organiser_of(workshop))

    preview = post(client, workshop, text="Un pédibus ×3\nAérer", act="preview")
    assert (preview.status_code, notes()) == (200, [])

    response = post(
        client, workshop, note=["Un pédibus", "Aérer", ""], count=["3", "1", "1"], theme=["", "", ""], act="confirm"
    )
    assert (response.status_code, notes()) == (303, [("Un pédibus", 3, "paper"), ("Aérer", 1, "paper")])
    assert "2 notes enregistrées sur la question 1." in client.get(response.url).content.decode()

    post(client, workshop, text="Un pédibus ×3\nAérer", act="confirm")
    assert len(notes()) == 2


def test_a_sheet_typed_before_opens_with_its_lines(client, workshop):
    as_person(client, organiser_of(workshop))
    post(client, workshop, text="# La rue\nUn pédibus ×3", act="confirm")

    page = client.get(address("retype", workshop), {"table": 1, "sequence": 1, "page": 1})

    assert page.context["text"] == "# La rue\nUn pédibus ×3"
    assert "1 note de cette feuille est déjà saisie" in page.content.decode()


def test_a_refused_line_keeps_what_was_typed(client, workshop):
    as_person(client, organiser_of(workshop))

    page = post(client, workshop, text="Aérer\n💚", act="confirm")

    assert (page.status_code, page.context["text"], notes()) == (422, "Aérer\n💚", [])
    assert "Note 2 :" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"feuille": "bonjour"}, "n’est pas un identifiant de feuille"),
        ({"feuille": ("kind", DOTS, 1, 3)}, "se comptent au pupitre"),
        ({"feuille": ("kind", POSTER, 1)}, "On n’écrit pas de notes sur cette feuille"),
        ({"feuille": ("kind", TABLE, 1)}, "On n’écrit pas de notes sur cette feuille"),
        ({"table": "9", "sequence": "1", "page": "1"}, "n’a pas de table 9"),
        ({"table": "1", "sequence": "x", "page": "1"}, "n’a pas de séquence 0"),
    ],
)
def test_a_wrong_sheet_is_told_in_a_sentence(client, workshop, fields, said):
    as_person(client, organiser_of(workshop))
    if isinstance(fields.get("feuille"), tuple):
        _kind, *parts = fields["feuille"]
        fields = {"feuille": str(SheetId(workshop.code, *parts))}

    page = client.get(address("retype", workshop), fields)

    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_typing_page_asks_as_much_for_one_note_as_for_three(client, workshop, django_assert_num_queries, count):
    as_person(client, organiser_of(workshop))
    post(client, workshop, text="\n".join(f"Idée {rank}" for rank in range(count)), act="confirm")

    with django_assert_num_queries(QUERIES):
        client.get(address("retype", workshop), {"table": 1, "sequence": 1, "page": 1})
