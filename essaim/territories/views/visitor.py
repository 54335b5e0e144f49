from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from essaim.kit.reading import reads_only
from essaim.kit.text import cleaned
from essaim.territories.enums import TerritoryKind
from essaim.territories.models import Territory
from essaim.territories.queries import containers_of, contents_of, search_territories
from essaim.territories.queries.search import QUERY_LENGTH

ON_THE_PAGE = 60  # Hérault has 341 communes: the page stays light, search finds the others


@reads_only
def search(request: HttpRequest) -> HttpResponse:
    """What resembles the words typed, each named so that homonyms cannot be mistaken."""
    text = cleaned(request.GET.get("q", ""), lines=False)
    context = {
        "text": text[:QUERY_LENGTH],
        "problem": problem_with(text),
        "territories": search_territories(text),
        "longest": QUERY_LENGTH,
    }
    return render(request, "territories/search.html", context, status=422 if context["problem"] else 200)


@reads_only
def suggestions(request: HttpRequest) -> JsonResponse:
    """The same answer for the list that opens under a field."""
    kinds = set(request.GET.getlist("kind")) & set(TerritoryKind.values)
    found = search_territories(request.GET.get("q", ""), kinds=kinds)
    rows = [
        {
            "id": territory.pk,
            "kind": territory.kind,
            "code": territory.code,
            "label": territory.label(),
            "kind_label": territory.kind_label,
            "population": territory.population,
            "url": territory.get_absolute_url(),
        }
        for territory in found
    ]
    return JsonResponse({"territories": rows})


@reads_only
def territory(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Who the territory is, what it stands in, what stands in it."""
    if kind not in TerritoryKind.values:
        raise Http404
    found = get_object_or_404(Territory, kind=kind, code=code)
    contents = contents_of(found)
    context = {
        "territory": found,
        "containers": containers_of(found),
        "contents": contents[:ON_THE_PAGE],
        "contents_count": contents.count(),
    }
    return render(request, "territories/territory.html", context)


def problem_with(text: str) -> str:
    if len(text) > QUERY_LENGTH:
        return _("Votre recherche est trop longue : saisissez un nom ou un code (%(limit)s caractères au plus).") % {
            "limit": QUERY_LENGTH
        }
    if text and not any(character.isalnum() for character in text):
        return _("Saisissez un nom de territoire, un code INSEE ou un numéro de département.")
    return ""
