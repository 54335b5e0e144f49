"""The team writes above the report and above each question, from its notes or with a language model's help."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.reports import telling
from essaim.reports.access import check_is_open
from essaim.reports.attributing import written_by_model
from essaim.reports.domain import asking_model, drafting
from essaim.reports.domain.asking_model import Writing
from essaim.reports.domain.building import by_models
from essaim.reports.domain.drafting import TEXT_LENGTH
from essaim.reports.domain.publishing import source_read
from essaim.reports.forms import WordsForm
from essaim.reports.source import ReportSource
from essaim.reports.views.door import Reader, base_of, see, team_of
from essaim.workshops.models import Question

MOST_SHOWN = 20  # refused sentences; their number is said whole


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """The words that the team adds, above the report and above each question."""
    reader = team_of(request, code)
    check_is_open(reader.report)
    questions = list(reader.workshop.questions.all())
    if request.method != "POST":
        return reads_only(first_page)(request, reader, questions)
    form = WordsForm(request.POST, report=reader.report, questions=questions)
    if not form.is_valid():
        return edit_page(request, reader, form, status=422)
    if "rediger" in request.POST:
        return written_page(request, reader, form)
    try:
        drafting.introduce(
            workshop=reader.workshop,
            introduction=form.cleaned_data["introduction"],
            summaries=form.summaries,
            by=reader.person,
        )
    except Refused as refused:
        return refused_page(request, reader, form, refused)
    messages.success(request, _("C’est enregistré."))
    return see("report", reader.workshop.code)


def first_page(request: HttpRequest, reader: Reader, questions: list[Question]) -> HttpResponse:
    """What the team wrote; elsewhere, if asked, what the notes tell, kept only once somebody saves it."""
    source = source_read(reader.report, base=base_of(request))
    asks = "proposer" in request.GET
    proposed = {part.number: telling.told(part)[:TEXT_LENGTH] for part in source.questions} if asks else {}
    form = WordsForm(report=reader.report, questions=questions, proposed=proposed)
    return edit_page(request, reader, form, source=source)


def written_page(request: HttpRequest, reader: Reader, form: WordsForm) -> HttpResponse:
    """What was typed stays; the empty summary of this question has what the model and the notes tell."""
    number = request.POST["rediger"]
    if asking_model.server_here() is None or f"summary-{number}" not in form.fields:
        raise Http404
    if form.cleaned_data[f"summary-{number}"]:
        sentence = _("La synthèse de la question %(n)s n’est pas vide : rien n’a été demandé au modèle de langue.")
        return refused_page(request, reader, form, Refused(sentence % {"n": number}, status=422))
    try:
        writing = asking_model.write_summary(workshop=reader.workshop, number=int(number), by=reader.person)
    except Refused as refused:
        return refused_page(request, reader, form, refused)
    typed = request.POST.copy()
    typed[f"summary-{number}"] = writing.text
    filled = WordsForm(typed, report=reader.report, questions=form.questions)
    return edit_page(request, reader, filled, writing=writing)


def refused_page(request: HttpRequest, reader: Reader, form: WordsForm, refused: Refused) -> HttpResponse:
    form.add_error(None, str(refused))
    return edit_page(request, reader, form, status=refused.status)


def edit_page(
    request: HttpRequest,
    reader: Reader,
    form: WordsForm,
    *,
    source: ReportSource | None = None,
    writing: Writing | None = None,
    status: int = 200,
) -> HttpResponse:
    source = source or source_read(reader.report, base=base_of(request))
    texts = {question.number: form[f"summary-{question.number}"].value() or "" for question in form.questions}
    flaws = {question.number: telling.flaws_of(texts[question.number], question) for question in source.questions}
    written = by_models(reader.workshop)
    by_model = {number: written_by_model(text, written[number]) for number, text in texts.items()}
    context = {
        "form": form,
        "reader": reader,
        "workshop": reader.workshop,
        "flaws": [(number, found) for number, found in flaws.items() if found],
        "by_model": [(number, found) for number, found in by_model.items() if found],
        "can_propose": form.empty_summaries and any(question.themes for question in source.questions),
        "model": asking_model.server_here(),
        "to_write": [number for number in form.empty_summaries if has_themes(source, number)],
        "writing": writing,
        "refusals": writing.refused[:MOST_SHOWN] if writing else (),
        "without_answer": [one for one in writing.themes if one.why] if writing else [],
    }
    return render(request, "reports/page_edit.html", context, status=status)


def has_themes(source: ReportSource, number: int) -> bool:
    return any(telling.by_size(question) for question in source.questions if question.number == number)
