"""Commons of invented territories, and the pages of an invented wiki where some were written."""

from datetime import UTC, datetime
from decimal import Decimal

from essaim.commons.formats.found import Contributor, Field, Found, Link, Point, Text
from essaim.commons.formats.found import Origin as Source
from essaim.commons.formats.sheet import Sheet
from essaim.commons.models import Common, Facet, OldName, Origin, Revision

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def a_sheet(title: str = "Compost de quartier", **fields) -> Sheet:
    return {"title": title, "description": "Un bac, un référent, un cahier.", **fields}


def texts(*words: str) -> tuple[Text, ...]:
    return tuple(Text(word) for word in words)


def a_field(name: str, raw: str, *values) -> Field:
    return Field(name, raw, values or (Text(raw),))


def a_page(title: str = "Compost de quartier", *fields: Field, key: str = "", raw: str = "", **more) -> Found:
    """A page of the wiki of Val-Fleuri, as its reader gives it."""
    origin = Source(
        system="mediawiki",
        site="https://wiki.val-fleuri.example/wiki/",
        key=key or title,
        address="https://wiki.val-fleuri.example/wiki/" + title.replace(" ", "_"),
        revision=more.pop("revision", "7"),
        written_at="2026-03-01T08:00:00Z",
        contributors=(Contributor("Amel B."), Contributor("Service Déchets")),
    )
    return Found(title, origin, kind="Commun", fields=fields, raw=raw or title, **more)


FULL = (
    a_field("shortDescription", "Composter au pied des immeubles"),
    a_field("description", "Il faut :\n* un '''bac''' ;\n* un lieu ([https://exemple.fr/plan le plan])."),
    a_field(
        "Theme",
        "Général/Approches, Facteurs de résilience/Agriculture",
        *texts("Général/Approches", "Facteurs de résilience/Agriculture"),
    ),
    a_field("challenge", "C- Alimentation, Z- Inconnu", *texts("C- Alimentation", "Z- Inconnu")),
    a_field("needs", "Mentorat", Text("Mentorat")),
    a_field("Tags", "compost, Quartier", *texts("compost", "Quartier")),
    a_field("location", "43.60, 3.88", Point(Decimal("43.60"), Decimal("3.88"))),
    a_field("from", "Commune de Val-Fleuri", Link("Commune de Val-Fleuri", title="Commune de Val-Fleuri")),
    a_field(
        "url",
        "https://exemple.fr/guide.pdf",
        Link("https://exemple.fr/guide.pdf", address="https://exemple.fr/guide.pdf"),
    ),
    Field("Main_Picture", "No-image-yet.jpg"),
    a_field("couleur", "vert | tendre"),
)


def everything():
    """Every row of the catalogue, whole."""
    return [list(model.objects.order_by("pk").values()) for model in (Common, Revision, Facet, Origin, OldName)]
