"""What must be true before this process may tell anybody that a note is kept."""

from django.db import connection

from essaim.care import occupied, swapping
from essaim.kit.refusal import Refused

# Without each of these, PostgreSQL answers before the disk holds what it was told, or loses a page in a power cut.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def check_may_serve() -> None:
    """The instance is whole, its database keeps what it acknowledges, and nobody restores it while we run."""
    swapping.check_is_whole()
    occupied.take_part()
    if off := not_durable():
        raise Refused(
            f"PostgreSQL perdrait des notes dans une coupure : {' et '.join(off)} off. "
            f"Remettez « {off[0]} = on » dans postgresql.conf, puis redémarrez PostgreSQL."
        )


def not_durable() -> list[str]:
    """The settings of this database that give up durability; none on SQLite, whose own we set ourselves."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(DURABLE)])
        return sorted(name for (name,) in cursor.fetchall())
