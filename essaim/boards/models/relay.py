from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Relay(models.Model):
    """The memory of a question at the bell: frozen, versioned, it opens the next sequence (passage de témoin)."""

    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="relays")
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    frozen_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("passage de témoin")
        verbose_name_plural = _("passages de témoin")
        ordering = ["round", "version"]
        constraints = [models.UniqueConstraint(fields=["board", "round", "version"], name="relay_version_once")]

    def __str__(self) -> str:
        return f"{self.board_id} · {self.round}.{self.version}"
