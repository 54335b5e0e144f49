import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.kit.codes import new_code, new_secret
from essaim.programmes.enums import Licence, Visibility
from essaim.workshops.enums import State, Topology

RULES = "\n".join(
    (
        "Écouter avec attention",
        "Parler en son nom, avec intention",
        "Accueillir sans juger",
        "Se faire confiance",
        "Respecter le cadre et le temps",
    )
)


class Workshop(models.Model):
    """One workshop of a day: questions, tables, a format copied into sequences, people on seats."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey("programmes.Gathering", models.CASCADE, related_name="workshops")
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code)
    wall_key = models.CharField(max_length=40, unique=True, default=new_secret)
    title = models.CharField(_("titre"), max_length=160)
    purpose = models.TextField(_("intention"), blank=True)
    harvest = models.TextField(_("récolte attendue"), blank=True)
    rules = models.TextField(_("règles de l’intelligence collective"), default=RULES, blank=True)
    format_key = models.CharField(max_length=40, default="world-cafe")
    topology = models.CharField(
        _("qui se déplace"), max_length=20, choices=Topology, default=Topology.FACILITATORS_MOVE
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    headcount = models.PositiveSmallIntegerField(_("personnes attendues"), default=24)
    # Limits of the rotation: at most so many people of one organisation, of one territory, at a table.
    per_organisation = models.PositiveSmallIntegerField(_("par organisation"), null=True, blank=True)
    per_territory = models.PositiveSmallIntegerField(_("par territoire"), null=True, blank=True)
    seconds_per_group = models.PositiveIntegerField(default=300)
    visibility = models.CharField(
        _("compte rendu visible par"), max_length=12, choices=Visibility, default=Visibility.PARTICIPANTS
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.CC_BY_SA)
    plenary = models.OneToOneField("boards.Board", models.PROTECT, related_name="workshop_plenary")
    # The clock: a sequence runs until `ends_at`; paused, it keeps what was left.
    current = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def programme(self):
        return self.gathering.season.programme

    @property
    def rules_list(self) -> list[str]:
        return [rule.strip() for rule in self.rules.splitlines() if rule.strip()]
