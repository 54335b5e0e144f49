"""Finding commons: in memory and by the database's index, as slowly reading every sheet would."""

from collections import Counter

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.commons.domain import writing
from essaim.commons.domain.writing import Change
from essaim.commons.enums import Standing
from essaim.commons.finding.engines import prepare
from essaim.commons.finding.searching import find
from essaim.commons.finding.shelf import FACETS, Keeper
from essaim.commons.finding.slips import put_right
from essaim.commons.finding.stems import stems_of, text_of
from essaim.commons.models import Catalogue, Common
from essaim.commons.queries import facets_of
from tests.commons.examples import LATER, NOON, a_sheet

pytestmark = pytest.mark.usefixtures("lists")

WORDS = ("haie", "haies", "école", "ecoles", "vélo", "îlot", "donnée", "l’eau", "2024", "de", "atelier-relais", "œuvre")
VALUES = {
    "themes": ["general", "general/approches", "vulnerabilites/sociale"],
    "needs": ["mentorat", "financement"],
    "maturity": ["prototype", "concept"],
}
sentences = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
sheets = st.fixed_dictionaries(
    {"title": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join), "description": sentences},
    optional={
        "themes": st.lists(st.sampled_from(VALUES["themes"]), unique=True),
        "needs": st.lists(st.sampled_from(VALUES["needs"]), unique=True),
        "maturity": st.sampled_from(VALUES["maturity"]),
        "tags": st.lists(st.sampled_from(WORDS), max_size=2, unique=True),
    },
)
choices = st.dictionaries(st.sampled_from(list(VALUES)), st.sampled_from(sum(VALUES.values(), [])), max_size=2)


def slowly(words, chosen):
    """The titles that answer and the counts, found by reading each sheet."""
    found = []
    for common in Common.objects.filter(standing=Standing.PUBLISHED).order_by("-changed_at", "pk"):
        said, titled = stems_of(text_of(common.sheet)), stems_of(common.sheet["title"])
        values = facets_of(common.sheet)
        if set(stems_of(words)) <= set(said) and set(chosen.items()) <= set(values):
            found.append((bool(words.strip()) and not set(stems_of(words)) <= set(titled), common, values))
    counts = Counter(value for _later, _common, values in found for value in values if value[0] in FACETS)
    ordered = sorted(found, key=lambda one: one[0]) if stems_of(words) else found
    return [common.pk for _later, common, _values in ordered], counts


def told(found):
    counts = Counter({(name, value): count for name, values in found.counts.items() for value, count in values.items()})
    return [common.pk for common in found.hits], counts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(sheets, st.sampled_from(Standing), st.sampled_from([NOON, LATER])), max_size=8),
    st.lists(st.tuples(sentences, choices), min_size=1, max_size=4),
)
def test_what_is_found_is_what_reading_every_sheet_would_find(db, said, asked):
    with transaction.atomic():
        for sheet, standing, at in said:
            writing.add(sheets=[sheet], by=None, now=at, standing=standing)
        for words, chosen in asked:
            assert told(find(words, chosen)) == slowly(words, chosen)
        transaction.set_rollback(True)


def contents(shelf):
    values = {value: shelf.keys[having].tolist() for value, having in shelf.values.items() if having.any()}
    return shelf.keys.tolist(), shelf.moments.tolist(), values


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), sheets, st.sampled_from([NOON, LATER])), max_size=3), max_size=6))
def test_a_process_that_follows_holds_what_one_that_reads_all_does(db, turns):
    follows = Keeper()
    with transaction.atomic():
        titles = [a_sheet(f"Fiche {number}") for number in range(3)]
        commons = writing.add(sheets=titles, by=None, now=NOON, standing=Standing.PUBLISHED)
        follows.now()
        for turn in turns:
            for number, sheet, at in turn:
                if number < len(commons):
                    writing.change(changes=[Change(commons[number], sheet)], by=None, now=at)
                else:
                    commons += writing.add(sheets=[sheet], by=None, now=at, standing=Standing.PUBLISHED)
            assert contents(follows.now()) == contents(Keeper().now())
        transaction.set_rollback(True)


def test_what_was_undone_is_forgotten(db):
    keeper = Keeper()
    [kept] = writing.add(sheets=[a_sheet("Gardée")], by=None, now=NOON, standing=Standing.PUBLISHED)
    with transaction.atomic():
        writing.add(sheets=[a_sheet("Défaite")], by=None, now=NOON, standing=Standing.PUBLISHED)
        assert len(keeper.now().keys) == 2
        transaction.set_rollback(True)

    [other] = writing.add(sheets=[a_sheet("Autre")], by=None, now=LATER, standing=Standing.PUBLISHED)

    assert keeper.now().keys.tolist() == [other.pk, kept.pk]


def test_the_shelf_that_somebody_reads_never_changes_under_them(db):
    keeper = Keeper()
    writing.add(sheets=[a_sheet("Une", themes=["general"])], by=None, now=NOON, standing=Standing.PUBLISHED)
    held = keeper.now()
    before = contents(held)

    writing.add(sheets=[a_sheet("Deux", themes=["general"])], by=None, now=LATER, standing=Standing.PUBLISHED)
    keeper.now()

    assert contents(held) == before


def test_a_table_made_again_is_found_by_its_words_as_before(db):
    """SQLite makes a table again to alter it: its triggers go, and what is written meanwhile is not indexed."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL garde ses index quand une table change")
    writing.add(sheets=[a_sheet("Fontaine")], by=None, now=NOON, standing=Standing.PUBLISHED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'commons_common'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    writing.add(sheets=[a_sheet("Marché")], by=None, now=NOON, standing=Standing.PUBLISHED)
    assert [len(find(words, {}).hits) for words in ("fontaine", "marche")] == [1, 0]

    prepare()
    writing.add(sheets=[a_sheet("Jardin")], by=None, now=NOON, standing=Standing.PUBLISHED)

    assert [len(find(words, {}).hits) for words in ("fontaine", "marche", "jardin")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("compsot", "compost"),
        ("vegetalisaton", "végétalisation"),
        ("compost partgé", "compost partagé"),
        ("le compsot de la ville", "le compost de la ville"),
        ("compost ville", ""),  # each word is right: nothing to put right
        ("vlo", ""),  # too short to be guessed
        ("zzzzzzzzz", ""),
        ("compost zzzzzzzzz", ""),
    ],
)
def test_a_slip_is_put_right_by_the_words_of_titles(db, typed, right):
    titles = ("Compost partagé", "Végétalisation", "Vélo", "Une ville")
    writing.add(sheets=[a_sheet(title) for title in titles], by=None, now=NOON, standing=Standing.PUBLISHED)

    assert put_right(typed) == right


def test_a_search_put_right_says_so(client):
    writing.add(sheets=[a_sheet("Compost partagé")], by=None, now=NOON, standing=Standing.PUBLISHED)

    page = client.get("/communs/", {"q": "compsot"})

    assert [common.title for common in page.context["page"]] == ["Compost partagé"]
    assert "Aucun commun ne répond à « compsot ». Voici ceux qui répondent à « compost »." in page.text


def test_generations_follow_each_other_and_marks_are_not_kept_without_end(db):
    for _turn in range(203):
        Catalogue.advance()

    generation, marks = Catalogue.told()

    assert (generation, len(marks), len(set(marks))) == (203, 200, 200)


def test_a_common_that_is_not_published_stands_nowhere(db):
    keeper = Keeper()
    [shown] = writing.add(sheets=[a_sheet("Publiée")], by=None, now=NOON, standing=Standing.PUBLISHED)
    [hidden] = writing.add(sheets=[a_sheet("Proposée")], by=None, now=NOON)

    assert np.array_equal(keeper.now().keys, [shown.pk])
    assert keeper.now().places_of([hidden.pk]).tolist() == []
