from django.db import models
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """Where the machine proposed to put a note; beside where it stands, how often people changed its proposals.

    `is_alone`: it was sure, people had let it, and it put the note there itself.
    """

    note = models.ForeignKey("boards.Note", models.CASCADE, related_name="proposals")
    theme = models.ForeignKey("boards.Theme", models.CASCADE, related_name="proposals")
    is_alone = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id} → {self.theme_id}"
