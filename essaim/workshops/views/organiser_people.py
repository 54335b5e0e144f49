from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.workshops.domain import listing
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.enums import State
from essaim.workshops.formats.people_lists import as_text
from essaim.workshops.forms import HeadcountForm, ListForm, PersonForm
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page


@form_page
@organises
def people(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Who is expected: the list, or only a number."""
    if request.method == "POST":
        return redirect("workshops:people", workshop.code)
    return shown(request, workshop)


def shown(request: PersonRequest, workshop: Workshop, status: int = 200, **more):
    context = {
        "file_form": more.pop("file_form", None) or ListForm(),
        "count_form": more.pop("count_form", None) or HeadcountForm(initial={"headcount": workshop.headcount}),
        "seats": workshop.seats.filter(left_at=None).exclude(name=""),
        "may_change_list": workshop.state in {State.DRAFT, State.OPEN},
        **more,
    }
    return page(request, workshop, "people", "people", status, **context)


@require_POST
@organises
def compare(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """What the list would change, before anything does: added, changed, absent, or which line to correct."""
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, workshop, 422, file_form=form)
    try:
        text = as_text(form.cleaned_data["file"].read())
    except Refused as refused:
        return shown(request, workshop, refused.status, refused=str(refused))
    found = listing.compare(workshop, text)
    if found.problems:
        return shown(request, workshop, 422, problems=found.problems)
    added = [listing.told(person) for person in found.added]
    return page(request, workshop, "people", "people_compare", found=found, added=added, text=text)


@require_POST
@organises
def register(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """The list that was looked at is taken, read again from its text."""
    found = listing.register(workshop=workshop, text=request.POST.get("list", ""), by=request.user)
    count = len(found.added) + len(found.changed)
    sentence = ngettext("%(n)s personne ajoutée ou modifiée.", "%(n)s personnes ajoutées ou modifiées.", count)
    messages.success(request, sentence % {"n": count} if count else _("La liste était déjà à jour : rien n’a changé."))
    return redirect("workshops:people", workshop.code)


@require_POST
@organises
def headcount(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    form = HeadcountForm(request.POST)
    if not form.is_valid():
        return shown(request, workshop, 422, count_form=form)
    try:
        listing.expect_number(workshop=workshop, by=request.user, **form.cleaned_data)
    except Refused as refused:
        return shown(request, workshop, refused.status, count_form=form, refused=str(refused))
    messages.success(request, _("%(n)s places sont prévues.") % {"n": form.cleaned_data["headcount"]})
    return redirect("workshops:people", workshop.code)


@form_page
@organises
def person(request: PersonRequest, workshop: Workshop, number: int | None = None) -> HttpResponse:
    """Somebody is added to the list, or what is known of them is corrected."""
    seat = (
        get_object_or_404(Seat.objects.select_related("workshop"), workshop=workshop, number=number) if number else None
    )
    initial = {name: getattr(seat, name) for name in PersonForm.base_fields} if seat else {}
    form = PersonForm(request.POST or None, initial=initial)
    context = {"form": form, "seat": seat}
    if not form.is_valid():
        return page(request, workshop, "people", "person", 422 if form.is_bound else 200, **context)
    try:
        kept(form.cleaned_data, workshop, seat, request)
    except Refused as refused:
        return page(request, workshop, "people", "person", refused.status, refused=str(refused), **context)
    messages.success(request, _("%(name)s est sur la liste.") % {"name": form.cleaned_data["name"]})
    return redirect("workshops:people", workshop.code)


def kept(asked: dict, workshop: Workshop, seat: Seat | None, request: PersonRequest) -> None:
    if seat:
        listing.correct(seat=seat, by=request.user, **asked)
        return
    host_of = asked.pop("host_of")
    listing.expect(workshop=workshop, newcomer=Newcomer(**asked), by=request.user, host_of=host_of)


@form_page
@organises
def erase(request: PersonRequest, workshop: Workshop, number: int) -> HttpResponse:
    """Asked once, then nothing is left of the person; what they wrote stays, without author."""
    seat = get_object_or_404(Seat.objects.select_related("workshop"), workshop=workshop, number=number)
    if request.method != "POST":
        return page(request, workshop, "people", "person_erase", seat=seat)
    listing.erase(seat=seat, by=request.user, now=timezone.now())
    messages.success(request, _("Cette personne est effacée."))
    return redirect("workshops:people", workshop.code)
