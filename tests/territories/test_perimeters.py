import pytest

from essaim.kit.refusal import Refused
from essaim.territories.domain.loading import load_territories
from essaim.territories.domain.perimeters import draw_perimeter, redraw_perimeter
from essaim.territories.models import Territory
from essaim.territories.queries import communes_of, containers_of, contents_of, overlap
from tests.territories.conftest import NOW
from tests.territories.examples import named, small_country

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    load_territories(now=NOW, vintage=small_country())


def drawn(*names, name="Bief"):
    return draw_perimeter(name=name, members=[named(member) for member in names])


@pytest.mark.parametrize(
    ("members", "people"),
    [
        (["Seule"], 7),
        (["Amont", "Seule"], 107),
        (["CC de la Rivière"], 130),
        (["CC de la Rivière", "Amont"], 130),
        (["CC de la Rivière", "Haut"], 137),
        (["Région", "CC de la Rivière", "Bas", "Aval"], 137),
    ],
)
def test_each_commune_counts_once_whatever_the_members(members, people):
    assert drawn(*members).population == people


def test_a_perimeter_holds_its_members_and_their_communes():
    perimeter = drawn("Seule", "CC de la Rivière")

    assert list(contents_of(perimeter)) == [named("CC de la Rivière"), named("Seule")]
    assert {commune.name for commune in communes_of([perimeter])} == {"Amont", "Aval", "Seule"}
    assert containers_of(named("Seule")).last() == perimeter
    assert perimeter.label() == "Bief (périmètre de projet)"


def test_a_perimeter_whose_people_are_unknown_has_no_population():
    Territory.objects.filter(name="Seule").update(population=None)

    assert drawn("Seule").population is None


def test_redrawing_replaces_the_members_and_the_population():
    perimeter = drawn("Seule", "Amont")

    redraw_perimeter(perimeter=perimeter, members=[named("Aval")])

    perimeter.refresh_from_db()
    assert (list(perimeter.members.all()), perimeter.population) == ([named("Aval")], 30)


def test_two_names_that_begin_alike_have_their_own_address():
    codes = [drawn("Seule", name=f"Le Bief de l’Été et des autres saisons, {year}").code for year in (2026, 2027)]

    assert codes == ["le-bief-de-lete-et-des-autres", "le-bief-de-lete-et-des-autres-2"]


@pytest.mark.parametrize("name", ["Bief", "BIEF !", "bièf"])
def test_a_name_that_reads_like_another_perimeter_is_refused(name):
    drawn("Seule", name="Bief")
    other = drawn("Aval", name="Autre")

    with pytest.raises(Refused, match="s’appelle déjà"):
        drawn("Amont", name=name)
    with pytest.raises(Refused, match="s’appelle déjà"):
        redraw_perimeter(perimeter=other, members=[named("Seule")], name=name)

    other.refresh_from_db()
    assert (other.name, list(other.members.all())) == ("Autre", [named("Aval")])


def test_a_perimeter_keeps_its_own_name_and_its_address_under_a_new_one():
    perimeter = drawn("Seule", name="Bief")

    redraw_perimeter(perimeter=perimeter, members=[named("Seule")], name="Bief")
    redraw_perimeter(perimeter=perimeter, members=[named("Aval")], name="Bief de 2027")

    perimeter.refresh_from_db()
    assert (perimeter.name, perimeter.code) == ("Bief de 2027", "bief")


def test_members_that_share_a_commune_are_said_to_overlap():
    river, up, alone = named("CC de la Rivière"), named("Amont"), named("Seule")

    assert [overlap(members) for members in ([river, up], [river, alone], [named("Haut"), river], [])] == [
        True,
        False,
        True,
        False,
    ]


def test_a_name_that_has_no_latin_letter_still_has_an_address():
    assert drawn("Seule", name="Νησί").code == "perimetre"


@pytest.mark.parametrize(
    ("name", "members", "sentence"),
    [
        ("", ["Seule"], "Donnez un nom au périmètre."),
        ("\x00 …", ["Seule"], "Donnez un nom au périmètre."),
        ("a" * 500, ["Seule"], "Le nom du périmètre est trop long"),
        ("Bief", [], "Choisissez au moins un territoire"),
        ("Bief", ["Ancien"], "« Ancien » est déjà un périmètre"),
    ],
)
def test_a_perimeter_that_means_nothing_is_refused_and_nothing_is_written(name, members, sentence):
    drawn("Seule", name="Ancien")

    with pytest.raises(Refused, match=sentence):
        drawn(*members, name=name)

    assert Territory.objects.filter(kind="perimeter").count() == 1
