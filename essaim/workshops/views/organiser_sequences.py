from itertools import zip_longest

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.requests import PersonRequest
from essaim.workshops.checklist import lasting, warnings_of
from essaim.workshops.domain import keeping_formats, sequencing
from essaim.workshops.domain.preparing import check_is_not_over, missing
from essaim.workshops.enums import Act, Kind, State
from essaim.workshops.formats.icebreakers import ICEBREAKERS
from essaim.workshops.forms import FormatForm, RowForm, SequenceForm
from essaim.workshops.models import SavedFormat, Sequence, Workshop
from essaim.workshops.queries import format_named, has_turns_to_spare, last_round
from essaim.workshops.views.organiser_shell import form_page, organises, page


@form_page
@organises
def sequences(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """The timetable: titles and minutes in one table; each button keeps what is typed first."""
    if workshop.state == State.CLOSED:
        return afterwards(request, workshop)
    rows = list(workshop.sequences.all())
    data = request.POST if request.method == "POST" else None
    forms = [RowForm(data, position=row.position, initial={"title": row.title, "minutes": row.minutes}) for row in rows]
    if data is None:
        return timetable(request, workshop, rows, forms)
    naming = FormatForm(data, prefix="format")
    if not all(form.is_valid() for form in forms):
        return timetable(request, workshop, rows, forms, naming=naming, status=422)
    try:
        told = changed(request, workshop, forms)
    except Refused as refused:
        return timetable(request, workshop, rows, forms, naming=naming, status=refused.status, refused=str(refused))
    if not names_a_format(request, naming):
        messages.success(request, told)
        return redirect("workshops:sequences", workshop.code)
    return keeps(request, workshop, rows, forms, naming)


def afterwards(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Once the workshop is over its timetable is only read, and kept as a format when it went well."""
    rows = list(workshop.sequences.all())
    naming = FormatForm(request.POST, prefix="format")
    if request.method == "POST" and names_a_format(request, naming):
        return keeps(request, workshop, rows, [], naming)
    if request.method == "POST":
        check_is_not_over(workshop)
    return timetable(request, workshop, rows, [])


def keeps(
    request: PersonRequest, workshop: Workshop, rows: list[Sequence], forms: list[RowForm], naming: FormatForm
) -> HttpResponse:
    try:
        saved = kept(request, workshop, naming)
    except Refused as refused:
        naming.add_error("name", str(refused))
        return timetable(request, workshop, rows, forms, naming=naming, refusal=refused, status=refused.status)
    told = _("Le format « %(name)s » est enregistré : choisissez-le en créant un atelier du programme.")
    messages.success(request, told % {"name": saved.name})
    return redirect("workshops:sequences", workshop.code)


def names_a_format(request: PersonRequest, naming: FormatForm) -> bool:
    """The button says so, or the key Enter in the field of the name."""
    act = request.POST.get("act", "")
    return naming.is_valid() and (act.startswith("format") or (act == "enter" and bool(naming.cleaned_data["name"])))


def kept(request: PersonRequest, workshop: Workshop, naming: FormatForm) -> SavedFormat:
    """The button that replaces says which format it asked about: another that took the name since is asked again."""
    _act, _dash, asked = request.POST.get("act", "").partition("-")
    return keeping_formats.keep_format(
        workshop=workshop,
        name=naming.cleaned_data["name"],
        by=request.user,
        now=timezone.now(),
        replace=int(asked) if asked.isdecimal() else None,
    )


def changed(request: PersonRequest, workshop: Workshop, forms: list[RowForm]) -> str:
    """What is typed is kept, then the button does what it says; gives the sentence that tells it."""
    typed = {form.position: (form.cleaned_data["title"], form.cleaned_data["minutes"]) for form in forms}
    sequencing.resize(workshop=workshop, rows=typed, by=request.user)
    act, _dash, place = request.POST.get("act", "save").partition("-")
    position = int(place) if place.isdecimal() else 0
    if act == "add" and place in Kind.values:
        sequencing.add_sequence(workshop=workshop, kind=place, by=request.user)
    elif act in {"up", "down"}:
        step = -1 if act == "up" else 1
        sequencing.move_sequence(workshop=workshop, position=position, by=request.user, step=step)
    elif act == "remove":
        sequencing.remove_sequence(workshop=workshop, position=position, by=request.user)
    elif act == "fit" and (gone := sequencing.fit_to_questions(workshop=workshop, by=request.user)):
        told = _(
            "Le déroulé a autant de tours que de questions. Retiré : %(titles)s. Ce que l’on y faisait passe au "
            "dernier tour."
        )
        return told % {"titles": ", ".join(f"« {title} »" for title in gone)}
    return _("Le déroulé est enregistré.")


def timetable(request: PersonRequest, workshop: Workshop, rows: list[Sequence], forms: list[RowForm], **more):
    refusal, naming = more.get("refusal"), more.get("naming") or FormatForm(prefix="format")
    # The refusal stands at the end of a long page: the field is where the person looks next.
    naming.fields["name"].widget.attrs["autofocus"] = refusal is not None
    context = {
        "naming": naming,
        "taken": format_named(workshop.programme, cleaned(naming["name"].value() or "", lines=False))
        if refusal
        else None,
        "rows": [(row, form, [Act(act).label for act in row.allows]) for row, form in zip_longest(rows, forms)],
        "total": lasting(sum(row.seconds for row in rows)),
        "warnings": warnings_of(workshop),
        "kinds": Kind.choices,
        "lacking": [lack for lack in missing(workshop) if lack.page == "sequences"],
        "fits": has_turns_to_spare(workshop.topology, last_round(workshop), workshop.questions.count()),
        "questions": workshop.questions.count(),
        "refused": more.get("refused", ""),
        "has_errors": any(form.errors for form in forms),
    }
    return page(request, workshop, "sequences", "sequences", more.get("status", 200), **context)


@form_page
@organises
def sequence(request: PersonRequest, workshop: Workshop, position: int) -> HttpResponse:
    """One sequence: what it allows, and what its facilitator says, does and asks."""
    if workshop.state == State.CLOSED and request.method != "POST":
        return redirect("workshops:sequences", workshop.code)
    found = get_object_or_404(Sequence.objects.select_related("workshop"), workshop=workshop, position=position)
    form = SequenceForm(request.POST or None, initial=as_typed(found, workshop))
    context = {"form": form, "sequence": found, "icebreakers": ICEBREAKERS}
    if not form.is_valid():
        return page(request, workshop, "sequences", "sequence", 422 if form.is_bound else 200, **context)
    try:
        sequencing.rewrite(sequence=found, script=sequencing.Script(**form.cleaned_data), by=request.user)
    except Refused as refused:
        return page(request, workshop, "sequences", "sequence", refused.status, refused=str(refused), **context)
    messages.success(request, _("« %(title)s » est enregistrée.") % {"title": form.cleaned_data["title"]})
    return redirect("workshops:sequences", workshop.code)


def as_typed(sequence: Sequence, workshop: Workshop) -> dict[str, object]:
    names = ("title", "minutes", "kind", "icebreaker", "say", "do", "ask")
    stays = sequence.position in sequencing.staying(list(workshop.sequences.all()))
    return {name: getattr(sequence, name) for name in names} | {"acts": sequence.allows, "stays": stays}
