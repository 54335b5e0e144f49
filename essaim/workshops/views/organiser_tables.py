from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.workshops.checklist import warnings_of
from essaim.workshops.domain import furnishing, preparing
from essaim.workshops.domain.furnishing import Room
from essaim.workshops.forms import TableForm
from essaim.workshops.models import Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page, read_once_over


@form_page
@organises
@read_once_over("tables")
def tables(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Tables or rooms: each button keeps what is typed, then adds or removes."""
    names = ("name", "place", "capacity", "is_accessible", "video_url")
    data = request.POST if request.method == "POST" else None
    rows = list(workshop.tables.all())
    forms = [TableForm(data, number=row.number, initial={name: getattr(row, name) for name in names}) for row in rows]
    if data is None:
        return shown(request, workshop, forms)
    if not all(form.is_valid() for form in forms):
        return shown(request, workshop, forms, status=422)
    try:
        changed(request, workshop, forms)
    except Refused as refused:
        return shown(request, workshop, forms, status=refused.status, refused=str(refused))
    messages.success(request, _("Les tables sont enregistrées."))
    return redirect("workshops:tables", workshop.code)


def changed(request: PersonRequest, workshop: Workshop, forms: list[TableForm]) -> None:
    rooms = {form.number: Room(**form.cleaned_data) for form in forms}
    furnishing.furnish(workshop=workshop, rooms=rooms, by=request.user)
    act, _dash, place = request.POST.get("act", "save").partition("-")
    if act == "remove":
        furnishing.remove_table(workshop=workshop, number=int(place) if place.isdecimal() else 0, by=request.user)
    elif act == "add":
        count = int(request.POST.get("more") or 1) if request.POST.get("more", "1").isdecimal() else 1
        preparing.set_tables(workshop=workshop, count=len(forms) + max(1, count), by=request.user)


def shown(request: PersonRequest, workshop: Workshop, forms: list[TableForm], status: int = 200, refused: str = ""):
    places = [form["capacity"].value() for form in forms]
    total = (
        sum(int(place) for place in places)
        if places and all(str(place or "").isdecimal() for place in places)
        else None
    )
    context = {
        "forms": forms,
        "places": total,
        "refused": refused,
        "has_errors": any(form.errors for form in forms),
        "warnings": warnings_of(workshop),
    }
    return page(request, workshop, "tables", "tables", status, **context)
