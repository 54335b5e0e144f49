"""The file of territories that the wheel carries (written by scripts/build_territories.py)."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "data" / "territories.json.xz"


@dataclass(frozen=True)
class Vintage:
    digest: str
    version: str
    tables: dict[str, dict[str, list]]  # kind → column → values

    def rows(self, kind: str) -> Iterator[dict]:
        table = self.tables[kind]
        for values in zip(*table.values(), strict=True):
            yield dict(zip(table, values, strict=True))


def read_vintage(path: Path = SHIPPED) -> Vintage:
    content = path.read_bytes()
    shipped = json.loads(lzma.decompress(content))
    return Vintage(hashlib.sha256(content).hexdigest(), shipped["version"], shipped["tables"])
