"""The folder of the instance: whose it is, and how much still fits."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from essaim.care.findings import Finding, attention, error, ok

LITTLE, LEAST = 2 * 2**30, 200 * 2**20  # bytes: a busy month, a busy day


def findings() -> Iterator[Finding]:
    yield writable()
    yield space()
    yield ownership()
    yield privacy()


def writable() -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA) as file:
            file.write(b"essaim")
            file.flush()
            os.fsync(file.fileno())
    except OSError as failed:
        return error(
            "ESSAIM_DATA", f"{settings.DATA} ne s’écrit pas ({failed.strerror})", "rendez-le au compte qui sert Essaim"
        )
    return ok("ESSAIM_DATA", f"{settings.DATA} s’écrit")


def space() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    found = f"{free / 2**30:.1f} Go libres"
    if free < LEAST:
        return error("disque", found, "faites de la place maintenant : les notes vont être refusées")
    if free < LITTLE:
        return attention("disque", found, "faites de la place, ou déplacez les vieilles sauvegardes")
    return ok("disque", found)


def kept() -> list[Path]:
    """What the server must write."""
    database = [Path(connection.settings_dict["NAME"])] if connection.vendor == "sqlite" else []
    found = [*database, settings.DATA / "secret", settings.DATA / "erasures.jsonl", Path(settings.MEDIA_ROOT)]
    return [path for path in found if path.exists()]


def ownership() -> Finding:
    """A command given by root leaves files that the service cannot write."""
    owner = settings.DATA.stat().st_uid
    strange = [str(path) for path in kept() if path.stat().st_uid != owner]
    if strange:
        return error(
            "propriétaire",
            f"{', '.join(strange)} : d’un autre compte que {settings.DATA}",
            f"chown -R --reference={settings.DATA} {settings.DATA}",
        )
    return ok("propriétaire", "le même pour tout le dossier")


def privacy() -> Finding:
    """Other accounts of this machine do not read what people said."""
    if settings.DATA.stat().st_mode & 0o005:
        open_files = [str(path) for path in kept() if path.stat().st_mode & 0o004]
        if open_files:
            return attention(
                "lecture",
                f"tous les comptes de la machine lisent {', '.join(open_files)}",
                f"chmod -R o= {settings.DATA}",
            )
    return ok("lecture", "fermée aux autres comptes de la machine")
