"""Coming in by a code: in our own pages and words, and without telling who has an account."""

import re

import pytest
from django.core.cache import cache

from tests.factories import make_person, make_workshop
from tests.smtp import sink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unlimited():
    """Attempts are counted by address of machine: each test starts anew."""
    cache.clear()


def code_in(message) -> str:
    return re.search(r"\n\n([A-Z0-9-]{4,})\n\n", message.body).group(1)


def test_somebody_with_an_account_comes_in_with_the_code(client, mailoutbox):
    person = make_person("Claire")
    workshop = make_workshop(organiser=person)

    target = f"/ateliers/{workshop.code}/"

    asked = client.post("/connexion/", {"email": person.email, "next": target})
    page = client.get(asked.headers["Location"])

    assert person.email in page.text
    assert mailoutbox[0].subject == "Essaim : votre code de connexion"
    entered = client.post("/connexion/code/", {"code": code_in(mailoutbox[0]), "next": target})
    assert entered.headers["Location"] == target
    assert client.get(target).status_code == 200


def test_a_wrong_code_is_said_and_lets_nobody_in(client):
    person = make_person()
    client.post("/connexion/", {"email": person.email})

    page = client.post("/connexion/code/", {"code": "AAAA-BBBB"})

    assert 'aria-invalid="true"' in page.text
    assert client.get("/ateliers/").status_code == 302


def test_an_unknown_address_gets_the_same_page_and_an_explanation_by_mail(client, mailoutbox):
    known = client.post("/connexion/", {"email": make_person().email})
    client.logout()
    unknown = client.post("/connexion/", {"email": "inconnu@exemple.fr"})

    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert mailoutbox[1].subject == "Essaim : aucun compte à cette adresse"
    assert "aucun compte n’est nécessaire" in mailoutbox[1].body


def test_what_is_no_address_is_refused_on_the_field(client, mailoutbox):
    page = client.post("/connexion/", {"email": "claire chez elle"})

    assert 'aria-invalid="true"' in page.text
    assert mailoutbox == []


def test_a_closed_account_does_not_come_in(client, mailoutbox):
    person = make_person()
    person.is_active = False
    person.save()

    client.post("/connexion/", {"email": person.email})
    for message in mailoutbox:
        found = re.search(r"\n\n([A-Z0-9-]{4,})\n\n", message.body)
        if found:
            client.post("/connexion/code/", {"code": found.group(1)})

    assert client.get("/ateliers/").status_code == 302


def test_nobody_opens_an_account_without_invitation(client):
    assert "sur invitation" in client.get("/inscription/").text
    client.post("/inscription/", {"email": "moi@exemple.fr"})

    assert client.get("/ateliers/").status_code == 302


def test_leaving_is_asked_then_done(client):
    client.force_login(make_person())

    assert "Se déconnecter ?" in client.get("/deconnexion/").text
    assert client.get("/ateliers/").status_code == 200
    client.post("/deconnexion/")
    assert client.get("/ateliers/").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/connexion/", "/connexion/demande/", "/deconnexion/", "/inscription/", "/compte/inactif/", "/connexion/reprise/"],
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_page_of_an_account_is_in_our_house(client, address, is_signed_in):
    if is_signed_in:
        client.force_login(make_person())

    page = client.get(address, follow=True)

    assert page.status_code in {200, 403}
    assert 'class="site-header"' in page.text
    assert "Menu:" not in page.text


def test_the_pages_after_a_code_was_asked_are_in_our_house(client):
    client.post("/connexion/", {"email": make_person().email})

    for address in ("/connexion/code/", "/connexion/verification/"):
        assert 'class="site-header"' in client.get(address, follow=True).text


def test_when_the_mail_server_does_not_answer_the_page_says_so_and_nobody_is_in(client, settings):
    with sink() as gone:
        pass
    smtp = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": gone.port},
    }
    settings.MAILERS = {"default": smtp}

    page = client.post("/connexion/", {"email": make_person().email})

    assert page.status_code == 503
    assert "Le courriel n’a pas pu partir." in page.text
    assert client.get("/ateliers/").status_code == 302
