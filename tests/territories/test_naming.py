"""The territory that an organisation's name says, where it says one and no other."""

import pytest

from essaim.territories.queries import territories_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def named(*names):
    return {name: str(found) for name, found in territories_named(names).items()}


def test_the_names_of_local_authorities_are_known_with_or_without_what_precedes_them():
    assert named(
        "Montpellier Méditerranée Métropole",
        "Le Grand Narbonne",
        "Pays de l’Or Agglomération",
        "Communauté d’agglomération Rochefort Océan",
        "Commune de Malaunay",
        "VILLE DE MONTPELLIER",
        "Occitanie",
        "Hérault",
    ) == {
        "Montpellier Méditerranée Métropole": "Montpellier Méditerranée Métropole (Hérault, 34)",
        "Le Grand Narbonne": "CA Le Grand Narbonne (Aude, 11)",
        "Pays de l’Or Agglomération": "CA du Pays de l'Or (Hérault, 34)",
        "Communauté d’agglomération Rochefort Océan": "CA Rochefort Océan (Charente-Maritime, 17)",
        "Commune de Malaunay": "Malaunay (Seine-Maritime, 76)",
        "VILLE DE MONTPELLIER": "Montpellier (Hérault, 34)",
        "Occitanie": "Occitanie (région)",
        "Hérault": "Hérault (département, 34)",
    }


@pytest.mark.parametrize(
    "name", ["Montreuil", "Saint-Denis", "SDIS 31", "AREC Occitanie", "Agence des Pyrénées", "Ville de", "de la", ""]
)
def test_a_homonym_or_another_organisation_is_no_territory(name):
    assert named(name) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_whatever_the_number_of_names(count, django_assert_num_queries):
    names = ["Occitanie", "Hérault", "Toulouse Métropole"][:count]
    territories_named(names)

    with django_assert_num_queries(2):
        assert len(territories_named(names)) == count
