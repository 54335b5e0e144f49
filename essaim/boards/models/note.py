import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.boards.enums import NoteState, Source, Stance


class Theme(models.Model):
    """A heading made by people, under which notes stand."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="themes")
    title = models.CharField(_("titre"), max_length=200)
    position = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    is_removed = models.BooleanField(default=False)
    key_note = models.ForeignKey("boards.Note", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)  # last changed by the team

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


# Parts of notes, once the cut is undone or their author took them back: nobody sent them, and they count nowhere.
PARTS_GONE = models.Q(cut_from__isnull=False, state=NoteState.WITHDRAWN)


class Note(models.Model):
    """What somebody said, as they wrote it. `count` people said it at once ("×3", typed by a scribe).

    Merged with another note of the same person, it adds nobody: its count is 0 (`domain/counting.py`).
    """

    key = models.UUIDField(unique=True)
    # Found by the index of `note_number_once`, which starts with the board.
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="notes", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(_("texte"))
    count = models.PositiveSmallIntegerField(_("dite par"), default=1)
    # The seat that wrote it; empty when a scribe, a sheet of paper or an import did.
    author = models.CharField(max_length=36, blank=True, db_index=True)
    group = models.PositiveSmallIntegerField(_("table"), default=0)
    round = models.PositiveSmallIntegerField(_("séquence"), default=0)
    source = models.CharField(max_length=10, choices=Source, default=Source.PHONE)
    stance = models.CharField(max_length=10, choices=Stance, blank=True)
    state = models.CharField(max_length=10, choices=NoteState, default=NoteState.KEPT)
    reason = models.CharField(_("motif"), max_length=300, blank=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="notes")
    fits_none = models.BooleanField(
        _("aucun titre ne convient"), default=False
    )  # said by people; the machine only hesitates
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="members")
    # The note that said several things, whose words these are some of; `domain/cutting.py`.
    cut_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", db_index=False
    )  # few are: the index below costs nothing to the others
    about = models.ForeignKey("boards.Idea", models.SET_NULL, null=True, blank=True, related_name="reactions")
    written_at = models.DateTimeField()
    # When its words, and where it stands, last changed: two instances that change the same note can be told apart.
    edited_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["number"]
        indexes = [models.Index(fields=["cut_from"], name="note_parts", condition=models.Q(cut_from__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="note_number_once"),
            models.CheckConstraint(
                condition=models.Q(count__gte=1) | models.Q(source=Source.PHONE), name="note_said_by_somebody"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="set-aside") | ~models.Q(reason=""),
                name="note_set_aside_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:40]}"

    @property
    def is_cut(self) -> bool:
        """It stands in its parts: whoever decides, decides about them."""
        return self.state == NoteState.SET_ASIDE and self.parts.exclude(state=NoteState.WITHDRAWN).exists()
