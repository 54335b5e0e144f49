from django.db import models
from django.utils.translation import gettext_lazy as _


class Season(models.Model):
    """A part of a programme, often a year: gatherings follow one another in it."""

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="seasons")
    title = models.CharField(_("titre"), max_length=120)
    starts_on = models.DateField(_("commence le"), null=True, blank=True)
    ends_on = models.DateField(_("se termine le"), null=True, blank=True)

    class Meta:
        verbose_name = _("saison")
        verbose_name_plural = _("saisons")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="season_ends_after_it_starts",
                violation_error_message=_("La saison ne peut pas se terminer avant d’avoir commencé."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Gathering(models.Model):
    """A dated day at a place, where workshops are held."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="gatherings")
    title = models.CharField(_("titre"), max_length=160)
    day = models.DateField(_("date"))
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    territory = models.ForeignKey(
        "territories.Territory", models.SET_NULL, null=True, blank=True, related_name="gatherings"
    )

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def programme(self):
        return self.season.programme
