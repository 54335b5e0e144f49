"""The carrier between processes: what is wrong in its address is said at start, what is wrong with it by `doctor`."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from essaim.settings import broker_address
from tests.care.instances import is_on_postgresql
from tests.live.valkey import PROGRAM, a_valkey
from tests.server import an_instance, free_port


@pytest.fixture(scope="module")
def instance():
    with an_instance(BROKER_URL="") as made:
        yield made


def between(instance, address: str) -> dict[str, str]:
    instance.environment["BROKER_URL"] = address
    findings = json.loads(instance.run("doctor", "--json", check=False).stdout)
    return next(finding for finding in findings if finding["subject"] == "courtier")


@pytest.mark.parametrize("address", ["valkey", "http://127.0.0.1:6379", "redis://", "redis://:secret@/0"])
def test_an_address_that_is_none_of_a_valkey_is_refused_without_being_repeated(address):
    with pytest.raises(ImproperlyConfigured, match="BROKER_URL n’est pas une adresse de Valkey") as refused:
        broker_address(address)

    assert "secret" not in str(refused.value)


def test_a_wrong_address_is_one_line_at_start(instance):
    instance.environment["BROKER_URL"] = "127.0.0.1:6379"

    done = instance.run("serve", check=False)

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("essaim : BROKER_URL n’est pas une adresse de Valkey : écrivez redis://machine")


def test_without_address_the_database_carries_or_nobody(instance):
    found = between(instance, "")

    assert found["level"] == "ok"
    assert found["found"].startswith("NOTIFY : un mot arrive" if is_on_postgresql() else "aucun : les processus")


@pytest.mark.skipif(not PROGRAM, reason="ni valkey-server ni redis-server")
def test_a_word_makes_the_journey_through_valkey(instance):
    with a_valkey() as valkey:
        found = between(instance, valkey.address)

    assert (found["level"], found["found"].partition(" : ")[0]) == ("ok", "Valkey")


def test_a_valkey_that_does_not_answer_is_an_error_and_what_it_costs_is_said(instance):
    found = between(instance, f"redis://127.0.0.1:{free_port()}/0")

    assert (found["level"], found["found"].partition(" (")[0]) == ("erreur", "Valkey ne répond pas")
    assert found["advice"] == (
        "vérifiez BROKER_URL. D’ici là, d’un processus à l’autre une note met jusqu’à 2 s ; aucune ne se perd"
    )
