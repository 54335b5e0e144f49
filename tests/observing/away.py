"""The database of a server goes away, and comes back with all that it held."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.server import Served


@contextmanager
def database_away(served: Served) -> Iterator[None]:
    """Whoever connects from now on is refused, and nobody stays connected; until the block ends."""
    address = served.environment.get("DATABASE_URL", "")
    with on_postgres(address) if address.startswith("postgres") else on_sqlite(served):
        yield


@contextmanager
def on_postgres(address: str) -> Iterator[None]:
    import psycopg

    parts = urlsplit(address)
    name = parts.path.strip("/")
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


@contextmanager
def on_sqlite(served: Served) -> Iterator[None]:
    """A program holds the only place from which one may write, and does not let go."""
    import sqlite3

    holder = sqlite3.connect(Path(served.environment["ESSAIM_DATA"]) / "essaim.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()
