"""Whose connection is it: threads that live as long as the process keep theirs, those that make a page do not."""

import select

from django.db import connection, connections


def keep_connection() -> None:
    """This thread's connection stays open from one piece of work to the next, unless it broke.

    Django would close it with the first request.
    """
    connection.close_at = None
    if has_heard():
        connection.errors_occurred = True  # Django then asks it before it is used
    connection.close_if_unusable_or_obsolete()


def give_connections_back() -> None:
    """This thread holds no connection that it may not keep; one whose transaction goes on belongs to a caller."""
    for one in connections.all(initialized_only=True):
        if not one.in_atomic_block:
            one.close_if_unusable_or_obsolete()


def has_heard() -> bool:
    """PostgreSQL said something that nobody asked for: that it closes, most often. No round trip is made to know it.

    Django's own health checks are for those who give their connection back to the pool after each request.
    """
    ours = connection.connection
    if ours is None or connection.vendor != "postgresql":
        return False
    if ours.closed:
        return True
    socket = select.poll()
    socket.register(ours.fileno(), select.POLLIN)
    return bool(socket.poll(0))
