from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from essaim.commons.enums import Scheme, Standing
from essaim.commons.formats.mapping import Terms, folded
from essaim.commons.formats.sheet import FIELDS, Kind, Sheet, SheetField
from essaim.commons.models import Common, Origin, Term
from essaim.licences.tables import LICENCES
from essaim.people.models import Person
from essaim.programmes.queries import programmes_organised_by
from essaim.territories.models import Territory
from essaim.territories.queries import communes_of, territories_coded


def terms_by_name() -> Terms:
    """What people may call each term, folded: its label, and its label with its branch; the branch wins."""
    names: dict[Scheme, dict[str, str]] = {scheme: {} for scheme in Scheme}
    terms = {term.pk: term for term in Term.objects.all()}
    for term in terms.values():
        names[Scheme(term.scheme)].setdefault(folded(term.label), term.key)
    for term in terms.values():
        above = terms.get(term.parent_id or 0)
        if above:
            names[Scheme(term.scheme)][folded(above.label + term.label)] = term.key
    return names


def labels_of_terms() -> dict[tuple[str, str], str]:
    """The words of each term, with its branch: (list, key) → “Vulnérabilités/Sociale”."""
    terms = {term.pk: term for term in Term.objects.all()}
    return {
        (term.scheme, term.key): f"{terms[term.parent_id].label}/{term.label}" if term.parent_id else term.label
        for term in terms.values()
    }


def choices_of_terms() -> dict[str, list[tuple[str, str]]]:
    """What forms offer of each list: (key, words with their branch), in the order of the list."""
    labels = labels_of_terms()
    choices: dict[str, list[tuple[str, str]]] = {str(scheme): [] for scheme in Scheme}
    for (scheme, key), label in labels.items():
        choices[scheme].append((key, label))
    return choices


def ancestors(key: str) -> list[str]:
    """The key of a term and those of the terms above it: a child is also found under its parent."""
    parts = key.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def facets_of(sheet: Sheet) -> list[tuple[str, str]]:
    """The values by which a sheet is found, once each."""
    found: dict[tuple[str, str], None] = {}
    for field in FIELDS:
        value = sheet.get(field.name)
        if not value:
            continue
        match field.kind:
            case Kind.TERMS:
                found |= {(field.name, above): None for key in value for above in ancestors(key)}
            case Kind.TERM | Kind.LICENCE:
                found[field.name, value] = None
            case Kind.TAGS:
                found |= {(field.name, folded(tag)[:160]): None for tag in value if folded(tag)}
            case Kind.PLACES:
                found |= {(field.name, f"{one['kind']}-{one['code']}"): None for one in value}
    return list(found)


def common_at(slug: str) -> Common | None:
    """The common at this address, or at one that it had."""
    wanted = Common.objects.select_related("origin", "programme")
    return wanted.filter(slug=slug).first() or wanted.filter(old_names__slug=slug).first()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a common concerns: its territories, and what they hold together, nothing being counted twice."""

    territories: tuple[Territory, ...]
    communes: int
    people: int


def reach_of(sheet: Sheet) -> Reach | None:
    """Nothing where the sheet names no territory; one that no longer exists is named, and counted for nothing."""
    wanted = [(one["kind"], one["code"]) for one in sheet.get("places", [])]
    if not wanted:
        return None
    territories = tuple(territories_coded(wanted))
    inside = communes_of(territories).aggregate(communes=Count("pk"), people=Sum("population"))
    return Reach(territories, inside["communes"], inside["people"] or 0)


def origins_by_name(keys: Iterable[str]) -> dict[tuple[str, str, str], Origin]:
    """What was read under these keys: (system, site, key) → where it comes from, with its common."""
    found = Origin.objects.filter(key__in=list(keys)).select_related("common")
    return {(origin.system, origin.site, origin.key): origin for origin in found}


def slugs_taken(starts: Iterable[str]) -> set[str]:
    """Which of these addresses lead somewhere."""
    starts = list(starts)
    return set(Common.objects.filter(slug__in=starts).values_list("slug", flat=True)) | set(
        Common.objects.filter(old_names__slug__in=starts).values_list("old_names__slug", flat=True)
    )


def written_by(person: Person) -> QuerySet[Common]:
    """The commons that this person writes, the last changed first."""
    return Common.objects.filter(writers__person=person).order_by("-changed_at")


def waiting_for(person: Any) -> QuerySet[Common]:
    """The commons that this person may review, and that wait for it, the oldest first: `access.check_may_review`."""
    waiting = Common.objects.filter(standing=Standing.PROPOSED).order_by("changed_at", "pk")
    if isinstance(person, Person) and person.is_administrator:
        return waiting
    return waiting.filter(programme__in=programmes_organised_by(person))


def in_words(field: SheetField, value: Any, labels: Mapping[tuple[str, str], str]) -> str:
    """The value of a field in words, one a line where there are several; "" where it says nothing."""
    if not value:
        return ""
    match field.kind:
        case Kind.TERMS | Kind.TERM:
            keys = value if isinstance(value, list) else [value]
            return "\n".join(labels.get((field.scheme or Scheme.THEME, key), key) for key in keys)
        case Kind.LICENCE:
            return LICENCES[value].name if value in LICENCES else value
        case Kind.PLACES:
            keys = [(one["kind"], one["code"]) for one in value]
            return "\n".join(one.label() for one in territories_coded(keys))
        case Kind.POINT:
            return f"{value['latitude']}, {value['longitude']}"
        case _ if isinstance(value, list):
            return "\n".join(one if isinstance(one, str) else " : ".join(one.values()) for one in value)
        case _:
            return str(value)


def shown(sheet: Sheet, labels: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """The fields of a sheet for its page, with the words of their terms."""
    rows = []
    for field in FIELDS:
        value: Any = sheet.get(field.name)
        if not value:
            continue
        if field.scheme:
            keys = value if field.kind is Kind.TERMS else [value]
            value = [labels.get((field.scheme, key), key) for key in keys]
        if field.kind is Kind.LICENCE:
            value = LICENCES.get(value, value)
        rows.append({"field": field, "kind": field.kind.value, "value": value})
    return rows
