from django.db import models
from django.utils.translation import gettext_lazy as _


class Perimeter(models.Model):
    """Which programme drew a perimeter: its organisers may redraw it. The perimeter itself is a territory."""

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="perimeters")
    territory = models.OneToOneField("territories.Territory", models.CASCADE, related_name="drawing")

    class Meta:
        verbose_name = _("périmètre")
        verbose_name_plural = _("périmètres")
        ordering = ["territory__name", "pk"]

    def __str__(self) -> str:
        return self.territory.name
