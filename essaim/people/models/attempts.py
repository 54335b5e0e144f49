from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempts(models.Model):
    """How often something was tried lately from one address or by one seat, whichever process it went through."""

    who = models.CharField(max_length=64, primary_key=True)  # a keyed digest: no address is kept
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("compte d’essais")
        verbose_name_plural = _("comptes d’essais")

    def __str__(self) -> str:
        return f"{self.count}"
