"""A record read elsewhere becomes a sheet, and nothing of it is lost."""

import pytest

from essaim.commons.domain.reporting import Report, as_json
from essaim.commons.enums import Became
from essaim.commons.formats.mapping import Fate, understand
from essaim.commons.queries import terms_by_name
from tests.commons.examples import FULL, a_field, a_page

pytestmark = pytest.mark.usefixtures("lists")


def test_each_known_field_has_its_place_and_each_other_one_is_kept_as_written():
    understood = understand(a_page("Compost de quartier", *FULL), terms_by_name())

    assert understood.sheet == {
        "title": "Compost de quartier",
        "summary": "Composter au pied des immeubles",
        "description": "Il faut :\n* un **bac** ;\n* un lieu ([le plan](<https://exemple.fr/plan>)).",
        "themes": ["general/approches", "facteurs-de-resilience/agriculture"],
        "challenges": ["c-alimentation"],
        "tags": ["compost", "Quartier"],
        "files": [{"address": "https://exemple.fr/guide.pdf"}],
        "point": {"latitude": "43.60", "longitude": "3.88"},
        "organisations": [{"name": "Commune de Val-Fleuri"}],
        "needs": ["mentorat"],
        "kept": [{"name": "challenge", "text": "Z- Inconnu"}, {"name": "couleur", "text": "vert | tendre"}],
    }


def test_what_became_of_each_field_is_told():
    understood = understand(a_page("Compost de quartier", *FULL), terms_by_name())

    assert [(fate.name, fate.became, fate.to) for fate in understood.fates] == [
        ("shortDescription", Became.MAPPED, "summary"),
        ("description", Became.MAPPED, "description"),
        ("Theme", Became.MAPPED, "themes"),
        ("challenge", Became.MAPPED, "challenges"),
        ("needs", Became.MAPPED, "needs"),
        ("Tags", Became.MAPPED, "tags"),
        ("location", Became.MAPPED, "point"),
        ("from", Became.MAPPED, "organisations"),
        ("url", Became.MAPPED, "files"),
        ("Main_Picture", Became.EMPTY, "files"),
        ("couleur", Became.RAW, ""),
    ]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Vulnérabilités/Sociale", "vulnerabilites/sociale"),
        ("vulnerabilites / sociale", "vulnerabilites/sociale"),
        ("Sociale", "vulnerabilites/sociale"),
        ("Facteurs de résilience", "facteurs-de-resilience"),
        # Two branches have a term of nearly this name, and spelling tells them apart.
        ("Facteurs de résilience/Culture", "facteurs-de-resilience/culture"),
        ("Vulnérabilités/Culturelle", "vulnerabilites/culturelle"),
    ],
)
def test_a_term_is_known_by_its_label_or_with_its_branch(words, key):
    assert understand(a_page("Titre", a_field("Theme", words)), terms_by_name()).sheet["themes"] == [key]


def test_a_sentence_that_is_too_long_is_cut_on_the_sheet_and_whole_beside_it():
    told = "mot " * 90 + "fin"

    sheet = understand(a_page("Titre", a_field("shortDescription", told)), terms_by_name()).sheet

    assert (len(sheet["summary"]) <= 300, sheet["summary"][-5:]) == (True, " mot…")
    assert sheet["kept"] == [{"name": "shortDescription", "text": told}]


def test_two_fields_that_say_the_same_thing_are_both_kept():
    page = a_page("Titre", a_field("forum", "voir le forum"), a_field("resume", "Un"), a_field("accroche", "Deux"))

    sheet = understand(page, terms_by_name()).sheet

    assert (sheet["summary"], sheet["kept"]) == (
        "Un",
        [{"name": "forum", "text": "voir le forum"}, {"name": "accroche", "text": "Deux"}],
    )


def test_the_report_measures_what_is_lost_rather_than_believing_that_nothing_is():
    report = Report(is_dry_run=True)
    whole = understand(a_page("Compost de quartier", *FULL), terms_by_name())

    report.read(whole)
    torn = {name: value for name, value in whole.sheet.items() if name != "kept"}
    report.read(type(whole)(whole.found, torn, whole.fates))

    assert [(one["name"], one["lost"]) for one in as_json(report)["fields"] if one["lost"]] == [
        ("challenge", len("zinconnu")),
        ("couleur", len("verttendre")),
    ]


def test_an_empty_field_is_told_as_such():
    understood = understand(a_page("Titre", a_field("needs", "  ")), terms_by_name())

    assert understood.fates == (Fate("needs", Became.EMPTY, "needs", 2),)
