"""A phone written from docs/protocol.md: keys of its own, one note at a time, and only a right proof is "sent"."""

import asyncio
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults import kinds, wire
from tests.faults.counts import Counts
from tests.faults.history import History, digest_of
from tests.faults.wire import Broken, Reply

WAITS = (1, 2, 4, 8, 15)  # seconds, docs/protocol.md §5
WORDS = "Aérer|Plus de pistes cyclables 🚲|Un café associatif|Ouvrir la cour l’été|De\u0301caler l’heure|École 👩‍🏫"


@dataclass
class Setting:
    """What all phones of a run share."""

    port: int
    history: History
    counts: Counts
    patience: float = 2.0  # seconds before a first answer is given up; doubled at each attempt, to the protocol's 15
    haste: float = 0.05  # waits between attempts are shortened by this much
    steals: list[tuple[str, str, str]] = field(default_factory=list)  # keys to steal, their boards and their owners
    done: set[tuple[str, str]] = field(default_factory=set)  # what was acknowledged, each once
    is_over: bool = False

    async def ask(self, request: bytes, attempt: int = 0, **more: Any) -> Reply:
        try:
            return await wire.ask(self.port, request, min(15.0, self.patience * 2 ** min(attempt, 3)), **more)
        except Broken:
            self.counts.add("silence")
            raise


class Gone(Exception):
    """The phone fell in the river, with what it had not sent."""


class Phone:
    """A seat in a workshop, taken and used over a bad network."""

    def __init__(self, name: str, code: str, setting: Setting, draw: Random):
        self.name = name
        self.code = code
        self.setting = setting
        self.draw = draw
        self.join_key = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        self.token = ""
        self.board = ""
        self.question = 0
        self.bases: dict[str, str] = {}  # which words each note says, where this phone has changed it
        self.waited = 0.0  # seconds between attempts, as the protocol counts them

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def record(self, state: str, op: str, **more: Any) -> None:
        self.setting.history.record(self.name, state, op, **more)

    async def insist(self, method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
        """The first whole JSON answer that is not "later": for what may be asked as often as one likes."""
        for attempt in range(10_000):
            headers, data = wire.as_form(body) if body is not None else ({}, b"")
            try:
                request = wire.request_bytes(method, path, {**headers, **self.bearer}, data)
                reply = await self.setting.ask(request, attempt)
            except Broken:
                reply = None
            if reply and reply.json() and (reply.status == 200 or reply.refusal) and reply.status != 429:
                return reply
            await self.rest(attempt, reply)
        raise RuntimeError(f"{self.name}: {method} {path} never answered")

    async def rest(self, attempt: int, reply: Reply | None) -> None:
        """The wait of the protocol, shortened; a "slow down" is obeyed to the second."""
        if reply and reply.status == 429 and reply.headers.get("retry-after", "").isdigit():
            self.setting.counts.add("slow-down")
            await asyncio.sleep(int(reply.headers["retry-after"]))
        if reply and reply.status == 503:
            self.setting.counts.add("later")
        if reply and reply.status >= 500:
            self.setting.counts.add("trouble")
        wait = WAITS[min(attempt, len(WAITS) - 1)] * self.draw.uniform(0.7, 1.3)
        self.waited += wait
        await asyncio.sleep(wait * self.setting.haste)

    async def join(self) -> None:
        """The phone has a seat, always the same for the same key."""
        self.record("invoke", "join", key=self.join_key, workshop=self.code)
        while not self.token:
            reply = await self.insist("POST", f"/a/{self.code}/rejoindre/", {"key": self.join_key})
            if reply.refusal:
                raise RuntimeError(f"{self.name} may not join: {reply.refusal}")
            self.token = str(reply.json().get("token", ""))
        self.record("ok", "join", key=self.join_key, workshop=self.code, seat=self.token.partition(":")[0])

    async def find_board(self) -> None:
        """Where this seat writes now."""
        reply = await self.insist("GET", f"/a/{self.code}/etat.json")
        state = reply.json()
        if isinstance(state.get("board"), dict) and isinstance(state.get("question"), dict):
            self.board, self.question = state["board"]["key"], state["question"]["number"]

    def words(self, number: int) -> str:
        return f"{self.draw.choice(WORDS.split('|'))} n° {number} de {self.name} ({self.draw.randrange(10**6)})"

    async def live(self, notes: int) -> None:
        """The phone joins, writes so many notes, each until it is acknowledged or refused, then is put away."""
        await self.join()
        await self.find_board()
        for number in range(notes):
            if self.setting.is_over:
                return
            try:
                await self.one_note(number)
            except Gone as gone:
                self.setting.counts.add(kinds.Phone.DROWNED)
                self.record("info", "drowned", key=str(gone))
                return

    async def one_note(self, number: int) -> None:
        key, text = str(uuid.UUID(int=self.draw.getrandbits(128), version=4)), self.words(number)
        chance = self.draw.random()
        if not await self.write(key, text, chance):
            return
        setting = self.setting
        if self.draw.random() < 0.02:
            setting.steals = [*setting.steals[-50:], (key, self.board, self.name)]
        after = self.draw.random()
        if after < 0.05:
            await self.write(key, text, 1.0)
            setting.counts.add(kinds.Phone.AGAIN)
        if after < 0.09:
            await self.change(key, "edit", self.words(number))
            if after < 0.07:  # while copies of the first change may still be on their way
                await self.change(key, "edit", text if after < 0.06 else self.words(number))
        if 0.07 < after < 0.15:
            await self.change(key, "withdraw", "")
            if self.draw.random() < 0.3:  # an old copy of the request, from a tab that slept
                await self.write(key, text, 1.0)

    async def write(self, key: str, text: str, chance: float) -> bool:
        """Whether the note was acknowledged; `chance` says which whim comes along with it."""
        counts = self.setting.counts
        if chance < 0.06:
            counts.add(kinds.Phone.DOUBLE)
            sent = await asyncio.gather(self.send(key, text), self.send(key, text))
            return all(sent)
        if chance < 0.08:
            counts.add(kinds.Phone.REBOOT)
            await self.attempt(key, text, hang_up=True)
        elif chance < 0.10:
            counts.add(kinds.Phone.STRANGER)
            held, self.token = self.token, "0" * 32 + ":inconnu"
            await self.attempt(key, text)
            self.token = held
        elif chance < 0.12:
            await self.steal()
        elif chance < 0.124:
            await self.attempt(key, text, hang_up=self.draw.random() < 0.5)
            raise Gone(key)
        return await self.send(key, text, former=0.124 <= chance < 0.17)

    async def send(self, key: str, text: str, *, former: bool = False) -> bool:
        """The same key until the server proves that it has the note, or refuses it for good."""
        if former:
            self.setting.counts.add(kinds.Phone.FORMER)
        late = False
        for attempt in range(10_000):
            reply = await self.attempt(key, text, attempt, late=late, former=former)
            if reply and self.proves(reply, key, text):
                return True
            if reply and reply.refusal and reply.status != 429:
                if late or reply.refusal not in {"bell", "not-now", "other-table"}:
                    return False
                # The bell rang: half hand the note over, the others put it on their new board.
                late = self.draw.random() < 0.5
                if not late:
                    await self.find_board()
            await self.rest(attempt, reply)
        raise RuntimeError(f"{self.name}: {key} never acknowledged")

    async def attempt(
        self, key: str, text: str, rank: int = 0, *, late: bool = False, former: bool = False, hang_up: bool = False
    ) -> Reply | None:
        """One attempt, written down before and after."""
        board, digest = self.board, digest_of(text)
        if former:  # the page's own form, as it was before stances and hand-overs
            form = {"key": key, "text": text, "question": self.question}
            path, (headers, body) = f"/a/{self.code}/notes/", wire.as_form(form)
        else:
            note = {"key": key, "text": text, "late": late} if late else {"key": key, "text": text}
            path, (headers, body) = f"/live/boards/{board}/notes", wire.as_json(note)
        self.record("invoke", "write", key=key, digest=digest, board="" if former else board)
        request = wire.request_bytes("POST", path, {**headers, **self.bearer}, body)
        return await self.told(request, "write", key, text, rank, hang_up=hang_up)

    async def told(
        self,
        request: bytes,
        op: str,
        key: str,
        text: str,
        rank: int = 0,
        *,
        hang_up: bool = False,
        was: str | None = None,
    ) -> Reply | None:
        """What came back, as the history keeps it: a proof, a refusal, or nothing that says anything."""
        try:
            reply = await self.setting.ask(request, rank, hang_up=hang_up)
        except Broken as trouble:
            self.record("info", op, key=key, why=str(trouble)[:60])
            return None
        if self.proves(reply, key, text, was=was):
            ack = reply.json()
            more = {"kept": ack["digest"]} if "text" in ack else {}
            digest = digest_of(text)
            self.record("ok", op, key=key, digest=digest, number=ack["number"], revision=ack["revision"], **more)
            if (op, key) not in self.setting.done:
                self.setting.done.add((op, key))
                self.setting.counts.add("acknowledged")
        elif reply.refusal and reply.status != 429:
            self.record("fail", op, key=key, why=reply.refusal)
            self.setting.counts.add("refused")
        else:
            self.record("info", op, key=key, why=str(reply.status))
            self.setting.counts.add("not believed")
        return reply

    def proves(self, reply: Reply, key: str, text: str, *, was: str | None = None) -> bool:
        """docs/protocol.md §5: status, key and digest, or it is not sent; §10: and for a change, what it changed."""
        ack = reply.json()
        words = [text, ack["text"]] if isinstance(ack.get("text"), str) else [text]
        is_it = reply.status == 200 and ack.get("key") == key and ack.get("digest") in map(digest_of, words)
        return is_it and (was is None or ack.get("was") == was)

    async def change(self, key: str, op: str, text: str) -> None:
        """The note says something else, or is taken back: asked again until the answer is sure."""
        self.setting.counts.add(op)
        was = self.bases.get(key, "") if op == "edit" else None
        form = {"act": "withdraw"} if was is None else {"text": text, "base": was}
        headers, body = wire.as_form(form)
        request = wire.request_bytes("POST", f"/a/{self.code}/notes/{key}/", {**headers, **self.bearer}, body)
        for attempt in range(10_000):
            self.record("invoke", op, key=key, digest=digest_of(text))
            reply = await self.told(request, op, key, text, attempt, was=was)
            if reply and self.proves(reply, key, text, was=was):
                self.bases[key] = str(reply.json().get("base", ""))
                return
            if reply and reply.refusal and reply.status != 429:
                return
            await self.rest(attempt, reply)

    async def steal(self) -> None:
        """Somebody else's key with other words: never accepted, and the note of the other stays as it is."""
        others = [(key, board) for key, board, owner in self.setting.steals if owner != self.name]
        if not others:
            return
        key, board = self.draw.choice(others)
        text = f"Volée par {self.name}"
        self.setting.counts.add(kinds.Phone.STEAL)
        self.record("invoke", "steal", key=key, digest=digest_of(text))
        headers, body = wire.as_json({"key": key, "text": text, "late": True})
        request = wire.request_bytes("POST", f"/live/boards/{board}/notes", {**headers, **self.bearer}, body)
        await self.told(request, "steal", key, text)
