"""Writing a common through its pages."""

import pytest

from essaim.commons.domain import editing, joining, writing
from essaim.commons.enums import Standing
from essaim.commons.models import Common, Draft, Writer
from essaim.commons.typed import typed
from essaim.people.models import Person
from tests.commons.examples import NOON
from tests.factories import make_person, make_programme
from tests.smtp import sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

WHOLE = {"title": "Compost", "summary": "Un bac.", "description": "Comment faire.", "licence": "CC-BY-4.0"}


@pytest.fixture
def amel(client):
    person = make_person("Amel")
    client.force_login(person)
    return person


@pytest.fixture
def common(amel):
    return editing.begin(title="Compost", by=amel, now=NOON)


def test_from_a_title_to_a_published_common(client, amel):
    answer = client.post("/communs/nouveau/", {"title": "Compost"})
    assert answer.headers["Location"] == "/communs/compost/modifier/"
    answer = client.post("/communs/compost/modifier/", typed(WHOLE) | {"base": "1", "act": "propose"}, follow=True)
    assert "La fiche est proposée" in answer.text
    assert client.post("/communs/compost/relecture/", {"act": "publish"}, follow=True).status_code == 200
    assert Common.objects.get().standing == Standing.PROPOSED

    client.force_login(make_person("Admin", is_administrator=True))
    assert "Compost" in client.get("/communs/a-relire/").text
    answer = client.post("/communs/compost/relecture/", {"act": "publish"}, follow=True)

    assert "La fiche est publiée." in answer.text
    client.logout()
    assert "Un bac." in client.get("/communs/compost/").text


def test_what_is_typed_is_kept_and_shown_again(client, common):
    answer = client.post("/communs/compost/brouillon/", {"title": "Compost", "summary": "Un b", "base": "1"})
    assert answer.json()["kept"].startswith("Brouillon gardé à ")

    page = client.get("/communs/compost/modifier/").text
    assert 'value="Un b"' in page
    assert "il n’est pas encore enregistré" in page

    client.post("/communs/compost/modifier/", {"act": "drop"})
    assert 'value="Un b"' not in client.get("/communs/compost/modifier/").text


def test_what_cannot_be_read_is_said_and_kept(client, common):
    answer = client.post(
        "/communs/compost/modifier/", {"title": "Compost", "point": "par là", "summary": "Un bac", "base": "1"}
    )

    assert (answer.status_code, "Donnez la latitude puis la longitude" in answer.text) == (422, True)
    assert Draft.objects.get().fields["summary"] == "Un bac"
    assert Common.objects.get().revision == 1


def test_two_who_wrote_the_same_field_choose(client, common, amel):
    other = make_person("Bruno")
    Writer.objects.create(common=common, person=other, since=NOON)
    editing.save(common=common, by=other, sheet={"title": "Compost", "summary": "Deux bacs."}, base=1, now=NOON)

    form = {"title": "Compost", "summary": "Un tas.", "base": "1", "act": "save"}
    asked = client.post("/communs/compost/modifier/", form)
    assert (asked.status_code, "Deux bacs." in asked.text, 'name="settled"' in asked.text) == (409, True, True)

    client.post("/communs/compost/modifier/", form | {"settled": "1"})
    assert Common.objects.get().summary == "Un tas."


def test_the_history_tells_what_each_version_changed_and_restores_it(client, common, amel):
    editing.save(common=common, by=amel, sheet=WHOLE | {"tags": ["eau", "bac"]}, base=1, now=NOON, reason="Premier jet")
    editing.save(common=common, by=amel, sheet=WHOLE | {"tags": ["bac", "haie"]}, base=2, now=NOON)

    page = client.get("/communs/compost/historique/").text
    assert ("Premier jet" in page, "<ins>haie</ins>" in page, "<del>eau</del>" in page) == (True, True, True)

    client.post("/communs/compost/historique/2/retablir/")
    assert Common.objects.get().sheet["tags"] == ["eau", "bac"]
    assert client.post("/communs/compost/historique/99/retablir/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_takes_as_many_queries_whatever_it_holds(client, common, amel, count, django_assert_num_queries):
    for number in range(count):
        sheet = WHOLE | {"summary": f"Version {number}"}
        editing.save(common=common, by=amel, sheet=sheet, base=number + 1, now=NOON)

    with django_assert_num_queries(8):
        client.get("/communs/compost/historique/")


@pytest.fixture
def proposed(common):
    """One for administrators alone, and three of a programme; gives its organiser."""
    organiser = make_person("Claire")
    programme = make_programme(organiser)
    sheets = [{"title": f"Commun {number}"} for number in range(3)]
    writing.add(sheets=sheets, by=None, now=NOON, standing=Standing.PROPOSED, programme=programme)
    Common.objects.filter(pk=common.pk).update(standing=Standing.PROPOSED)
    return organiser


def test_what_waits_for_a_review_is_shown_to_those_who_may_give_it(client, proposed):
    seen = {}
    for name, person in (
        ("organiser", proposed),
        ("administrator", make_person("Admin", is_administrator=True)),
        ("nobody", make_person("Zoé")),
    ):
        client.force_login(person)
        page, index = client.get("/communs/a-relire/").text, client.get("/communs/").text
        seen[name] = (page.count('href="/communs/commun-'), 'href="/communs/compost/"' in page, "à relire" in index)

    assert seen == {
        "organiser": (3, False, True),
        "administrator": (3, True, True),
        "nobody": (0, False, False),
    }


def test_what_waits_for_a_review_comes_by_pages_under_one_number_of_queries(
    client, proposed, django_assert_num_queries
):
    client.force_login(proposed)
    with django_assert_num_queries(4):
        client.get("/communs/a-relire/")
    sheets = [{"title": f"Autre {number}"} for number in range(40)]
    writing.add(sheets=sheets, by=None, now=NOON, programme=Common.objects.get(slug="commun-0").programme)

    with django_assert_num_queries(4):
        page = client.get("/communs/a-relire/").text

    assert (page.count('href="/communs/autre-'), "?page=2" in page) == (27, True)


def test_each_step_is_told_once_to_those_whom_it_concerns(client, amel, mailoutbox):
    admin, bo = make_person("Admin", is_administrator=True), make_person("Bo")
    common = editing.begin(title="Compost\nfacile", by=amel, now=NOON)
    joining.join(common=common, email=bo.email, by=amel, now=NOON)
    path = common.get_absolute_url()
    editing.save(common=common, by=amel, sheet=WHOLE | {"title": common.title}, base=1, now=NOON)

    client.post(f"{path}relecture/", {"act": "propose"})
    client.post(f"{path}relecture/", {"act": "propose"})
    client.force_login(admin)
    client.post(f"{path}relecture/", {"act": "return", "message": "Et l’hiver ?"})
    client.force_login(bo)
    client.post(f"{path}relecture/", {"act": "propose"})
    client.force_login(admin)
    client.post(f"{path}relecture/", {"act": "publish"})

    assert [(message.to, message.subject) for message in mailoutbox] == [
        ([admin.email], "À relire : Compost facile"),
        ([amel.email], "À compléter : Compost facile"),
        ([bo.email], "À compléter : Compost facile"),
        ([admin.email], "À relire : Compost facile"),
        ([amel.email], "Publié : Compost facile"),
        ([bo.email], "Publié : Compost facile"),
    ]
    assert "Et l’hiver ?" in mailoutbox[1].body
    assert f"http://testserver{path}" in mailoutbox[1].body


def test_a_programme_s_own_team_reviews_its_commons_and_hears_of_them(client, amel, mailoutbox):
    organiser = make_person("Claire")
    make_person("Admin", is_administrator=True)
    common = editing.begin(title="Compost", by=amel, now=NOON, programme=make_programme(organiser))
    editing.save(common=common, by=amel, sheet=WHOLE, base=1, now=NOON)

    client.post("/communs/compost/relecture/", {"act": "propose"})

    assert [message.to for message in mailoutbox] == [[organiser.email]]


def test_a_mail_server_that_refuses_stops_no_review(client, amel, settings):
    admin = make_person("Admin", is_administrator=True)
    Person.objects.filter(pk=admin.pk).update(email="non@exemple.fr")  # the server refuses those that begin so
    common = editing.begin(title="Compost", by=amel, now=NOON)
    editing.save(common=common, by=amel, sheet=WHOLE, base=1, now=NOON)
    with sink() as server:
        options = {"host": "127.0.0.1", "port": server.port}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        answer = client.post("/communs/compost/relecture/", {"act": "propose"}, follow=True)

    assert ("La fiche est proposée" in answer.text, server.received) == (True, [])
