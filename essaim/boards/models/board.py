import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

DOTS_EACH = 3  # usual in dot voting: enough to compare, few enough to choose


class Board(models.Model):
    """A question on which notes are put; its log is the only truth that screens follow."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    question = models.TextField(_("question"))
    revision = models.PositiveIntegerField(default=0)
    rewritten = models.PositiveIntegerField(default=0)  # the revision at which earlier words were last taken back
    last_number = models.PositiveIntegerField(default=0)
    dots_each = models.PositiveSmallIntegerField(_("gommettes par personne"), default=DOTS_EACH)

    class Meta:
        verbose_name = _("panneau")
        verbose_name_plural = _("panneaux")

    def __str__(self) -> str:
        return self.question
