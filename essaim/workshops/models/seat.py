import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.workshops.enums import ActorKind


class Seat(models.Model):
    """A participant without account: no personal field is required, and a name is nobody's business."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    # The key that the phone made when it asked for a seat: asked again after a lost answer, it is the same seat.
    asked_key = models.UUIDField(null=True, blank=True, editable=False)
    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("prénom ou surnom"), max_length=80, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    territory = models.CharField(_("territoire"), max_length=120, blank=True)
    actor = models.CharField(_("vous venez d’où ?"), max_length=12, choices=ActorKind, blank=True)
    needs_accessible = models.BooleanField(_("a besoin d’une table accessible"), default=False)
    host_of = models.PositiveSmallIntegerField(_("hôte de la table"), null=True, blank=True)
    apart = models.JSONField(_("ne pas placer avec"), default=list, blank=True)
    path = models.JSONField(_("tables, séquence par séquence"), default=list, blank=True)
    is_expected = models.BooleanField(_("figurait sur la liste"), default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    agrees_to_be_named = models.BooleanField(_("accepte d’être nommé·e au compte rendu"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="seat_number_once"),
            models.UniqueConstraint(fields=["workshop", "asked_key"], name="seat_asked_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"n° {self.number}"


class Rapporteur(models.Model):
    """Who speaks for a group in plenary: one per table, with the card that was prepared with them."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="rapporteurs")
    table = models.OneToOneField("workshops.Table", models.CASCADE, related_name="rapporteur")
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="reports_for")
    name = models.CharField(_("prénom"), max_length=80, blank=True)
    agrees_to_be_named = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("rapporteur ou rapporteuse")
        verbose_name_plural = _("rapporteurs et rapporteuses")

    def __str__(self) -> str:
        return self.name or str(self.seat or "")


class Turn(models.Model):
    """The turn of a group in the plenary's queue."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="turns")
    table = models.OneToOneField("workshops.Table", models.CASCADE, related_name="turn")
    position = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tour de parole")
        verbose_name_plural = _("tours de parole")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.table}"
