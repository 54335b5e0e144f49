"""What clients did and were told, one JSON line each, written as it happens: the only witness beside the database."""

import hashlib
import json
import time
import unicodedata
from pathlib import Path
from typing import Any


def digest_of(text: str) -> str:
    """As docs/protocol.md §5 defines it."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


class History:
    """`invoke` before an attempt, then `ok` (acknowledged), `fail` (refused: nothing written) or `info` (in doubt)."""

    def __init__(self, path: Path):
        self.path = path
        self.file = path.open("w", encoding="utf-8", buffering=1)  # whole lines, should the run be killed

    def record(self, client: str, state: str, op: str, **more: Any) -> None:
        line = {"t": time.time(), "m": time.monotonic(), "client": client, "state": state, "op": op, **more}
        self.file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def close(self) -> None:
        self.file.close()


def lines_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
