"""`essaim restore FILE`: the instance is what the backup holds, without what was erased since. All, or nothing."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from essaim.care import archive, journal, loading, occupied, replaying, snapshot, swapping
from essaim.kit.refusal import Refused
from essaim.kit.trouble import first_line

# Where people have put something: an instance that only holds territories is empty.
LIVED_IN = ("people_person", "programmes_programme", "boards_board")


@dataclass(frozen=True)
class Restored:
    """What the instance holds now, for the person who asked for it."""

    taken_at: str
    rows: int
    files: int
    erased_again: int
    has_journal: bool
    has_other_secret: bool


def restore(source: Path, *, replace: bool, journals: Sequence[Path], now: datetime) -> Restored:
    """The instance is the one of the backup, or it is untouched."""
    with archive.opened(source) as backup, occupied.alone():
        loading.migrations_in(backup)
        try:
            if not replace:
                check_is_empty()
            return restored(backup, known_erasures(journals), now=now)
        except DatabaseError as failed:
            raise Refused(f"La base de données a refusé : {first_line(failed)}. Rien n’a été changé.") from failed
        except OSError as failed:
            raise Refused(f"{failed.filename or settings.DATA} : {failed.strerror}. Rien n’a été changé.") from failed
        finally:
            tidy()


def restored(backup: archive.Backup, erasures: list[journal.Erasure] | None, *, now: datetime) -> Restored:
    prepare_files(backup)
    with swapping.all_or_nothing() as swap, committed_last():
        with fresh_database():
            loading.load(backup)
            taken_at = datetime.fromisoformat(backup.manifest["taken_at"])
            erased_again = replaying.replay(erasures or [], taken_at=taken_at, now=now)
            applied = snapshot.migrations_of(DEFAULT_DB_ALIAS)
            names = snapshot.files_of(snapshot.tables_of(applied), DEFAULT_DB_ALIAS)
        keep_only(names)
        swap.take(places())
        if not isinstance(default_storage, FileSystemStorage):
            send_away(names)
    return Restored(
        taken_at=backup.manifest["taken_at"],
        rows=sum(table["rows"] for table in backup.manifest["tables"].values()),
        files=len(names),
        erased_again=erased_again,
        has_journal=erasures is not None,
        has_other_secret=has_other_secret(backup),
    )


def places() -> list[Path]:
    """What takes its place at the end, the database's file included where it is one."""
    secret = settings.DATA / "secret"
    # A backup without secret leaves the one that is there.
    places = [Path(settings.MEDIA_ROOT), *([secret] if swapping.prepared(secret).exists() else [])]
    if connection.vendor != "sqlite":
        return places
    # What waits in the old log beside the database belongs to the old file: read with the new one, it would spoil it.
    return [*with_its_log(Path(connection.settings_dict["NAME"])), *places]


def with_its_log(database: Path) -> list[Path]:
    return [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]


def tidy() -> None:
    """Nothing is left of a restoration that did not end, except what stood here before it."""
    known = [Path(settings.MEDIA_ROOT), settings.DATA / "secret"]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        known += with_its_log(database)
        for path in with_its_log(swapping.prepared(database)):
            swapping.remove(path)
    swapping.put_back(known)
    for place in known:
        swapping.remove(swapping.prepared(place))


def check_is_empty() -> None:
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in LIVED_IN:
            if name in present:
                cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 (our own constants)
                if cursor.fetchone():
                    raise Refused(
                        "Cette instance n’est pas vide. Pour perdre ce qu’elle contient et mettre la sauvegarde "
                        "à la place : essaim restore --replace FICHIER."
                    )


def known_erasures(journals: Sequence[Path]) -> list[journal.Erasure] | None:
    """What the journal beside the data tells, and those of other machines; None where there is none."""
    found = [path for path in [journal.path(), *journals] if path in journals or path.exists()]
    return [erasure for path in found for erasure in journal.erasures(path)] if found else None


def prepare_files(backup: archive.Backup) -> None:
    """Photos and secret stand beside their places, on disk."""
    tidy()
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)  # what stood there, even empty, can come back
    media = swapping.prepared(Path(settings.MEDIA_ROOT))
    media.mkdir(parents=True)
    for name in backup.manifest["members"]:
        if name.startswith("files/"):
            write(media / inside(name.removeprefix("files/")), backup, name)
        elif name == archive.SECRET:
            write(swapping.prepared(settings.DATA / "secret"), backup, name)


def inside(name: str) -> str:
    """A name that stays in its folder, whoever made the backup."""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise Refused(f"La sauvegarde contient un nom de fichier interdit (« {name} ») : elle n’a pas été restaurée.")
    return name


def write(path: Path, backup: archive.Backup, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(backup.member(name), file)
        file.flush()
        os.fsync(file.fileno())


def keep_only(names: list[str]) -> None:
    """A photo erased again has left its file too."""
    media = swapping.prepared(Path(settings.MEDIA_ROOT))
    for path in media.rglob("*"):
        if path.is_file() and path.relative_to(media).as_posix() not in names:
            path.unlink()


def send_away(names: list[str]) -> None:
    """Files that live on another machine are there before the database speaks of them, and not here as well."""
    for name in names:
        path = Path(settings.MEDIA_ROOT) / name
        if path.exists():
            default_storage.delete(name)
            with path.open("rb") as file:
                default_storage.save(name, File(file))
            path.unlink()


def has_other_secret(backup: archive.Backup) -> bool:
    """The environment gives another key than the one with which the seats of this backup were signed."""
    given = os.environ.get("SECRET_KEY", "")
    held = archive.SECRET in backup.manifest["members"]
    return bool(given) and held and backup.member(archive.SECRET).read().decode().strip() != given


def committed_last() -> AbstractContextManager[None]:
    """PostgreSQL forgets all of it if anything fails, files included; SQLite is a file among the others."""
    return nullcontext() if connection.vendor == "sqlite" else transaction.atomic()


@contextmanager
def fresh_database() -> Iterator[None]:
    """The block fills an empty database."""
    if connection.vendor != "sqlite":
        loading.clear()
        yield
        return
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(swapping.prepared(Path(live)))
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in its one file
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live
