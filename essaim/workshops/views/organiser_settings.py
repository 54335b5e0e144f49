from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.addresses import absolute
from essaim.kit.codes import shown_code
from essaim.kit.reading import reads_only
from essaim.people.requests import PersonRequest
from essaim.workshops.domain import describing, duplicating
from essaim.workshops.forms import DuplicateForm, SettingsForm
from essaim.workshops.models import Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page, read_once_over


@form_page
@organises
@read_once_over("settings")
def settings(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Who may read what came out, under which licence, how many dots, how long each group speaks."""
    initial = {
        "visibility": workshop.visibility,
        "licence": workshop.licence,
        "dots": workshop.plenary.dots_each,
        "minutes_per_group": max(1, round(workshop.seconds_per_group / 60)),
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return page(request, workshop, "settings", "settings", 422 if form.is_bound else 200, form=form)
    describing.settle(workshop=workshop, by=request.user, **form.cleaned_data)
    messages.success(request, _("Les réglages sont enregistrés."))
    return redirect("workshops:settings", workshop.code)


@reads_only
@organises
def links(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """What is handed out: the code and its QR, the wall, the desks, the conductor's page, paper, the report."""
    context: dict[str, Any] = {
        "shown_code": shown_code(workshop.code),
        "join": absolute(request, reverse("workshops:join")),
        "seat": absolute(request, reverse("workshops:seat", args=[workshop.code])),
        "wall": absolute(request, reverse("workshops:wall_link", args=[workshop.wall_key])),
        "pages": [one for one in pages_of(request, workshop) if one["address"]],
    }
    return page(request, workshop, "links", "links", **context)


def pages_of(request: PersonRequest, workshop: Workshop) -> list[dict[str, str]]:
    known = (
        (
            "workshops:desks",
            _("Les pupitres"),
            _("Une page par question : le fil, les notes, les thèmes."),
        ),
        (
            "workshops:conductor",
            _("La conduite"),
            _("Toutes les salles sur une page : l’horloge, la cloche, la suite."),
        ),
        (
            "workshops:arrivals",
            _("L’accueil"),
            _("Qui est là, qui manque, où placer les personnes en retard."),
        ),
        ("workshops:paper", _("Le papier"), _("Affiches, badges, feuilles de table, gommettes, à imprimer.")),
        (
            "reports:report",
            _("Le compte rendu"),
            _("Il se construit pendant l’atelier, se relit, puis se publie."),
        ),
    )
    return [
        {"title": title, "what": what, "address": address_of(request, name, workshop)} for name, title, what in known
    ]


def address_of(request: HttpRequest, name: str, workshop: Workshop) -> str:
    try:
        return absolute(request, reverse(name, args=[workshop.code]))
    except NoReverseMatch:
        return ""


@require_POST
@organises
def renew_wall(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    describing.renew_wall(workshop=workshop, by=request.user)
    messages.success(request, _("Le mur a un nouveau lien ; l’ancien n’affiche plus rien."))
    return redirect("workshops:links", workshop.code)


@form_page
@organises
def duplicate(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """The same workshop on another day: everything but the people and what they said."""
    form = DuplicateForm(request.POST or None, initial={"title": workshop.title, "with_team": True})
    if not form.is_valid():
        return page(request, workshop, "settings", "duplicate", 422 if form.is_bound else 200, form=form)
    copy = duplicating.duplicate(workshop=workshop, by=request.user, **form.cleaned_data)
    messages.success(request, _("Voici la copie, en préparation. Les personnes et les notes n’ont pas été reprises."))
    return redirect("workshops:prepare", copy.code)


@form_page
@organises
def discard(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Asked once, then the draft is gone."""
    if request.method != "POST":
        return page(request, workshop, "settings", "discard")
    title = workshop.title
    duplicating.discard(workshop=workshop, by=request.user)
    messages.success(request, _("« %(title)s » est supprimé.") % {"title": title})
    return redirect("workshops:index")
