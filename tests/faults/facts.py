"""What the tables and the public export hold, read without a line of Essaim."""

import json
import sqlite3
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

QUERIES = {
    "boards": "SELECT id, key, revision, last_number FROM boards_board",
    "notes": "SELECT id, board_id, key, number, text, state, author FROM boards_note",
    "events": "SELECT id, board_id, revision, kind, target, payload FROM boards_event ORDER BY board_id, revision, id",
    "workshops": "SELECT id, code, state, current FROM workshops_workshop",
    "sequences": "SELECT workshop_id, position, started_at, ended_at FROM workshops_sequence",
    "relays": "SELECT board_id, round, version FROM boards_relay",
    "seats": "SELECT workshop_id, key, asked_key FROM workshops_seat WHERE asked_key IS NOT NULL",
    "questions": "SELECT workshop_id, board_id, number FROM workshops_question",
}
Row = dict[str, Any]


@dataclass
class Facts:
    """Rows by table, exports and reports by workshop code."""

    rows: dict[str, list[Row]]
    exports: dict[str, Row] = field(default_factory=dict)
    reports: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        return self.rows[table]


def read_sqlite(path: Path) -> Facts:
    with sqlite3.connect(path) as connection:
        facts = Facts({name: rows_of(connection.execute(query)) for name, query in QUERIES.items()})
    connection.close()
    return facts


def read_postgres(address: str) -> Facts:
    with psycopg.connect(address) as connection:
        return Facts({name: rows_of(connection.execute(query)) for name, query in QUERIES.items()})


def rows_of(cursor: Any) -> list[Row]:
    names = [column[0] for column in cursor.description]
    return [{name: plain(name, value) for name, value in zip(names, row, strict=True)} for row in cursor]


def plain(name: str, value: Any) -> Any:
    """The same value from both databases: a key with its dashes, a payload as an object."""
    if name in {"key", "asked_key"} and value is not None:
        return str(uuid.UUID(str(value)))
    if name == "payload" and isinstance(value, str):
        return json.loads(value)
    return value


def notes_in_export(export: Row) -> dict[str, Row]:
    boards = [question["board"] for question in export["questions"]] + [export["plenary"]]
    return {note["key"]: note for board in boards for note in board["notes"]}


def notes_in_report(report: Row) -> dict[str, str]:
    """The key and the words of each note that the report shows, wherever it shows it."""
    found: dict[str, str] = {}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("key") and {"number", "text", "voices"} <= value.keys():
                found[value["key"]] = value["text"]
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(report["report"])
    return found
