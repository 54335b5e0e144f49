"""The demonstration's catalogue."""

import pytest

from essaim.commons.formats.own import checked
from essaim.commons.formats.sheet import BY_NAME, Kind
from essaim.commons.models import Common, Term
from essaim.demo.commons import SHEETS, fill_catalogue
from essaim.licences.tables import LICENCES
from tests.commons.examples import NOON
from tests.factories import make_person, make_programme


@pytest.mark.usefixtures("lists")
def test_its_sheets_hold_only_terms_of_the_lists_and_known_licences():
    listed = set(Term.objects.values_list("scheme", "key"))

    said = {
        (BY_NAME[name].scheme, key)
        for sheet in SHEETS
        for name, value in checked(sheet).items()
        if BY_NAME[name].scheme
        for key in (value if BY_NAME[name].kind is Kind.TERMS else [value])
    }

    assert said - listed == set()
    assert {sheet["licence"] for sheet in SHEETS} - set(LICENCES) == set()


@pytest.mark.django_db
def test_they_are_published_once():
    programme, by = make_programme(), make_person()

    fill_catalogue(programme=programme, by=by, now=NOON)
    fill_catalogue(programme=programme, by=by, now=NOON)

    assert list(Common.objects.values_list("title", "standing")) == [
        (title, "published") for title in sorted(sheet["title"] for sheet in SHEETS)
    ]
