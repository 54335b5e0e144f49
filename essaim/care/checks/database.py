"""The database answers, has the tables of this version, and keeps what it was told."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from essaim.care import guarding, occupied, snapshot, swapping
from essaim.care.findings import Finding, attention, error, ok
from essaim.kit.refusal import Refused
from essaim.kit.trouble import first_line

APART = timedelta(seconds=5)  # between two machines kept by NTP, thousandths
SLOW = 0.5  # seconds for the shortest question


def findings() -> Iterator[Finding]:
    occupied.leave_pool()  # which would hide why the server cannot be reached
    try:
        yield reached()
        yield whole()
        yield migrated()
        yield from durable()
        yield on_time()
    except DatabaseError as failed:
        found = f"ne répond pas ({first_line(failed)})"
        yield error("base de données", found, "vérifiez DATABASE_URL, et que le serveur tourne")


def asked(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def reached() -> Finding:
    began = time.monotonic()
    asked("SELECT 1")
    again = time.monotonic()
    asked("SELECT 1")
    lasted = time.monotonic() - again
    version = ".".join(str(part) for part in connection.get_database_version())
    found = f"{connection.display_name} {version} répond en {lasted * 1000:.1f} ms (ouverture {again - began:.1f} s)"
    if lasted > SLOW:
        return attention("base de données", found, "rapprochez la base du serveur, ou soulagez-la")
    return ok("base de données", found)


def whole() -> Finding:
    try:
        swapping.check_is_whole()
    except Refused as refused:
        return error("restauration", str(refused), "essaim restore --replace FICHIER")
    return ok("restauration", "aucune n’est restée en chemin")


def migrated() -> Finding:
    """The tables are those of this version."""
    try:
        snapshot.migrations_of("default")
    except Refused as newer:
        return error("tables", str(newer), "installez la version d’Essaim qui a fait ces tables")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return error("tables", f"{len(waiting)} migrations attendent", "essaim migrate, puis redémarrez Essaim")
    return ok("tables", "toutes les migrations sont faites")


def durable() -> Iterator[Finding]:
    """A note that was acknowledged survives a power cut."""
    if connection.vendor == "postgresql":
        off = guarding.not_durable()
        for name in off:
            yield error(name, "off : une coupure de courant perdrait des notes", f"{name} = on dans postgresql.conf")
        if not off:
            yield ok("durabilité", f"{', '.join(guarding.DURABLE)} en service")
        return
    (mode,), (synchronous,) = asked("PRAGMA journal_mode"), asked("PRAGMA synchronous")
    if mode != "wal" or synchronous < 2:
        yield error(
            "durabilité",
            f"journal_mode={mode}, synchronous={synchronous}",
            "mettez la base sur un disque local : SQLite ne tient pas sur un partage de réseau",
        )
    else:
        yield ok("durabilité", "journal_mode=WAL, synchronous=FULL")


def on_time() -> Finding:
    """This machine and its database agree on the hour, and no note comes from the future."""
    before = timezone.now()
    theirs = database_clock()
    gap = theirs - before
    if abs(gap) > APART:
        return error(
            "horloge",
            f"la base de données a {abs(gap).total_seconds():.0f} s d’{'avance' if gap > timedelta(0) else 'retard'}",
            "réglez les deux machines par NTP (timedatectl set-ntp true)",
        )
    (latest,) = asked("SELECT MAX(at) FROM boards_event") if has_notes() else (None,)
    if latest and aware(latest) > before + APART:
        return error(
            "horloge", f"retarde : le journal va déjà jusqu’au {aware(latest):%d/%m/%Y %H:%M}", "réglez-la par NTP"
        )
    here = timezone.localtime(before)
    return ok("horloge", f"{here:%d/%m/%Y %H:%M:%S} ({here.tzname()}), d’accord avec la base de données")


def has_notes() -> bool:
    return "boards_event" in connection.introspection.table_names()


def database_clock() -> datetime:
    here = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
    (moment,) = asked("SELECT clock_timestamp()" if connection.vendor == "postgresql" else here)
    return aware(moment)


def aware(moment: datetime | str) -> datetime:
    """SQLite says moments as text, in UTC."""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found if timezone.is_aware(found) else found.replace(tzinfo=UTC)
