from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.commons.enums import Scheme


class Term(models.Model):
    """A word of a controlled list; a common that bears it also bears every term above it."""

    scheme = models.CharField(max_length=12, choices=Scheme)
    key = models.CharField(max_length=160)  # never changes: sheets, addresses and exports hold it
    label = models.CharField(_("libellé"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        ordering = ["scheme", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "key"], name="term_scheme_key")]

    def __str__(self) -> str:
        return self.label
