import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.workshops.enums import Act, Kind


class Sequence(models.Model):
    """One block of time of a workshop, copied from its format, then the organiser's to edit."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="sequences")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("titre"), max_length=120)
    kind = models.CharField(_("nature"), max_length=12, choices=Kind, default=Kind.ROUND)
    round = models.PositiveSmallIntegerField(_("tour de table"), default=0)
    seconds = models.PositiveIntegerField(_("durée prévue, en secondes"))
    allows = models.JSONField(default=list, blank=True)
    say = models.TextField(_("dire"), blank=True)
    do = models.TextField(_("faire"), blank=True)
    ask = models.TextField(_("demander"), blank=True)
    icebreaker = models.CharField(_("brise-glace"), max_length=30, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("séquence")
        verbose_name_plural = _("séquences")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "position"], name="sequence_position_once"),
            models.CheckConstraint(condition=models.Q(seconds__gte=1), name="sequence_lasts"),
        ]

    def __str__(self) -> str:
        return self.title

    def permits(self, act: Act) -> bool:
        return act.value in self.allows

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)
