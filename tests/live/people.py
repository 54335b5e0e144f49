"""Phones that write and follow for as long as a test lasts, whatever happens to the processes that serve them."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from tests.live.room import Client, digest_of

TROUBLE = (httpx.HTTPError, OSError)
AGAIN = 0.1  # seconds before a phone tries again: the protocol's, shortened
THINKING = 0.5  # seconds between two notes
LAST = "La dernière, après laquelle on s’arrête"


class Crowd:
    """What phones did, and when enough of it is done."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, str] = {}
        self.changed = threading.Condition()
        self.is_over = threading.Event()

    def acknowledge(self, key: str, text: str) -> None:
        with self.changed:
            self.acknowledged[key] = text
            self.changed.notify_all()

    def wait_for(self, done: Callable[[], bool], patience: float = 120) -> None:
        with self.changed:
            assert self.changed.wait_for(done, patience), f"{len(self.acknowledged)} notes acknowledged, then nothing"

    def reach(self, more: int) -> None:
        """So many more notes are acknowledged."""
        goal = len(self.acknowledged) + more
        self.wait_for(lambda: len(self.acknowledged) >= goal)


@dataclass
class Writer:
    """Writes one note after the other, each with its key until the server proves that it has it."""

    client: Client
    name: str
    crowd: Crowd

    def run(self) -> None:
        number = 0
        while not self.crowd.is_over.is_set():
            number += 1
            self.write(f"{self.name}, idée {number}")
            self.crowd.is_over.wait(THINKING)

    def write(self, text: str) -> None:
        key = str(uuid.uuid4())
        while True:
            wait = AGAIN
            try:
                answer = self.client.write(text, key)
                if answer.status_code == 200:
                    ack = answer.json()
                    assert (ack["key"], ack["digest"]) == (key, digest_of(text))
                    self.crowd.acknowledge(key, text)
                    return
                assert answer.status_code in {429, 502, 503}, answer.text
                wait = float(answer.headers.get("retry-after", AGAIN))
            except TROUBLE:
                pass  # nobody knows whether it was kept: the same key asks
            threading.Event().wait(wait)


@dataclass
class Follower:
    """Hears a board from a revision to the last note, and opens its stream again from the last revision heard."""

    client: Client
    seen: int
    crowd: Crowd
    heard: list[dict] = field(default_factory=list)
    attached: int = 0

    @property
    def is_done(self) -> bool:
        return bool(self.heard) and self.heard[-1].get("text") == LAST

    def run(self) -> None:
        while not self.is_done:
            try:
                with self.client.follow(self.seen) as stream:
                    if stream.response.status_code == 200:
                        self.attached += 1
                        self.hear(stream)
            except TROUBLE:
                threading.Event().wait(AGAIN)

    def hear(self, stream) -> None:
        while not self.is_done and (events := stream.events(1)):
            self.heard += events
            self.seen = events[0]["revision"]


def play(writers: list[Writer], followers: list[Follower], during: Callable[[], None]) -> None:
    """They write and follow while this happens; then a last note is written, and heard by all."""
    crowd = writers[0].crowd
    with ThreadPoolExecutor(len(writers) + len(followers)) as people:
        following = [people.submit(each.run) for each in followers]
        writing = [people.submit(each.run) for each in writers]
        try:
            during()
        finally:
            crowd.is_over.set()
            for each in writing:
                each.result()
            writers[0].write(LAST)
            for each in following:
                each.result()


def check_nothing_is_missing(crowd: Crowd, followers: list[Follower], log: list[dict], since: int) -> None:
    """Every acknowledged note is there once; every reader heard each revision once, in order."""
    assert [event["revision"] for event in log] == list(range(since + 1, since + 1 + len(log)))
    notes = [(event["key"], event["text"]) for event in log if event["kind"] == "note"]
    assert len(notes) == len(dict(notes))
    assert crowd.acknowledged.items() == dict(notes).items()
    for follower in followers:
        assert follower.heard == log
