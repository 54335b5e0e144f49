"""Whether this process may be sent requests: a proxy asks, and is told which part fails, never why nor where."""

import shutil
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from essaim.observing.beating import the_heart
from essaim.observing.stopping import stopping

FLOOR = 20 * 2**20  # bytes: below, SQLite's own journal may not fit


def checks() -> dict[str, bool]:
    """Each part by its name, and whether it is well."""
    writes = database_writes()
    return {
        "database": writes,
        "migrations": writes and is_migrated(),
        "disk": has_room(),
        "serving": not stopping.is_set(),
    }


def database_writes() -> bool:
    """The last beat of this process was kept; where none beats (a command), the database at least answers."""
    heart = the_heart()
    if heart is not None and heart.task is not None:
        return bool(heart.last) and not heart.is_late
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return connection.is_usable()


def is_migrated() -> bool:
    try:
        return all_migrations_are_done()
    except (DatabaseError, LateMigrations):
        return False


class LateMigrations(Exception):
    """The database is of another version; asked again until it is of this one."""


@cache
def all_migrations_are_done() -> bool:
    """True for good: the code of a process does not change, and no table is taken back under it."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LateMigrations
    return True


def has_room() -> bool:
    try:
        return shutil.disk_usage(settings.DATA).free > FLOOR
    except OSError:
        return False
