"""Notes written elsewhere: a file is sent, looked at before anything changes, then confirmed, stopped or taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused, refuses
from essaim.people.requests import PersonRequest
from essaim.workshops.access import check_report_is_open
from essaim.workshops.domain import adding_imports, staging_notes
from essaim.workshops.enums import ImportState
from essaim.workshops.forms import NotesForm
from essaim.workshops.models import NoteImport, Question, Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page

SHOWN = 5  # notes as they will read: enough to see that a column was taken for another
VERBS = {
    "confirmer": adding_imports.confirm,
    "arreter": adding_imports.stop,
    "reprendre": adding_imports.resume,
    "retirer": adding_imports.take_back,
}


@form_page
@organises
def notes(request: PersonRequest, workshop: Workshop, number: int) -> HttpResponse:
    """The files that came to this question, and a place for one more."""
    question = get_object_or_404(workshop.questions, number=number)
    if request.method != "POST":
        return shown(request, workshop, question)
    form = NotesForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, workshop, question, 422, form=form)
    file = form.cleaned_data["file"]
    question.workshop = workshop
    try:
        found = staging_notes.stage(
            question=question, file=file.file, name=file.name, size=file.size, by=request.user, now=timezone.now()
        )
    except staging_notes.Faulty as faulty:
        return shown(request, workshop, question, faulty.status, faulty=faulty)
    except Refused as refused:
        return shown(request, workshop, question, refused.status, refused=str(refused))
    return redirect("workshops:note_import", workshop.code, found.key)


def shown(request: PersonRequest, workshop: Workshop, question: Question, status: int = 200, **more) -> HttpResponse:
    context = {
        "form": more.pop("form", None) or NotesForm(),
        "question": question,
        "imports": question.imports.exclude(state=ImportState.READING).select_related("by"),
        "is_final": refuses(check_report_is_open, workshop),
        **more,
    }
    return page(request, workshop, "questions", "notes", status, **context)


def import_of(workshop: Workshop, key: str) -> NoteImport:
    """An import of this workshop; one that is still being read is nobody's to move."""
    found = NoteImport.objects.exclude(state=ImportState.READING).select_related("question", "by")
    return get_object_or_404(found, question__workshop=workshop, key=key)


@reads_only
@organises
def note_import(request: PersonRequest, workshop: Workshop, key: str) -> HttpResponse:
    """What the file would bring; then how far it is; then what came of it."""
    return import_page(request, workshop, import_of(workshop, key))


def import_page(request: PersonRequest, workshop: Workshop, found: NoteImport, status: int = 200, refused: str = ""):
    part = found.parts.first()
    rows = part.rows[:SHOWN] if part and found.state == ImportState.READY else []
    context = {
        "found": found,
        "question": found.question,
        "first": [dict(zip(("text", "count", "theme", "table"), row[1:], strict=True)) for row in rows],
        "may_resume": part is not None,
        "is_final": refuses(check_report_is_open, workshop),
        "refused": refused,
    }
    return page(request, workshop, "questions", "note_import", status, **context)


@require_POST
@organises
def note_import_change(request: PersonRequest, workshop: Workshop, key: str, verb: str) -> HttpResponse:
    """Confirmed, stopped, taken up again, taken back; or thrown away before it was confirmed."""
    found = import_of(workshop, key)
    found.question.workshop = workshop
    if verb == "annuler":
        staging_notes.discard(note_import=found, by=request.user)
        messages.success(request, _("Le fichier est oublié : rien n’a changé."))
        return redirect("workshops:notes_import", workshop.code, found.question.number)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](note_import=found, by=request.user, now=timezone.now())
    except Refused as refused:
        return import_page(request, workshop, import_of(workshop, key), refused.status, str(refused))
    return redirect("workshops:note_import", workshop.code, key)
