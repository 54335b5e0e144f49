"""A programme from its opening to its gatherings, and who may do what in it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.kit.refusal import NotForYou, Refused
from essaim.people.models import Person
from essaim.programmes.domain import opening, organising, scheduling
from essaim.programmes.models import Gathering, Organiser, Programme, Season
from essaim.workshops.domain import running
from tests.factories import (
    NOON,
    make_gathering,
    make_person,
    make_programme,
    make_workshop,
    organiser_of,
    until,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_person("Ada", is_administrator=True)


@pytest.fixture
def organiser():
    return make_person("Claire")


def test_a_programme_gets_an_address_that_no_other_has(administrator):
    slugs = [opening.open_programme(title=title, by=administrator).slug for title in ("Nouveau", "Été !", "Été", "🌳")]

    assert slugs == ["nouveau-2", "ete", "ete-2", "programme"]


def test_opening_a_programme_is_for_administrators(organiser):
    with pytest.raises(NotForYou):
        opening.open_programme(title="Respirer", by=organiser)

    assert not Programme.objects.exists()


def test_the_last_organiser_stays(organiser):
    programme = make_programme(organiser)
    last = programme.organisers.get()

    with pytest.raises(Refused, match="toujours une organisation"):
        organising.remove_organiser(organiser=last, by=organiser)

    organising.name_organiser(programme=programme, email="PAUL@exemple.fr", by=organiser)
    organising.name_organiser(programme=programme, email="paul@exemple.fr", by=organiser)
    organising.remove_organiser(organiser=last, by=organiser)
    assert [one.person.email for one in programme.organisers.all()] == ["paul@exemple.fr"]


def test_a_gathering_of_the_past_opens_the_season_of_its_year(organiser):
    programme = make_programme(organiser)

    kept = scheduling.put_gathering(programme=programme, title="Archives", day=date(2019, 5, 4), by=organiser)

    assert kept.season.title == "Saison 2019"


def test_a_gathering_joins_the_season_whose_dates_hold_its_day(organiser):
    programme = make_programme(organiser)
    season = scheduling.put_season(
        programme=programme, title="2026-2027", starts_on=date(2026, 9, 1), ends_on=date(2027, 6, 30), by=organiser
    )

    kept = scheduling.put_gathering(programme=programme, title="Automne", day=date(2026, 11, 28), by=organiser)

    assert kept.season == season


def test_a_gathering_with_workshops_is_kept():
    workshop = make_workshop()
    organiser = workshop.programme.organisers.get().person

    with pytest.raises(Refused, match="contient des ateliers"):
        scheduling.cancel_gathering(gathering=workshop.gathering, by=organiser)

    assert Gathering.objects.count() == 1


def test_a_season_does_not_end_before_it_starts(organiser, client):
    programme = make_programme(organiser)
    client.force_login(organiser)

    typed = {"title": "Saison", "starts_on": "2027-03-01", "ends_on": "2026-03-01"}
    page = client.post(f"/programmes/{programme.slug}/saisons/nouvelle/", typed)

    assert page.status_code == 422
    assert not Season.objects.exists()


def test_an_administrator_opens_a_programme_from_its_page(client, administrator):
    client.force_login(administrator)

    typed = {"title": "Respirer ensemble", "purpose": "Mieux.", "licence": "CC-BY-SA-4.0", "is_public": "on"}
    answer = client.post("/programmes/nouveau/", typed)

    assert answer.headers["Location"] == "/programmes/respirer-ensemble/"
    assert "Respirer ensemble" in client.get("/programmes/respirer-ensemble/").text


@pytest.mark.parametrize("title", ["", " \u200b ", "x" * 5000])
def test_a_programme_needs_a_title_that_can_be_read(client, administrator, title):
    client.force_login(administrator)

    page = client.post("/programmes/nouveau/", {"title": title, "licence": "CC-BY-SA-4.0"})

    assert page.status_code == 422
    assert not Programme.objects.exists()


def test_naming_an_organiser_shows_a_link_that_opens_the_account_once(client, organiser, mailoutbox):
    programme = make_programme(organiser)
    client.force_login(organiser)

    page = client.post(f"/programmes/{programme.slug}/equipe/", {"email": "paul@exemple.fr", "name": "Paul"})

    link = page.context["invitation"].address
    assert link in page.text
    assert [message.to for message in mailoutbox] == [["paul@exemple.fr"]]
    assert link in mailoutbox[0].body
    client.logout()
    path = link.removeprefix("http://testserver")
    assert client.post(path).headers["Location"] == f"/programmes/{programme.slug}/"
    assert client.post(path).status_code == 410


def test_a_private_programme_does_not_exist_for_strangers(client, organiser):
    programme = make_programme(organiser, is_public=False)

    assert client.get(f"/programmes/{programme.slug}/").status_code == 404
    client.force_login(organiser)
    assert client.get(f"/programmes/{programme.slug}/").status_code == 200


def test_strangers_are_asked_to_sign_in_and_organisers_of_elsewhere_are_refused(client, organiser):
    programme = make_programme(organiser)
    gathering = make_gathering(programme)
    here = f"/programmes/{programme.slug}"
    places = [
        f"{here}/modifier/",
        f"{here}/equipe/",
        f"{here}/saisons/nouvelle/",
        f"{here}/saisons/{gathering.season_id}/",
        f"{here}/rencontres/nouvelle/",
        f"{here}/rencontres/{gathering.pk}/",
    ]
    elsewhere = make_person()
    make_programme(elsewhere)

    assert [client.get(place).status_code for place in places] == [302] * len(places)
    client.force_login(elsewhere)
    assert [client.get(place).status_code for place in places] == [403] * len(places)
    client.force_login(organiser)
    assert [client.get(place).status_code for place in places] == [200] * len(places)
    client.force_login(make_person(is_administrator=True))
    assert [client.get(place).status_code for place in places] == [200] * len(places)


def test_pieces_of_another_programme_are_not_found(client, organiser):
    mine, other = make_programme(organiser), make_programme(make_person())
    foreign = make_gathering(other)
    client.force_login(organiser)

    assert client.get(f"/programmes/{mine.slug}/rencontres/{foreign.pk}/").status_code == 404
    assert client.post(f"/programmes/{mine.slug}/rencontres/{foreign.pk}/supprimer/").status_code == 404
    assert client.post(f"/programmes/{mine.slug}/saisons/{foreign.season_id}/supprimer/").status_code == 404
    assert client.post(f"/programmes/{mine.slug}/equipe/{other.organisers.get().pk}/retirer/").status_code == 404
    assert Organiser.objects.count() == 2


def test_the_page_costs_the_same_for_one_gathering_and_three(client, organiser, django_assert_num_queries):
    programme = make_programme(organiser)
    workshop = make_workshop()
    workshop.gathering.season.programme = programme
    workshop.gathering.season.save()
    client.get(f"/programmes/{programme.slug}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/programmes/{programme.slug}/")
    for _ in range(2):
        more = make_workshop()
        more.gathering.season.programme = programme
        more.gathering.season.save()

    with django_assert_num_queries(len(one)):
        client.get(f"/programmes/{programme.slug}/")


def test_a_draft_is_announced_to_the_team_only(client):
    workshop = make_workshop(is_open=False)

    assert workshop.title not in client.get(f"/programmes/{workshop.programme.slug}/").text
    client.force_login(Person.objects.get())
    assert workshop.title in client.get(f"/programmes/{workshop.programme.slug}/").text


def test_dating_a_gathering_says_which_season_it_enters_and_goes_back_to_the_workshop(client, organiser):
    programme = make_programme(organiser)
    client.force_login(organiser)
    address = f"/programmes/{programme.slug}/rencontres/nouvelle/?suite=atelier"
    form = client.get(address).context["form"]

    first = client.post(address, {"title": "Automne", "day": "2026-10-07", "then": form["then"].value()}, follow=True)
    again = client.post(address, {"title": "Hiver", "day": "2026-12-07"}, follow=True)

    automne = programme.seasons.get().gatherings.get(title="Automne")
    assert "créée si elle manque" in form.fields["season"].help_text
    assert first.redirect_chain[-1][0] == f"/ateliers/nouveau/?rencontre={automne.pk}"
    assert "et la saison «\xa0Saison 2026\xa0» créée pour elle" in first.text
    assert again.redirect_chain[-1][0] == f"/programmes/{programme.slug}/"
    assert "«\xa0Hiver\xa0» est enregistrée dans «\xa0Saison 2026\xa0»" in again.text


def test_what_is_over_is_no_longer_prepared(client):
    workshop = until(make_workshop(), 7)
    running.next_sequence(workshop=workshop, seen=7, by=organiser_of(workshop), now=NOON)
    client.force_login(organiser_of(workshop))

    page = client.get(f"/programmes/{workshop.programme.slug}/").text

    assert "Terminé" in page
    assert "Préparer<" not in page
