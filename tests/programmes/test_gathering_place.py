"""The territory of a gathering is found by typing, without JavaScript, and homonyms are never mixed up."""

import pytest

from essaim.programmes.models import Gathering
from essaim.territories.models import Territory
from tests.factories import make_person, make_programme

pytestmark = pytest.mark.django_db


def make_commune(name, code, departement, people):
    return Territory.objects.create(
        kind="commune",
        code=code,
        name=name,
        departement_code=code[:2],
        departement_name=departement,
        population=people,
    )


@pytest.fixture(autouse=True)
def communes():
    make_commune("Montreuil", "93048", "Seine-Saint-Denis", 110_000)
    make_commune("Montreuil", "62588", "Pas-de-Calais", 1_800)
    make_commune("Sainte-Aulaire", "19190", "Corrèze", 700)


@pytest.fixture
def form(client):
    organiser = make_person()
    programme = make_programme(organiser)
    client.force_login(organiser)
    address = f"/programmes/{programme.slug}/rencontres/nouvelle/"
    return lambda **more: client.post(address, {"title": "Automne", "day": "2026-10-07", **more})


def territory_kept():
    return Gathering.objects.get().territory


def test_one_answer_is_taken_however_it_is_typed(form):
    assert form(territory="sainte aulaire").status_code == 302
    assert territory_kept().name == "Sainte-Aulaire"


def test_the_label_that_was_suggested_is_taken(form):
    form(territory="Montreuil (Pas-de-Calais, 62)")

    assert territory_kept().code == "62588"


def test_homonyms_are_offered_with_their_departement_and_the_choice_is_kept(form):
    page = form(territory="Montreuil")

    assert page.status_code == 422
    assert "Montreuil (Seine-Saint-Denis, 93)" in page.text
    assert "Montreuil (Pas-de-Calais, 62)" in page.text
    assert not Gathering.objects.exists()
    form(territory="Montreuil", chosen=Territory.objects.get(code="62588").pk, chosen_for="Montreuil")
    assert territory_kept().code == "62588"


def test_a_choice_made_for_other_words_is_worthless(form):
    other = Territory.objects.get(code="93048")

    form(territory="sainte aulaire", chosen=other.pk, chosen_for="Montreuil")

    assert territory_kept().name == "Sainte-Aulaire"


def test_an_unknown_name_is_said_and_nothing_is_kept(form):
    page = form(territory="Xyzzyville")

    assert page.status_code == 422
    assert "Aucun territoire ne porte ce nom" in page.text
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("day", ["2026-10-07", "07/10/2026", "7/10/2026"])
def test_a_date_is_read_as_people_type_it(form, day):
    assert form(day=day).status_code == 302


@pytest.mark.parametrize("day", ["", "bientôt", "31/02/2026"])
def test_a_date_that_is_none_is_refused(form, day):
    assert form(day=day).status_code == 422
    assert not Gathering.objects.exists()
