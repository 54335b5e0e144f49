"""A territory of France as the State numbers it, or a perimeter that a project draws."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.territories.enums import OVERSEAS_COLLECTIVITIES, OVERSEAS_LABEL, TerritoryKind


class Territory(models.Model):
    """Kept for ever: what was done in a commune stays attached to it when it merges (`is_current`)."""

    kind = models.CharField(max_length=12, choices=TerritoryKind)
    code = models.CharField(max_length=40)  # INSEE for communes, départements, régions; SIREN for EPCI, EPT
    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    postal_codes = models.CharField(max_length=200, blank=True)  # space between codes

    # Containment is told by codes rather than foreign keys: a row of a new vintage replaces the old one
    # without looking anything up, and a list is filtered and labelled without a join.
    departement_code = models.CharField(max_length=3, blank=True)
    departement_name = models.CharField(max_length=60, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    epci_code = models.CharField(max_length=9, blank=True)
    ept_code = models.CharField(max_length=9, blank=True)

    members = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="perimeters")
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("territoire")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="territory_kind_code")]
        # Not `db_index`: on PostgreSQL it adds a second index for LIKE, and doubles the time of a load.
        indexes = [
            models.Index(fields=[field], name=f"territory_{field}")
            for field in ("region_code", "departement_code", "epci_code", "ept_code")
        ]

    def __str__(self) -> str:
        return self.label()

    def get_absolute_url(self) -> str:
        return reverse("territories:territory", args=[self.kind, self.code])

    def label(self) -> str:
        """The name as nobody can mistake it for a homonym: “Montreuil (Seine-Saint-Denis, 93)”."""
        if self.kind in (TerritoryKind.REGION, TerritoryKind.PERIMETER):
            return f"{self.name} ({self.kind_label})"
        if self.kind == TerritoryKind.DEPARTEMENT:
            return f"{self.name} ({self.kind_label}, {self.code})"
        return f"{self.name} ({self.departement_name}, {self.departement_code})"

    @property
    def kind_label(self) -> str:
        if self.kind == TerritoryKind.DEPARTEMENT and self.code in OVERSEAS_COLLECTIVITIES:
            return str(OVERSEAS_LABEL)
        return str(TerritoryKind(self.kind).label)


class TerritoryRelease(models.Model):
    """A vintage of the territories that was loaded; the last one is the one in use."""

    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("millésime des territoires")
        get_latest_by = "pk"

    def __str__(self) -> str:
        return self.version
