from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.programmes.enums import Licence


class Programme(models.Model):
    """The frame in which territories cooperate: it lasts, has a public page and organisers."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=160)
    purpose = models.TextField(_("intention"), blank=True)
    licence = models.CharField(_("licence proposée"), max_length=20, choices=Licence, default=Licence.CC_BY_SA)
    is_public = models.BooleanField(_("page publique"), default=True)
    # One: where several work together, they are a perimeter.
    territory = models.ForeignKey(
        "territories.Territory",
        models.SET_NULL,
        verbose_name=_("territoire"),
        null=True,
        blank=True,
        related_name="programmes",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Organiser(models.Model):
    """A person who may prepare and publish everything in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="organisers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organises")

    class Meta:
        verbose_name = _("organisateur ou organisatrice")
        verbose_name_plural = _("organisateurs et organisatrices")
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="organiser_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.programme}"
