from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.commons.enums import Step


class Writer(models.Model):
    """Somebody who may change a common: whoever began it, and those whom they asked to join."""

    common = models.ForeignKey("commons.Common", models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("personne qui écrit")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["common", "person"], name="common_writer_once")]

    def __str__(self) -> str:
        return f"{self.common_id}:{self.person_id}"


class Draft(models.Model):
    """What somebody typed in the form of a common and has not saved: theirs alone, and gone once it is saved."""

    common = models.ForeignKey("commons.Common", models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fields = models.JSONField()  # the form as it was typed, valid or not
    base = models.PositiveIntegerField()  # the revision that they had before their eyes
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("brouillon")
        constraints = [models.UniqueConstraint(fields=["common", "person"], name="common_draft_once")]

    def __str__(self) -> str:
        return f"{self.common_id}:{self.person_id}"


class Review(models.Model):
    """A step towards the publication of a common: who took it, when, and what they said."""

    common = models.ForeignKey("commons.Common", models.CASCADE, related_name="reviews")
    step = models.CharField(max_length=10, choices=Step)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    message = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("relecture")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.common_id}:{self.step}"
