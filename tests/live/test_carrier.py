"""Words between processes, over a way that fails when a test wants it to."""

import queue
import threading
from contextlib import contextmanager

import pytest

from essaim.live import broker, carrier
from essaim.live.carrier import Carrying


class Torn(Exception):
    """The way is cut."""


class Way:
    """What is sent comes to whoever hears, unless the way is cut."""

    name = "test"
    troubles = (Torn,)

    def __init__(self) -> None:
        self.is_cut = False
        self.sendings: list[list[str]] = []
        self.failures = threading.Semaphore(0)
        self.words: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    @contextmanager
    def sending(self):
        def send(texts):
            if self.is_cut:
                self.failures.release()
                raise Torn
            self.sendings.append(texts)
            for text in texts:
                self.words.put(text)

        yield send

    @contextmanager
    def hearing(self):
        def heard():
            while (text := self.words.get()) is not None:
                yield text
            raise Torn

        yield heard()


class Ear:
    """What this process was told, and how often it was told that it may have missed something."""

    def __init__(self) -> None:
        self.words: queue.SimpleQueue[tuple] = queue.SimpleQueue()

    def told(self, words) -> None:
        for topic, revision, is_rewritten, news in words:
            self.words.put((topic, revision, is_rewritten, list(news)))

    def returned(self) -> None:
        self.words.put(("returned",))

    def heard(self, count: int) -> list[tuple]:
        return [self.words.get(timeout=60) for _ in range(count)]


@pytest.fixture
def ear():
    ear = Ear()
    kept = broker.listeners[:], broker.returns[:]
    broker.listen(ear.told, ear.returned)
    yield ear
    broker.listeners[:], broker.returns[:] = kept


def test_words_that_could_not_leave_leave_later_one_for_each_board(ear, monkeypatch):
    monkeypatch.setattr(carrier, "FIRST_WAIT", 0.01)
    way = Way()
    way.is_cut = True
    carrying = Carrying(way, str)

    carrying.send("a", 1, False)
    assert way.failures.acquire(timeout=60)
    carrying.send("a", 3, True)
    carrying.send("b", 7, False)
    carrying.send("a", 2, False)
    while way.failures.acquire(blocking=False):
        pass
    for _ in range(2):  # whatever was taken before has come back to what waits
        assert way.failures.acquire(timeout=60)
    way.is_cut = False
    carrying.listen()

    assert ear.heard(1) == [("returned",)]
    assert sorted(ear.heard(2)) == [("a", 3, True, []), ("b", 7, False, [])]
    carrying.flush(60)
    assert (len(way.sendings), carrying.waiting) == (1, {})


def test_whoever_hears_again_after_a_cut_is_told_that_something_may_be_missing(ear, monkeypatch):
    monkeypatch.setattr(carrier, "FIRST_WAIT", 0.01)
    way = Way()
    carrying = Carrying(way, str)
    carrying.listen()

    carrying.send("a", 1, False)
    before = ear.heard(2)
    way.words.put(None)
    carrying.send("a", 2, False)
    after = ear.heard(2)

    assert before == [("returned",), ("a", 1, False, [])]
    assert after == [("returned",), ("a", 2, False, [])]


@pytest.mark.parametrize("text", ["", "1", "[]", '["a",1]', '["a","1",false]', '["a",1,null]', "é{", '["a",1,true,0]'])
def test_what_is_no_word_of_ours_is_passed_over(text):
    assert carrier.word_in(text) is None
