from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Abbreviations(models.Model):
    """The abbreviations of this instance, as administrators wrote them; the last ones hold, the former ones stay."""

    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("lexique des sigles")
        verbose_name_plural = _("lexiques des sigles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
