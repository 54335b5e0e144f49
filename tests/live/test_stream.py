"""Following a board on a real server process: in order, without gap, through cuts and kills."""

import asyncio
import json
import signal
import subprocess
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from essaim.live.app import Live, Rules
from essaim.live.wire import Standing
from tests.live.conftest import Room
from tests.live.room import RUNNING, digest_of
from tests.server import ROOT, serving


def texts(events: list[dict]) -> list[str]:
    return [event["text"] for event in events]


def test_a_note_is_heard_by_those_who_follow_and_its_author_is_told_to_nobody(room):
    seen = room.phone().poll().json()["revision"]

    with room.client("wall").follow(seen) as stream:
        stream.hello()
        answer = room.phone().write("Un banc à l’ombre").json()
        (event,) = stream.events(1)

    assert event.pop("at").endswith("Z")
    assert event == {
        "revision": answer["revision"],
        "kind": "note",
        "key": answer["key"],
        "number": answer["number"],
        "text": "Un banc à l’ombre",
        "count": 1,
        "group": 1,
        "round": 1,
        "source": "phone",
        "stance": "",
        "state": "kept",
        "reason": "",
        "theme": None,
        "merged_into": None,
        "about": None,
    }


def test_words_that_were_taken_back_are_told_to_nobody_again(room):
    start = room.phone().poll().json()["revision"]
    with room.client("wall").follow(start) as stream:
        stream.hello()
        key = room.phone().write("Le maire se trompe").json()["key"]
        (heard,) = stream.events(1)
        taken_back = httpx.post(
            f"{room.served.url}/a/{room.given['code']}/notes/{key}/",
            data={"act": "withdraw"},
            headers=room.phone().headers({"accept": "application/json"}),
        )
        stream.events(1)
        with room.phone(1).follow(start) as late:
            late.hello()
            told = late.events(2)

    assert (heard["text"], taken_back.status_code) == ("Le maire se trompe", 200)
    assert [(event["key"], event["text"]) for event in told] == [(key, ""), (key, "")]


def test_a_phone_that_comes_back_receives_exactly_what_it_missed(room):
    start = room.phone().poll().json()["revision"]
    with room.phone().follow(start) as stream:
        room.phone(1).write("Avant la coupure")
        (heard,) = stream.events(1)

    for number in range(1, 6):
        room.phone(1).write(f"Pendant la coupure {number}")
    with room.phone().follow(heard["revision"]) as stream:
        missed = stream.events(5)
        room.phone(1).write("Après la coupure")
        after = stream.events(1)

    assert texts(missed + after) == [*(f"Pendant la coupure {n}" for n in range(1, 6)), "Après la coupure"]
    assert room.phone().log(start) == [heard, *missed, *after]


def test_a_stream_and_a_poll_tell_the_same_from_the_first_event(room):
    log = room.phone().log()

    with room.phone().follow() as stream:
        assert stream.events(len(log)) == log


def test_everybody_hears_the_same_order_while_ten_write(room):
    seen = room.phone().poll().json()["revision"]
    ready = threading.Barrier(4)

    def listen(_number: int) -> list[dict]:
        with room.client("wall").follow(seen) as stream:
            stream.hello()
            ready.wait()
            return stream.events(30)

    def write(number: int) -> None:
        for turn in range(3):
            # One of the room's phones spent its pace in test_live.py.
            room.phone((0, 1, 3)[number % 3]).write(f"Idée {number}.{turn}").raise_for_status()

    with ThreadPoolExecutor(13) as people:
        listening = [people.submit(listen, number) for number in range(3)]
        ready.wait()
        list(people.map(write, range(10)))
        heard = [each.result() for each in listening]

    assert heard[0] == heard[1] == heard[2] == room.phone().log(seen)
    assert [event["revision"] for event in heard[0]] == list(range(seen + 1, seen + 31))


@pytest.mark.parametrize("ahead", [1, 10**6, 10**40])
def test_a_reader_ahead_of_the_log_is_told_to_start_again(room, ahead):
    seen = room.phone().poll().json()["revision"] + ahead

    with room.phone().follow(seen) as stream:
        assert stream.hello()["event"] == "reset"
        assert list(stream.messages()) == []
    assert (room.phone().poll(seen).json()["reset"], room.phone().poll(seen).json()["events"]) == (True, [])
    assert room.phone().poll().json()["reset"] is False


@pytest.mark.parametrize("seen", ["-1", "x", "1.5", "²", ""])
def test_a_cursor_that_is_no_number_reads_from_the_start(room, seen):
    phone = room.phone()

    response = httpx.get(phone.address, params={"seen": seen}, headers=phone.headers())

    assert response.json()["events"] == phone.log()


def test_what_another_process_imports_is_heard_while_the_server_runs(room, tmp_path):
    file = tmp_path / "notes.jsonl"
    file.write_text("".join(json.dumps({"text": f"Importée {number}"}) + "\n" for number in range(3)))
    seen = room.phone().poll().json()["revision"]

    with room.client("wall").follow(seen) as stream:
        stream.hello()
        subprocess.run(
            [sys.executable, "-m", "essaim", "notes", "import", room.given["code"], room.board(), str(file)],
            cwd=ROOT,
            env=room.served.environment,
            check=True,
        )
        heard = stream.events(3)

    assert texts(heard) == ["Importée 0", "Importée 1", "Importée 2"]


def test_notes_acknowledged_before_a_kill_are_all_there_after_it_and_none_twice():
    with serving(HASHED_STATIC="0") as served:
        room = Room(served, served.arrange(RUNNING))
        asked = {str(uuid.uuid4()): f"Idée {number}" for number in range(150)}
        acknowledged: dict[str, str] = {}
        enough = threading.Event()

        def write(number: int) -> None:
            for key, text in list(asked.items())[number::3]:
                try:
                    answer = room.phone(number).write(text, key)
                except httpx.HTTPError:
                    return  # the server is gone: what was in the air stays in the phone's outbox
                assert (answer.status_code, answer.json()["digest"]) == (200, digest_of(text))
                acknowledged[key] = text
                if len(acknowledged) >= 40:
                    enough.set()

        with ThreadPoolExecutor(3) as phones:
            writing = [phones.submit(write, number) for number in range(3)]
            assert enough.wait(60)
            served.stop(signal.SIGKILL)
            for each in writing:
                each.result()
        before_resending = dict(acknowledged)
        served.start()
        kept = {event["key"]: event["text"] for event in room.phone().log() if event["kind"] == "note"}
        with ThreadPoolExecutor(3) as phones:
            list(phones.map(write, range(3)))
        log = room.phone().log()

    assert before_resending.items() <= kept.items() <= asked.items()
    assert acknowledged == asked
    assert [event["revision"] for event in log] == list(range(1, len(log) + 1))
    notes = [(event["key"], event["text"]) for event in log if event["kind"] == "note"]
    assert len(notes) == len(asked) and dict(notes) == asked


def test_a_server_that_stops_ends_its_streams_and_has_no_error_to_tell():
    with serving(HASHED_STATIC="0") as served:
        room = Room(served, served.arrange(RUNNING))
        with room.phone().follow() as stream:
            stream.hello()
            served.stop()
            left = [message for message in stream.messages() if "id" not in message]  # a stream that breaks raises
        errors = [line for line in served.log().splitlines() if '"error"' in line]

    assert (left, errors) == ([], [])


def rules_with(log: list[dict]) -> Rules:
    return Rules(
        may_read_many=lambda requests: [None for _ in requests],
        read=lambda board, seen: [event for event in log if event["revision"] > seen][:1000],
        revisions=lambda boards: dict.fromkeys(boards, Standing(len(log))),
        write_many=lambda requests: [],
        proven=lambda who: [],
    )


def told(log: list[dict], *, headers: list, lifetime: float) -> bytes:
    """What a reader of this log receives until the server closes."""
    sent: list[bytes] = []

    async def reading() -> None:
        forever = asyncio.Event()

        async def receive():
            await forever.wait()

        async def send(message):
            sent.append(message.get("body", b""))

        scope = {"type": "http", "method": "GET", "path": "/live/boards/b", "query_string": b"", "headers": headers}
        live = Live(rules_with(log), lifetime=lifetime)
        await live(scope, receive, send)
        live.threads.shutdown()

    asyncio.run(reading())
    return b"".join(sent)


def test_a_stream_ends_by_itself_so_that_its_right_is_checked_again():
    body = told([{"revision": 1, "kind": "note"}], headers=[(b"accept", b"text/event-stream")], lifetime=0.05)

    assert body.startswith(b"retry: 2000\nevent: clock\ndata: ")
    assert b'id: 1\ndata: {"revision":1,"kind":"note"}\n\n' in body


def test_a_long_absence_is_read_whole_by_stream_and_in_several_polls():
    log = [{"revision": number} for number in range(1, 2501)]

    streamed = told(log, headers=[(b"accept", b"text/event-stream")], lifetime=0.05)
    polled = json.loads(told(log, headers=[], lifetime=0.05))

    assert streamed.count(b"id: ") == 2500
    assert (len(polled["events"]), polled["revision"], polled["reset"]) == (1000, 1000, False)
