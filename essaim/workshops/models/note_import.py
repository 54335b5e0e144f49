import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.workshops.enums import ImportState

FILE_LENGTH = 120


class NoteImport(models.Model):
    """A file of notes on its way to a question's board: read, looked at by a person, then added part by part."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey("workshops.Question", models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.CharField(_("fichier"), max_length=FILE_LENGTH)
    state = models.CharField(_("état"), max_length=12, choices=ImportState, default=ImportState.READING)
    total = models.PositiveIntegerField(default=0)  # notes of the file that the board did not have
    done = models.PositiveIntegerField(default=0)  # of those, how many left the file
    added = models.PositiveIntegerField(default=0)  # of those, how many came; the others were there meanwhile
    known = models.PositiveIntegerField(default=0)  # notes of the file that the board had already
    gone = models.PositiveIntegerField(default=0)  # notes of the file that the board had, and that were taken back
    has_ids = models.BooleanField(default=False)
    headings: Any = models.JSONField(default=list)  # titles that it would make, until it is over
    ignored: Any = models.JSONField(default=list)  # columns of the file that nothing reads
    numbers: Any = models.JSONField(default=list)  # [[first, last]]: the numbers that its notes have on the board
    taken_back = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)  # somebody had decided about them
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # when a person, or a part, last moved it

    class Meta:
        verbose_name = _("import de notes")
        verbose_name_plural = _("imports de notes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.file}"

    @property
    def left(self) -> int:
        """Notes of the file that are not on the board yet."""
        return self.total - self.done

    @property
    def removable(self) -> int:
        """Notes that it brought, and that nobody has tried to take back."""
        return sum(last - first + 1 for first, last in self.numbers)

    @property
    def examined(self) -> int:
        """Of those that it brought, how many somebody has asked to take back, and were looked at."""
        return self.taken_back + self.stayed

    @property
    def is_under_way(self) -> bool:
        return self.state in {ImportState.GOING_ON, ImportState.TAKING_BACK}


class NoteImportPart(models.Model):
    """Some of the notes of a file, checked, waiting beside the board; gone once they are on it."""

    note_import = models.ForeignKey(NoteImport, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    rows: Any = models.JSONField()  # [[key, text, count, theme, table]]

    class Meta:
        verbose_name = _("partie d’un import")
        verbose_name_plural = _("parties d’imports")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["note_import", "position"], name="import_part_once")]

    def __str__(self) -> str:
        return f"{self.note_import_id}/{self.position}"
