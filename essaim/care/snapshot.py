"""One moment of the database, read row by row as its own migrations describe it, the same from every engine."""

import copy
import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.duration import duration_iso_string

from essaim.kit.refusal import Refused

ALIAS = "snapshot"
AT_ONCE = 2000  # rows in memory
Applied = list[tuple[str, str]]


@contextmanager
def one_moment() -> Iterator[str]:
    """Everything read through this alias is of one moment; people go on writing meanwhile."""
    settings = copy.deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    options = settings.setdefault("OPTIONS", {})
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # IMMEDIATE would keep writers out
    else:
        from psycopg import IsolationLevel

        options.pop("pool", None)
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.databases[ALIAS] = settings
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def migrations_of(using: str) -> Applied:
    """The migrations that this database has; none when it is empty."""
    loader = MigrationLoader(connections[using])
    applied = sorted(loader.applied_migrations)
    known_apps = {app for app, _name in loader.disk_migrations}
    unknown = [node for node in applied if node[0] in known_apps and node not in loader.disk_migrations]
    if unknown:
        raise Refused(
            f"La base de données vient d’une version plus récente d’Essaim ({'.'.join(unknown[0])}) : "
            "installez cette version."
        )
    return [node for node in applied if node in loader.disk_migrations]


def last_of(applied: Applied) -> Applied:
    """The migrations that no other one of the same application follows."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    known = set(applied)
    return [
        node
        for node in applied
        if not any(child.key in known and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def tables_of(applied: Applied) -> list[type[models.Model]]:
    """The tables as they are after these migrations, by name."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    state = loader.project_state(last_of(applied))
    found = [
        model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def rows_of(model: type[models.Model], using: str) -> Iterator[list[Any]]:
    """The rows of a table, in values that JSON knows and that do not depend on the engine."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [plain(value) for value in row]


def plain(value: Any) -> Any:
    """A value that JSON knows, and that the field reads back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    return value


class Content:
    """How many rows, and a fingerprint of them all that depends neither on their order nor on that of JSON's names."""

    def __init__(self) -> None:
        self.rows = 0
        self.total = 0

    def add(self, row: list[Any]) -> None:
        line = json.dumps(row, sort_keys=True).encode()
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % 2**256

    def said(self) -> dict[str, Any]:
        return {"rows": self.rows, "content": f"{self.total:064x}"}


def content_of(model: type[models.Model], using: str) -> dict[str, Any]:
    content = Content()
    for row in rows_of(model, using):
        content.add(row)
    return content.said()


def files_of(tables: list[type[models.Model]], using: str) -> list[str]:
    """The names of the files that rows of these tables speak of."""
    names: set[str] = set()
    for model in tables:
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                found = model._base_manager.using(using).values_list(field.attname, flat=True)
                names |= {str(name) for name in found if name}
    return sorted(names)
