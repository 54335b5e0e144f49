import uuid
from textwrap import shorten

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LENGTH = 80


def first_words(text: str) -> str:
    """A question as a title holds it: whole, or cut between two words."""
    words = shorten(text, TITLE_LENGTH, placeholder="…")
    return words if len(words) > 1 else text[:TITLE_LENGTH]


class Questions(models.Manager["Question"]):
    """A question is never read without its board: whoever asks for one wants to know what it says."""

    def get_queryset(self) -> models.QuerySet["Question"]:
        return super().get_queryset().select_related("board")


class Question(models.Model):
    """An axis of the workshop. Its board is its memory, whichever room it is discussed in."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("titre court"), max_length=TITLE_LENGTH)
    board = models.OneToOneField("boards.Board", models.PROTECT, related_name="asked_as")
    # Notes of which the machine is sure go under their heading by themselves; off until a facilitator says so.
    places_alone = models.BooleanField(_("les notes sûres se rangent seules"), default=False)

    objects = Questions()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        return self.board.question

    @property
    def has_own_title(self) -> bool:
        """A question without a short title goes by its first words: shown beside the question, they would repeat it."""
        return self.title != first_words(self.text)


class Table(models.Model):
    """A table or a room: a place where a group sits, or meets by video."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("nom"), max_length=80)
    place = models.CharField(_("où la trouver"), max_length=160, blank=True)
    is_accessible = models.BooleanField(_("accessible en fauteuil"), default=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    video_url = models.URLField(_("salle de visioconférence"), blank=True)

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="table_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_own_name(self) -> bool:
        """A badge says « table 2 »: a room whose name lacks its number must say it beside."""
        return str(self.number) not in self.name


class Facilitator(models.Model):
    """A person who runs a question: they move with it, or stay with it, as the topology says."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitates")
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitators",
        verbose_name=_("question"),
    )

    class Meta:
        verbose_name = _("animateur ou animatrice")
        verbose_name_plural = _("animateurs et animatrices")
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="facilitator_once")]

    def __str__(self) -> str:
        return str(self.person)
