"""Whether anything was written since: asked of the database itself, so that other processes count too."""

from django.db import connection, connections

from essaim.kit.rows import fetched


def stamp() -> object:
    """Equal to an earlier one of this thread when nothing at all was written between the two, by anybody.

    SQLite says in one step whether another connection has committed; PostgreSQL does not, and no two stamps are equal.
    """
    here = connections[connection.alias]
    if here.vendor != "sqlite":
        return object()
    ((version,),) = fetched("PRAGMA data_version", (), here)
    return here.connection, version, here.connection.total_changes
