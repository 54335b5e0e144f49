import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Printout(models.Model):
    """Cards printed for a table: which notes, under which heading the machine would put each, as it was then.

    Names and numbers only: words are read from the board, so that those taken back are kept nowhere here.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey("workshops.Question", models.CASCADE, related_name="printouts")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()  # of the board, when it was read
    headings: Any = models.JSONField(default=list)  # [[letter, key of the theme]], blank strips after them
    cards: Any = models.JSONField(default=list)  # [[number of the note, letter or nothing, whether it waited]]
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("tirage")
        verbose_name_plural = _("tirages")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="printout_number_once")]

    def __str__(self) -> str:
        return f"{self.question_id}-p{self.number}"
