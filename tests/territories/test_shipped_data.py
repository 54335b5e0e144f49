"""What is shipped against what the package itself counts (figures taken from its JSON files with jq)."""

from collections import Counter

import pytest
from django.db.models import Sum

from essaim.territories.models import Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def communes():
    return Territory.objects.filter(kind="commune")


def test_every_current_territory_of_the_package_is_there_once(france):
    assert france.counts == {"commune": 34969, "departement": 109, "epci": 1255, "ept": 11, "region": 18}
    assert france.added == 34969 + 109 + 1255 + 11 + 18


def test_each_level_counts_the_same_people():
    people = dict(Territory.objects.values_list("kind").annotate(Sum("population")))
    overseas = communes().filter(region_code="").aggregate(Sum("population"))["population__sum"]

    assert people["commune"] == people["departement"] == 68_952_941
    assert people["region"] == 68_952_941 - overseas


def test_the_population_of_each_group_is_that_of_its_communes():
    summed = {
        field: dict(communes().exclude(**{field: ""}).values_list(field).annotate(Sum("population")))
        for field in ("epci_code", "ept_code", "departement_code", "region_code")
    }
    shipped = {
        field: dict(Territory.objects.filter(kind=kind).values_list("code", "population"))
        for field, kind in (
            ("epci_code", "epci"),
            ("ept_code", "ept"),
            ("departement_code", "departement"),
            ("region_code", "region"),
        )
    }

    assert summed == shipped


def test_communes_outside_an_epci_are_four_islands_and_the_overseas_collectivities():
    outside = communes().filter(epci_code="")

    assert outside.count() == 98
    assert set(outside.exclude(region_code="").values_list("name", flat=True)) == {
        "Île-de-Bréhat",
        "Île-de-Sein",
        "L'Île-d'Yeu",
        "Ouessant",
    }


def test_eighty_nine_epci_straddle_departements():
    pairs = set(communes().exclude(epci_code="").values_list("epci_code", "departement_code"))
    per_epci = Counter(epci for epci, _departement in pairs)

    assert sum(1 for count in per_epci.values() if count > 1) == 89


def test_every_commune_but_those_of_the_collectivities_has_a_siren_of_nine_digits():
    sirens = list(communes().exclude(region_code="").values_list("siren", flat=True))

    assert communes().filter(siren="").count() == 94
    assert {(len(siren), siren.isdigit()) for siren in sirens} == {(9, True)}
    assert len(set(sirens)) == len(sirens)


def test_two_communes_never_share_a_label():
    labels = Counter(territory.label() for territory in communes())

    assert [label for label, count in labels.items() if count > 1] == []
