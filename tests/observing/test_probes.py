"""What a proxy and a supervisor ask of a real server: alive, ready, and its numbers."""

import signal

import httpx
import pytest

from tests.live.room import RUNNING, Client
from tests.observing.away import database_away
from tests.observing.until import until
from tests.server import serving

TOKEN = "un-jeton-de-mesure"
NAME = "essaim.test"


@pytest.fixture(scope="module")
def served():
    with serving(ALLOWED_HOSTS=f"127.0.0.1,{NAME}") as instance:
        yield instance


@pytest.fixture(scope="module")
def given(served):
    return served.arrange(RUNNING)


def ready(served) -> tuple[int, dict]:
    answer = httpx.get(f"{served.url}/sante/pret/", timeout=60)
    return answer.status_code, answer.json()["checks"]


def numbers(served, **headers: str) -> dict[str, float]:
    """Each sample by its name and labels."""
    answer = httpx.get(f"{served.url}/metrics", headers=headers, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")
    lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in lines}


def test_a_server_that_writes_is_ready_and_says_no_more_than_that(served):
    until(lambda: ready(served)[0] == 200)

    answer = httpx.get(f"{served.url}/sante/pret/")

    well = {"database": True, "migrations": True, "disk": True, "serving": True}
    assert (answer.json(), answer.headers["cache-control"]) == (
        {"status": "ready", "checks": well},
        "private, no-store",
    )


def test_without_its_database_a_process_is_alive_and_not_ready_until_the_database_is_back(served):
    until(lambda: ready(served)[0] == 200)

    with database_away(served):
        status, checks = until(lambda: found if (found := ready(served))[0] == 503 else None)
        alive = httpx.get(f"{served.url}/sante/", timeout=60).status_code
        measured = numbers(served)["essaim_ready_database"]

    assert (status, checks["database"], checks["disk"], alive, measured) == (503, False, True, 200, 0)
    assert until(lambda: ready(served)[0] == 200)


def test_numbers_follow_what_phones_do_and_name_nobody(served, given):
    before = numbers(served)
    phone = Client(served.url, given["boards"]["own"], token=given["seats"][0])

    answers = [phone.write(text).status_code for text in ("Une haie", "Un banc", "")]
    with phone.follow() as stream:
        stream.hello()
        told = numbers(served)
    page = httpx.get(f"{served.url}/metrics").text

    grown = {name: told[name] - before.get(name, 0) for name in told}
    assert answers == [200, 200, 422]
    assert {name: grown[name] for name in NUMBERS} == NUMBERS
    secrets = [given["code"], *given["seats"], *given["boards"].values()]
    assert [secret for secret in secrets if secret in page] == []


NUMBERS = {
    "essaim_notes_accepted_total": 2,
    'essaim_notes_refused_total{reason="empty"}': 1,
    'essaim_live_requests_total{kind="post",status="2xx"}': 2,
    'essaim_live_requests_total{kind="post",status="4xx"}': 1,
    "essaim_note_kept_seconds_count": 2,
    "essaim_batch_notes_sum": 3,
    "essaim_streams_open": 1,
    "essaim_notes_queue": 0,
}


@pytest.mark.parametrize(
    "headers",
    [{"x-forwarded-for": "10.0.0.1"}, {"forwarded": "for=10.0.0.1"}, {"via": "1.1 proxy"}, {"host": NAME}],
    ids=lambda headers: next(iter(headers)),
)
def test_what_came_through_a_proxy_of_this_machine_reads_no_numbers(served, headers):
    assert httpx.get(f"{served.url}/metrics", headers=headers).status_code == 403


def test_a_process_told_to_stop_is_unready_while_it_still_serves_and_its_token_opens_its_numbers():
    with serving(DRAIN_SECONDS="600", METRICS_TOKEN=TOKEN) as instance:
        until(lambda: ready(instance)[0] == 200)
        tokens = ({}, {"authorization": "Bearer faux"}, {"authorization": f"Bearer {TOKEN}"})
        opened = [httpx.get(f"{instance.url}/metrics", headers=headers).status_code for headers in tokens]

        instance.process.send_signal(signal.SIGTERM)
        status, checks = until(lambda: found if (found := ready(instance))[0] == 503 else None)
        home = httpx.get(instance.url, timeout=60).status_code
        instance.process.send_signal(signal.SIGTERM)  # a second order is obeyed at once

        assert (status, checks["serving"], checks["database"], home) == (503, False, True, 200)
        assert instance.process.wait(timeout=60) in {0, -signal.SIGTERM}
    assert opened == [403, 403, 200]
