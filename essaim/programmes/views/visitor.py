from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.kit.reading import reads_only
from essaim.kit.refusal import refuses
from essaim.programmes.access import check_may_see_programme, may_open_programmes, may_organise_programme
from essaim.programmes.queries import programme_page, programmes_to_show, seasons_of


@reads_only
def index(request: HttpRequest) -> HttpResponse:
    """The programmes of this instance that the person may read."""
    context = {
        "programmes": programmes_to_show(request.user),
        "may_open": may_open_programmes(request.user),
    }
    return render(request, "programmes/index.html", context)


@reads_only
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme's page: what for, when, where, and what came out; nobody learns that a private one exists."""
    found = programme_page(slug)
    if found is None or refuses(check_may_see_programme, request.user, found):
        raise Http404
    context = {
        "programme": found,
        "seasons": seasons_of(found),
        "may_organise": may_organise_programme(request.user, found),
    }
    return render(request, "programmes/programme.html", context)
