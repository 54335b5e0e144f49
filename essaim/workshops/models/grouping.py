import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Grouping(models.Model):
    """How one person would sort the notes of a question, apart from its board: a draft that moves nothing there."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey("workshops.Question", models.CASCADE, related_name="groupings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    headings: Any = models.JSONField(default=list)  # [[key, title]]: those of the board when it began, then their own
    places: Any = models.JSONField(default=dict)  # key of a note: key of a heading; a note left out waits
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rangement à part")
        verbose_name_plural = _("rangements à part")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["question", "by"], name="grouping_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.by_id}"
