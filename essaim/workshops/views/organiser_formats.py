"""The formats that a programme keeps under a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.programmes.models import Programme
from essaim.programmes.views.organiser import organises
from essaim.workshops.checklist import lasting
from essaim.workshops.domain import keeping_formats
from essaim.workshops.enums import Act, Kind
from essaim.workshops.forms import FormatForm
from essaim.workshops.models import SavedFormat
from essaim.workshops.views.organiser_shell import form_page


@reads_only
@organises
def formats(request: PersonRequest, programme: Programme) -> HttpResponse:
    """What may start the next workshops of this programme."""
    kept = [(saved, lasting(saved.seconds)) for saved in programme.formats.all()]
    return render(request, "workshops/organiser/formats.html", {"programme": programme, "formats": kept})


@form_page
@organises
def saved_format(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    """One format, sequence by sequence, and its name, which may change."""
    saved = get_object_or_404(programme.formats, pk=pk)
    form = FormatForm(request.POST if request.method == "POST" else None, initial={"name": saved.name})
    if not form.is_valid():
        return shown(request, saved, form)
    try:
        keeping_formats.rename_format(saved=saved, name=form.cleaned_data["name"], by=request.user)
    except Refused as refused:
        form.add_error("name", str(refused))
        return shown(request, programme.formats.get(pk=pk), form)
    messages.success(request, _("Le format s’appelle maintenant « %(name)s ».") % {"name": saved.name})
    return redirect("workshops:formats", programme.slug)


def shown(request: PersonRequest, saved: SavedFormat, form: FormatForm) -> HttpResponse:
    context = {
        "programme": saved.programme,
        "saved": saved,
        "form": form,
        "total": lasting(saved.seconds),
        "rows": [(one, lasting(one["seconds"]), place_of(one), words_of(one["allows"])) for one in saved.sequences],
    }
    return render(request, "workshops/organiser/format.html", context, status=422 if form.errors else 200)


def place_of(script: dict) -> str:
    """Where people are: at which turn of the tables, or what else they do together."""
    return _("Tour %(n)s") % {"n": script["round"]} if script["round"] else str(Kind(script["kind"]).label).capitalize()


def words_of(acts: list[str]) -> str:
    return ", ".join(str(Act(act).label) for act in acts if act in Act.values)


@form_page
@organises
def remove(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    """Asked first: nothing brings a format back."""
    saved = get_object_or_404(programme.formats, pk=pk)
    if request.method != "POST":
        return render(request, "workshops/organiser/format_remove.html", {"programme": programme, "saved": saved})
    keeping_formats.remove_format(saved=saved, by=request.user)
    messages.success(request, _("Le format « %(name)s » est supprimé.") % {"name": saved.name})
    return redirect("workshops:formats", programme.slug)
