from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.workbench.enums import Verb


class Decision(models.Model):
    """One gesture at the workbench of a programme: who, when, what was before and what is after.

    These rows are the only truth: what stands today is read from those that are not undone (`ledger.py`). They hold
    keys and titles, never the words of a note.
    """

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="decisions", db_index=False)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=10, choices=Verb)
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("décision de l’établi")
        verbose_name_plural = _("décisions de l’établi")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="workbench_decision_once")]

    def __str__(self) -> str:
        return f"{self.programme_id}:{self.number} {self.verb}"
