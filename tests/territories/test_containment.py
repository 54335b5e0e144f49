import pytest

from essaim.territories.models import Territory
from essaim.territories.queries import communes_of, containers_of, contents_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def territory(kind, code):
    return Territory.objects.get(kind=kind, code=code)


def names(territories):
    return [one.name for one in territories]


def test_a_commune_of_greater_paris_stands_in_four_territories():
    assert names(containers_of(territory("commune", "93066"))) == [
        "Île-de-France",
        "Seine-Saint-Denis",
        "Métropole du Grand Paris",
        "Plaine Commune",
    ]


def test_an_island_without_epci_stands_in_its_departement_and_region():
    assert names(containers_of(territory("commune", "29155"))) == ["Bretagne", "Finistère"]


def test_an_ept_stands_in_its_metropole():
    assert names(containers_of(territory("ept", "200057867"))) == [
        "Île-de-France",
        "Seine-Saint-Denis",
        "Métropole du Grand Paris",
    ]


def test_an_epci_that_straddles_stands_in_each_departement():
    coast = Territory.objects.get(kind="epci", name__contains="Cap Atlantique")

    assert coast.label().endswith("(Loire-Atlantique, 44)")
    assert names(containers_of(coast)) == ["Bretagne", "Pays de la Loire", "Loire-Atlantique", "Morbihan"]


def test_a_departement_stands_in_its_region_and_a_region_in_nothing():
    assert names(containers_of(territory("departement", "34"))) == ["Occitanie"]
    assert names(containers_of(territory("region", "76"))) == []


def test_an_overseas_collectivity_holds_its_communes_and_has_no_region():
    collectivity = territory("departement", "975")

    assert names(containers_of(collectivity)) == []
    assert names(contents_of(collectivity)) == ["Saint-Pierre", "Miquelon-Langlade"]


def test_contents_come_largest_first():
    assert names(contents_of(territory("region", "53"))) == [
        "Ille-et-Vilaine",
        "Finistère",
        "Morbihan",
        "Côtes-d'Armor",
    ]
    assert names(contents_of(territory("epci", "243400017")))[:3] == [
        "Montpellier",
        "Castelnau-le-Lez",
        "Lattes",
    ]
    assert names(contents_of(territory("commune", "34172"))) == []


def test_four_epci_of_a_peer_season_hold_113_communes():
    """Montpellier 31, Pays de l'Or 8, Grand Narbonne 37, Toulouse 37."""
    season = Territory.objects.filter(kind="epci", code__in=["243400017", "243400470", "241100593", "243100518"])

    assert communes_of(season).count() == 31 + 8 + 37 + 37


def test_communes_of_overlapping_territories_are_counted_once():
    overlapping = [
        territory("departement", "34"),
        territory("epci", "243400017"),
        territory("commune", "34172"),
    ]

    assert communes_of(overlapping).count() == communes_of(overlapping[:1]).count() == 341
