"""People write commons together, and somebody publishes them."""

import pytest

from essaim.commons.domain import editing, reviewing
from essaim.commons.enums import Standing, Step
from essaim.commons.finding.searching import find
from essaim.commons.models import Common, Draft, Revision
from essaim.kit.refusal import NotForYou, Refused
from essaim.programmes.models import Organiser
from tests.commons.examples import LATER, NOON
from tests.factories import make_person, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

WHOLE = {"title": "Compost", "summary": "Un bac.", "description": "Comment faire.", "licence": "CC-BY-4.0"}


@pytest.fixture
def amel():
    return make_person("amel@exemple.fr")


@pytest.fixture
def bruno():
    return make_person("bruno@exemple.fr")


@pytest.fixture
def common(amel):
    return editing.begin(title="  Compost ", by=amel, now=NOON)


def saved(common, by, base=1, **fields):
    return editing.save(common=common, by=by, sheet=WHOLE | fields, base=base, now=LATER)


def revisions(common):
    return list(Revision.objects.filter(common=common).values_list("number", "sheet__summary", "reason"))


def test_a_common_begins_with_a_title_for_whoever_begins_it(common, amel):
    assert (common.title, common.slug, common.standing, common.revision) == ("Compost", "compost", Standing.DRAFT, 1)
    assert [writer.person for writer in common.writers.all()] == [amel]
    assert len(find("compost", {}).hits) == 0


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_is_none_begins_nothing(amel, title):
    with pytest.raises(Refused, match="200 caractères"):
        editing.begin(title=title, by=amel, now=NOON)

    assert Common.objects.count() == 0


def test_what_is_typed_is_kept_for_whoever_typed_it_until_it_is_saved(common, amel):
    editing.keep(common=common, by=amel, fields={"summary": "Un b"}, base=1, now=NOON)
    editing.keep(common=common, by=amel, fields={"summary": "Un bac"}, base=1, now=LATER)
    assert list(Draft.objects.values_list("person", "fields", "base")) == [(amel.pk, {"summary": "Un bac"}, 1)]
    assert Common.objects.get().sheet == {"title": "Compost"}

    saved(common, amel)

    assert (Draft.objects.count(), Common.objects.get().sheet) == (0, WHOLE)
    assert revisions(common) == [(1, None, ""), (2, "Un bac.", "")]


def test_saving_what_is_said_already_changes_nothing(common, amel):
    saved(common, amel)

    saved(common, amel, base=2)

    assert len(revisions(common)) == 2


def test_two_who_write_at_once_are_both_heard(common, amel, bruno):
    editing.Writer.objects.create(common=common, person=bruno, since=NOON)
    saved(common, amel)
    saved(common, bruno, base=2, tags=["eau"])

    told = saved(common, amel, base=2, description="Autrement.")

    assert (told.clashes, told.common.sheet) == ((), WHOLE | {"description": "Autrement.", "tags": ["eau"]})


def test_two_who_write_the_same_field_are_asked_and_nothing_is_saved_before(common, amel, bruno):
    editing.Writer.objects.create(common=common, person=bruno, since=NOON)
    saved(common, amel)
    saved(common, bruno, base=2, summary="Deux bacs.")

    told = saved(common, amel, base=2, summary="Un tas.")
    assert [(one.field.name, one.ours, one.theirs) for one in told.clashes] == [("summary", "Un tas.", "Deux bacs.")]
    assert Common.objects.get().summary == "Deux bacs."

    sheet = WHOLE | {"summary": "Un tas.", "maturity": "concept"}
    kept = editing.save(common=common, by=amel, sheet=sheet, base=2, now=LATER, taken=frozenset({"summary"}))
    assert kept.common.sheet == WHOLE | {"summary": "Deux bacs.", "maturity": "concept"}


def test_a_version_is_restored_and_what_came_after_stays_in_the_history(common, amel):
    saved(common, amel)
    saved(common, amel, base=2, summary="Deux bacs.")

    restored = editing.restore(common=common, number=2, by=amel, now=LATER)

    assert restored.sheet == WHOLE
    assert revisions(common) == [
        (1, None, ""),
        (2, "Un bac.", ""),
        (3, "Deux bacs.", ""),
        (4, "Un bac.", "Version 2 rétablie"),
    ]
    with pytest.raises(Refused, match="n’existe pas"):
        editing.restore(common=common, number=9, by=amel, now=LATER)


def test_before_it_is_published_the_address_follows_the_title(common, amel, client):
    saved(common, amel, title="Compost de quartier")
    common.refresh_from_db()
    assert common.slug == "compost-de-quartier"
    client.force_login(amel)
    assert client.get("/communs/compost/").headers["Location"] == "/communs/compost-de-quartier/"

    reviewing.publish(common=common, by=make_person("admin@exemple.fr", is_administrator=True), now=LATER)
    common.refresh_from_db()
    editing.save(common=common, by=amel, sheet=WHOLE | {"title": "Autre"}, base=2, now=LATER)

    assert Common.objects.get().slug == "compost-de-quartier"


@pytest.mark.parametrize("act", ["keep", "save", "restore", "propose"])
def test_nobody_else_changes_it(common, bruno, act):
    acts = {
        "keep": lambda: editing.keep(common=common, by=bruno, fields={}, base=1, now=NOON),
        "save": lambda: saved(common, bruno),
        "restore": lambda: editing.restore(common=common, number=1, by=bruno, now=NOON),
        "propose": lambda: reviewing.propose(common=common, by=bruno, now=NOON),
    }

    with pytest.raises(NotForYou):
        acts[act]()

    assert (Common.objects.get().sheet, Common.objects.get().standing) == ({"title": "Compost"}, Standing.DRAFT)


def test_what_a_reader_could_not_do_without_is_asked_before_it_is_proposed(common, amel):
    with pytest.raises(Refused, match="« En une phrase », « Description », « Licence »"):
        reviewing.propose(common=common, by=amel, now=NOON)

    assert Common.objects.get().standing == Standing.DRAFT


def test_it_is_proposed_returned_proposed_again_and_published_by_who_reviews(common, amel, bruno):
    programme = make_programme()
    Organiser.objects.create(programme=programme, person=bruno)
    Common.objects.update(programme=programme)
    saved(common, amel)
    common.refresh_from_db()

    reviewing.propose(common=common, by=amel, now=NOON, message="Prêt")
    with pytest.raises(NotForYou):
        reviewing.publish(common=common, by=amel, now=NOON)
    with pytest.raises(Refused, match="Dites ce qui manque"):
        reviewing.send_back(common=common, by=bruno, now=NOON, message=" ")
    reviewing.send_back(common=common, by=bruno, now=NOON, message="Un contact ?")
    reviewing.propose(common=common, by=amel, now=LATER)
    assert len(find("compost", {}).hits) == 0
    reviewing.publish(common=common, by=bruno, now=LATER)
    reviewing.publish(common=common, by=bruno, now=LATER)  # pressed twice

    common.refresh_from_db()
    assert (common.standing, common.published_at, len(find("compost", {}).hits)) == (Standing.PUBLISHED, LATER, 1)
    assert list(common.reviews.values_list("step", "by", "message")) == [
        (Step.PROPOSED, amel.pk, "Prêt"),
        (Step.RETURNED, bruno.pk, "Un contact ?"),
        (Step.PROPOSED, amel.pk, ""),
        (Step.PUBLISHED, bruno.pk, ""),
    ]


def test_what_is_published_is_not_sent_back(common, amel):
    admin = make_person("admin@exemple.fr", is_administrator=True)
    reviewing.publish(common=common, by=admin, now=NOON)

    with pytest.raises(Refused, match="rechargez la page"):
        reviewing.send_back(common=common, by=admin, now=NOON, message="Trop tard")
