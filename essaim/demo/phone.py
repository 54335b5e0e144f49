"""A phone of the demonstration: a client of docs/protocol.md, with nothing of Essaim inside."""

import http.client
import json
import unicodedata
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode


@dataclass
class Phone:
    """Joins by the code, writes with keys of its own, believes only a right acknowledgement."""

    host: str
    port: int
    code: str
    actor: str = ""
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = kind
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"{}")
        finally:
            connection.close()

    def join(self) -> None:
        """This phone holds a seat."""
        body = urlencode({"key": self.key, "actor": self.actor}).encode()
        status, seat = self.ask("POST", f"/a/{self.code}/rejoindre/", body, "application/x-www-form-urlencoded")
        if status != 200:
            raise ConnectionError(f"join: {status} {seat}")
        self.token = seat["token"]

    def state(self) -> dict[str, Any]:
        return self.ask("GET", f"/a/{self.code}/etat.json")[1]

    def write(self, board: str, text: str, stance: str = "") -> bool:
        """True once the server has repeated this very key and the digest of these very words."""
        key = str(uuid.uuid4())
        note = json.dumps({"key": key, "text": text, "stance": stance}).encode()
        status, answer = self.ask("POST", f"/live/boards/{board}/notes", note)
        right = sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
        if status == 200 and answer.get("key") == key and answer.get("digest") == right:
            self.acknowledged[key] = text
            return True
        return False
