"""Tables and static files are those of this version before anybody is served, whoever else starts meanwhile."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from essaim.care import swapping

KEY = 0x65737361696D  # of PostgreSQL's advisory locks, ours: "essaim" in hexadecimal
OLD = 7 * 24 * 3600  # seconds: longer than any rolling restart


def tables() -> None:
    """The database has the tables of this version, and the territories."""
    swapping.check_is_whole()
    with one_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_territories", verbosity=0)


def static_files() -> None:
    """The files that pages name are in a folder of this version; that of another one, which still serves, stays."""
    folder = Path(settings.STATIC_ROOT)
    whole = folder / ".whole"
    with one_at_a_time():
        if not whole.exists():
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            whole.touch()
            remove_old(folder.parent, keep=folder)


def remove_old(static: Path, *, keep: Path) -> None:
    """Nothing serves any more what an older version made."""
    for path in static.iterdir():
        if path != keep and time.time() - path.stat().st_mtime > OLD:
            swapping.remove(path)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of processes that start together, on this machine or on others, one works and the others wait for it."""
    handle = os.open(settings.DATA / "preparing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with alone_on_database():
            yield
    finally:
        os.close(handle)


@contextmanager
def alone_on_database() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])
