from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInLink(models.Model):
    """A link that opens an account once: for a first administrator, an invited facilitator, the demo."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_links")
    fingerprint = models.CharField(max_length=64, unique=True)
    goes_to = models.CharField(max_length=200, default="/")
    uses_left = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lien d’entrée")
        verbose_name_plural = _("liens d’entrée")

    def __str__(self) -> str:
        return f"{self.person} → {self.goes_to}"
