"""Words between processes: one thread sends what this one commits, another hears what the others do.

A carrier that is down, at start or in between, stops nothing: it is said once, tried again with back-off, and what
waits meanwhile is one word for each board.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import structlog

from essaim.live import broker

log = structlog.get_logger("essaim")
CHANNEL = "essaim"
GATHER = 0.005  # seconds between two sendings: what is committed meanwhile goes along
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0  # seconds before a carrier that is down is tried again

Word = tuple[str, int, bool]


class Way(Protocol):
    """How words travel. Each opening is a connection of its own; trouble is one of `troubles`."""

    name: str
    troubles: tuple[type[Exception], ...]

    def sending(self) -> AbstractContextManager[Callable[[list[str]], None]]:
        """Gives a function that sends these texts in one request."""

    def hearing(self) -> AbstractContextManager[Iterator[str]]:
        """Gives the texts as they come, from the moment it is opened; an empty one now and then."""


def text_of(word: Word) -> str:
    return json.dumps(word, separators=(",", ":"))


def word_in(text: str) -> Word | None:
    """A word, or nothing when it is none of ours: whoever shares the carrier may say anything."""
    try:
        topic, revision, is_rewritten = json.loads(text)
    except (ValueError, TypeError):
        return None
    if isinstance(topic, str) and isinstance(revision, int) and isinstance(is_rewritten, bool):
        return topic, revision, is_rewritten
    return None


class Carrying:
    """Sends and hears by one way, as long as the process lives; `told` says in one line what broke."""

    def __init__(self, way: Way, told: Callable[[Exception], str]):
        self.way = way
        self.told = told
        self.waiting: dict[str, Word] = {}
        self.changed = threading.Condition()
        self.is_sending = False
        self.sender: threading.Thread | None = None

    def send(self, topic: str, revision: int, is_rewritten: bool) -> None:
        """The word leaves soon; of two that wait about one board, the later says both."""
        with self.changed:
            _topic, before, was_rewritten = self.waiting.get(topic, (topic, 0, False))
            self.waiting[topic] = (topic, max(before, revision), was_rewritten or is_rewritten)
            if self.sender is None:
                self.sender = threading.Thread(target=self.send_forever, name="broker-send", daemon=True)
                self.sender.start()
            self.changed.notify_all()

    def flush(self, patience: float) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.waiting and not self.is_sending, patience)

    def listen(self) -> None:
        """From now on the words of other processes are heard here."""
        threading.Thread(target=self.hear_forever, name="broker-hear", daemon=True).start()

    def send_forever(self) -> None:
        self.insist(self.send_while_it_holds, "send")

    def hear_forever(self) -> None:
        self.insist(self.hear_while_it_holds, "hear")

    def insist(self, work: Callable[[Callable[[], None]], None], what: str) -> None:
        """The work goes on, whatever breaks; it calls what it is given each time that it is well under way."""
        wait, is_down = FIRST_WAIT, False

        def well() -> None:
            nonlocal wait, is_down
            if is_down:
                log.info("broker is back", way=self.way.name, what=what)
            wait, is_down = FIRST_WAIT, False

        while True:
            try:
                work(well)
            except self.way.troubles as trouble:
                if not is_down:
                    log.warning("broker is down", way=self.way.name, what=what, reason=self.told(trouble))
                is_down = True
            time.sleep(wait * random.uniform(0.7, 1.3))  # noqa: S311 (so that processes do not come back all at once)
            wait = min(wait * 2, LONGEST_WAIT)

    def send_while_it_holds(self, well: Callable[[], None]) -> None:
        with self.way.sending() as send:
            while True:
                words = self.taken()
                try:
                    send([text_of(word) for word in words])
                except self.way.troubles:
                    self.put_back(words)
                    raise
                well()
                time.sleep(GATHER)

    def taken(self) -> list[Word]:
        """All that waits, once something does."""
        with self.changed:
            self.is_sending = False
            self.changed.notify_all()
            self.changed.wait_for(lambda: bool(self.waiting))
            self.is_sending = True
            words = list(self.waiting.values())
            self.waiting.clear()
            return words

    def put_back(self, words: Iterable[Word]) -> None:
        for word in words:
            self.send(*word)

    def hear_while_it_holds(self, well: Callable[[], None]) -> None:
        with self.way.hearing() as texts:
            well()
            broker.come_back()
            for text in texts:
                word = word_in(text)
                if word is not None:
                    broker.hear([(*word, ())])
