"""The catalogue as its visitors see it."""

import pytest

from essaim.commons.domain import writing
from essaim.commons.domain.importing import import_commons
from essaim.commons.enums import Standing
from essaim.commons.formats.linked_data import CONTEXT
from essaim.commons.models import Common
from essaim.programmes.models import Organiser
from tests.commons.examples import FULL, NOON, a_field, a_page, a_sheet
from tests.factories import make_person, make_programme

pytestmark = pytest.mark.usefixtures("lists")


def published(*sheets):
    return writing.add(sheets=sheets, by=None, now=NOON, standing=Standing.PUBLISHED)


def titles(answer):
    return [common.title for common in answer.context["page"]]


def test_an_empty_catalogue_says_so(client):
    answer = client.get("/communs/")

    assert (answer.status_code, "Aucun commun publié pour l’instant" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("écoles", ["Cour d’école"]),
        ("ecole", ["Cour d’école"]),
        ("ECOLES", ["Cour d’école"]),
        ("vélo", ["Prêt de vélos"]),
        ("velos", ["Prêt de vélos"]),
        ("ilot", ["Cour d’école"]),
        ("îlots de fraîcheur", ["Cour d’école"]),
        ("composteur", ["Compost de quartier"]),
        ("composteurs partagés", ["Compost de quartier"]),
        ("haie", ["Haies bocagères"]),
        ("végétalisation", ["Cour d’école"]),
        ("vegetalisation", ["Cour d’école"]),
        ("véhicule electrique", ["Autopartage"]),
        ("donnee", ["Données ouvertes"]),
        ("l’atelier", ["Haies bocagères"]),
        ("partager", ["Compost de quartier"]),
        ("planter une haie", ["Haies bocagères"]),
        ("écologie", []),  # nor is a school found by “écologie”
        ("compost autopartage", []),
        ("zzzz", []),
    ],
)
def test_words_are_found_whatever_their_accents_capitals_and_endings(client, words, found):
    published(
        a_sheet("Cour d’école", description="Végétaliser les cours et créer un îlot de fraîcheur."),
        a_sheet("Prêt de vélos", description="Essayer avant d’acheter."),
        a_sheet("Compost de quartier", description="Des composteurs partagés au pied des immeubles."),
        a_sheet("Haies bocagères", description="Un atelier pour planter ensemble."),
        a_sheet("Autopartage", description="Trois véhicules électriques en libre accès."),
        a_sheet("Données ouvertes", description="Publier ce que la commune mesure."),
    )

    assert titles(client.get("/communs/", {"q": words})) == found


def test_facets_narrow_and_count_and_a_parent_holds_its_children(client):
    published(
        a_sheet("Un", themes=["vulnerabilites/sociale"], needs=["mentorat"]),
        a_sheet("Deux", themes=["vulnerabilites/culturelle"]),
        a_sheet("Trois", themes=["general"], needs=["mentorat"]),
    )

    answer = client.get("/communs/", {"themes": "vulnerabilites"})

    assert sorted(titles(answer)) == ["Deux", "Un"]
    assert [
        (str(facet["label"]), [(one["label"], one["count"]) for one in facet["values"]])
        for facet in answer.context["facets"]
    ] == [
        ("Thèmes", [("Vulnérabilités/Culturelle", 1), ("Vulnérabilités/Sociale", 1)]),
        ("Richesses recherchées", [("Mentorat", 1)]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_takes_as_many_queries_whatever_it_holds(client, count, django_assert_num_queries):
    published(*(a_sheet(f"Fiche {number}", themes=["general"]) for number in range(count)))

    client.get("/communs/")  # the values of facets are read once, then followed
    with django_assert_num_queries(5):
        client.get("/communs/", {"q": "fiche", "themes": "general"})


def test_twenty_commons_stand_on_a_page_and_the_search_follows_from_one_to_the_next(client):
    published(*(a_sheet(f"Fiche {number}") for number in range(45)))

    first = client.get("/communs/", {"q": "fiche"})
    last = client.get("/communs/", {"q": "fiche", "page": "3"})

    assert (len(titles(first)), len(titles(last)), 'href="?q=fiche&amp;page=2"' in first.text) == (20, 5, True)


def test_a_search_that_is_too_long_is_told_so(client):
    answer = client.get("/communs/", {"q": "a" * 161})

    assert (answer.status_code, "Votre recherche est trop longue" in answer.text) == (422, True)


def test_the_page_of_a_common_says_everything_and_where_it_comes_from(client, django_assert_max_num_queries):
    import_commons(
        records=lambda: iter([a_page("Compost de quartier", *FULL)]),
        by=None,
        now=NOON,
        standing=Standing.PUBLISHED,
    )

    with django_assert_max_num_queries(12):
        page = client.get("/communs/compost-de-quartier/").text

    for said in (
        "<h1>Compost de quartier</h1>",
        "Composter au pied des immeubles",
        "<strong>bac</strong>",
        '<a href="https://exemple.fr/plan">le plan</a>',
        "Facteurs de résilience/Agriculture",
        "Z- Inconnu",
        "vert | tendre",
        'href="https://wiki.val-fleuri.example/wiki/Compost_de_quartier"',
        "Amel B., Service Déchets",
        "Lue le 4 mai 2026",
    ):
        assert said in page


def test_what_was_written_elsewhere_does_nothing_here(client):
    published(
        a_sheet(
            "<script>alert(1)</script>",
            description='<img src=x onerror="alert(1)">\n\n![vue](https://pisteur.example/a.png)\n\n[a](javascript:alert(1))',
            kept=[{"name": "<b>x</b>", "text": "<i>y</i>"}],
        )
    )

    page = client.get(Common.objects.get().get_absolute_url()).text

    for text in ("<script>alert", "<img", 'href="javascript', "<b>x", "<i>y"):
        assert text not in page


def test_a_proposed_common_is_read_by_those_who_review_it_only(client):
    programme = make_programme()
    organiser, stranger, administrator = make_person(), make_person(), make_person(is_administrator=True)
    Organiser.objects.create(programme=programme, person=organiser)
    writing.add(sheets=[a_sheet("Compost")], by=None, now=NOON, programme=programme)

    seen = {}
    for name, person in {"nobody": None, "stranger": stranger, "organiser": organiser, "admin": administrator}.items():
        client.logout()
        if person:
            client.force_login(person)
        seen[name] = (client.get("/communs/compost/").status_code, titles(client.get("/communs/")))

    assert seen == {"nobody": (404, []), "stranger": (404, []), "organiser": (200, []), "admin": (200, [])}


def test_the_catalogue_is_reached_from_every_page(client):
    assert 'href="/communs/"' in client.get("/").text


def test_a_common_is_told_to_programs_in_the_words_of_schema_org(client):
    import_commons(
        records=lambda: iter([a_page("Compost de quartier", *FULL, a_field("licence", "CC BY-SA 4.0"))]),
        by=None,
        now=NOON,
        standing=Standing.PUBLISHED,
    )

    answer = client.get("/communs/compost-de-quartier.jsonld")

    address = "http://testserver/communs/compost-de-quartier/"
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    assert answer.json() == {
        "@context": CONTEXT,
        "@type": ["CreativeWork"],
        "@id": address,
        "url": address,
        "name": "Compost de quartier",
        "abstract": "Composter au pied des immeubles",
        "description": "Il faut :\n* un **bac** ;\n* un lieu ([le plan](<https://exemple.fr/plan>)).",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "keywords": ["compost", "Quartier"],
        "about": [
            {
                "@type": "DefinedTerm",
                "name": label,
                "termCode": key,
                "inDefinedTermSet": "themes",
            }
            for key, label in (
                ("general/approches", "Général/Approches"),
                ("facteurs-de-resilience/agriculture", "Facteurs de résilience/Agriculture"),
            )
        ],
        "mentions": [{"@type": "Organization", "name": "Commune de Val-Fleuri"}],
        "encoding": [{"@type": "MediaObject", "contentUrl": "https://exemple.fr/guide.pdf"}],
        "spatialCoverage": [
            {"@type": "Place", "geo": {"@type": "GeoCoordinates", "latitude": "43.60", "longitude": "3.88"}}
        ],
        "isBasedOn": ["https://wiki.val-fleuri.example/wiki/Compost_de_quartier"],
        "dateCreated": "2026-05-04T12:00:00+00:00",
        "dateModified": "2026-05-04T12:00:00+00:00",
        "datePublished": "2026-05-04T12:00:00+00:00",
    }


def test_a_proposed_common_is_not_told_to_programs(client):
    writing.add(sheets=[a_sheet("Compost")], by=None, now=NOON)

    assert client.get("/communs/compost.jsonld").status_code == 404
