from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from essaim.workshops.enums import Topology

NAME_LENGTH = 80


class SavedFormat(models.Model):
    """Sequences that worked, under a name, for the next workshops of the programme. Data, as a built-in format is."""

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="formats")
    name = models.CharField(_("nom"), max_length=NAME_LENGTH)
    format_key = models.CharField(max_length=40)  # the built-in format from which it once came
    topology = models.CharField(_("qui se déplace"), max_length=20, choices=Topology)
    seconds_per_group = models.PositiveIntegerField()
    sequences = models.JSONField()  # in order, each with the fields of `Sequence` that make its script
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        ordering = [Lower("name"), "pk"]
        constraints = [models.UniqueConstraint("programme", Lower("name"), name="format_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def seconds(self) -> int:
        return sum(sequence["seconds"] for sequence in self.sequences)
