from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.programmes.domain import drawing
from essaim.programmes.models import Perimeter, Programme
from essaim.programmes.queries import perimeters_of, uses_of
from essaim.programmes.views import resuming
from essaim.programmes.views.organiser import form_page, organises
from essaim.territories.domain.perimeters import people_of
from essaim.territories.forms import PerimeterForm
from essaim.territories.queries import communes_of, contents_of, overlap


@reads_only
@organises
def perimeters(request: PersonRequest, programme: Programme) -> HttpResponse:
    """What the programme drew."""
    context = {"programme": programme, "perimeters": perimeters_of(programme)}
    return render(request, "programmes/perimeters.html", context)


@form_page
@organises
def perimeter(request: PersonRequest, programme: Programme, pk: int | None = None) -> HttpResponse:
    """A perimeter is drawn, or redrawn: territories are added and removed one by one, then all is saved at once."""
    known = get_object_or_404(programme.perimeters.select_related("territory"), pk=pk) if pk else None
    form = PerimeterForm(
        request.POST if request.method == "POST" else None,
        members=list(contents_of(known.territory)) if known else [],
        perimeter=known.territory if known else None,
        initial={"name": known.territory.name} if known else {},
    )
    if not form.is_valid() or not form.is_saving:
        return drawn(request, programme, known, form)
    try:
        kept = kept_as(form, programme, known, request)
    except Refused as refused:
        form.add_error(None, str(refused))
        return drawn(request, programme, known, form)
    messages.success(
        request,
        _("Le périmètre « %(name)s » est enregistré. On le trouve par son nom, partout où l’on choisit un territoire.")
        % {"name": kept.territory.name},
    )
    back = resuming.way_back(request)
    if not back:
        return redirect("programmes:perimeters", programme.slug)
    resuming.bring_back(request, kept.territory)
    return redirect(back)


def kept_as(form: PerimeterForm, programme: Programme, known: Perimeter | None, request: PersonRequest) -> Perimeter:
    asked = {"name": form.cleaned_data["name"], "members": form.members, "by": request.user}
    return drawing.redraw(perimeter=known, **asked) if known else drawing.draw(programme=programme, **asked)


def drawn(request: PersonRequest, programme: Programme, known: Perimeter | None, form: PerimeterForm) -> HttpResponse:
    """The page of a perimeter on its way: its members, the communes that they hold, the people who live there."""
    context = {
        "programme": programme,
        "perimeter": known,
        "form": form,
        "communes": communes_of(form.members).count(),
        "people": people_of(form.members),
        "overlap": overlap(form.members),
        "uses": uses_of(known.territory) if known else 0,
        "back": resuming.way_back(request),
    }
    return render(request, "programmes/perimeter.html", context, status=422 if form.errors else 200)


@require_POST
@organises
def erase(request: PersonRequest, programme: Programme, pk: int) -> HttpResponse:
    found = get_object_or_404(programme.perimeters.select_related("territory"), pk=pk)
    drawing.erase(perimeter=found, by=request.user)
    messages.success(request, _("Le périmètre « %(name)s » est supprimé.") % {"name": found.territory.name})
    return redirect("programmes:perimeters", programme.slug)
