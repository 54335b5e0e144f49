from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.boards.domain.abbreviating import check_may_abbreviate
from essaim.kit.reading import reads_only
from essaim.kit.refusal import NotForYou, Refused, refuses
from essaim.people.requests import PersonRequest
from essaim.programmes.access import may_open_programmes
from essaim.programmes.queries import gatherings_organised_by, programmes_organised_by
from essaim.workshops.checklist import warnings_of
from essaim.workshops.domain import describing, duplicating, keeping_formats, preparing
from essaim.workshops.enums import State
from essaim.workshops.formats import FORMATS
from essaim.workshops.forms import CreateForm, DescribeForm
from essaim.workshops.models import Workshop
from essaim.workshops.queries import formats_of, workshops_of
from essaim.workshops.views.organiser_shell import form_page, organises, page, read_once_over


@reads_only
def index(request: HttpRequest) -> HttpResponse:
    """The workshops of this person, by what they ask for today."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    workshops = list(workshops_of(request.user))
    organised = set(programmes_organised_by(request.user).values_list("pk", flat=True))
    today = timezone.localdate()
    now = [one for one in workshops if one.state == State.RUNNING or (one.gathering.day == today and not is_over(one))]
    over = [one for one in workshops if is_over(one)]
    groups = [
        ("jour", _("Aujourd’hui"), now),
        ("suite", _("À préparer"), [one for one in workshops if one not in now and one not in over]),
        ("termines", _("Terminés"), over),
    ]
    context = {
        "groups": [group for group in groups if group[2]],
        "organised": organised,
        "may_abbreviate": not refuses(check_may_abbreviate, request.user),
        "may_create": bool(organised) or may_open_programmes(request.user),
    }
    return render(request, "workshops/organiser/index.html", context)


def is_over(workshop: Workshop) -> bool:
    return workshop.state == State.CLOSED


@form_page
def create(request: PersonRequest) -> HttpResponse:
    """A workshop starts from a format, built in or kept, or from a former one's sequences, on a day already dated."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    programmes = programmes_organised_by(request.user)
    if not programmes.exists() and not may_open_programmes(request.user):
        raise NotForYou(_("Seule l’équipe d’organisation d’un programme peut préparer un atelier."))
    gatherings = gatherings_organised_by(request.user)
    known = workshops_of(request.user).filter(gathering__in=gatherings)
    form = CreateForm(
        request.POST or None,
        gatherings=gatherings,
        workshops=known,
        saved=formats_of(programmes),
        initial={"gathering": request.GET.get("rencontre")},
    )
    if not form.is_valid():
        context = {"form": form, "programmes": programmes, "gatherings": gatherings}
        return render(request, "workshops/organiser/create.html", context, status=422 if form.is_bound else 200)
    workshop = started(form.cleaned_data, known, request)
    messages.success(request, _("L’atelier est créé. Voici ce qu’il reste à préparer."))
    return redirect("workshops:prepare", workshop.code)


@transaction.atomic
def started(asked: dict, known, request: PersonRequest) -> Workshop:
    saved = asked["saved"]
    model = None if saved or asked["start"] in FORMATS else known.get(code=asked["start"])
    origin = saved or model
    workshop = preparing.create_workshop(
        gathering=asked["gathering"],
        title=asked["title"],
        by=request.user,
        format_key=origin.format_key if origin else asked["start"],
        **({"topology": origin.topology} if origin else {}),
    )
    if saved:
        keeping_formats.start_from_format(workshop=workshop, saved=saved, by=request.user)
    elif model:
        duplicating.copy_sequences(workshop=model, copy=workshop)
    return workshop


@reads_only
@organises
def prepare(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """What stands, what is missing, what deserves a second look."""
    return overview(request, workshop)


def overview(request: PersonRequest, workshop: Workshop, status: int = 200, refused: str = "") -> HttpResponse:
    missing, warnings = preparing.missing(workshop), warnings_of(workshop)
    return page(request, workshop, "prepare", "prepare", status, missing=missing, warnings=warnings, refused=refused)


@require_POST
@organises
def doors(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """The doors open, or close again for changes."""
    if request.POST.get("doors") == "close":
        preparing.close_doors(workshop=workshop, by=request.user)
        messages.success(request, _("L’atelier est revenu en préparation : personne ne peut plus le rejoindre."))
    else:
        try:
            preparing.open_doors(workshop=workshop, by=request.user, now=timezone.now())
        except Refused as refused:
            return overview(request, workshop, refused.status, str(refused))
        messages.success(request, _("L’accueil est ouvert : les personnes peuvent rejoindre l’atelier avec son code."))
    return redirect("workshops:prepare", workshop.code)


@form_page
@organises
@read_once_over("describe")
def describe(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Purpose, harvest, rules, and who moves at the bell."""
    names = ("title", "purpose", "harvest", "rules", "topology")
    form = DescribeForm(request.POST or None, initial={name: getattr(workshop, name) for name in names})
    if not form.is_valid():
        return page(request, workshop, "describe", "describe", 422 if form.is_bound else 200, form=form)
    describing.describe(workshop=workshop, by=request.user, **form.cleaned_data)
    messages.success(request, _("La présentation est enregistrée."))
    return redirect("workshops:describe", workshop.code)
