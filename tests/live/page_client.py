"""A client written from docs/protocol.md and nothing else: it imports no line of Essaim."""

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any

import httpx


class Lost(Exception):
    """No acknowledgement that proves anything: the note still waits."""


class Refusal(Exception):
    """The server said no, with a code and a sentence."""

    def __init__(self, status: int, code: str):
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


def digest(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


class Phone:
    """§3 to §10 of the page, one method each."""

    def __init__(self, base: str, code: str):
        self.http = httpx.Client(base_url=base, headers={"Accept": "application/json"}, timeout=15)
        self.code = code
        self.join_key = str(uuid.uuid4())
        self.board = ""
        self.seen = 0
        self.things: dict[tuple[str, str], dict[str, Any]] = {}

    def ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self.http.request(method, path, **more)
        body = answer.json()
        if answer.status_code == 200:
            return body
        if 400 <= answer.status_code < 500 and answer.status_code != 429:
            raise Refusal(answer.status_code, body["error"]["code"])
        raise Lost

    def join(self, **fields: str) -> dict[str, Any]:
        seat = self.ask("POST", f"/a/{self.code}/rejoindre/", data={"key": self.join_key, **fields})
        self.http.headers["Authorization"] = f"Bearer {seat['token']}"
        return seat

    def state(self) -> dict[str, Any]:
        return self.ask("GET", f"/a/{self.code}/etat.json")

    def write(self, board: str, text: str, *, key: str = "", **more: Any) -> dict[str, Any]:
        note = {"key": key or str(uuid.uuid4()), "text": text, **more}
        ack = self.ask("POST", f"/live/boards/{board}/notes", json=note)
        words = [text, ack["text"]] if "text" in ack else [text]
        if ack["key"] != note["key"] or ack["digest"] not in map(digest, words):
            raise Lost
        return ack

    def hear(self, event: dict[str, Any]) -> None:
        """§7: each event replaces the former state of the same thing; numbers have no gap."""
        if event["revision"] <= self.seen:
            return
        assert event["revision"] == self.seen + 1
        self.seen = event["revision"]
        name = event.get("key") or event.get("theme") or (event["round"] if event["kind"] == "relay" else "")
        self.things[event["kind"], str(name)] = event

    def poll(self, board: str) -> None:
        while True:
            log = self.ask("GET", f"/live/boards/{board}", params={"seen": self.seen})
            assert not log["reset"]
            for event in log["events"]:
                self.hear(event)
            if self.seen >= log["revision"]:
                return

    def keep_up(self) -> dict[str, Any]:
        """§8: the state, and the board that it gives, read to its end; another board is read from its start."""
        state = self.state()
        if state["board"]["key"] != self.board:
            self.board, self.seen, self.things = state["board"]["key"], 0, {}
        self.poll(self.board)
        return state

    def stream(self, board: str, headers: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
        """Events as they come, after the clock; the caller closes by leaving the loop."""
        asked = {"Accept": "text/event-stream", **(headers or {})}
        with self.http.stream("GET", f"/live/boards/{board}", params={"seen": self.seen}, headers=asked) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            fields: dict[str, str] = {}
            for line in answer.iter_lines():
                if line.startswith(":"):
                    continue
                if line:
                    name, _colon, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                    continue
                if "data" in fields:
                    data = json.loads(fields["data"])
                    kind = fields.get("event", "message")
                    if kind == "message":
                        assert int(fields["id"]) == data["revision"]
                    yield {"event": kind, **data}
                fields = {}

    def notes(self) -> list[str]:
        kept = [thing for (kind, _key), thing in self.things.items() if kind == "note"]
        return [note["text"] for note in sorted(kept, key=lambda note: note["number"]) if note["state"] == "kept"]
