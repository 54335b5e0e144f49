import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.territories.domain.perimeters import draw_perimeter
from essaim.territories.enums import TerritoryKind
from essaim.territories.models import Territory
from essaim.territories.queries import search_territories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def labels(text, **options):
    return [territory.label() for territory in search_territories(text, **options)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sant-Etiene", "Saint-Étienne (Loire, 42)"),
        ("sant-etien", "Saint-Étienne (Loire, 42)"),
        ("saint-et", "Saint-Étienne (Loire, 42)"),
        ("St Étienne", "Saint-Étienne (Loire, 42)"),
        ("SAINT ETIENNE DU ROUVRAY", "Saint-Étienne-du-Rouvray (Seine-Maritime, 76)"),
        ("chateauroux", "Châteauroux (Indre, 36)"),
        ("chateau roux", "Châteauroux (Indre, 36)"),
        ("la rochele", "La Rochelle (Charente-Maritime, 17)"),
        ("rochelle", "La Rochelle (Charente-Maritime, 17)"),
        ("larochelle", "La Rochelle (Charente-Maritime, 17)"),
        ("Monpelier", "Montpellier (Hérault, 34)"),
        ("marsseile", "Marseille (Bouches-du-Rhône, 13)"),
        ("Lyno", "Lyon (Rhône, 69)"),
        ("aix provence", "Aix-en-Provence (Bouches-du-Rhône, 13)"),
        ("villeneuve d'asc", "Villeneuve-d'Ascq (Nord, 59)"),
        ("l'haÿ les roses", "L'Haÿ-les-Roses (Val-de-Marne, 94)"),
        ("oeuf en ternois", "Œuf-en-Ternois (Pas-de-Calais, 62)"),
        ("Y", "Y (Somme, 80)"),
        ("saint-denis réunion", "Saint-Denis (La Réunion, 974)"),
        ("montreuil 85", "Montreuil (Vendée, 85)"),
        ("grand narbone", "CA Le Grand Narbonne (Aude, 11)"),
        ("communauté d’agglomération Alès", "CA Alès Agglomération (Gard, 30)"),
        ("mediteranee montpelier", "Montpellier Méditerranée Métropole (Hérault, 34)"),
        ("bretagne", "Bretagne (région)"),
        ("nouvelle caledonie", "Nouvelle-Calédonie (collectivité d’outre-mer, 988)"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, meant):
    assert labels(typed)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("93048", "Montreuil (Seine-Saint-Denis, 93)"),
        ("34", "Hérault (département, 34)"),
        ("1", "Ain (département, 01)"),
        ("2a", "Corse-du-Sud (département, 2A)"),
        ("974", "La Réunion (département, 974)"),
        ("34000", "Montpellier (Hérault, 34)"),
        ("243400017", "Montpellier Méditerranée Métropole (Hérault, 34)"),
        ("lyon 3", "Lyon (Rhône, 69)"),
        ("lyon 69009", "Lyon (Rhône, 69)"),
    ],
)
def test_a_number_is_a_code_a_departement_or_a_postal_code(typed, meant):
    assert labels(typed)[0] == meant


def test_homonyms_are_all_shown_with_their_departement_the_most_populated_first():
    assert labels("St Denis")[:4] == [
        "Saint-Denis (La Réunion, 974)",
        "Saint-Denis (Seine-Saint-Denis, 93)",
        "Saint-Denis (Aude, 11)",
        "Saint-Denis (Gard, 30)",
    ]
    assert labels("montreuil")[:3] == [
        "Montreuil (Seine-Saint-Denis, 93)",
        "Montreuil (Vendée, 85)",
        "Montreuil (Eure-et-Loir, 28)",
    ]


def test_the_twelve_communes_of_the_most_shared_name_fit_in_one_answer():
    assert {territory.name for territory in search_territories("Sainte-Colombe")} == {"Sainte-Colombe"}
    assert len(labels("Sainte-Colombe")) == 12


def test_a_label_finds_its_own_territory_first():
    every_kind = [
        *Territory.objects.filter(kind="commune", population__gte=1).order_by("siren")[:4000:100],
        *Territory.objects.filter(name__contains="("),
        *Territory.objects.filter(kind__in=["departement", "region", "ept"]),
    ]

    mistaken = [one.label() for one in every_kind if search_territories(one.label(), limit=1) != [one]]

    assert mistaken == []


def test_only_the_kinds_asked_for_are_found():
    assert labels("Paris", kinds=[TerritoryKind.DEPARTEMENT]) == ["Paris (département, 75)"]


def test_no_more_territories_than_asked_are_found():
    assert len(labels("saint", limit=3)) == 3
    assert labels("saint", limit=0) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!…",
        "\x00\x07\u202e",
        "a" * 500,
        "75" * 250,
        "12345678901234",
        "qqqq",
        "🐝",
        "\ud800",
    ],
)
def test_nothing_is_found_for_what_names_nothing(typed):
    assert labels(typed) == []


@pytest.mark.parametrize(
    "typed",
    ["Mont\x00reuil", "%", "_", "' OR 1=1 --", "((((", "a b c d e f g h i j k l m n", "?! (commune)", "?! (x, 01)"],
)
def test_odd_signs_break_nothing(typed):
    assert len(labels(typed)) <= 12


def test_a_perimeter_is_found_as_soon_as_it_is_drawn():
    members = search_territories("Lunel", kinds=["commune"], limit=1)

    draw_perimeter(name="Entre Vidourle et Méditerranée", members=members)

    assert labels("entre vidourle")[0] == "Entre Vidourle et Méditerranée (périmètre de projet)"


def test_the_label_of_the_longest_perimeter_finds_it():
    members = search_territories("Lunel", kinds=["commune"], limit=1)

    perimeter = draw_perimeter(name="a" * 120, members=members)

    assert search_territories(perimeter.label()) == [perimeter]


def test_one_answer_costs_as_many_queries_as_three():
    search_territories("Lyon")
    with CaptureQueriesContext(connection) as one:
        assert len(labels("saint-denis réunion")) == 1
    with CaptureQueriesContext(connection) as three:
        assert len(labels("montreuil", limit=3)) == 3

    assert len(one) == len(three) == 3
