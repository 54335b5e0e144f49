"""A database gets the tables that the backup knew, its rows, then the tables of this version."""

import json
from itertools import batched
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from essaim.care import snapshot
from essaim.care.archive import Backup
from essaim.kit.refusal import Refused

AT_ONCE = 1000  # rows in one order


def migrations_in(backup: Backup) -> snapshot.Applied:
    """The migrations that the backup went through, all known to this version."""
    applied = [(app, name) for app, name in backup.manifest["migrations"]]
    unknown = set(applied) - set(snapshot.MigrationLoader(None, ignore_no_migrations=True).graph.node_map)
    if unknown:
        raise Refused(
            f"Cette sauvegarde a été faite par une version plus récente d’Essaim ({backup.manifest['essaim']}) : "
            "installez cette version pour la restaurer."
        )
    return applied


def clear() -> None:
    """The database holds none of our tables; those of others stay."""
    ours = [table._meta.db_table for table in snapshot.tables_of(snapshot.migrations_of(DEFAULT_DB_ALIAS))]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in [*ours, "django_migrations"]:
            if name in present:
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


def load(backup: Backup) -> None:
    """The empty database holds what the backup holds: counted and compared, then brought to this version."""
    applied = migrations_in(backup)
    executor = MigrationExecutor(connection)
    executor.migrate(snapshot.last_of(applied))
    tables = snapshot.tables_of(applied)
    described = {table._meta.db_table: snapshot.columns_of(table) for table in tables}
    if described != {name: table["columns"] for name, table in backup.manifest["tables"].items()}:
        raise Refused("La sauvegarde ne décrit pas les mêmes tables que cette version : elle n’a pas été restaurée.")
    with transaction.atomic():
        check_references("DEFERRED")
        fill(backup, tables)
        connection.check_constraints()
        check_references("IMMEDIATE")  # a table whose references wait to be checked cannot be altered
        check_content(backup, tables)
    forward = MigrationExecutor(connection)
    forward.migrate(forward.loader.graph.leaf_nodes())


def fill(backup: Backup, tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for table in tables:  # rows that migrations made themselves
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table._meta.db_table)}")  # noqa: S608
        for table in tables:
            for lines in batched(backup.lines(table._meta.db_table), AT_ONCE):
                cursor.executemany(insertion(table), [values(table, json.loads(line)) for line in lines])
        for order in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(order)


def insertion(table: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = snapshot.columns_of(table)
    names, blanks = ", ".join(quote(column) for column in columns), ", ".join("%s" for _column in columns)
    return f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({blanks})"  # noqa: S608


def values(table: type[models.Model], row: list[Any]) -> list[Any]:
    """As they were: no field of the model may put its own moment or default in."""
    return [
        field.get_db_prep_save(field.to_python(value), connection)
        for field, value in zip(table._meta.local_concrete_fields, row, strict=True)
    ]


def check_references(when: str) -> None:
    """In one transaction with the migrations, PostgreSQL would keep what they asked for."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def check_content(backup: Backup, tables: list[type[models.Model]]) -> None:
    """Each table reads as when the backup was made."""
    for table in tables:
        name = table._meta.db_table
        found, expected = snapshot.content_of(table, DEFAULT_DB_ALIAS), backup.manifest["tables"][name]
        if found != {"rows": expected["rows"], "content": expected["content"]}:
            raise Refused(
                f"La table {name} ne se relit pas comme dans la sauvegarde ({found['rows']} lignes au lieu de "
                f"{expected['rows']}, ou d’autres contenus) : rien n’a été changé."
            )
