import errno
import json
import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InternalError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import path
from django.utils.translation import override

from essaim.kit.refusal import Refused
from essaim.urls import urlpatterns as ours
from essaim.web.views import errors

handler400, handler403 = "essaim.web.views.errors.bad_request", "essaim.web.views.errors.forbidden"
handler404, handler500 = "essaim.web.views.errors.not_found", "essaim.web.views.errors.server_error"


def fails(request):
    raise {
        "400": SuspiciousOperation("secret detail"),
        "403": PermissionDenied("secret detail"),
        "410": Refused("Ce lien a déjà servi.", code="link-used", status=410),
        "500": ZeroDivisionError("secret detail"),
        "503": OperationalError("connection to secret detail refused"),
        "full": OperationalError("database or disk is full: secret detail"),
        "read-only": InternalError("cannot execute INSERT in a read-only transaction: secret detail"),
        "disk": OSError(errno.ENOSPC, "secret detail"),
    }[request.GET["status"]]


urlpatterns = [path("panne/", fails), *ours]

ADDRESSES = {
    400: "/panne/?status=400",
    403: "/panne/?status=403",
    404: "/nulle/part/",
    500: "/panne/?status=500",
    503: "/panne/?status=503",
}
HEADINGS = {
    400: "Cette demande n’a pas pu être lue",
    403: "Cette page ne vous est pas ouverte",
    404: "Cette page n’existe pas",
    500: "Quelque chose s’est mal passé de notre côté",
    503: "L’enregistrement est interrompu",
}
CODES = {400: "bad-request", 403: "forbidden", 404: "not-found", 500: "server-error", 503: "later"}

pytestmark = pytest.mark.urls(__name__)


def asked(status: int, **headers: str):
    return Client(raise_request_exception=False, headers=headers).get(ADDRESSES[status])


@pytest.mark.django_db
@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_says_what_happened_and_where_to_go(status):
    response = asked(status)
    page = response.content.decode()

    assert response.status_code == status
    assert (re.findall("<h1>(.*)</h1>", page), re.findall('<html lang="(..)">', page)) == ([HEADINGS[status]], ["fr"])
    assert 'href="/"' in page
    assert "secret detail" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_speaks_english_to_whoever_reads_it(status):
    page = asked(status, accept_language="en").content.decode()

    assert re.findall('<html lang="(..)">', page) == ["en"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", CODES)
def test_a_program_gets_the_sentence_as_json(status):
    response = asked(status, accept="application/json")
    error = json.loads(response.content)["error"]

    assert (response.status_code, error["code"]) == (status, CODES[status])
    assert error["sentence"].startswith(HEADINGS[status])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("503", "ne joint plus sa base de données"),
        ("full", "son disque est plein"),
        ("read-only", "son disque est plein ou ne s’écrit plus"),
        ("disk", "son disque est plein"),
    ],
)
def test_what_cannot_be_kept_is_said_so_and_what_was_typed_is_given_back(status, words):
    typed = {"text": "Oui", "title": "Deux cours <ombragées>", "key": "7d0e", "csrfmiddlewaretoken": "jeton"}

    response = Client(raise_request_exception=False).post(f"/panne/?status={status}", typed)
    page = response.content.decode()

    assert (response.status_code, response["Retry-After"], words in page) == (503, "5", True)
    assert re.findall("<textarea[^>]*>([^<]*)</textarea>", page) == ["Oui\n\nDeux cours &lt;ombragées&gt;"]
    assert "secret detail" not in page


@pytest.mark.django_db
def test_a_refusal_keeps_its_own_sentence_and_status():
    page = Client().get("/panne/?status=410")
    told = Client().get("/panne/?status=410", headers={"accept": "application/json"})

    assert (page.status_code, "Ce lien a déjà servi." in page.content.decode()) == (410, True)
    assert (told.status_code, told.json()) == (
        410,
        {"error": {"code": "link-used", "sentence": "Ce lien a déjà servi."}},
    )


class DatabaseIsDown(RuntimeError):
    pass


def refuse(*_args):
    raise DatabaseIsDown


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_our_own_failures_needs_neither_database_nor_other_pages(rf, language):
    with (
        connection.execute_wrapper(refuse),
        override_settings(ROOT_URLCONF="tests.web.no_addresses", HASHED_STATIC=True),
        override(language),
    ):
        response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert f'<html lang="{language}">'.encode() in response.content


@pytest.mark.django_db
def test_a_database_that_is_down_is_said_in_a_page_not_in_a_trace():
    with connection.execute_wrapper(refuse):
        response = Client(raise_request_exception=False).get("/")

    assert (response.status_code, HEADINGS[500] in response.content.decode()) == (500, True)


@pytest.mark.django_db
def test_a_form_that_stayed_open_too_long_gives_back_what_was_typed():
    client = Client(enforce_csrf_checks=True)

    page = client.post("/langue/", {"text": "Mes mots & les vôtres"}, headers={"referer": "https://ailleurs.example/"})
    told = client.post("/langue/", {"text": "Mes mots"}, headers={"accept": "application/json"})

    assert (page.status_code, told.status_code, told.json()["error"]["code"]) == (403, 403, "csrf")
    assert "Mes mots &amp; les vôtres" in page.content.decode()
    assert "ailleurs.example" not in page.content.decode()
