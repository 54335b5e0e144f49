from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.Model):
    """One value by which a common is found. Made again from its sheet at each writing: nobody edits it."""

    common = models.ForeignKey("commons.Common", models.CASCADE, related_name="facets")
    name = models.CharField(max_length=12)  # a field of the sheet
    value = models.CharField(max_length=160)  # the key of a term, a licence, a tag, a territory

    class Meta:
        verbose_name = _("facette")
        constraints = [models.UniqueConstraint(fields=["common", "name", "value"], name="facet_once")]
        indexes = [models.Index(fields=["name", "value", "common"], name="facet_value")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
