"""`essaim bench live`: what it counts is what the log holds, and what it cannot do is said in one line."""

import json
import subprocess
import sys

import pytest

from essaim.bench.connection import unchunked
from essaim.bench.listening import events_in
from tests.server import ROOT, an_instance, serving


def bench(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "essaim", "bench", "live", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_what_is_sent_at_a_rate_to_a_throwaway_instance_is_all_heard_once():
    done = bench("--boards", "2", "--phones", "6", "--rate", "20", "--seconds", "1", "--json")

    found = json.loads(done.stdout)
    counts = ("boards", "phones", "accepted", "refused", "deliveries", "lost", "duplicated")
    assert [found[name] for name in counts] == [2, 6, 20, 0, 60, 0, 0]
    assert found["seen_p50_ms"] <= found["seen_p95_ms"] <= found["seen_p99_ms"]
    assert found["server_cpu_s"] > 0 and found["accepted_per_s"] > 0


def test_a_workshop_of_an_instance_that_runs_is_joined_by_its_code():
    with serving(HASHED_STATIC="0") as served:
        code = served.arrange(STARTED)
        here = ["--url", served.url, "--code", code, "--json"]
        done = bench("--boards", "3", "--phones", "6", "--rate", "10", "--seconds", "1", *here)
        others = bench("--boards", "2", "--phones", "3", *here)
        kept = served.arrange(COUNT, code=code)

    found = json.loads(done.stdout)
    assert (found["accepted"], found["deliveries"], found["lost"], found["duplicated"]) == (10, 20, 0, 0)
    assert kept == 10 + 6  # and the six that warmed it
    assert others.stderr == "essaim : ces téléphones ont 3 panneaux devant eux, pas 2 : donnez --boards 3.\n"


STARTED = """
from django.utils import timezone
from tests.factories import make_workshop, ring

result = ring(make_workshop(seats=6), now=timezone.now()).code
"""
COUNT = """
from essaim.boards.models import Note
result = Note.objects.filter(board__asked_as__workshop__code=code).count()
"""


def test_without_a_code_the_workshop_is_made_in_the_database_of_the_instance():
    with serving(HASHED_STATIC="0") as served:
        asked = ["--boards", "1", "--phones", "3", "--seconds", "0.5", "--url", served.url]
        done = bench(*asked, environment=served.environment)

    lines = {line[:50].strip(): line[50:].strip() for line in done.stdout.splitlines()}
    assert (lines["perdues"], lines["reçues deux fois"]) == ("0", "0")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--boards", "0", "--phones", "6"], "au moins un panneau"),
        (["--boards", "9", "--phones", "6"], "au moins un téléphone par panneau"),
        (["--boards", "1", "--phones", "6", "--rate", "0"], "--rate"),
        (["--boards", "1", "--phones", "6", "--rate", "nan"], "--rate"),
        (["--boards", "1", "--phones", "6", "--seconds", "-1"], "--seconds"),
        (["--boards", "1", "--phones", "6", "--rate", "500"], "demandent au moins 77 téléphones"),
        (["--boards", "1", "--phones", "6", "--url", "exemple"], "n’est pas une adresse"),
        (["--boards", "1", "--phones", "6", "--code", "ABCDEFGH"], "--url"),
        (["--boards", "1", "--phones", "6", "--url", "http://127.0.0.1:9", "--code", "ABCDEFGH"], "ne répond pas"),
        (["--boards", "1", "--phones", "9000000"], "fichiers ouverts"),
    ],
    ids=str,
)
def test_what_cannot_be_measured_is_said_in_one_line(arguments, sentence):
    done = bench(*arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("essaim : ") and done.stderr.count("\n") == 1
    assert sentence in done.stderr


def test_a_code_that_the_instance_does_not_know_is_said_in_its_own_words():
    with an_instance(HASHED_STATIC="0") as served:
        served.start()
        done = bench("--boards", "1", "--phones", "2", "--url", served.url, "--code", "AAAAAAAA")

    assert done.returncode == 1 and "404" in done.stderr and done.stderr.count("\n") == 1


def test_a_body_that_comes_in_pieces_is_read_like_one_that_comes_whole():
    body = b'5\r\nid: 1\r\n12\r\n\ndata: {"key":"a"}\r\n2\r\n\n\n\r\n0\r\n\r\n'

    whole, _rest = unchunked(body)
    pieces: list[bytes] = []
    rest = b""
    for byte in body:
        parts, rest = unchunked(rest + bytes([byte]))
        pieces += parts

    assert (pieces, rest) == (whole, b"")
    assert events_in(b"".join(whole)) == [(1, "a")]
