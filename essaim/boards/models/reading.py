from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.boards.enums import ReadingState


class Reading(models.Model):
    """The last draft of a board too large to be read while a page is waited for; made apart, at low priority.

    `found`, once done: {"encoder", "themes": [{"key", "heading", "quote", "notes": [numbers]}], "waiting": {number:
    [places of themes, the likeliest first]}}. `key` is that of the heading made by people, "" for a proposed one.
    """

    board = models.OneToOneField("boards.Board", models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    number = models.PositiveSmallIntegerField(_("nombre de thèmes"), null=True, blank=True)
    notes = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)  # whoever works on it says so every second
    ended_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")

    def __str__(self) -> str:
        return f"{self.board_id} : {self.state}"

    @property
    def is_going_on(self) -> bool:
        return self.state in {ReadingState.WAITING, ReadingState.WORKING}
