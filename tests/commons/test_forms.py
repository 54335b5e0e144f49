"""The form of a common: what it shows and what it reads."""

import pytest
from django.http import QueryDict

from essaim.commons.forms import SheetForm
from essaim.commons.queries import choices_of_terms
from essaim.commons.typed import typed
from essaim.territories.domain.loading import load_territories
from tests.territories.examples import small_country

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

WHOLE = {
    "title": "Compost de quartier",
    "summary": "Composter au pied des immeubles",
    "description": "Il faut :\n\n* un bac ;\n  * et un autre",
    "kinds": ["methode", "outil-pedagogique"],
    "themes": ["general", "vulnerabilites/sociale"],
    "challenges": ["c-alimentation"],
    "audiences": ["grand-public"],
    "tags": ["compost", "pied d’immeuble"],
    "maturity": "prototype",
    "licence": "CC-BY-SA-4.0",
    "licence_words": "CC BY-SA",
    "files": [
        {"address": "https://exemple.fr/a.pdf", "label": "Le guide", "licence": "CC0-1.0", "sha256": "ab"},
        {"address": "https://exemple.fr/b.pdf"},
    ],
    "places": [{"kind": "commune", "code": "D1001"}, {"kind": "commune", "code": "99999"}],
    "point": {"latitude": "43.600", "longitude": "3.88"},
    "organisations": [{"name": "Ville d’Aval", "role": "conception"}, {"name": "Les Amis du compost"}],
    "referent": [{"name": "Amel B."}],
    "contributors": [{"name": "Bruno C.", "role": "dessin : plans"}],
    "needs": ["mentorat"],
    "skills": ["general"],
    "community": "Celles et ceux qui compostent.",
    "complement": "À suivre.",
    "discussion": "https://exemple.fr/forum",
    "kept": [{"name": "couleur", "text": "vert"}],
}


@pytest.fixture(autouse=True)
def country(db):
    load_territories(vintage=small_country("forms"))


def bound(sheet=WHOLE, **changes):
    data = QueryDict(mutable=True)
    for name, value in (typed(sheet) | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return SheetForm(data, sheet=sheet, terms=choices_of_terms())


def test_what_the_form_shows_is_what_it_reads():
    form = bound()

    assert (form.is_valid(), form.errors) == (True, {})
    assert form.said == WHOLE


def test_a_term_and_a_licence_that_are_no_longer_offered_stay():
    sheet = WHOLE | {"themes": ["ancien-theme"], "maturity": "ancienne", "licence": "CC-BY-3.0"}

    form = bound(sheet)

    assert (form.is_valid(), form.said) == (True, sheet)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("places", "Aval\nAmont", [{"kind": "commune", "code": "D2001"}, {"kind": "commune", "code": "D1001"}]),
        ("places", "Aval\n\n  Aval ", [{"kind": "commune", "code": "D2001"}]),
        ("point", "49,53, 1,04", {"latitude": "49.53", "longitude": "1.04"}),
        ("point", "49.53 1.04", {"latitude": "49.53", "longitude": "1.04"}),
        ("tags", "eau, haie ; eau\nbac", ["eau", "haie", "bac"]),
        (
            "organisations",
            "Ville : 3e arrondissement : pilote",
            [{"name": "Ville", "role": "3e arrondissement : pilote"}],
        ),
        ("organisations", "Atelier 12:30", [{"name": "Atelier 12:30"}]),
        ("description", "  en retrait\r\n\r\nfin  \n\n", "  en retrait\n\nfin"),
    ],
)
def test_fields_are_read_as_people_type_them(name, text, read):
    form = bound(**{name: text})

    assert (form.is_valid(), form.said[name]) == (True, read)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("title", "", "obligatoire"),
        ("summary", "x" * 301, "300"),
        ("places", "Zzzz", "« Zzzz » : aucun territoire ne porte ce nom."),
        ("point", "par là", "Donnez la latitude puis la longitude"),
        ("point", "149, 1", "Donnez la latitude puis la longitude"),
        ("files", "guide.pdf", "« guide.pdf » ne commence pas par une adresse"),
        ("files", "javascript:alert(1) Oui", "ne commence pas par une adresse"),
        ("discussion", "forum", "Donnez une adresse entière"),
        ("discussion", "javascript:alert(1)", "Donnez une adresse entière"),
        ("themes", ["rien"], "rien"),
        ("contributors", "\n".join(map(str, range(201))), "200 lignes au plus"),
    ],
)
def test_what_cannot_be_read_is_said_under_its_field(name, text, sentence):
    form = bound(**{name: text})

    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert sentence in form.errors[name][0]
