"""Asking a language model: one answer in a bounded time and size, from the host that the environment names."""

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from essaim.kit.language_model import MOST_BYTES, NoAnswer, Server, Why, ask, server_given
from tests.fake_model import body, content, endless, hangs_up, raw, silent, speaking

SAID = [{"role": "user", "content": "Bonjour"}]
QUICK = 0.25  # seconds that a test waits for who never answers
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def model():
    with speaking() as server:
        yield server


def asked(model, **fields) -> str:
    return ask(Server(model.url, "essai-7b", **fields), SAID, seconds=20)


def reason(model, seconds: float = 20) -> Why:
    with pytest.raises(NoAnswer) as none:
        ask(Server(model.url, "essai-7b"), SAID, seconds=seconds)
    return none.value.why


def test_an_answer_is_the_words_of_the_first_choice(model):
    model.answers = [content("Bonsoir")]

    assert asked(model, key="cle") == "Bonsoir"
    [(path, headers)] = model.seen
    assert (path, headers["authorization"]) == ("/v1/chat/completions", "Bearer cle")
    assert (model.asked[0]["model"], model.asked[0]["messages"]) == ("essai-7b", SAID)


def test_without_a_key_none_is_sent(model):
    model.answers = [content("Bonsoir")]

    asked(model)

    assert "authorization" not in model.seen[0][1]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (raw(b"{}", status=500), Why.REFUSED),
        (raw(b"{}", status=401), Why.REFUSED),
        (raw(b"{}", status=404), Why.REFUSED),
        (raw(b"{}", status=429, Retry_After="1"), Why.REFUSED),
        (raw(b"", status=204), Why.REFUSED),
        (raw(b"\x1f\x8b\x08", Content_Encoding="gzip"), Why.UNREADABLE),
        (raw(b'{"choices": [', announced=9000), Why.UNREADABLE),
        (raw(b'{"choices": ['), Why.UNREADABLE),
        (raw(b'{"choices": [{"message": {"content": "Bonsoir"}}]}', announced=9000), Why.UNREADABLE),
        (raw(b""), Why.UNREADABLE),
        (raw(b"\xff\xfe\x00"), Why.UNREADABLE),
        (raw(b"[" * 100_000), Why.UNREADABLE),
        (raw(b"9" * 10_000), Why.UNREADABLE),
        (body([]), Why.UNREADABLE),
        (body({"choices": []}), Why.UNREADABLE),
        (body({"choices": [{"message": None}]}), Why.UNREADABLE),
        (body({"choices": {"0": {}}}), Why.UNREADABLE),
        (content(None), Why.UNREADABLE),
        (content(["Bonsoir"]), Why.UNREADABLE),
        (raw(b" " * (MOST_BYTES + 1)), Why.TOO_LONG),
        (endless(b" " * 65_536, start=OK + b"\r\n"), Why.TOO_LONG),
        (endless(b" " * 65_536, start=OK + b"Content-Length: 99999999999\r\n\r\n"), Why.TOO_LONG),
        (
            endless(b"8000\r\n" + b" " * 0x8000 + b"\r\n", start=OK + b"Transfer-Encoding: chunked\r\n\r\n"),
            Why.TOO_LONG,
        ),
        (endless(b"X-More: " + b"x" * 1000 + b"\r\n", start=OK), Why.UNREADABLE),
        (endless(b"x" * 65_536, start=OK + b"X-Long: "), Why.UNREADABLE),
        (endless(b"", start=b"nothing like HTTP\r\n\r\n"), Why.UNREADABLE),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(model, answer, why):
    model.answers = [answer]

    assert reason(model) == why


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        endless(b"x", start=OK + b"Content-Length: 1000\r\n\r\n", pause=0.05),
        endless(b"X", start=OK, pause=0.05),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n", start=b"", pause=0.02),
    ],
    ids=["silence", "a body by drops", "a head by drops", "continue, for ever"],
)
def test_nobody_waits_longer_than_said_and_no_thread_stays_behind(model, answer):
    model.answers = [answer]
    before = set(threading.enumerate())

    assert reason(model, QUICK) == Why.LATE

    # Cut, the thread that was reading ends although the other end goes on.
    for thread in set(threading.enumerate()) - before:
        if thread.name.endswith("(converse)"):
            thread.join(10)
            assert not thread.is_alive()


def test_a_server_that_hangs_up_or_is_not_there_is_said_so(model):
    model.answers = [hangs_up]
    hung = reason(model)
    model.server_close()

    assert hung in {Why.UNREACHABLE, Why.UNREADABLE}
    assert reason(model) == Why.UNREACHABLE


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_never_followed(model, status):
    with speaking() as elsewhere:
        model.answers = [raw(b"", status=status, Location=f"{elsewhere.url}/chat/completions")]

        assert (reason(model), elsewhere.seen, len(model.seen)) == (Why.REFUSED, [], 1)


def test_a_proxy_of_the_environment_does_not_see_the_notes(model, monkeypatch):
    with speaking() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        model.answers = [content("Bonsoir")]

        assert (asked(model), proxy.seen) == ("Bonsoir", [])


def test_nothing_given_is_no_model():
    assert server_given("", "", "", 15, 25) is None


def test_a_server_given_says_its_host_and_hides_its_key():
    server = server_given("https://modele.exemple.fr:8443/v1/", "essai-7b", "cle-secrete", 15, 25)

    assert server == Server("https://modele.exemple.fr:8443/v1", "essai-7b", "cle-secrete", 15, 25)
    assert (server.host, server.is_in_clear, "cle-secrete" in repr(server)) == ("modele.exemple.fr:8443", False, False)


@pytest.mark.parametrize(
    ("url", "in_clear"),
    [
        ("http://127.0.0.1:11434/v1", False),
        ("http://[::1]:11434/v1", False),
        ("http://localhost/v1", False),
        ("http://192.168.1.20:8000/v1", True),
        ("http://modele.local/v1", True),
        ("https://modele.local/v1", False),
    ],
)
def test_what_leaves_this_machine_without_tls_is_in_clear(url, in_clear):
    assert Server(url, "essai-7b").is_in_clear == in_clear


@pytest.mark.parametrize(
    ("url", "name", "key", "seconds", "in_all"),
    [
        ("modele.exemple.fr/v1", "m", "", 15, 25),
        ("file:///etc/passwd", "m", "", 15, 25),
        ("ftp://exemple.fr", "m", "", 15, 25),
        ("https://", "m", "", 15, 25),
        ("https://compte:secret-secret@exemple.fr/v1", "m", "", 15, 25),
        ("https://exemple.fr/v1?cle=secret-secret", "m", "", 15, 25),
        ("https://exemple.fr/v1#x", "m", "", 15, 25),
        ("https://exemple.fr:port/v1", "m", "", 15, 25),
        ("https://exemple.fr/v1 /x", "m", "", 15, 25),
        ("https://exemple.fr/v1\r\nX: y", "m", "", 15, 25),
        ("", "m", "", 15, 25),
        ("https://exemple.fr/v1", "", "", 15, 25),
        ("https://exemple.fr/v1", "m" * 101, "", 15, 25),
        ("https://exemple.fr/v1", "m", "secret-secret\r\nX: y", 15, 25),
        ("https://exemple.fr/v1", "m", "", 0, 25),
        ("https://exemple.fr/v1", "m", "", 30, 25),
        ("https://exemple.fr/v1", "m", "", 15, float("inf")),
        ("https://exemple.fr/v1", "m", "", float("nan"), 25),
    ],
)
def test_what_is_set_by_half_stops_the_start_without_repeating_a_secret(url, name, key, seconds, in_all):
    with pytest.raises(ImproperlyConfigured) as refused:
        server_given(url, name, key, seconds, in_all)

    assert "secret-secret" not in str(refused.value)
