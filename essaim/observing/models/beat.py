from django.db import models
from django.utils.translation import gettext_lazy as _


class Beat(models.Model):
    """A process of the instance, as it last said how it is: the only place where they know of each other."""

    process = models.UUIDField(unique=True, editable=False)
    started_at = models.DateTimeField()
    at = models.DateTimeField(db_index=True)
    state = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("battement")
        verbose_name_plural = _("battements")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return str(self.process)
