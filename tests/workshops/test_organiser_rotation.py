"""The plan of a day: figures in words, a picture, a table; and the sentence when no plan can be."""

import pytest

from essaim.workshops.domain import listing, seating
from essaim.workshops.enums import Topology
from tests.factories import make_workshop, organiser_of, until

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop(is_open=False, seats=24, topology=Topology.PARTICIPANTS_MOVE)


@pytest.fixture
def page(client, workshop):
    client.force_login(organiser_of(workshop))
    return lambda **typed: (client.post if typed else client.get)(f"/ateliers/{workshop.code}/rotation/", typed)


def listed(workshop, rows):
    text = "nom;organisation;accessible\n" + "\n".join(rows)
    listing.register(workshop=workshop, text=text, by=organiser_of(workshop))


def test_twenty_four_people_at_three_tables_meet_as_many_as_is_known_possible(page):
    page(seed="0")

    shown = page()
    assert (shown.context["figures"].met_mean, shown.context["figures"].met_most) == (15, 15)
    assert "personnes rencontrées en moyenne, sur 23</dt><dd>15</dd>" in shown.text
    assert "au plus : aucun plan ne fait mieux</dt><dd>15</dd>" in shown.text


def test_the_plan_is_a_picture_and_a_table_that_say_the_same(workshop, page):
    page(seed="0")

    shown = page()

    assert 'class="rotation"' in shown.text
    assert len(shown.context["paths"]) == 24
    seat, _met, _rule = shown.context["paths"][0]
    assert f"</span>Table {seat.path[0]}</td>" in shown.text


def test_before_any_plan_the_page_says_so(page):
    assert "pas encore calculé" in page().text


def test_an_impossible_plan_names_the_constraint_and_changes_nothing(workshop, page):
    listed(workshop, [f"Personne {n};Mairie;" for n in range(12)])

    shown = page(per_organisation="1", seed="0")

    assert shown.status_code == 422
    assert "12 personnes viennent de l’organisation « Mairie »" in shown.text
    workshop.refresh_from_db()
    assert workshop.per_organisation is None
    assert set(map(tuple, workshop.seats.values_list("path", flat=True))) == {()}


def test_limits_are_kept_with_the_plan_that_follows_them(workshop, page):
    listed(workshop, [f"Personne {n};Structure {n % 4};" for n in range(12)])

    page(per_organisation="1", seed="0")

    workshop.refresh_from_db()
    assert workshop.per_organisation == 1
    assert page().context["figures"].violations == ()


@pytest.mark.parametrize("limit", ["0", "-1", "deux"])
def test_a_limit_that_is_none_is_refused(page, limit):
    assert page(per_organisation=limit, seed="0").status_code == 422


def test_names_in_the_picture_are_escaped(workshop, page):
    listed(workshop, ["<script>alert(1)</script>;x;", "Bruno;x;", "Chloé;x;"])
    page(seed="0")

    assert "<script>alert(1)" not in page().text


def test_a_table_that_goes_makes_the_plan_start_again(workshop, page, client):
    page(seed="0")

    tables = {f"t{n}-name": f"Table {n}" for n in (1, 2, 3)} | {f"t{n}-is_accessible": "on" for n in (1, 2, 3)}
    client.post(f"/ateliers/{workshop.code}/tables/", tables | {"act": "remove-3"})

    assert "pas encore calculé" in page().text


def test_once_begun_paths_are_not_calculated_again(client):
    running = until(make_workshop(topology=Topology.PARTICIPANTS_MOVE), 1)
    client.force_login(organiser_of(running))
    before = list(running.seats.values_list("path", flat=True))

    shown = client.post(f"/ateliers/{running.code}/rotation/", {"seed": "3"})

    assert shown.status_code == 409
    assert list(running.seats.values_list("path", flat=True)) == before


def test_the_same_seed_gives_the_same_plan(workshop):
    organiser = organiser_of(workshop)

    first = seating.plan_seats(workshop=workshop, by=organiser, seed=2)
    again = seating.plan_seats(workshop=workshop, by=organiser, seed=2)

    assert first == again
