"""Photos that live on another machine are written, read, erased, and shown to nobody without us."""

import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from essaim.care.findings import Finding, attention, error, ok

SUBJECT = "photos"
PATIENCE = 10  # seconds


def findings() -> Iterator[Finding]:
    if isinstance(default_storage, FileSystemStorage):
        return  # seen with the folder of the instance
    place = f"{settings.S3_ENDPOINT}/{settings.S3_BUCKET}"
    try:
        yield from used(place)
        yield from versions()
    except OSError as failed:
        yield error(SUBJECT, f"{place} : {failed}", "vérifiez S3_ENDPOINT, S3_BUCKET, S3_KEY et S3_SECRET")


def used(place: str) -> Iterator[Finding]:
    said = uuid.uuid4().hex.encode()
    name = default_storage.save(f"examen/{uuid.uuid4()}", ContentFile(said))
    try:
        with default_storage.open(name) as file:
            is_same = file.read() == said
        is_open = is_read_by_anybody(f"{place}/{name}")
    finally:
        default_storage.delete(name)
    if not is_same or default_storage.exists(name):
        yield error(SUBJECT, f"{place} ne garde pas ce qu’on lui donne, ou pas comme il faut", "changez de stockage")
    elif is_open:
        yield error(SUBJECT, f"{place} se lit sans clé, par tout le monde", "fermez le bucket aux accès publics")
    else:
        yield ok(SUBJECT, f"{place} s’écrit, se lit, s’efface, et reste fermé aux autres")


def is_read_by_anybody(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 (the address of our own settings)
            return True
    except urllib.error.HTTPError:
        return False


def versions() -> Iterator[Finding]:
    if default_storage.keeps_versions():  # type: ignore[attr-defined]
        yield attention(
            SUBJECT,
            "le bucket garde les versions : une photo effacée s’y retrouve",
            "arrêtez-y la gestion des versions",
        )
