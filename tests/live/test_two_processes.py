"""Two processes serve one instance: what is written at one is heard at the other, once, in order, through the carrier.

The look at the database is an hour away here: it cannot be what carried a note.
"""

import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from tests.live.conftest import Room
from tests.live.people import Crowd, Follower, Writer, check_nothing_is_missing, play
from tests.live.room import RUNNING, Client
from tests.live.switch import a_switch
from tests.live.valkey import PROGRAM, ValkeyServer, a_valkey
from tests.server import PLAIN, an_instance

NEVER = "3600"
IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
WAYS = [
    pytest.param("NOTIFY", marks=pytest.mark.skipif(not IS_POSTGRES, reason="NOTIFY est de PostgreSQL")),
    pytest.param("Valkey", marks=pytest.mark.skipif(not PROGRAM, reason="ni valkey-server ni redis-server")),
]


@dataclass(frozen=True)
class Pair:
    """The same room, through either process."""

    first: Room
    second: Room
    valkey: ValkeyServer | None

    def cut(self) -> None:
        """The carrier drops everybody."""
        if self.valkey is not None:
            self.valkey.stop()
            return
        import psycopg

        with psycopg.connect(self.first.served.environment["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'essaim broker'"
            )

    def mend(self) -> None:
        if self.valkey is not None:
            self.valkey.start()


@pytest.fixture(scope="module")
def instance():
    """One database and one folder, with a workshop in its first sequence; processes come and go."""
    with an_instance(HASHED_STATIC="0", GLANCE=NEVER, BROKER_URL="") as made:
        made.run("migrate")
        yield made, made.arrange(RUNNING)


@pytest.fixture(scope="module", params=WAYS)
def pair(request, instance):
    made, given = instance
    with ExitStack() as stack:
        valkey = stack.enter_context(a_valkey()) if request.param == "Valkey" else None
        processes = [stack.enter_context(made.beside(BROKER_URL=valkey.address if valkey else "")) for _ in range(2)]
        first, second = (Room(process, given) for process in processes)
        yield Pair(first, second, valkey)


def texts(events: list[dict]) -> list[str]:
    return [event["text"] for event in events]


def test_what_is_written_at_one_process_is_heard_at_the_other(pair):
    seen = pair.first.phone().poll().json()["revision"]

    with pair.second.client("wall").follow(seen) as stream:
        stream.hello()
        pair.first.phone().write("Un banc à l’ombre")
        (there,) = stream.events(1)
        pair.second.phone().write("Deux bancs")
        (here,) = stream.events(1)

    assert [there["text"], here["text"]] == ["Un banc à l’ombre", "Deux bancs"]
    assert [there, here] == pair.first.phone().log(seen)


def test_two_processes_write_on_one_board_and_every_reader_hears_each_revision_once_in_order(pair):
    seen = pair.first.phone().poll().json()["revision"]
    ready = threading.Barrier(5)

    def listen(room: Room) -> list[dict]:
        with room.client("wall").follow(seen) as stream:
            stream.hello()
            ready.wait()
            return stream.events(80)

    def write(number: int) -> None:
        room = (pair.first, pair.second)[number % 2]
        for turn in range(10):
            assert room.phone(number % 4).write(f"Idée {number}.{turn}").status_code == 200

    with ThreadPoolExecutor(12) as people:
        listening = [people.submit(listen, room) for room in (pair.first, pair.second) * 2]
        ready.wait()
        list(people.map(write, range(8)))
        heard = [each.result() for each in listening]

    assert heard[0] == heard[1] == heard[2] == heard[3] == pair.second.phone().log(seen)
    assert [event["revision"] for event in heard[0]] == list(range(seen + 1, seen + 81))
    assert sorted(texts(heard[0])) == sorted(f"Idée {number}.{turn}" for number in range(8) for turn in range(10))


def test_words_taken_back_at_one_process_are_told_by_the_other_to_nobody(pair):
    start = pair.first.phone().poll().json()["revision"]

    with pair.second.client("wall").follow(start) as stream:
        stream.hello()
        key = pair.first.phone().write("Le maire se trompe").json()["key"]
        (heard,) = stream.events(1)
        httpx.post(
            f"{pair.first.served.url}/a/{pair.first.given['code']}/notes/{key}/",
            data={"act": "withdraw"},
            headers=pair.first.phone().headers({"accept": "application/json"}),
        ).raise_for_status()
        stream.events(1)
        with pair.second.client("wall").follow(start) as late:
            late.hello()
            told = late.events(2)

    assert heard["text"] == "Le maire se trompe"
    assert [(event["key"], event["text"]) for event in told] == [(key, ""), (key, "")]


def test_a_carrier_cut_in_the_middle_delays_and_loses_nothing_then_carries_again(pair):
    seen = pair.first.phone(1).poll().json()["revision"]

    with pair.second.client("wall").follow(seen) as stream:
        stream.hello()
        pair.first.phone(1).write("Avant")
        heard = stream.events(1)
        pair.cut()
        during = pair.first.phone(1).write("Pendant")
        wait_until(lambda: "send" in said(pair.first))
        pair.mend()
        heard += stream.events(1)
        pair.first.phone(1).write("Après")
        heard += stream.events(1)

    assert during.status_code == 200
    assert texts(heard) == ["Avant", "Pendant", "Après"]
    assert sorted(said(pair.first)) == ["hear", "send"]
    assert said(pair.second) == ["hear"]  # it has nothing to send


def said(room: Room) -> list[str]:
    """Which of its threads say that the carrier is down."""
    lines = [json.loads(line) for line in room.served.log().splitlines() if line.startswith("{")]
    return [line["what"] for line in lines if line["event"] == "broker is down"]


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def test_processes_restarted_one_after_the_other_lose_nothing_and_phones_reattach(pair):
    if IS_POSTGRES and pair.valkey:
        pytest.skip("ici avec NOTIFY ; avec Valkey dans test_two_machines.py")
    crowd = Crowd()
    since = pair.first.phone().poll().json()["revision"]

    def restart() -> None:
        crowd.reach(10)
        for room in (pair.first, pair.second):
            room.served.stop()
            crowd.reach(10)
            room.served.start()
            crowd.reach(10)

    with a_switch([("127.0.0.1", room.served.port) for room in (pair.first, pair.second)]) as switch:
        tokens = pair.first.given["seats"]
        phones = [Client(f"http://127.0.0.1:{switch.port}", pair.first.board(), token=token) for token in tokens]
        followers = [Follower(phone, since, crowd) for phone in phones]
        play([Writer(phone, f"Place {number}", crowd) for number, phone in enumerate(phones)], followers, restart)
        log = pair.first.phone().log(since)

    check_nothing_is_missing(crowd, followers, log, since)
    assert min(follower.attached for follower in followers) > 1


def test_wrong_codes_are_counted_over_processes(pair):
    urls = [room.served.url for room in (pair.first, pair.second)] * 16

    with httpx.Client(verify=PLAIN) as somebody:
        statuses = [somebody.get(f"{url}/a/AAAAAAAA/").status_code for url in urls]

    assert statuses[-2:] == [429, 429]


@pytest.mark.skipif(not PROGRAM, reason="ni valkey-server ni redis-server")
def test_a_carrier_down_at_start_is_said_once_and_what_waits_is_a_name_and_a_revision(instance):
    import redis

    made, given = instance
    with a_valkey(is_running=False) as valkey, made.beside(BROKER_URL=valkey.address) as process:
        room = Room(process, given)
        answers = [room.phone(2).write(f"Sans courtier {number}") for number in range(3)]
        valkey.start()
        with redis.Redis(port=valkey.port, decode_responses=True) as client, client.pubsub() as heard:
            heard.subscribe("essaim")
            words = (json.loads(each["data"]) for each in heard.listen() if each["type"] == "message")
            answers.append(room.phone(2).write("Avec courtier"))
            last = answers[-1].json()["revision"]
            told = [next(words)]
            while told[-1] != [room.board(), last, False]:
                told.append(next(words))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert {(topic, is_rewritten) for topic, _revision, is_rewritten in told} == {(room.board(), False)}
    assert sorted(said(room)) == ["hear", "send"]
