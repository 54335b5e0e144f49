import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.commons.enums import Standing


class Common(models.Model):
    """A resource that a community makes, keeps and shares. What it says is its `sheet` (`formats/sheet.py`).

    `title`, `summary` and the words repeat the sheet, so that lists and searches read no JSON.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the same in every export
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.PROPOSED)
    programme = models.ForeignKey(
        "programmes.Programme", models.SET_NULL, null=True, blank=True, related_name="commons"
    )
    sheet = models.JSONField()
    digest = models.CharField(max_length=64)  # of the sheet
    revision = models.PositiveIntegerField(default=1)  # the number of the last one
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)  # stems of everything it says, as searches compare them
    title_words = models.TextField(blank=True)  # those of its title
    generation = models.PositiveBigIntegerField(default=0, db_index=True)  # of the catalogue, when it was last written
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("commun")
        verbose_name_plural = _("communs")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["standing", "-changed_at"], name="common_latest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("commons:common", args=[self.slug])


class Revision(models.Model):
    """What a common said at a moment, whole: who wrote it, when, and why."""

    common = models.ForeignKey(Common, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    sheet = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["common", "number"], name="common_revision_once")]

    def __str__(self) -> str:
        return f"{self.common_id}:{self.number}"


class Origin(models.Model):
    """Where a common was read, so that it is credited, and recognised when it is read again."""

    common = models.OneToOneField(Common, models.CASCADE, related_name="origin")
    system = models.CharField(max_length=20)
    site = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=255)
    revision = models.CharField(max_length=60, blank=True)
    written_at = models.CharField(max_length=40, blank=True)
    contributors = models.JSONField(default=list)  # names, as the system shows them
    raw = models.TextField()  # the whole source: what was understood can be checked against it
    digest = models.CharField(max_length=64)  # of the sheet that this reading gave
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("provenance")
        constraints = [models.UniqueConstraint(fields=["system", "site", "key"], name="common_origin_once")]

    def __str__(self) -> str:
        return f"{self.system}:{self.key}"


class OldName(models.Model):
    """A title or an address that a common had: it still leads there."""

    slug = models.SlugField(max_length=120, unique=True)
    common = models.ForeignKey(Common, models.CASCADE, related_name="old_names")

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")

    def __str__(self) -> str:
        return self.slug
