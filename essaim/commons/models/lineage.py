from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.commons.enums import Relation
from essaim.commons.models.common import Common


class Derivation(models.Model):
    """A common was drawn from another: one of the catalogue, or a work that stands elsewhere and is told here.

    What it was drawn from is told in full, so that it is credited even once it is gone from the catalogue.
    """

    child = models.ForeignKey(Common, models.CASCADE, related_name="derivations")
    parent = models.ForeignKey(Common, models.SET_NULL, null=True, blank=True, related_name="adaptations")
    relation = models.CharField(max_length=12, choices=Relation)
    base = models.PositiveIntegerField(default=0)  # the parent's revision that was taken, or last looked at
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=500, blank=True)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=300, blank=True)  # an SPDX identifier, or words
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("filiation")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["child", "parent"], name="common_derivation_once")]

    def __str__(self) -> str:
        return f"{self.child_id}<{self.parent_id or self.title}"


class ChangeNote(models.Model):
    """One thing that was changed to make a common out of others: it stays in the credits of what is drawn from it."""

    common = models.ForeignKey(Common, models.CASCADE, related_name="change_notes")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("modification notée")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text
