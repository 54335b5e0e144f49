from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.commons.access import check_may_see
from essaim.commons.enums import Standing
from essaim.commons.formats.linked_data import as_linked_data
from essaim.commons.formats.sheet import BY_NAME
from essaim.commons.models import Common
from essaim.commons.queries import FACETS, Chosen, common_at, counts_of, labels_of_terms, reach_of, searched, shown
from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import refuses
from essaim.kit.text import cleaned
from essaim.licences.tables import LICENCES

TOGETHER = 20  # commons on a page of the catalogue
VALUES = 12  # of each facet: the others are found by words
QUERY_LENGTH = 160


@reads_only
def index(request: HttpRequest) -> HttpResponse:
    """The published commons that hold the words typed and the values chosen, and how many have each other value."""
    text = cleaned(request.GET.get("q", ""), lines=False)
    chosen = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    problem = ""
    if len(text) > QUERY_LENGTH:
        problem = _(
            "Votre recherche est trop longue : gardez les mots qui comptent (%(limit)s caractères au plus)."
        ) % {"limit": QUERY_LENGTH}
    found = searched(text[:QUERY_LENGTH], chosen)
    page = Paginator(found, TOGETHER).get_page(request.GET.get("page"))
    labels = labels_of_terms()
    context = {
        "text": text[:QUERY_LENGTH],
        "problem": problem,
        "longest": QUERY_LENGTH,
        "page": page,
        "hidden": chosen,
        "chosen": [
            {"label": label_of(name, value, labels), "without": query(text, chosen, **{name: ""})}
            for name, value in chosen.items()
        ],
        "facets": facets(text, chosen, counts_of(found), labels),
        "here": query(text, chosen),
    }
    return render(request, "commons/index.html", context, status=422 if problem else 200)


@reads_only
def common(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that a common says, and where it comes from; an address that it had leads to the one that it has."""
    found = common_to_read(request, slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    context = {
        "common": found,
        "rows": {row["field"].name: row for row in shown(found.sheet, labels_of_terms())},
        "reach": reach_of(found.sheet),
        "origin": getattr(found, "origin", None),
        "is_proposed": found.standing == Standing.PROPOSED,
    }
    return render(request, "commons/common.html", context)


@reads_only
def linked_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The same common as JSON-LD."""
    found = common_to_read(request, slug)
    if found.slug != slug:
        return redirect("commons:linked_data", found.slug, permanent=True)
    reach = reach_of(found.sheet)
    moments = {"dateCreated": found.created_at, "dateModified": found.changed_at, "datePublished": found.published_at}
    told = as_linked_data(
        found.sheet,
        address=absolute(request, found.get_absolute_url()),
        dates={name: moment.isoformat() for name, moment in moments.items() if moment},
        labels=labels_of_terms(),
        places=[{"name": one.name, "identifier": one.code} for one in (reach.territories if reach else ())],
        source=found.origin.address if hasattr(found, "origin") else "",
    )
    return JsonResponse(told, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


def common_to_read(request: HttpRequest, slug: str) -> Common:
    """The common at this address; nobody learns that one that they may not read exists."""
    found = common_at(slug)
    if found is None or refuses(check_may_see, request.user, found):
        raise Http404
    return found


def facets(
    text: str, chosen: Chosen, counts: dict[str, dict[str, int]], labels: dict[tuple[str, str], str]
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


def query(text: str, chosen: Chosen, **changes: str) -> str:
    """The address of the same search, with these changes."""
    asked = {"q": text, **chosen, **changes}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
