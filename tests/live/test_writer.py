"""Notes written together: when one of them cannot be written at all, when too many come, when their senders leave."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from essaim.live import together
from essaim.live.wire import Answer, Credentials
from essaim.live.writer import GONE, Writer

NOBODY = Credentials(cookies={}, bearer="")


async def stays() -> dict[str, Any]:
    """What a client that waits for its answer says: nothing."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def leaves() -> dict[str, Any]:
    return {"type": "http.disconnect"}


def note(text: str, board: str = "b") -> tuple[Credentials, str, dict[str, Any]]:
    return (NOBODY, board, {"text": text})


def kept(requests: list) -> list[Answer]:
    return [Answer(200, {"text": words["text"]}) for _who, _board, words in requests]


class Disk:
    """What writes: it holds each batch until it is told to go on, and remembers who was in it."""

    def __init__(self) -> None:
        self.batches: list[list[tuple[str, str]]] = []
        self.goes = threading.Semaphore(0)

    def __call__(self, requests: list) -> list[Answer]:
        self.batches.append([(board, words["text"]) for _who, board, words in requests])
        self.goes.acquire()
        return kept(requests)

    def go_on(self) -> None:
        for _ in range(10_000):
            self.goes.release()


def send(
    writer: Writer, count: int, board: str, receive: Callable[[], Awaitable[dict[str, Any]]] = stays
) -> list[asyncio.Task[Answer]]:
    writes = (writer.write(note(f"{board} {number}", board), receive, lane=board) for number in range(count))
    return [asyncio.ensure_future(write) for write in writes]


async def turned(turns: int = 10) -> None:
    """Whoever came has taken a place."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def under_way(writer: Writer, disk: Disk) -> list[asyncio.Task[Answer]]:
    """A first batch is on its way to the disk, which does not answer."""
    first = send(writer, 1, "first")
    while not disk.batches:
        await asyncio.sleep(0)
    return first


def test_a_note_that_nobody_foresaw_fails_alone_and_the_others_of_its_batch_are_kept():
    batches: list[list[str]] = []

    def write_many(requests):
        texts = [words["text"] for _who, _board, words in requests]
        batches.append(texts)
        if "bad" in texts:
            raise ValueError("bad")
        return kept(requests)

    async def write_all():
        writer = Writer(write_many)
        writing = (writer.write(note(text), stays, lane="b") for text in ("a", "bad", "c"))
        return await asyncio.gather(*writing, return_exceptions=True)

    a, bad, c = asyncio.run(write_all())

    assert [a.body, c.body] == [{"text": "a"}, {"text": "c"}]
    assert repr(bad) == "ValueError('bad')"
    assert batches == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]


def test_a_flooded_board_starves_no_other_and_each_board_keeps_its_order():
    disk = Disk()

    async def flood():
        writer = Writer(disk)
        first = await under_way(writer, disk)
        flooded = send(writer, 1500, "flooded")
        quiet = [*send(writer, 3, "quiet"), *send(writer, 2, "calm")]
        await turned()
        disk.go_on()
        await asyncio.gather(*first, *flooded, *quiet)

    asyncio.run(flood())

    following = Counter(board for board, _text in disk.batches[1])
    assert following == {"flooded": together.BATCH - 5, "quiet": 3, "calm": 2}
    order = [text for batch in disk.batches for board, text in batch if board == "flooded"]
    assert order == [f"flooded {number}" for number in range(1500)]


def test_beyond_the_bound_a_flooded_board_is_told_when_to_come_back_and_others_still_come_in():
    disk = Disk()

    async def flood():
        writer = Writer(disk)
        first = await under_way(writer, disk)
        flooded = send(writer, together.MOST_WAITING + 300, "flooded")
        await turned()
        quiet = send(writer, 3, "quiet")
        await turned()
        length = writer.notes.length
        disk.go_on()
        return length, await asyncio.gather(*first, *flooded), await asyncio.gather(*quiet)

    length, answers, quiet = asyncio.run(flood())

    late = [answer for answer in answers if answer.status == 503]
    assert (length, len(late)) == (together.MOST_WAITING + 3, 300)
    assert {answer.body["error"]["code"] for answer in late} == {"later"}
    assert all(together.SOONEST <= answer.retry_after <= together.LATEST for answer in late)
    assert [answer.status for answer in quiet] == [200] * 3


def test_boards_without_end_do_not_pass_the_bound():
    disk = Disk()

    async def flood():
        writer = Writer(disk)
        first = await under_way(writer, disk)
        writes = [task for number in range(3 * together.MOST_WAITING) for task in send(writer, 1, f"board {number}")]
        await turned()
        length = writer.notes.length
        disk.go_on()
        await asyncio.gather(*first, *writes)
        return length, writer.notes.length, len(writer.notes.lanes)

    length, *after = asyncio.run(flood())

    assert (length <= 2 * together.MOST_WAITING, after) == (True, [0, 0])


def test_notes_whose_sender_has_left_are_not_written():
    disk = Disk()

    async def flood():
        writer = Writer(disk)
        first = await under_way(writer, disk)
        waiting = send(writer, together.BATCH, "b")
        await turned()
        gone = send(writer, 1000, "b", leaves)
        given_up = await asyncio.gather(*gone)
        stayed = send(writer, 5, "c")
        await turned()
        disk.go_on()
        answers = await asyncio.gather(*first, *waiting, *stayed)
        return given_up, answers, writer.notes.length

    given_up, answers, length = asyncio.run(flood())

    written = [text for batch in disk.batches for _board, text in batch]
    assert ({answer.status for answer in given_up}, length) == ({GONE.status}, 0)
    assert {answer.status for answer in answers} == {200}
    assert len(written) == 1 + together.BATCH + 5


def test_notes_that_waited_longer_than_their_phones_are_told_to_come_back(monkeypatch):
    monkeypatch.setattr(together, "PATIENCE", -1.0)  # as if the time had passed
    disk = Disk()
    disk.go_on()

    async def wait():
        return await asyncio.gather(*send(Writer(disk), 3, "b"))

    assert [(answer.status, disk.batches) for answer in asyncio.run(wait())] == [(503, [])] * 3


@pytest.mark.parametrize(("length", "pace", "seconds"), [(0, 0.0, 2), (2000, 0.005, 10), (2000, 1.0, 30)])
def test_the_time_to_come_back_follows_the_pace_of_the_last_batches(length, pace, seconds):
    queue = together.Together(lambda requests: requests, "t")
    queue.length, queue.pace = length, pace

    assert queue.later(now=0.0) == seconds
