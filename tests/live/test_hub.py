"""How readers are written to: in order, once each, nobody waiting for somebody slower."""

import asyncio

from essaim.live.hub import CROWD, RING, Hub, Reader
from essaim.live.wire import Standing


class Room:
    """A log, a hub over it, and what each reader was written."""

    def __init__(self) -> None:
        self.log: list[dict] = []
        self.readings = 0
        self.rewritten = 0
        self.hub = Hub(self.read, self.revisions)

    async def read(self, _board: str, seen: int) -> list[dict]:
        self.readings += 1
        return self.log[seen : seen + 1000]

    async def revisions(self, boards: list[str]) -> dict[str, Standing]:
        return dict.fromkeys(boards, Standing(len(self.log), self.rewritten))

    def note(self, count: int = 1, *, is_told: bool = True, is_rewritten: bool = False, has_news: bool = True) -> None:
        news = [{"revision": len(self.log) + place} for place in range(1, count + 1)]
        self.log += news
        if is_rewritten:
            self.rewritten = len(self.log)
        if is_told:
            self.hub.told([("b", len(self.log), is_rewritten, news if has_news else ())])


class Ear(Reader):
    """A reader who remembers each write, and may be slow."""

    def __init__(self) -> None:
        super().__init__(self.take)
        self.writes: list[list[int]] = []
        self.is_free = asyncio.Event()
        self.is_free.set()
        self.came = asyncio.Condition()

    async def take(self, body: bytes) -> None:
        await self.is_free.wait()
        self.writes.append([int(line[4:]) for line in body.split(b"\n") if line.startswith(b"id: ")])
        async with self.came:
            self.came.notify_all()

    async def heard(self, revision: int) -> list[list[int]]:
        """The writes so far, once this revision has come."""
        async with self.came:
            await self.came.wait_for(lambda: bool(self.writes) and self.writes[-1][-1] >= revision)
        return self.writes


async def following(room: Room, count: int, during) -> list[Ear]:
    """So many readers follow from the start while this happens."""
    ears = [Ear() for _ in range(count)]
    async with asyncio.timeout(30):
        await follow(room, ears, ears, during)
    return ears


async def follow(room: Room, left: list[Ear], ears: list[Ear], during) -> None:
    if not left:
        await during(*ears)
        return
    async with room.hub.following("b", left[0]) as topic:
        await room.hub.welcome(topic, left[0], 0)
        await follow(room, left[1:], ears, during)


def test_what_this_process_wrote_is_told_without_reading_it_again():
    room = Room()

    async def during(ear):
        before = room.readings
        for revision in (1, 2, 3):
            room.note()
            await ear.heard(revision)
        assert room.readings == before

    (ear,) = asyncio.run(following(room, 1, during))
    assert ear.writes == [[1], [2], [3]]


def test_a_gap_is_read_from_the_database_and_late_news_are_not_told_twice():
    room = Room()

    async def during(ear):
        room.note(is_told=False)  # its word comes after the next one's
        room.note()
        await ear.heard(2)
        room.hub.told([("b", 1, False, room.log[:1])])
        room.note(has_news=False)
        room.note()
        await ear.heard(4)

    (ear,) = asyncio.run(following(room, 1, during))
    assert [revision for write in ear.writes for revision in write] == [1, 2, 3, 4]


def test_words_taken_back_leave_the_memory_and_who_comes_later_reads_them_as_they_are_now():
    room = Room()
    room.log = [{"revision": 1, "text": "avant"}]
    late: list[bytes] = []

    async def during(ear):
        await ear.heard(1)
        room.log[0] = {"revision": 1, "text": ""}
        room.note(is_rewritten=True)
        await ear.heard(2)
        late.extend(entry for _revision, entry in room.hub.topics["b"].since(0) or [])

    asyncio.run(following(room, 1, during))
    assert late == [b'id: 1\ndata: {"revision":1,"text":""}\n\n', b'id: 2\ndata: {"revision":2}\n\n']


def test_a_word_that_was_lost_is_found_by_a_look_and_what_was_taken_back_leaves_the_memory():
    room = Room()
    room.log = [{"revision": 1, "text": "avant"}]

    async def during(ear):
        await ear.heard(1)
        room.log[0] = {"revision": 1, "text": ""}
        room.note(is_rewritten=True, is_told=False)
        room.note()  # of what another process took back, this one knows nothing yet
        await ear.heard(3)
        room.hub.missed()
        while b"avant" in b"".join(entry for _revision, entry in room.hub.topics["b"].ring):
            await asyncio.sleep(0)
        room.note(is_told=False)
        room.hub.missed()
        await ear.heard(4)

    (ear,) = asyncio.run(following(room, 1, during))
    assert [revision for write in ear.writes for revision in write] == [1, 2, 3, 4]


def test_one_s_own_words_that_come_back_by_a_carrier_are_read_once():
    room = Room()

    async def during(ear):
        room.note(is_rewritten=True)
        await ear.heard(1)
        before = room.readings
        room.hub.told([("b", 1, True, ())])
        room.hub.told([("b", 1, False, ())])
        room.note()
        await ear.heard(2)
        assert room.readings == before

    (ear,) = asyncio.run(following(room, 1, during))
    assert ear.writes == [[1], [2]]


def test_a_slow_reader_delays_nobody_and_gets_all_that_it_missed_in_one_write():
    room = Room()

    async def during(slow, quick):
        slow.is_free.clear()
        for revision in range(1, 6):
            room.note()
            await quick.heard(revision)
        slow.is_free.set()
        await slow.heard(5)

    slow, quick = asyncio.run(following(room, 2, during))
    assert (slow.writes, quick.writes) == ([[1], [2, 3, 4, 5]], [[1], [2], [3], [4], [5]])


def test_a_reader_slower_than_the_memory_is_long_reads_the_database_and_misses_nothing():
    room = Room()

    async def during(slow, quick):
        slow.is_free.clear()
        room.note()
        await quick.heard(1)
        room.note(RING + 100)
        await quick.heard(RING + 101)
        slow.is_free.set()
        await slow.heard(RING + 101)

    slow, _quick = asyncio.run(following(room, 2, during))
    assert [revision for write in slow.writes for revision in write] == list(range(1, RING + 102))


def test_a_crowd_is_written_to_once_for_all_that_comes_within_a_tick():
    room = Room()

    async def during(*ears):
        for _ in range(5):
            room.note()
        for ear in ears:
            await ear.heard(5)

    ears = asyncio.run(following(room, CROWD + 1, during))
    assert {tuple(map(tuple, ear.writes)) for ear in ears} == {((1, 2, 3, 4, 5),)}
