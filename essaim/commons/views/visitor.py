from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_see, may_review, may_write
from essaim.commons.domain.reviewing import doubts_about
from essaim.commons.enums import Standing
from essaim.commons.finding.searching import Asked, find
from essaim.commons.finding.shelf import FACETS
from essaim.commons.finding.slips import put_right
from essaim.commons.formats.sheet import BY_NAME
from essaim.commons.models import Common, Derivation
from essaim.commons.queries import common_at, labels_of_terms, reach_of, shown, waiting_for
from essaim.kit.reading import reads_only
from essaim.kit.refusal import refuses
from essaim.kit.text import cleaned
from essaim.licences.tables import LICENCES

TOGETHER = 20  # commons on a page of the catalogue
VALUES = 12  # of each facet: the others are found by words
QUERY_LENGTH = 160
# The formats that the catalogue offers under its list, and what people call them.
EXPORTED = {
    "csv": "CSV",
    "ods": "ODS",
    "geojson": "GeoJSON",
    "jsonld": "JSON-LD",
    "ttl": "Turtle",
    "md": "Markdown",
    "atom": "Atom",
}


@reads_only
def index(request: HttpRequest) -> HttpResponse:
    """The published commons that hold the words typed and the values chosen, and how many have each other value.

    Words that nothing answers are put right where a slip is likely, and the page says so.
    """
    text, chosen = asked_in(request)
    problem = ""
    if len(text) > QUERY_LENGTH:
        problem = _(
            "Votre recherche est trop longue : gardez les mots qui comptent (%(limit)s caractères au plus)."
        ) % {"limit": QUERY_LENGTH}
    text, instead = text[:QUERY_LENGTH], ""
    found = find(text, chosen)
    if text and not found.hits and (instead := put_right(text)):
        found = find(instead, chosen)
    page = Paginator(found.hits, TOGETHER).get_page(request.GET.get("page"))
    labels = labels_of_terms()
    context = {
        "text": text,
        "instead": instead if found.hits else "",
        "problem": problem,
        "longest": QUERY_LENGTH,
        "page": page,
        "hidden": chosen,
        "chosen": [
            {"label": label_of(name, value, labels), "without": query(text, chosen, **{name: ""})}
            for name, value in chosen.items()
        ],
        "facets": facets(instead or text, chosen, found.counts, labels),
        "here": query(instead or text, chosen),
        "kinds": EXPORTED.items(),
        "waiting": waiting_for(request.user).count() if request.user.is_authenticated else 0,
    }
    return render(request, "commons/index.html", context, status=422 if problem else 200)


@reads_only
def common(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that a common says, and where it comes from; an address that it had leads to the one that it has."""
    found = common_to_read(request, slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    reviews = found.standing != Standing.PUBLISHED and may_review(request.user, found)
    context = {
        "common": found,
        "rows": {row["field"].name: row for row in shown(found.sheet, labels_of_terms())},
        "reach": reach_of(found.sheet),
        "origin": getattr(found, "origin", None),
        "is_published": found.standing == Standing.PUBLISHED,
        "parents": parents_of(found, request.user),
        "writes": may_write(request.user, found),
        "reviews": reviews,
        "doubts": doubts_about(found) if reviews else "",
    }
    return render(request, "commons/common.html", context)


def parents_of(common: Common, person: Any) -> list[dict[str, Any]]:
    """What it was drawn from; an original that they may not read is named, and leads nowhere."""
    links = Derivation.objects.filter(child=common).select_related("parent__programme")
    return [
        {"link": link, "leads": link.parent is not None and not refuses(check_may_see, person, link.parent)}
        for link in links
    ]


def asked_in(request: HttpRequest) -> tuple[str, Asked]:
    """The words typed, however many, and the value chosen in each facet."""
    chosen = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    return cleaned(request.GET.get("q", ""), lines=False), chosen


def common_to_read(request: HttpRequest, slug: str) -> Common:
    """The common at this address; nobody learns that one that they may not read exists."""
    found = common_at(slug)
    if found is None or refuses(check_may_see, request.user, found):
        raise Http404
    return found


def facets(
    text: str, chosen: Asked, counts: Mapping[str, Mapping[str, int]], labels: dict[tuple[str, str], str]
) -> list[dict[str, Any]]:
    """The values that would narrow what was found, with how many commons each would leave."""
    listed = []
    for name in FACETS:
        values = [
            {"label": label_of(name, value, labels), "count": count, "query": query(text, chosen, **{name: value})}
            for value, count in list(counts.get(name, {}).items())[:VALUES]
            if chosen.get(name) != value
        ]
        if values:
            listed.append({"label": BY_NAME[name].label, "values": values, "is_open": name in FACETS[:2]})
    return listed


def label_of(name: str, value: str, labels: dict[tuple[str, str], str]) -> str:
    scheme = BY_NAME[name].scheme
    if name == "licence":
        return LICENCES[value].name if value in LICENCES else value
    return labels.get((scheme, value), value) if scheme else value


def query(text: str, chosen: Asked, **changes: str) -> str:
    """The address of the same search, with these changes."""
    asked = {"q": text, **chosen, **changes}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
