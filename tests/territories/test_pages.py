import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.territories.domain.loading import load_territories
from essaim.territories.domain.perimeters import draw_perimeter
from essaim.territories.models import Territory
from tests.territories.conftest import NOW
from tests.territories.examples import named, small_country

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    load_territories(now=NOW, vintage=small_country())


def test_the_search_page_lists_what_it_finds_with_links(client):
    page = client.get("/territoires/", {"q": "aval"})

    assert page.status_code == 200
    assert "Aval (Bas, D2)" in page.text
    assert 'href="/territoires/commune/D2001/"' in page.text


def test_the_search_page_is_an_empty_form_at_first(client):
    page = client.get("/territoires/")

    assert page.status_code == 200
    assert 'name="q" value=""' in page.text


def test_what_is_typed_is_shown_back_escaped(client):
    page = client.get("/territoires/", {"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in page.text
    assert "Aucun territoire ne porte ce nom" in page.text


@pytest.mark.parametrize(("typed", "sentence"), [("a" * 500, "trop longue"), ("?!", "Saisissez un nom de territoire")])
def test_a_question_that_cannot_be_answered_gets_a_sentence(client, typed, sentence):
    page = client.get("/territoires/", {"q": typed})

    assert page.status_code == 422
    assert sentence in page.text


def test_suggestions_carry_what_a_list_needs(client):
    answer = client.get("/territoires/suggestions.json", {"q": "riviere"})

    assert answer.json() == {
        "territories": [
            {
                "id": named("CC de la Rivière").pk,
                "kind": "epci",
                "code": "200000001",
                "label": "CC de la Rivière (Haut, D1)",
                "kind_label": "intercommunalité",
                "population": 130,
                "url": "/territoires/epci/200000001/",
            }
        ]
    }


@pytest.mark.parametrize("typed", ["", "\x00", "a" * 500, "?!"])
def test_suggestions_are_empty_for_what_names_nothing(client, typed):
    answer = client.get("/territoires/suggestions.json", {"q": typed})

    assert (answer.status_code, answer.json()) == (200, {"territories": []})


def test_suggestions_keep_to_the_kinds_asked_for(client):
    answer = client.get("/territoires/suggestions.json", {"q": "D1001", "kind": ["epci", "planet"]})

    assert answer.json() == {"territories": []}


def test_a_territory_says_what_it_stands_in_and_what_it_holds(client):
    perimeter = draw_perimeter(name="Bief", members=[named("Amont"), named("Seule")])

    commune = client.get(named("Amont").get_absolute_url()).text
    group = client.get(named("CC de la Rivière").get_absolute_url()).text
    drawn = client.get(perimeter.get_absolute_url()).text

    assert [name in commune for name in ("210000001", "CC de la Rivière", "Haut", "Région", "Bief")] == [True] * 5
    assert "Contient 2 territoires" in group
    assert [name in drawn for name in ("Amont (Haut, D1)", "Seule (Haut, D1)", "107")] == [True] * 3


def test_a_territory_that_ended_says_so(client):
    Territory.objects.filter(name="Seule").update(is_current=False)

    assert "n’existe plus dans les listes officielles" in client.get("/territoires/commune/D1002/").text


@pytest.mark.parametrize(
    "address", ["/territoires/commune/00000/", "/territoires/planet/D1001/", "/territoires/epci/D1001/"]
)
def test_an_unknown_territory_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/territoires/", "/territoires/suggestions.json", "/territoires/region/R1/"])
def test_nothing_can_be_posted(client, address):
    assert client.post(address).status_code == 405


def queries_of(client, address, **query):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, query).status_code == 200
    return len(queries)


def test_a_list_of_three_costs_as_much_as_a_list_of_one(client):
    for name in ("Un Bief", "Deux Biefs", "Trois Biefs"):
        draw_perimeter(name=name, members=[named("Amont")])
    draw_perimeter(name="Rive", members=[named("Amont"), named("Aval"), named("Seule")])
    queries_of(client, "/territoires/", q="bief")

    assert queries_of(client, "/territoires/", q="rive") == queries_of(client, "/territoires/", q="bief")
    assert queries_of(client, "/territoires/perimeter/un-bief/") == queries_of(client, "/territoires/perimeter/rive/")
