import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.reports.enums import AmendmentState, ReportState


class Report(models.Model):
    """The account of a workshop: live until it is a draft, open to amendments, then final and dated."""

    workshop = models.OneToOneField("workshops.Workshop", models.CASCADE, related_name="report")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.LIVE)
    introduction = models.TextField(_("introduction"), blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    amend_until = models.DateField(_("amendements jusqu’au"), null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    # What was final, word for word: a published report does not move under its readers.
    content = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")

    def __str__(self) -> str:
        return str(self.workshop)


class Summary(models.Model):
    """What editors write above a question; it rests on the themes that follow it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="summaries")
    question = models.OneToOneField("workshops.Question", models.CASCADE, related_name="summary")
    text = models.TextField(_("synthèse"), blank=True)

    class Meta:
        verbose_name = _("synthèse")
        verbose_name_plural = _("synthèses")

    def __str__(self) -> str:
        return self.text[:40]


class ModelSentence(models.Model):
    """What a language model wrote on a question: its words are labelled wherever a summary still says them."""

    question = models.ForeignKey("workshops.Question", models.CASCADE, related_name="model_sentences")
    text = models.TextField()
    writer = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("phrase du modèle de langue")
        verbose_name_plural = _("phrases du modèle de langue")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Amendment(models.Model):
    """What somebody who was there asks to correct or add, and what was answered."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    report = models.ForeignKey(Report, models.CASCADE, related_name="amendments")
    seat = models.ForeignKey("workshops.Seat", models.SET_NULL, null=True, related_name="amendments")
    about = models.CharField(_("à propos de"), max_length=60, blank=True)
    text = models.TextField(_("votre remarque"))
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED)
    answer = models.TextField(_("réponse"), blank=True)
    proposed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("amendement")
        verbose_name_plural = _("amendements")
        ordering = ["proposed_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Arrival(models.Model):
    """A file that brought something to a workshop: what came by it, and which words of the two did not stay."""

    workshop = models.ForeignKey("workshops.Workshop", models.CASCADE, related_name="arrivals")
    digest = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    told = models.TextField()
    notes = models.JSONField(default=list)  # keys of the notes that came by it
    aside = models.JSONField(default=list)  # words that gave way to others: `what`, `key`, `question`, `number`, `text`

    class Meta:
        verbose_name = _("arrivée")
        verbose_name_plural = _("arrivées")
        ordering = ["arrived_at", "pk"]

    def __str__(self) -> str:
        return self.told[:40]


class Recipient(models.Model):
    """Somebody who asked for the report by e-mail; the row goes as soon as the message has left."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="recipients")
    email = models.EmailField()
    asked_at = models.DateTimeField()
    # Each attempt is counted and dated, so that two people pressing together send one message.
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("destinataire")
        verbose_name_plural = _("destinataires")
        constraints = [models.UniqueConstraint(fields=["report", "email"], name="recipient_once")]

    def __str__(self) -> str:
        return self.email
