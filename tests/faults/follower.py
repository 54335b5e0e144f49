"""Screens that follow a board from its first revision, by stream or by poll, over the same bad network."""

import asyncio
import json
from random import Random
from typing import Any

from tests.faults import wire
from tests.faults.history import digest_of
from tests.faults.phone import Setting
from tests.faults.wire import Broken

SILENCE = 8.0  # seconds without a byte before a stream is opened again (35 in the protocol, shortened)
POLL = 1.0  # second between two polls (3 in the protocol): the processor is for those who write


class Follower:
    """Writes down each revision that it is told, once: what it has seen it asks no more."""

    def __init__(self, name: str, board: str, cookie: str, setting: Setting, draw: Random):
        self.name = name
        self.board = board
        self.cookie = cookie
        self.setting = setting
        self.draw = draw
        self.seen = 0
        self.moved = asyncio.Event()

    def hear(self, event: dict[str, Any]) -> None:
        self.seen = event["revision"]
        told = {name: event[name] for name in ("revision", "kind", "key", "number", "state") if name in event}
        if event["kind"] == "note":
            told["digest"] = digest_of(event["text"])
        if event["kind"] == "moment":
            told["position"] = event["position"]
        self.setting.history.record(self.name, "ok", "follow", board=self.board, told=told)
        self.setting.counts.add("followed")
        self.moved.set()

    def reset(self) -> None:
        """The server says that it knows less than we saw: after crashes alone, this must never be."""
        self.setting.history.record(self.name, "ok", "reset", board=self.board, seen=self.seen)
        self.seen = 0

    def request(self, accept: str) -> bytes:
        headers = {"Accept": accept, "Cookie": self.cookie}
        return wire.request_bytes("GET", f"/live/boards/{self.board}?seen={self.seen}", headers)

    async def reach(self, revision: int) -> None:
        while self.seen < revision:
            self.moved.clear()
            await self.moved.wait()

    async def poll_forever(self) -> None:
        while True:
            try:
                reply = await wire.ask(self.setting.port, self.request("application/json"), 15)
            except Broken:
                reply = None
            answer = reply.json() if reply and reply.status == 200 else {}
            if answer.get("reset"):
                self.reset()
            for event in answer.get("events", ()):
                self.hear(event)
            await asyncio.sleep(POLL * self.draw.uniform(0.7, 1.3))

    async def stream_forever(self) -> None:
        while True:
            try:
                async with wire.connected(self.setting.port) as (reader, writer):
                    writer.write(self.request("text/event-stream"))
                    async with asyncio.timeout(SILENCE):
                        status, headers = await wire.head_of(reader)
                    if status == 200 and headers.get("content-type", "").startswith("text/event-stream"):
                        await self.read_stream(reader)
            except (Broken, TimeoutError):
                pass  # opened again from the last revision seen
            await asyncio.sleep(2 * self.setting.haste * self.draw.uniform(0.7, 1.3))

    async def read_stream(self, reader: asyncio.StreamReader) -> None:
        """Chunks put together again; an event counts once its empty line has come."""
        waiting = b""
        while True:
            async with asyncio.timeout(SILENCE):
                size = int(await reader.readline(), 16)
                chunk = await reader.readexactly(size)
                await reader.readline()
            if not size:
                return
            *messages, waiting = (waiting + chunk).split(b"\n\n")
            for message in messages:
                self.read_message(message.decode())

    def read_message(self, message: str) -> None:
        fields = dict(line.split(": ", 1) for line in message.split("\n") if ": " in line and not line.startswith(":"))
        if fields.get("event") == "reset":
            self.reset()
        elif "id" in fields:
            self.hear(json.loads(fields["data"]))
