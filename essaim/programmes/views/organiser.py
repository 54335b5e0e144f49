from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kit.addresses import absolute
from essaim.people.domain.mailing import invite
from essaim.people.requests import PersonRequest
from essaim.programmes.access import check_may_open_programmes, check_may_organise_programme
from essaim.programmes.domain import opening, organising, scheduling
from essaim.programmes.forms import GatheringForm, InviteForm, ProgrammeForm, SeasonForm
from essaim.programmes.models import Gathering, Organiser, Programme, Season
from essaim.programmes.queries import organisers_of, programme_page
from essaim.programmes.views import resuming

TO_WORKSHOP = "atelier"  # what `suite` says on the way from « Nouvel atelier »
form_page = require_http_methods(["GET", "HEAD", "POST"])


def organises(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view receives the programme, and only from whoever may organise it; strangers are asked to sign in."""

    @wraps(view)
    def organised(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        programme = programme_page(slug)
        if programme is None:
            raise Http404
        check_may_organise_programme(request.user, programme)
        return view(request, programme, **more)

    return organised


def filled(request: HttpRequest, template: str, form, status: int = 200, **context) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else status
    return render(request, template, {"form": form, **context}, status=status)


@form_page
def create(request: PersonRequest) -> HttpResponse:
    """An administrator opens a programme."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    check_may_open_programmes(request.user)
    form = ProgrammeForm(request.POST or None)
    if not form.is_valid():
        return filled(request, "programmes/edit.html", form)
    programme = opening.open_programme(by=request.user, **told_by(form))
    messages.success(request, _("Le programme est ouvert. Nommez son équipe, puis datez une première rencontre."))
    return redirect("programmes:programme", programme.slug)


def told_by(form: ProgrammeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in (*ProgrammeForm.Meta.fields, "territory")}


@form_page
@organises
def edit(request: PersonRequest, programme: Programme) -> HttpResponse:
    if resuming.draws_first(request):
        return resuming.go_and_draw(request, programme)
    form = ProgrammeForm(request.POST or None, instance=programme, initial=resuming.typed_before(request))
    if not form.is_valid():
        return filled(request, "programmes/edit.html", form, programme=Programme.objects.get(pk=programme.pk))
    opening.edit_programme(programme=programme, by=request.user, **told_by(form))
    resuming.forget(request)
    messages.success(request, _("Le programme est enregistré."))
    return redirect("programmes:programme", programme.slug)


@form_page
@organises
def organisers(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Who organises; naming somebody shows their link once, here, and sends it where mail can leave."""
    form = InviteForm(request.POST or None)
    context: dict[str, Any] = {"programme": programme, "invitation": None}
    if form.is_valid():
        named = organising.name_organiser(programme=programme, by=request.user, **form.cleaned_data)
        context["invitation"] = invite(
            person=named.person,
            base=absolute(request, "/"),
            goes_to=reverse("programmes:programme", args=[programme.slug]),
            why=_("organiser « %(title)s »") % {"title": programme.title},
            by=request.user,
            now=timezone.now(),
        )
        form = InviteForm()
    return filled(request, "programmes/organisers.html", form, organisers=organisers_of(programme), **context)


@require_POST
@organises
def remove_organiser(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    organiser = get_object_or_404(Organiser, pk=pk, programme=programme)
    organising.remove_organiser(organiser=organiser, by=request.user)
    messages.success(request, _("%(person)s n’organise plus ce programme.") % {"person": organiser.person})
    return redirect(
        "programmes:organisers" if organiser.person != request.user else "programmes:programme",
        programme.slug,
    )


@form_page
@organises
def season(request: PersonRequest, programme: Programme, pk: int | None = None) -> HttpResponse:
    """A season is added, or changed."""
    known = get_object_or_404(Season, pk=pk, programme=programme) if pk else None
    initial = {"title": known.title, "starts_on": known.starts_on, "ends_on": known.ends_on} if known else {}
    form = SeasonForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return filled(request, "programmes/season.html", form, programme=programme, season=known)
    scheduling.put_season(programme=programme, season=known, by=request.user, **form.cleaned_data)
    return redirect("programmes:programme", programme.slug)


@form_page
@organises
def gathering(request: PersonRequest, programme: Programme, pk: int | None = None) -> HttpResponse:
    """A gathering is dated, or changed; a new one goes on to its first workshop."""
    known = get_object_or_404(Gathering, pk=pk, season__programme=programme) if pk else None
    if resuming.draws_first(request):
        return resuming.go_and_draw(request, programme)
    before = resuming.typed_before(request)
    form = GatheringForm(
        request.POST or None,
        programme=programme,
        gathering=known,
        initial={"then": request.GET.get("suite", "")} | before,
    )
    if not form.is_valid():
        return filled(request, "programmes/gathering.html", form, programme=programme, gathering=known)
    asked = {name: form.cleaned_data[name] for name in ("title", "day", "place", "season", "territory")}
    seasons = set(programme.seasons.values_list("pk", flat=True))
    kept = scheduling.put_gathering(programme=programme, gathering=known, by=request.user, **asked)
    resuming.forget(request)
    messages.success(request, told_of(kept, is_new_season=kept.season_id not in seasons))
    if form.cleaned_data["then"] == TO_WORKSHOP:
        return redirect(f"{reverse('workshops:create')}?rencontre={kept.pk}")
    return redirect("programmes:programme", programme.slug)


def told_of(gathering: Gathering, *, is_new_season: bool) -> str:
    said = {"title": gathering.title, "season": gathering.season.title}
    if is_new_season:
        return _("La rencontre « %(title)s » est enregistrée, et la saison « %(season)s » créée pour elle.") % said
    return _("La rencontre « %(title)s » est enregistrée dans « %(season)s ».") % said


@require_POST
@organises
def cancel_gathering(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    found = get_object_or_404(Gathering, pk=pk, season__programme=programme)
    scheduling.cancel_gathering(gathering=found, by=request.user)
    messages.success(request, _("La rencontre « %(title)s » est supprimée.") % {"title": found.title})
    return redirect("programmes:programme", programme.slug)


@require_POST
@organises
def remove_season(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    found = get_object_or_404(Season, pk=pk, programme=programme)
    scheduling.remove_season(season=found, by=request.user)
    messages.success(request, _("La saison « %(title)s » est supprimée.") % {"title": found.title})
    return redirect("programmes:programme", programme.slug)
