"""A perimeter is drawn, used and redrawn from pages that work without JavaScript and lose nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.kit.refusal import NotForYou, Refused
from essaim.programmes.access import may_redraw
from essaim.programmes.domain import drawing
from essaim.programmes.models import Gathering, Perimeter, Programme
from essaim.territories.domain.loading import load_territories
from essaim.territories.domain.perimeters import MOST_MEMBERS, draw_perimeter
from essaim.territories.models import Territory
from tests.factories import make_gathering, make_person, make_programme
from tests.territories.conftest import NOW
from tests.territories.examples import named, small_country

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    load_territories(now=NOW, vintage=small_country())
    Territory.objects.create(
        kind="commune", code="D2009", name="Seule", departement_code="D2", departement_name="Bas", population=50
    )


@pytest.fixture
def organiser():
    return make_person("Claire")


@pytest.fixture
def programme(organiser):
    return make_programme(organiser)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def post(signed_in, programme):
    """Sends the form of the page that draws, with these members in it."""

    def send(act, *members, at="nouveau/", **typed):
        numbers = [member.pk if isinstance(member, Territory) else member for member in members]
        address = f"/programmes/{programme.slug}/perimetres/{at}"
        return signed_in.post(address, {"act": act, "member": numbers, **typed})

    return send


def members_of(page):
    return [Territory.objects.get(pk=number).name for number in re.findall(r'name="member" value="(\d+)"', page.text)]


def drawn(programme, *names, name="Bief"):
    return drawing.draw(
        programme=programme,
        name=name,
        members=[named(one) for one in names],
        by=programme.organisers.first().person,
    )


# Drawing


def test_territories_are_added_one_by_one_then_all_is_saved(post):
    page = post("add", name="Bief", territory="amon")
    assert (page.status_code, members_of(page)) == (200, ["Amont"])
    page = post("add", named("Amont"), name="Bief", territory="CC de la Rivière")
    assert members_of(page) == ["Amont", "CC de la Rivière"]
    assert not Perimeter.objects.exists()

    answer = post("save", named("Amont"), named("CC de la Rivière"), name="Bief")

    kept = Perimeter.objects.get().territory
    assert answer.status_code == 302
    assert ({one.name for one in kept.members.all()}, kept.population) == ({"Amont", "CC de la Rivière"}, 130)


def test_the_page_says_how_many_people_each_commune_counted_once(post):
    page = post("add", named("Amont"), name="Bief", territory="CC de la Rivière")

    assert re.findall(r"<dd>(\d+)</dd>", page.text) == ["2", "2", "130"]
    assert "se recoupent" in page.text


def test_what_is_typed_and_not_added_yet_is_added_on_saving(post):
    post("save", named("Amont"), name="Bief", territory="Aval")

    assert Perimeter.objects.get().territory.population == 130


def test_homonyms_are_offered_with_their_departement_and_one_button_adds_the_right_one(post):
    page = post("add", named("Amont"), name="Bief", territory="Seule")

    assert page.status_code == 422
    assert "Seule (Haut, D1)" in page.text
    assert "Seule (Bas, D2)" in page.text
    assert members_of(page) == ["Amont"]
    below = Territory.objects.get(code="D2009")
    assert f'value="pick-{below.pk}"' in page.text
    page = post(f"pick-{below.pk}", named("Amont"), name="Bief", territory="Seule")
    assert members_of(page) == ["Amont", "Seule"]
    assert 'name="name" value="Bief"' in page.text
    assert "Lequel voulez-vous dire" not in page.text


def test_saving_with_homonyms_still_typed_asks_and_writes_nothing(post):
    page = post("save", named("Amont"), name="Bief", territory="Seule")

    assert (page.status_code, members_of(page)) == (422, ["Amont"])
    assert "Lequel voulez-vous dire" in page.text
    assert not Perimeter.objects.exists()


def test_a_member_is_taken_out_and_what_is_typed_stays(post):
    page = post(f"remove-{named('Amont').pk}", named("Amont"), named("Aval"), name="Bief", territory="riv")

    assert (page.status_code, members_of(page)) == (200, ["Aval"])
    assert 'name="territory" value="riv"' in page.text
    assert 'value="Bief"' in page.text


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("add", {"territory": "Xyzzyville"}, "Aucun territoire ne porte ce nom"),
        ("add", {"territory": ""}, "Saisissez le nom ou le code"),
        ("add", {"territory": "a" * 500}, "160 caractères"),
        ("add", {"territory": "amont"}, "est déjà dans le périmètre"),
        ("add", {"territory": "Ancien"}, "« Ancien » est déjà un périmètre"),
        ("save", {"name": ""}, "Donnez un nom au périmètre"),
        ("save", {"name": "Ancien"}, "Un périmètre s’appelle déjà « Ancien »"),
        ("save", {"name": "a" * 500}, "trop long"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(post, act, typed, sentence):
    draw_perimeter(name="Ancien", members=[named("Aval")])

    page = post(act, named("Amont"), **{"name": "Bief", "territory": ""} | typed)

    assert page.status_code == 422
    assert sentence in page.text
    assert members_of(page) == ["Amont"]
    assert typed.get("name", "Bief") in page.text
    assert Territory.objects.filter(kind="perimeter").count() == 1


def test_a_perimeter_of_nothing_is_refused_and_both_faults_are_said(post):
    page = post("save", name="…")

    assert page.status_code == 422
    assert "Donnez un nom au périmètre" in page.text
    assert "Choisissez au moins un territoire" in page.text


@pytest.mark.parametrize("member", ["abc", "-1", "9" * 40, "999999999", ""])
def test_a_member_that_is_none_is_left_out(post, member):
    page = post("add", member, named("Amont"), name="Bief", territory="Aval")

    assert members_of(page) == ["Amont", "Aval"]


def test_a_perimeter_sent_as_a_member_is_refused(post):
    inner = draw_perimeter(name="Ancien", members=[named("Aval")])

    assert "est déjà un périmètre" in post("save", inner, name="Bief").text
    assert members_of(post(f"pick-{inner.pk}", name="Bief")) == []
    assert not Perimeter.objects.exists()


def test_more_members_than_a_perimeter_holds_are_refused(post):
    many = Territory.objects.bulk_create(
        Territory(kind="commune", code=f"X{number}", name=f"Lieu {number}") for number in range(MOST_MEMBERS + 1)
    )

    page = post("save", *[one.pk for one in many], name="Bief")

    assert page.status_code == 422
    assert "au plus 400 territoires" in page.text


def test_a_name_stays_text(post, programme):
    post("save", named("Amont"), name='<script>alert(1)</script> "x"')

    page = post("add", name="x", territory="", at=f"{Perimeter.objects.get().pk}/")

    assert "<script>alert" not in page.text


def test_the_page_costs_the_same_for_one_member_and_three(post):
    members = [named(name) for name in ("Amont", "Aval", "CC de la Rivière")]
    with CaptureQueriesContext(connection) as one:
        post("add", members[0], territory="zzzz")
    with CaptureQueriesContext(connection) as three:
        post("add", *members, territory="zzzz")

    assert len(three) == len(one)


# Using


def test_a_perimeter_is_used_by_a_gathering_and_a_programme_like_a_commune(signed_in, programme):
    perimeter = drawn(programme, "Amont", "Aval").territory
    here = f"/programmes/{programme.slug}"

    signed_in.post(f"{here}/rencontres/nouvelle/", {"title": "Automne", "day": "2026-10-07", "territory": "bieff"})
    told = {"title": "Respirer", "licence": "CC0-1.0", "is_public": "on", "territory": perimeter.label()}
    signed_in.post(f"{here}/modifier/", told)

    assert Gathering.objects.get().territory == perimeter
    assert Programme.objects.get().territory == perimeter
    assert signed_in.get(f"{here}/").text.count("Bief (périmètre de projet)") == 2
    assert "Bief (périmètre de projet)" in signed_in.get("/territoires/", {"q": "bieff"}).text
    assert 'value="Bief (périmètre de projet)"' in signed_in.get(f"{here}/modifier/").text


def test_a_programme_no_longer_has_the_territory_that_was_wiped_out(signed_in, programme):
    programme.territory = named("Amont")
    programme.save()

    signed_in.post(f"/programmes/{programme.slug}/modifier/", {"title": "Respirer", "licence": "CC0-1.0"})

    programme.refresh_from_db()
    assert programme.territory is None


@pytest.mark.parametrize("page", ["rencontres/nouvelle/", "rencontres/{pk}/", "modifier/"])
def test_a_form_left_to_draw_is_found_again_with_the_perimeter(signed_in, programme, page):
    address = f"/programmes/{programme.slug}/" + page.format(pk=make_gathering(programme).pk)
    typed = {"title": "Mi-tapé", "day": "2026-10-07", "place": "Mairie", "purpose": "Mieux", "licence": "CC0-1.0"}

    away = signed_in.post(address, {**typed, "act": "draw"}).headers["Location"]
    assert away == f"/programmes/{programme.slug}/perimetres/nouveau/?retour=1"
    assert f'href="{address}?repris=1"' in signed_in.get(away).text
    back = signed_in.post(away, {"act": "save", "name": "Bief", "member": named("Aval").pk}).headers["Location"]

    again = signed_in.get(back)
    assert back == f"{address}?repris=1"
    assert 'value="Mi-tapé"' in again.text
    assert 'value="Bief (périmètre de projet)"' in again.text
    assert 'value="Mi-tapé"' not in signed_in.get(address).text


def test_a_form_abandoned_calls_nobody_back(signed_in, programme, post):
    signed_in.post(f"/programmes/{programme.slug}/modifier/", {"act": "draw", "title": "Oublié"})

    assert post("save", named("Aval"), name="Bief").headers["Location"] == f"/programmes/{programme.slug}/perimetres/"


# Redrawing


def test_a_perimeter_is_redrawn_and_renamed_and_keeps_its_address(post, programme, signed_in):
    known = drawn(programme, "Amont", "CC de la Rivière")
    page = signed_in.get(f"/programmes/{programme.slug}/perimetres/{known.pk}/")
    assert members_of(page) == ["CC de la Rivière", "Amont"]

    post("save", named("Aval"), name="Bief de 2027", at=f"{known.pk}/")

    known.territory.refresh_from_db()
    assert (known.territory.name, known.territory.code, known.territory.population) == ("Bief de 2027", "bief", 30)
    assert list(known.territory.members.all()) == [named("Aval")]


def test_only_organisers_of_its_programme_and_administrators_redraw_a_perimeter(programme, organiser):
    known = drawn(programme, "Amont")
    elsewhere, administrator = make_person(), make_person(is_administrator=True)
    make_programme(elsewhere)
    nobodys = draw_perimeter(name="À personne", members=[named("Aval")])
    people = (organiser, administrator, elsewhere, None)

    assert [may_redraw(person, known.territory) for person in people] == [True, True, False, False]
    assert [may_redraw(person, nobodys) for person in people] == [False, True, False, False]
    with pytest.raises(NotForYou):
        drawing.redraw(perimeter=known, name="À moi", members=[named("Aval")], by=elsewhere)
    with pytest.raises(NotForYou):
        drawing.draw(programme=programme, name="À moi", members=[named("Aval")], by=elsewhere)
    with pytest.raises(NotForYou):
        drawing.erase(perimeter=known, by=elsewhere)


def test_a_perimeter_in_use_is_kept_and_another_is_erased(programme, organiser):
    used, spare = drawn(programme, "Amont"), drawn(programme, "Aval", name="De trop")
    gathering = make_gathering(programme)
    gathering.territory = used.territory
    gathering.save()

    with pytest.raises(Refused, match="est utilisé"):
        drawing.erase(perimeter=used, by=organiser)
    drawing.erase(perimeter=spare, by=organiser)

    assert [one.name for one in Territory.objects.filter(kind="perimeter")] == ["Bief"]


def test_the_list_costs_the_same_for_one_perimeter_and_three(signed_in, programme, django_assert_num_queries):
    address = f"/programmes/{programme.slug}/perimetres/"
    assert "Aucun périmètre pour l’instant" in signed_in.get(address).text
    drawn(programme, "Amont", "Aval")
    with CaptureQueriesContext(connection) as one:
        page = signed_in.get(address)
    drawn(programme, "Amont", name="Deux")
    drawn(programme, "Aval", name="Trois")

    assert "2 territoires · 130 habitants" in page.text
    with django_assert_num_queries(len(one)):
        signed_in.get(address)
