from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.boards.enums import Kind


class Event(models.Model):
    """One step of a board's log: gapless, appended in the transaction of the change itself."""

    # Found by the index of `revision_once`, which starts with the board.
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="events", db_index=False)
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    payload = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # What was before and is after a decision, so that it can be undone one by one. Never sent to screens.
    target = models.CharField(max_length=36, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    is_undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["board", "revision"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.board_id}:{self.revision} {self.kind}"
