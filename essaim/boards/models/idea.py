import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.boards.enums import Channel


class Idea(models.Model):
    """A strong idea that a group retains: why, under which conditions, in whose words."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="ideas")
    group = models.PositiveSmallIntegerField(_("table"), default=0)
    text = models.CharField(_("idée forte"), max_length=400)
    reason = models.TextField(_("pourquoi"), blank=True)
    conditions = models.TextField(_("à quelles conditions"), blank=True)
    theme = models.ForeignKey("boards.Theme", models.SET_NULL, null=True, blank=True, related_name="ideas")
    key_note = models.ForeignKey("boards.Note", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    is_removed = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)  # last changed by the team

    class Meta:
        verbose_name = _("idée forte")
        verbose_name_plural = _("idées fortes")
        ordering = ["group", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Dots(models.Model):
    """Dots on a theme, given by one phone, or counted for a table (hands, paper)."""

    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="dots")
    theme = models.ForeignKey("boards.Theme", models.CASCADE, related_name="dots")
    channel = models.CharField(max_length=10, choices=Channel)
    voter = models.CharField(max_length=36, blank=True)
    group = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("gommettes")
        verbose_name_plural = _("gommettes")
        constraints = [
            models.UniqueConstraint(fields=["theme", "channel", "voter", "group"], name="dots_once_per_voter")
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} +{self.count}"
