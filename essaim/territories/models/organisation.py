"""An organisation that takes part: never confused with the territory where it acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.territories.enums import OrganisationKind
from essaim.territories.models.territory import Territory


class Organisation(models.Model):
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
    )

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
