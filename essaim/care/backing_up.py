"""`essaim backup FILE`: everything that the instance holds, at one moment, in one file."""

import errno
import fcntl
import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections, models

from essaim.care import archive, last_backup, snapshot, swapping
from essaim.kit.refusal import Refused


@dataclass(frozen=True)
class Made:
    """What the backup holds, for the person who asked for it."""

    size: int
    rows: int
    files: int
    missing: list[str]
    holds_secret: bool


def back_up(target: Path, *, now: datetime) -> Made:
    """The file holds the instance as it was at one moment, or the file does not exist."""
    swapping.check_is_whole()
    try:
        with written_whole(target) as file:
            made = fill(file, target.parent, now=now)
            size = file.tell()
    except OSError as failed:
        raise Refused(said(failed, target)) from failed
    last_backup.remember(size, now=now)
    return Made(size, *made)


def fill(file: IO[bytes], folder: Path, *, now: datetime) -> tuple[int, int, list[str], bool]:
    """Rows and names of files are of one moment; files never change under a name, so that they may follow."""
    with snapshot.one_moment() as using:
        applied = snapshot.migrations_of(using)
        if not applied:
            raise Refused("L’instance est vide : il n’y a rien à sauvegarder.")
        tables = snapshot.tables_of(applied)
        head = {"essaim": version("essaim"), "database": connections[using].vendor, "taken_at": now.isoformat()}
        writer = archive.Writer(file, head)
        contents = {table._meta.db_table: add_table(writer, table, using, folder) for table in tables}
        names = snapshot.files_of(tables, using)
    missing = [name for name in names if not add_file(writer, name)]
    holds_secret = add_secret(writer)
    writer.close(migrations=applied, tables=contents, missing=missing, holds_secret=holds_secret)
    rows = sum(content["rows"] for content in contents.values())
    return rows, len(names) - len(missing), missing, holds_secret


def add_table(writer: archive.Writer, table: type[models.Model], using: str, folder: Path) -> dict:
    content = snapshot.Content()
    with tempfile.TemporaryFile(dir=folder) as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=5, mtime=0) as packed:
            for row in snapshot.rows_of(table, using):
                content.add(row)
                packed.write(json.dumps(row, separators=(",", ":")).encode() + b"\n")
        writer.add(f"tables/{table._meta.db_table}.jsonl.gz", file)
    return {"columns": snapshot.columns_of(table), **content.said()}


def add_file(writer: archive.Writer, name: str) -> bool:
    """Whether the file was there: between the moment and now, somebody may have erased it."""
    try:
        with default_storage.open(name) as file:
            writer.add(f"files/{name}", file)
    except FileNotFoundError:
        return False
    return True


def add_secret(writer: archive.Writer) -> bool:
    """The key of seats and sessions goes with them, unless the environment gives it."""
    try:
        with (settings.DATA / "secret").open("rb") as file:
            if file.read().decode().strip() != settings.SECRET_KEY:
                return False
            writer.add(archive.SECRET, file)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """The file appears under its name once it is whole and on disk; otherwise nothing stays."""
    check_may_replace(target)
    partial = target.parent / f".{target.name}.partial"
    # Readable by its owner only: with the secret, this file opens every seat.
    handle = os.open(partial, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Refused(f"Une sauvegarde vers « {target} » est déjà en cours.") from busy
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    swapping.settle(target.parent)


def check_may_replace(target: Path) -> None:
    """Only an older backup gives way: a mistyped name overwrites nothing else."""
    if target.is_dir():
        raise Refused(f"« {target} » est un dossier : donnez le nom d’un fichier.")
    if target.exists():
        with target.open("rb") as file:
            if file.read(len(archive.HEAD)) != archive.HEAD.encode():
                raise Refused(f"« {target} » existe et n’est pas une sauvegarde d’Essaim : donnez un autre nom.")


def said(failed: OSError, target: Path) -> str:
    if failed.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Le disque est plein : « {target} » n’a pas été écrit."
    if failed.errno in {errno.ENOENT, errno.ENOTDIR}:
        return f"Le dossier « {target.parent} » n’existe pas."
    if failed.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Le dossier « {target.parent} » ne s’écrit pas ({failed.strerror}) : choisissez-en un autre."
    return f"« {target} » n’a pas été écrit ({failed.strerror})."
