"""Loading a vintage of the official territories."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from essaim.territories.domain.perimeters import count_people_again
from essaim.territories.enums import TerritoryKind
from essaim.territories.formats.vintage import Vintage, read_vintage
from essaim.territories.models import Territory, TerritoryRelease

BATCH = 2000  # 12 columns: under SQLite's 32 766 and PostgreSQL's 65 535 parameters per statement
LOADED = [
    "name",
    "siren",
    "population",
    "postal_codes",
    "departement_code",
    "departement_name",
    "region_code",
    "epci_code",
    "ept_code",
    "is_current",
]


@dataclass
class LoadingReport:
    version: str
    counts: dict[str, int] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    removed: int = 0
    was_loaded: bool = False


@transaction.atomic
def load_territories(*, now: datetime | None = None, vintage: Vintage | None = None) -> LoadingReport:
    """The official territories are those of the vintage; those that ended stay, but are no longer current."""
    vintage = vintage or read_vintage()
    if TerritoryRelease.objects.values_list("digest", flat=True).order_by("-pk").first() == vintage.digest:
        return LoadingReport(vintage.version, counts=counts_by_kind(), was_loaded=True)

    known = {
        (territory.kind, territory.code): territory
        for territory in Territory.objects.exclude(kind=TerritoryKind.PERIMETER)
    }
    wanted = {(territory.kind, territory.code): territory for territory in territories_of(vintage)}
    added = [territory for key, territory in wanted.items() if key not in known]
    changed = [territory for key, territory in wanted.items() if key in known and differs(territory, known[key])]
    ended = [territory.pk for key, territory in known.items() if key not in wanted and territory.is_current]

    Territory.objects.bulk_create(
        added + changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=LOADED,
    )
    for start in range(0, len(ended), BATCH):
        Territory.objects.filter(pk__in=ended[start : start + BATCH]).update(is_current=False)
    count_people_again()
    TerritoryRelease.objects.create(digest=vintage.digest, version=vintage.version, loaded_at=now or timezone.now())
    return LoadingReport(vintage.version, counts_by_kind(), len(added), len(changed), len(ended))


def territories_of(vintage: Vintage) -> list[Territory]:
    departements = {row["code"]: row for row in vintage.rows("departement")}
    found = []
    for kind in vintage.tables:
        for row in vintage.rows(kind):
            departement_code = row["code"] if kind == TerritoryKind.DEPARTEMENT else row.get("departement", "")
            departement = departements.get(departement_code, {"name": "", "region": ""})
            found.append(
                Territory(
                    kind=kind,
                    code=row["code"],
                    name=row["name"],
                    siren=row["code"] if kind in (TerritoryKind.EPCI, TerritoryKind.EPT) else row.get("siren", ""),
                    population=row["population"],
                    postal_codes=row.get("postal_codes", ""),
                    departement_code=departement_code,
                    departement_name=departement["name"],
                    region_code=row.get("region", departement["region"]),
                    epci_code=row.get("epci", ""),
                    ept_code=row.get("ept", ""),
                )
            )
    return found


def differs(one: Territory, other: Territory) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in LOADED)


def counts_by_kind() -> dict[str, int]:
    official = Territory.objects.filter(is_current=True).exclude(kind=TerritoryKind.PERIMETER)
    return dict(official.order_by("kind").values_list("kind").annotate(Count("pk")))
