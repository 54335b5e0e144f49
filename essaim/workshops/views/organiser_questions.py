from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.workshops.domain import preparing
from essaim.workshops.domain.preparing import MOST_QUESTIONS, Asked
from essaim.workshops.forms import QuestionForm
from essaim.workshops.models import Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page, read_once_over


@form_page
@organises
@read_once_over("questions")
def questions(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """One page for all the questions: each button keeps what is typed, then adds, moves or removes."""
    if request.method != "POST":
        return shown(request, workshop, blank_forms(workshop, wants_more="plus" in request.GET))
    forms = typed_forms(request)
    if not all(form.is_valid() for form in forms):
        return shown(request, workshop, forms, status=422)
    act, _dash, place = request.POST.get("act", "save").partition("-")
    asked = arranged([Asked(**form.cleaned_data) for form in forms], act, int(place) if place.isdecimal() else 0)
    try:
        preparing.arrange_questions(workshop=workshop, asked=asked, by=request.user)
    except Refused as refused:
        return shown(request, workshop, forms, status=refused.status, refused=str(refused))
    messages.success(request, _("Les questions sont enregistrées."))
    return redirect(
        reverse("workshops:questions", args=[workshop.code]) + ("?plus#question-nouvelle" if act == "add" else "")
    )


def arranged(asked: list[Asked], act: str, place: int) -> list[Asked]:
    """The questions in the order that the button asks for; `place` counts from 1."""
    here = place - 1
    if not 0 <= here < len(asked):
        return asked
    if act == "remove":
        return asked[:here] + asked[here + 1 :]
    there = here - 1 if act == "up" else here + 1 if act == "down" else here
    if 0 <= there < len(asked):
        asked[here], asked[there] = asked[there], asked[here]
    return asked


def typed_forms(request: HttpRequest) -> list[QuestionForm]:
    """The rows that were sent: one more than the limit, so that a tenth question is refused with its sentence."""
    places = range(1, MOST_QUESTIONS + 2)
    return [QuestionForm(request.POST, prefix=f"q{place}") for place in places if f"q{place}-text" in request.POST]


def blank_forms(workshop: Workshop, *, wants_more: bool) -> list[QuestionForm]:
    known = list(workshop.questions.select_related("board"))
    rows = [{"number": one.number, "title": one.title if one.has_own_title else "", "text": one.text} for one in known]
    if not rows or (wants_more and len(rows) < MOST_QUESTIONS):
        rows.append({})
    return [QuestionForm(initial=row, prefix=f"q{place}") for place, row in enumerate(rows, start=1)]


def shown(request: PersonRequest, workshop: Workshop, forms: list[QuestionForm], status: int = 200, refused: str = ""):
    context = {
        "forms": forms,
        "refused": refused,
        "has_errors": any(form.errors for form in forms),
        "most": MOST_QUESTIONS,
    }
    return page(request, workshop, "questions", "questions", status, **context)
