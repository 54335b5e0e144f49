"""The people expected: a list is compared before it changes anything, and a faulty one changes nothing."""

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.kit.refusal import Refused
from essaim.territories.domain.loading import load_territories
from essaim.workshops.domain import listing, preparing, seating
from essaim.workshops.formats.people_lists import MOST_BYTES, as_text
from essaim.workshops.models import Workshop
from tests.factories import NOON, make_seat, make_workshop, organiser_of, write_note
from tests.territories.examples import small_country

pytestmark = pytest.mark.django_db

LIST = """nom;structure;territoire;PMR;éviter
Anne;Mairie;Bourg-Joli;;Zoé
Bruno;École;Montval;oui;
Zoé;Mairie;Montval;non;
"""


@pytest.fixture
def workshop():
    return make_workshop(is_open=False)


@pytest.fixture
def send(client, workshop):
    client.force_login(organiser_of(workshop))

    def send(content, name="liste.csv"):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return client.post(f"/ateliers/{workshop.code}/personnes/liste/", {"file": file})

    return send


@pytest.fixture
def confirm(client, workshop):
    client.force_login(organiser_of(workshop))
    return lambda text: client.post(f"/ateliers/{workshop.code}/personnes/liste/confirmer/", {"list": text})


def people(workshop):
    rows = workshop.seats.exclude(name="").order_by("number")
    return [(one.name, one.organisation, one.territory, one.needs_accessible, one.apart) for one in rows]


EXPECTED = [
    ("Anne", "Mairie", "Bourg-Joli", False, ["Zoé"]),
    ("Bruno", "École", "Montval", True, []),
    ("Zoé", "Mairie", "Montval", False, []),
]


def as_spreadsheet(kind):
    header, *rows = [line.split(";") for line in LIST.splitlines()]
    return tablib.Dataset(*rows, headers=header).export(kind)


def test_comparing_changes_nothing_and_confirming_takes_the_list(workshop, send, confirm):
    page = send(LIST)

    assert page.status_code == 200
    assert people(workshop) == []
    assert confirm(page.context["text"]).status_code == 302
    assert people(workshop) == EXPECTED
    workshop.refresh_from_db()
    assert workshop.headcount == 3


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_gives_the_same_people_as_its_csv(workshop, send, confirm, kind):
    confirm(send(as_spreadsheet(kind), f"liste.{kind}").context["text"])

    assert people(workshop) == EXPECTED


def test_the_page_carries_the_list_as_it_was_read(workshop, send, client):
    hostile = 'nom\n"</textarea><script>alert(1)</script>"\n'

    page = send(hostile)

    assert "<script>alert(1)" not in page.text
    assert "&lt;/textarea&gt;" in page.text


def test_the_same_list_again_changes_nothing(workshop, send, confirm):
    confirm(LIST)
    workshop.refresh_from_db()
    workshop.headcount = 10
    workshop.save()
    seating.plan_seats(workshop=workshop, by=organiser_of(workshop))
    before = list(workshop.seats.order_by("pk").values())

    page = send(LIST)
    confirm(LIST)

    assert "il n’y a rien à importer" in page.text.replace("&#x27;", "’")
    assert list(workshop.seats.order_by("pk").values()) == before
    assert Workshop.objects.get(pk=workshop.pk).headcount == 10


def test_a_new_list_adds_changes_and_keeps_those_it_does_not_name(workshop, send, confirm):
    confirm(LIST)

    page = send("nom;structure\nANNE;Région\nChloé;Lycée\n")
    found = page.context["found"]
    confirm(page.context["text"])

    assert [person.name for person in found.added] == ["Chloé"]
    assert [(change.seat.name, change.columns) for change in found.changed] == [("Anne", ["nom", "organisation"])]
    assert [seat.name for seat in found.absent] == ["Bruno", "Zoé"]
    assert people(workshop)[0] == ("ANNE", "Région", "Bourg-Joli", False, ["Zoé"])
    assert [name for name, *_rest in people(workshop)] == ["ANNE", "Bruno", "Zoé", "Chloé"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("nom\nAnne\n\nanne\n", "Ligne 4, colonne « nom » : « anne » figure déjà à la ligne 2"),
        ("nom;structure\nAnne;Mairie\n;École\n", "Ligne 3, colonne « nom » : le nom manque"),
        ("nom;PMR\nAnne;peut-être\n", "Ligne 2, colonne « PMR » : « peut-être » n’est ni oui ni non"),
        ("nom;anime\nAnne;12\n", "Ligne 2, colonne « anime »"),
        ("nom;éviter\nAnne;Personne\n", "« Personne » n’est pas dans la liste"),
        (f"nom\n{'x' * 5000}\n", "Ligne 2, colonne « nom » : 5000 caractères ; 80 au plus"),
        (f"nom;structure\nAnne;{'x' * 121}\n", "Ligne 2, colonne « structure » : 121 caractères ; 120 au plus"),
        ("nom\n🌳🌳\n", "Ligne 2, colonne « nom » : ce nom ne se lit pas"),
        ("nom\n\x07\n", "Ligne 2, colonne « nom »"),
        ("prix;couleur\n1;bleu\n", "il manque une colonne « nom »"),
        ("nom\n", "la liste ne contient personne"),
        ("", "il manque une colonne « nom »"),
        ('nom;structure\n"Anne;Mairie\nBruno;x\n', "un guillemet est mal fermé"),
    ],
)
def test_a_faulty_list_says_its_line_and_its_column_and_changes_nothing(workshop, send, confirm, content, sentence):
    page = send(content)

    assert page.status_code == 422
    assert sentence in page.text
    assert confirm(content).status_code == 422
    assert people(workshop) == []


def test_every_faulty_line_is_said_at_once(send):
    page = send("nom;PMR\n;oui\nAnne;bof\n")

    assert [problem.line for problem in page.context["problems"]] == [2, 3]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n\x00\x00", as_spreadsheet("xlsx")[:900], as_spreadsheet("ods")[:-40]],
)
def test_what_is_no_list_is_refused_with_a_way_out(workshop, send, content):
    page = send(content, "liste.xlsx")

    assert page.status_code == 422
    assert people(workshop) == []


def test_a_file_that_is_too_heavy_is_refused(send):
    assert send(b"nom\n" + b"x" * MOST_BYTES).status_code == 413


def test_no_file_at_all_is_said_on_the_field(client, workshop):
    client.force_login(organiser_of(workshop))

    assert client.post(f"/ateliers/{workshop.code}/personnes/liste/").status_code == 422


def test_a_name_like_a_formula_stays_text(workshop, confirm):
    confirm('nom;structure\n"=HYPERLINK(""http://x"")";+33\n')

    assert people(workshop)[0][:2] == ('=HYPERLINK("http://x")', "+33")


def test_a_spreadsheet_says_numbers_and_yes_as_people_read_them():
    sheet = tablib.Dataset(("Anne", 12.0, True), ("Zoé\nB", 1.5, False), headers=("nom", "structure", "PMR"))

    assert as_text(sheet.export("xlsx")) == ('"nom";"structure";"PMR"\n"Anne";"12";"oui"\n"Zoé B";"1.5";"non"\n')


def test_a_list_with_doors_open_places_newcomers_and_moves_nobody_else(workshop, confirm):
    confirm(LIST)
    workshop.refresh_from_db()
    preparing.open_doors(workshop=workshop, by=organiser_of(workshop), now=NOON)
    before = list(workshop.seats.order_by("number").values_list("name", "path"))

    confirm(LIST + "Denis;Mairie;Montval;;\n")

    after = list(workshop.seats.order_by("number").values_list("name", "path"))
    assert after[:3] == before
    assert (after[3][0], len(after[3][1])) == ("Denis", 3)


def test_a_comparison_shows_constraints_what_is_not_read_and_places_nobody_knows(send):
    load_territories(now=NOON, vintage=small_country())
    rows = 'Anne;Trifouilly;06 00;oui;1;"Bruno;Zoé"\nBruno;AMONT;;;;\nZoé;;;;;\n'

    page = send("nom;territoire;téléphone;accessible;animateur de;éviter\n" + rows).text.replace("\xa0", " ")

    assert "Anne (Trifouilly) · table accessible · hôte, table 1 · pas avec Bruno, Zoé" in page
    assert "Cette colonne n’est pas lue : téléphone." in page
    assert "Ce territoire ne correspond à aucun nom officiel : Trifouilly." in page


def test_neither_the_list_nor_the_number_is_said_to_be_compulsory(client, workshop):
    client.force_login(organiser_of(workshop))

    assert "obligatoire" not in client.get(f"/ateliers/{workshop.code}/personnes/").text


# One by one


def test_a_head_count_alone_is_enough(workshop, client):
    client.force_login(organiser_of(workshop))
    address = f"/ateliers/{workshop.code}/personnes/nombre/"

    assert client.post(address, {"headcount": "30"}).status_code == 302
    for wrong in ("0", "-3", "5000", "trente"):
        assert client.post(address, {"headcount": wrong}).status_code == 422

    workshop.refresh_from_db()
    assert workshop.headcount == 30


def test_a_head_count_smaller_than_the_list_is_refused(workshop, confirm):
    confirm(LIST)

    with pytest.raises(Refused, match="3 personnes figurent sur la liste"):
        listing.expect_number(workshop=workshop, headcount=2, by=organiser_of(workshop))


def test_a_person_is_added_corrected_then_erased(workshop, client):
    client.force_login(organiser_of(workshop))
    here = f"/ateliers/{workshop.code}/personnes"

    client.post(f"{here}/ajouter/", {"name": "Anne", "organisation": "Mairie"})
    assert client.post(f"{here}/ajouter/", {"name": "anne"}).status_code == 409
    client.post(f"{here}/1/", {"name": "Anne-Marie", "organisation": "Mairie", "needs_accessible": "on"})
    assert people(workshop) == [("Anne-Marie", "Mairie", "", True, [])]
    assert "Effacer Anne-Marie ?" in client.get(f"{here}/1/effacer/").text
    client.post(f"{here}/1/effacer/")

    assert people(workshop) == []


def test_nothing_is_left_of_somebody_erased_but_what_they_wrote(workshop, confirm):
    organiser = organiser_of(workshop)
    confirm(LIST)
    workshop.refresh_from_db()
    preparing.open_doors(workshop=workshop, by=organiser, now=NOON)
    zoe = workshop.seats.get(name="Zoé")
    note = write_note(workshop.questions.first().board, "Un capteur", seat=zoe)

    listing.erase(seat=zoe, by=organiser, now=NOON)

    assert [one[0] for one in people(workshop)] == ["Anne", "Bruno"]
    assert workshop.seats.get(name="Anne").apart == []
    note.refresh_from_db()
    assert note.text == "Un capteur"
    workshop.refresh_from_db()
    assert workshop.headcount == 2


def test_somebody_renamed_is_still_kept_apart(workshop, confirm, client):
    confirm(LIST)
    zoe = workshop.seats.get(name="Zoé")

    client.post(f"/ateliers/{workshop.code}/personnes/{zoe.number}/", {"name": "Zoé B."})

    assert workshop.seats.get(name="Anne").apart == ["Zoé B."]


def test_people_who_joined_by_themselves_are_not_mixed_up_with_the_list():
    workshop = make_workshop(seats=6)
    make_seat(workshop, "Anne")
    workshop.seats.filter(name="Anne").update(is_expected=False)

    listing.register(workshop=workshop, text="nom\nAnne\n", by=organiser_of(workshop))

    assert workshop.seats.filter(name="Anne").count() == 2
