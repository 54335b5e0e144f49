"""What leaves the instance names the instance, never the host that a request gave."""

import httpx
import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import make_person
from tests.server import an_instance, serving

OURS, THEIRS = "https://essaim.exemple.fr", "piege.exemple.net"


@pytest.fixture(autouse=True)
def unlimited():
    """Attempts are counted by address of machine: each test starts anew."""
    cache.clear()


def refused(**settings: str) -> tuple[int, str]:
    """How `essaim serve` ends, and the only line that it writes."""
    with an_instance(**settings) as instance:
        done = instance.run("serve", "--port", str(instance.port), check=False)
    return done.returncode, done.stderr + done.stdout


def test_an_instance_that_sends_mail_does_not_start_without_its_public_address():
    assert refused(EMAIL_URL="smtp://127.0.0.1:25", BASE_URL="") == (
        1,
        "essaim : EMAIL_URL est donné sans BASE_URL : dites l’adresse publique qui s’écrira dans les courriels, "
        "comme BASE_URL=https://essaim.exemple.fr.\n",
    )


@pytest.mark.parametrize("address", ["essaim.exemple.fr", "https://exemple.fr/essaim", "ftp://exemple.fr"])
def test_a_public_address_that_would_make_broken_links_is_refused(address):
    assert refused(BASE_URL=address) == (
        1,
        f"essaim : BASE_URL vaut « {address} » : donnez l’adresse publique entière et sans chemin, "
        "comme https://essaim.exemple.fr.\n",
    )


def hosts_of(**settings: str) -> list[str]:
    with an_instance(**settings) as instance:
        return instance.arrange("from django.conf import settings\nresult = settings.ALLOWED_HOSTS")


def test_behind_a_proxy_pages_want_https_and_a_probe_asks_the_process_itself():
    with serving(BEHIND_TLS="1") as instance:
        page, probe = (httpx.get(instance.url + path) for path in ("/", "/sante/"))

    assert (page.status_code, page.headers["location"]) == (301, instance.url.replace("http:", "https:") + "/")
    assert (probe.status_code, probe.json()) == (200, {"status": "ok"})


def test_the_public_address_says_which_names_are_answered():
    assert hosts_of(BASE_URL=OURS) == ["essaim.exemple.fr", "localhost", "127.0.0.1", "[::1]"]
    assert hosts_of(BASE_URL=OURS, ALLOWED_HOSTS="mairie.local,essaim.exemple.fr") == [
        "mairie.local",
        "essaim.exemple.fr",
    ]
    assert hosts_of(BASE_URL="") == ["*"]


@pytest.mark.django_db
def test_a_message_asked_for_under_another_name_is_signed_with_ours(settings, mailoutbox):
    settings.BASE_URL, settings.ALLOWED_HOSTS = OURS, ["*"]

    for email in (make_person().email, "inconnue@exemple.fr"):
        Client().post("/connexion/", {"email": email}, headers={"host": THEIRS})

    assert [message.body.rstrip().endswith(f"Essaim\n{OURS}/") for message in mailoutbox] == [True, True]
    assert not any(THEIRS in message.body for message in mailoutbox)


@pytest.mark.django_db
def test_without_a_public_address_the_console_shows_the_name_that_was_asked(client, settings, mailoutbox):
    settings.BASE_URL = ""

    client.post("/connexion/", {"email": make_person().email}, headers={"host": "192.168.1.20:8000"})

    (message,) = mailoutbox
    assert message.body.rstrip().endswith("Essaim\nhttp://192.168.1.20:8000/")
