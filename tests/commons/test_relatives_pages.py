"""Adapting a common through its pages."""

import pytest

from essaim.commons.domain import adapting, editing, writing
from essaim.commons.enums import Relation, Standing
from essaim.commons.models import ChangeNote, Common, Derivation
from tests.commons.examples import LATER, NOON, a_sheet
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


@pytest.fixture
def amel(client):
    person = make_person("Amel")
    client.force_login(person)
    return person


@pytest.fixture
def parent():
    sheet = a_sheet("Compost", summary="Un bac.", licence="CC-BY-SA-4.0", contributors=[{"name": "Rosa <b>R.</b>"}])
    return writing.add(sheets=[sheet], by=None, now=NOON, standing=Standing.PUBLISHED)[0]


@pytest.fixture
def child(amel, parent):
    return adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Compost d’Aval", by=amel, now=LATER)


def test_from_a_common_to_ones_own_version_that_credits_it(client, amel, parent):
    assert "citez son titre" in client.get("/communs/compost/adapter/").text

    answer = client.post("/communs/compost/adapter/", {"title": "Compost d’Aval", "relation": "local"})
    assert answer.headers["Location"] == "/communs/compost-daval/filiation/"
    client.post("/communs/compost-daval/filiation/", {"act": "note", "text": "Le plan est le nôtre"})
    page = client.get("/communs/compost-daval/famille/").text

    assert "D’après" in page and "Rosa &lt;b&gt;R.&lt;/b&gt;" in page
    assert "Modifications : Le plan est le nôtre." in page
    assert 'href="/communs/compost/"' in client.get("/communs/compost-daval/").text


def test_an_adaptation_is_shown_to_everybody_once_it_is_published(client, child):
    client.logout()
    assert "Personne ne l’a encore adapté" in client.get("/communs/compost/famille/").text

    Common.objects.filter(pk=child.pk).update(standing=Standing.PUBLISHED)

    assert "Compost d’Aval" in client.get("/communs/compost/famille/").text


@pytest.mark.parametrize(
    ("said", "status", "kept"),
    [
        ({"address": "/communs/velos/", "relation": "remix"}, 302, ("Prêt de vélos", True)),
        ({"address": "http://testserver/communs/velos/", "relation": "remix"}, 302, ("Prêt de vélos", True)),
        ({"address": "https://exemple.fr/a", "relation": "excerpt", "title": "Manuel"}, 302, ("Manuel", False)),
        ({"address": "https://exemple.fr/a", "relation": "excerpt"}, 422, None),
        ({"address": "javascript:alert(1)", "relation": "excerpt", "title": "Manuel"}, 422, None),
        ({"address": "/communs/compost-daval/", "relation": "remix"}, 422, None),
    ],
)
def test_another_work_is_added_by_its_address(client, child, said, status, kept):
    writing.add(sheets=[a_sheet("Prêt de vélos")], by=None, now=NOON, standing=Standing.PUBLISHED)
    Common.objects.filter(slug="pret-de-velos").update(slug="velos")

    answer = client.post("/communs/compost-daval/filiation/", said | {"act": "source"})

    found = [(one.title, one.parent_id is not None) for one in Derivation.objects.exclude(title="Compost")]
    assert (answer.status_code, found) == (status, [kept] if kept else [])


def test_what_the_parent_says_since_is_taken_where_it_is_ticked(client, child, parent, amel):
    newer = parent.sheet | {"summary": "Deux bacs.", "tags": ["haie"]}
    editing.change(common=parent, sheet=newer, by=amel, now=LATER)
    assert "« Compost » a changé depuis" in client.get("/communs/compost-daval/filiation/").text

    link = Derivation.objects.get()
    client.post("/communs/compost-daval/filiation/", {"act": "take", "link": link.pk, "taken": ["tags"]})

    child.refresh_from_db()
    assert (child.sheet["summary"], child.sheet["tags"]) == ("Un bac.", ["haie"])
    assert "a changé depuis" not in client.get("/communs/compost-daval/filiation/").text


def test_a_note_is_taken_back_by_those_who_write_it_only(client, child, amel):
    note = adapting.note_change(common=child, text="Autre plan", by=amel, now=LATER)
    client.force_login(make_person("Bruno"))
    drop = {"act": "drop", "note": note.pk}
    assert client.post("/communs/compost-daval/filiation/", drop).status_code == 404

    client.force_login(amel)
    client.post("/communs/compost-daval/filiation/", drop)

    assert ChangeNote.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_family_page_takes_as_many_queries_whatever_its_width(client, amel, parent, count, django_assert_num_queries):
    for number in range(count):
        adapting.adapt(parents=[(parent, Relation.LOCAL)], title=f"Fille {number}", by=amel, now=LATER)
    Common.objects.update(standing=Standing.PUBLISHED)

    with django_assert_num_queries(8):
        client.get("/communs/compost/famille/")


def test_a_doubt_about_a_licence_is_told_to_whoever_reviews_who_says_that_they_looked(client, amel):
    sheet = a_sheet("Compost", summary="Un bac.", licence_words="une licence maison")
    [parent] = writing.add(sheets=[sheet], by=None, now=NOON, standing=Standing.PUBLISHED)
    child = adapting.adapt(parents=[(parent, Relation.LOCAL)], title="Autre", by=amel, now=LATER)
    editing.change(common=child, sheet=child.sheet | {"licence": "CC-BY-4.0"}, by=amel, now=LATER)
    client.force_login(make_person("Admin", is_administrator=True))
    assert "La licence est à vérifier." in client.get("/communs/autre/").text

    refused = client.post("/communs/autre/relecture/", {"act": "publish"}, follow=True)
    assert "Vérifiez la licence" in refused.text
    client.post("/communs/autre/relecture/", {"act": "publish", "licence_checked": "1"})

    assert Common.objects.get(slug="autre").standing == Standing.PUBLISHED


def test_an_original_that_is_its_writers_is_credited_and_leads_nowhere(client, child, parent):
    Common.objects.filter(pk=child.pk).update(standing=Standing.PUBLISHED)
    Common.objects.filter(pk=parent.pk).update(standing=Standing.PROPOSED)
    client.logout()

    pages = [client.get(f"/communs/compost-daval/{page}").text for page in ("", "famille/")]

    assert [("Compost" in page, "/communs/compost/" in page) for page in pages] == [(True, False), (True, False)]
    client.force_login(make_person("Admin", is_administrator=True))
    assert 'href="/communs/compost/"' in client.get("/communs/compost-daval/famille/").text
