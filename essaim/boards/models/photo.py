import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """The picture of a paper board, re-encoded: no metadata of the phone that took it stays."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="photos")
    theme = models.ForeignKey("boards.Theme", models.SET_NULL, null=True, blank=True, related_name="photos")
    image = models.FileField(upload_to="photos/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    caption = models.CharField(_("description"), max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "digest"], name="photo_once")]

    def __str__(self) -> str:
        return self.caption
