"""The catalogue, or what a search found in it, in the formats of others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.commons.exports.formats import FORMATS
from essaim.commons.exports.told import Export, answering
from essaim.commons.finding.searching import find
from essaim.commons.views.visitor import QUERY_LENGTH, asked_in, common_to_read
from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused

MOST = 5_000  # commons in an answer: a command exports any number of them
SAVED = ("csv", "ods", "geojson", "md")  # a browser would show their source
ALONE = ("jsonld", "ttl", "md")  # formats in which a common stands by itself


@reads_only
def catalogue(request: HttpRequest, kind: str) -> HttpResponse:
    """The published commons, or those that answer the same words and choices as the page of the catalogue."""
    if kind not in FORMATS:
        raise Http404
    text, chosen = asked_in(request)
    keys = find(text[:QUERY_LENGTH], chosen).hits.keys
    if len(keys) > MOST and kind != "atom":
        raise Refused(
            _("Votre sélection compte %(count)s communs, et le site en exporte %(most)s à la fois : précisez-la.")
            % {"count": len(keys), "most": MOST},
            code="too-many",
            status=422,
        )
    commons = answering(keys.tolist())
    return written(kind, Export(commons, base_of(request)), f"communs.{kind}")


@reads_only
def common(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One common in a format in which it stands alone; an address that it had leads to the one that it has."""
    if kind not in ALONE:
        raise Http404
    found = common_to_read(request, slug)
    if found.slug != slug:
        return redirect("commons:export", found.slug, kind, permanent=True)
    return written(kind, Export([found], base_of(request)), f"{found.slug}.{kind}", is_alone=True)


@reads_only
def lists(request: HttpRequest) -> HttpResponse:
    """The lists of terms, as SKOS."""
    from essaim.commons.exports.graph import lists_as_turtle

    return HttpResponse(b"".join(lists_as_turtle(base_of(request))), content_type=FORMATS["ttl"].media)


def base_of(request: HttpRequest) -> str:
    """What stands before the path in our addresses."""
    return absolute(request, "/").removesuffix("/")


def written(kind: str, export: Export, name: str, *, is_alone: bool = False) -> HttpResponse:
    """The commons in this format; a browser saves what it would show as its source."""
    content = FORMATS[kind].write(export, is_alone=is_alone)
    answer = HttpResponse(b"".join(content), content_type=FORMATS[kind].media)
    answer["Content-Disposition"] = f'{"attachment" if kind in SAVED else "inline"}; filename="{name}"'
    return answer
