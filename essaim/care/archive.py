"""A backup is one tar file, closed by a line with the fingerprint of all that stands before it.

Members: `essaim-backup.json` (what it is), `tables/*.jsonl.gz`, `files/*`, `secret`, `manifest.json` (what is there).
"""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from essaim.kit.refusal import Refused

FORMAT = 1
HEAD = "essaim-backup.json"
MANIFEST = "manifest.json"
SECRET = "secret"  # noqa: S105 (the name of a member)
BLOCK = 2**20
Manifest = dict[str, Any]


def trailer(digest: str) -> bytes:
    return f"essaim-backup sha256={digest}\n".encode()


TRAILER_SIZE = len(trailer("0" * 64))


class Hashed:
    """Writes to a file, and knows the fingerprint of what was written."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.file.write(data)

    def tell(self) -> int:
        return self.file.tell()


class Writer:
    """Members are added one after the other; each one's fingerprint is kept for the manifest."""

    def __init__(self, file: IO[bytes], head: Manifest):
        self.hashed = Hashed(file)
        self.tar = tarfile.TarFile(fileobj=self.hashed, mode="w", format=tarfile.PAX_FORMAT)  # type: ignore[arg-type]
        self.manifest: Manifest = {"format": FORMAT, **head}
        self.members: dict[str, str] = {}
        self.add(HEAD, io.BytesIO(as_json(self.manifest)))

    def add(self, name: str, content: IO[bytes]) -> None:
        """This file is in the backup; it is read from where it starts."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = content.seek(0, io.SEEK_END), 0o600
        content.seek(0)
        self.members[name] = fingerprint(content, member.size)
        content.seek(0)
        self.tar.addfile(member, content)

    def close(self, **manifest: Any) -> None:
        """The manifest and the fingerprint of the whole close the backup."""
        self.manifest |= {**manifest, "members": dict(self.members)}
        self.add(MANIFEST, io.BytesIO(as_json(self.manifest)))
        self.tar.close()
        self.hashed.file.write(trailer(self.hashed.digest.hexdigest()))


def fingerprint(file: IO[bytes], size: int) -> str:
    """Of the bytes that follow, so many of them."""
    digest = hashlib.sha256()
    while size > 0 and (data := file.read(min(BLOCK, size))):
        digest.update(data)
        size -= len(data)
    return digest.hexdigest()


def as_json(value: Manifest) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode() + b"\n"


@dataclass(frozen=True)
class Backup:
    """A backup that was found whole."""

    tar: tarfile.TarFile
    manifest: Manifest

    def member(self, name: str) -> IO[bytes]:
        found = self.tar.extractfile(name)
        if found is None:
            raise Refused(f"La sauvegarde ne contient pas « {name} », que son manifeste annonce.")
        return found

    def lines(self, table: str) -> Iterator[bytes]:
        with gzip.open(self.member(f"tables/{table}.jsonl.gz")) as lines:
            yield from lines


@contextmanager
def opened(source: Path) -> Iterator[Backup]:
    """The backup, once every byte of it was checked."""
    with source.open("rb") as file:
        check_is_whole(file, source.name)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as tar:
            yield checked(tar)


def check_is_whole(file: IO[bytes], name: str) -> None:
    """Not one byte differs from what was written."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    starts_well = file.read(len(HEAD)) == HEAD.encode()
    file.seek(max(0, size - TRAILER_SIZE))
    end = file.read()
    ends_well = end.startswith(trailer("")[:-1])
    if not starts_well and not ends_well:
        raise Refused(f"« {name} » n’est pas une sauvegarde d’Essaim.")
    if not ends_well:
        raise Refused(f"La sauvegarde « {name} » est incomplète : sa fin manque. Prenez-en une autre copie.")
    file.seek(0)
    digest, left = hashlib.sha256(), size - TRAILER_SIZE
    while left > 0:
        data = file.read(min(BLOCK, left))
        digest.update(data)
        left -= len(data)
    if end != trailer(digest.hexdigest()):
        raise Refused(
            f"La sauvegarde « {name} » est abîmée : son empreinte ne correspond pas. Prenez-en une autre copie."
        )


def checked(tar: tarfile.TarFile) -> Backup:
    """The members are those of the manifest, each as it was read when the backup was made."""
    head = json.load(Backup(tar, {}).member(HEAD))
    if head["format"] != FORMAT:
        raise Refused(
            f"Cette sauvegarde a été faite par une version plus récente d’Essaim ({head['essaim']}) : "
            "installez cette version pour la restaurer."
        )
    backup = Backup(tar, json.load(Backup(tar, {}).member(MANIFEST)))
    members = [member for member in tar.getmembers() if member.name != MANIFEST]
    found = {member.name: fingerprint(backup.member(member.name), member.size) for member in members}
    if found != backup.manifest["members"]:
        raise Refused("La sauvegarde ne contient pas ce que son manifeste annonce.")
    return backup
