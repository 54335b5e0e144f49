"""Who is at the workbench of which programme, and which workshops they picked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from essaim.people.models import Person
from essaim.people.requests import PersonRequest
from essaim.programmes.models import Programme, Season
from essaim.programmes.queries import programme_page
from essaim.workbench.access import check_may_compare, may_gather
from essaim.workbench.queries import Bench, bench_of, comparable
from essaim.workshops.models import Workshop

EVERY = "toutes"  # seasons


@dataclass(frozen=True)
class Desk:
    """A person in front of the workshops that they picked, among those that they run."""

    programme: Programme
    person: Person
    own: Sequence[Workshop]
    picked: Sequence[Workshop]
    may_gather: bool
    query: str

    @cached_property
    def bench(self) -> Bench:
        return bench_of(self.programme, self.picked)

    @cached_property
    def codes(self) -> set[str]:
        return {workshop.code for workshop in self.picked}

    @property
    def seasons(self) -> list[Season]:
        return list(dict.fromkeys(workshop.gathering.season for workshop in self.own))


def compares(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view receives the desk of whoever runs all the workshops picked; strangers are asked to sign in."""

    @wraps(view)
    def compared(request: PersonRequest, slug: str, **more: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        programme = called(slug)
        return view(request, desk_of(request, programme), **more)

    return compared


def called(slug: str) -> Programme:
    programme = programme_page(slug)
    if programme is None:
        raise Http404
    return programme


def desk_of(request: PersonRequest, programme: Programme) -> Desk:
    own = comparable(programme, request.user)
    decides = may_gather(request.user, programme)
    picked = picked_in(request, own)
    if not (decides and not own):
        check_may_compare({workshop.code for workshop in own}, request.GET.getlist("atelier"))
    return Desk(programme, request.user, own, picked, decides, query_of(request))


def picked_in(request: HttpRequest, own: Sequence[Workshop]) -> list[Workshop]:
    """Those named one by one; else those of a season; else those of the latest."""
    codes, season = request.GET.getlist("atelier"), request.GET.get("saison", "")
    if codes:
        return [workshop for workshop in own if workshop.code in codes]
    if season == EVERY or not own:
        return list(own)
    wanted = season or str(own[-1].gathering.season_id)
    found = [workshop for workshop in own if str(workshop.gathering.season_id) == wanted]
    if not found:
        raise Http404
    return found


def query_of(request: HttpRequest) -> str:
    """What was picked, to carry from page to page."""
    pairs = [(name, value) for name in ("saison", "atelier") for value in request.GET.getlist(name) if value]
    return f"?{urlencode(pairs)}" if pairs else ""


def back(request: HttpRequest, name: str, programme: Programme, *args: object) -> HttpResponseRedirect:
    """To a page of the workbench, with the same workshops picked."""
    path = reverse(f"workbench:{name}", args=[programme.slug, *args])
    return HttpResponseRedirect(path + query_of(request), status=303)
