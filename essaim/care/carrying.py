"""Which carrier takes words between the processes of this instance: Valkey where it is asked for, else PostgreSQL."""

from typing import Any

from django.conf import settings
from django.db import connection

from essaim.kit.trouble import first_line
from essaim.live import broker
from essaim.live.carrier import CHANNEL, Carrying, Way


def begin(*, is_listening: bool) -> None:
    """What this process commits is told to the others; where it serves, what they commit is heard."""
    way = way_of()
    if way is None:
        return
    carrier = Carrying(way, first_line)
    broker.carry_by(carrier)
    if is_listening:
        carrier.listen()


def way_of(channel: str = CHANNEL) -> Way | None:
    """None on SQLite: one process, or the glance."""
    if settings.BROKER_URL:
        from essaim.live.valkey import Valkey

        return Valkey(settings.BROKER_URL, channel)
    if connection.vendor == "postgresql":
        from essaim.live.notify import Notify

        return Notify(connection_arguments(), channel)
    return None


def connection_arguments() -> dict[str, Any]:
    """As Django connects, but for what only its own connections understand."""
    given = connection.get_connection_params()
    return {name: value for name, value in given.items() if name not in {"context", "cursor_factory"}}
