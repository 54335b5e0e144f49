import dataclasses

import pytest
from django.core.management import call_command

from essaim.territories.domain.loading import LoadingReport, load_territories
from essaim.territories.domain.perimeters import draw_perimeter
from essaim.territories.enums import OrganisationKind
from essaim.territories.models import Organisation, Territory, TerritoryRelease
from essaim.territories.queries import search_territories
from tests.territories.conftest import NOW
from tests.territories.examples import named, small_country

pytestmark = pytest.mark.django_db
COUNTS = {"commune": 3, "departement": 2, "epci": 1, "region": 1}


def everything():
    return list(Territory.objects.order_by("pk").values())


def test_a_first_vintage_adds_every_territory():
    report = load_territories(now=NOW, vintage=small_country())

    assert report == LoadingReport("vintage first", COUNTS, added=7)
    assert named("Aval").label() == "Aval (Bas, D2)"
    assert TerritoryRelease.objects.get().loaded_at == NOW


def test_the_same_vintage_again_changes_nothing():
    load_territories(now=NOW, vintage=small_country())
    before = everything()

    report = load_territories(now=NOW, vintage=small_country())

    assert report == LoadingReport("vintage first", COUNTS, was_loaded=True)
    assert everything() == before
    assert TerritoryRelease.objects.count() == 1


def test_another_vintage_with_the_same_rows_keeps_every_row():
    load_territories(now=NOW, vintage=small_country())
    before = everything()

    report = load_territories(now=NOW, vintage=small_country("second"))

    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert everything() == before


def test_a_commune_that_grows_changes_in_place_with_all_that_counts_it():
    load_territories(now=NOW, vintage=small_country())
    identifier = named("Seule").pk

    report = load_territories(now=NOW, vintage=small_country("second", Seule=9))

    assert (report.added, report.changed, report.removed) == (0, 3, 0)
    assert Territory.objects.get(pk=identifier).population == 9


def test_a_commune_that_ends_stays_with_what_is_attached_to_it():
    load_territories(now=NOW, vintage=small_country())
    organisation = Organisation.objects.create(
        name="Les Amis du Bief", kind=OrganisationKind.ASSOCIATION, territory=named("Seule")
    )
    tables = small_country().tables
    remaining = {column: values[:2] for column, values in tables["commune"].items()}
    merger = dataclasses.replace(small_country("merger"), tables=tables | {"commune": remaining})
    assert search_territories("seule") == [named("Seule")]

    report = load_territories(now=NOW, vintage=merger)

    organisation.refresh_from_db()
    assert (report.removed, report.counts["commune"]) == (1, 2)
    assert (organisation.territory.name, organisation.territory.is_current) == ("Seule", False)
    assert search_territories("seule") == []


def test_a_commune_that_comes_back_is_current_again():
    load_territories(now=NOW, vintage=small_country())
    Territory.objects.filter(name="Seule").update(is_current=False)

    report = load_territories(now=NOW, vintage=small_country("second"))

    assert (report.changed, named("Seule").is_current) == (1, True)


def test_a_perimeter_stays_and_its_population_follows_the_vintage():
    load_territories(now=NOW, vintage=small_country())
    perimeter = draw_perimeter(name="Bief", members=[named("Seule"), named("Aval")])

    load_territories(now=NOW, vintage=small_country("second", Seule=9))

    perimeter.refresh_from_db()
    assert (perimeter.population, perimeter.is_current) == (39, True)


def test_a_broken_vintage_leaves_nothing_half_written():
    tables = small_country().tables
    uneven = tables["commune"] | {"population": [1, 2]}
    broken = dataclasses.replace(small_country(), tables=tables | {"commune": uneven})

    with pytest.raises(ValueError, match="shorter"):
        load_territories(now=NOW, vintage=broken)

    assert (Territory.objects.count(), TerritoryRelease.objects.count()) == (0, 0)


def test_the_command_says_what_it_did(capsys):
    call_command("load_territories")
    first = capsys.readouterr().out
    call_command("load_territories")
    second = capsys.readouterr().out

    assert "36362 ajoutés, 0 modifiés, 0 retirés" in first
    assert "déjà à jour" in second
