"""The last backup is recent: what is not saved every night is lost with the disk."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from essaim.care.findings import Finding, attention, ok
from essaim.care.last_backup import LastBackup, last_backup

RECENT = timedelta(hours=36)  # every night, and half a day late
ADVICE = (
    "systemctl enable --now essaim-backup.timer, puis systemctl start essaim-backup ; "
    "sans systemd, essaim backup FICHIER chaque nuit"
)


def findings() -> Iterator[Finding]:
    backup = last_backup()
    if backup is None:
        yield attention("sauvegarde", "aucune n’a encore été faite depuis cette machine", ADVICE)
    elif timezone.now() - backup.at > RECENT:
        yield attention("sauvegarde", f"{told(backup)}, il y a plus de {RECENT // timedelta(hours=1)} h", ADVICE)
    else:
        yield ok("sauvegarde", told(backup))


def told(backup: LastBackup) -> str:
    """When the last whole one was made: a backup that failed leaves none, and changes nothing here."""
    return f"la dernière complète est du {timezone.localtime(backup.at):%d/%m/%Y à %H:%M} ({backup.size / 1e6:.1f} Mo)"
