"""Who is at work on this instance: several processes may serve it, one alone may restore it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from essaim.kit.refusal import Refused

STOP_FIRST = "Arrêtez d’abord Essaim (systemctl stop essaim) : on ne restaure pas une instance qui sert."
kept: list[int] = []  # held until the process ends, however it ends


def take_part() -> None:
    """This process serves the instance: nobody restores it meanwhile."""
    kept.append(locked(fcntl.LOCK_SH, "Une restauration est en cours : attendez qu’elle finisse."))


@contextmanager
def alone() -> Iterator[None]:
    """Nobody serves the instance, from here or from another machine."""
    handle = locked(fcntl.LOCK_EX, STOP_FIRST)
    try:
        check_no_other_client()
        yield
    finally:
        os.close(handle)


def locked(how: int, otherwise: str) -> int:
    handle = os.open(settings.DATA / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        os.close(handle)
        raise Refused(otherwise) from busy
    return handle


def leave_pool() -> None:
    """This process has one connection to PostgreSQL, and hears at once why it cannot have it."""
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        options = connection.settings_dict["OPTIONS"]
        options.pop("pool", None)
        options.setdefault("connect_timeout", 5)


def check_no_other_client() -> None:
    if connection.vendor != "postgresql":
        return
    leave_pool()  # its spare connections would count as other clients
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Refused(f"D’autres programmes sont connectés à la base de données. {STOP_FIRST}")
