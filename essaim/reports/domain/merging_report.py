"""The words of the team above the boards: those of here stay, those that only the file has come."""

from typing import Any

from django.utils.translation import gettext as _

from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back
from essaim.reports.domain.merging_told import Outcome
from essaim.reports.enums import AmendmentState, ReportState
from essaim.reports.models import Amendment, ModelSentence, Report, Summary
from essaim.workshops.models import Question, Workshop

ORDER = list(ReportState.values)
LIFE = ("state", "drafted_at", "opened_at", "amend_until", "final_at", "content")


def merge_report(
    workshop: Workshop, data: dict[str, Any] | None, questions: dict[int, Question], outcome: Outcome
) -> None:
    if data is None:
        return
    values = back(Report, data, fields.REPORT)
    report, _created = Report.objects.select_for_update(of=("self",)).get_or_create(workshop=workshop)
    if not report.introduction and values["introduction"]:
        report.introduction = values["introduction"]
        outcome.changed["report"] += 1
    elif values["introduction"] not in ("", report.introduction):
        outcome.gave_way("introduction", "", _("Introduction"), None, values["introduction"], from_file=True)
    for row in data["summaries"]:
        merge_summary(report, questions[row["question"]], row, outcome)
    for row in data["amendments"]:
        merge_amendment(report, back(Amendment, row, fields.AMENDMENT), outcome)
    go_on(report, values, outcome)
    report.save()


def merge_summary(report: Report, question: Question, row: dict[str, Any], outcome: Outcome) -> None:
    text = row["text"]
    summary, _created = Summary.objects.get_or_create(question=question, defaults={"report": report})
    if text and not summary.text:
        summary.text = text
        summary.save(update_fields=["text"])
        model_sentences_back(question, row["by_model"])
        outcome.added["summaries"] += 1
    elif text not in ("", summary.text):
        where = _("Synthèse de la question %(number)s") % {"number": question.number}
        outcome.gave_way("summary", "", where, None, text, from_file=True)


def model_sentences_back(question: Question, rows: list[dict[str, str]]) -> None:
    """What a model wrote elsewhere is labelled here too."""
    ModelSentence.objects.bulk_create(
        ModelSentence(question=question, text=row["text"], writer=row["writer"]) for row in rows
    )


def merge_amendment(report: Report, values: dict[str, Any], outcome: Outcome) -> None:
    amendment = Amendment.objects.filter(key=values["key"], report=report).first()
    if amendment is None:
        Amendment.objects.create(report=report, **values)
        outcome.added["amendments"] += 1
    elif amendment.state == AmendmentState.PROPOSED != values["state"]:
        amendment.state, amendment.answer = values["state"], values["answer"]
        amendment.save(update_fields=["state", "answer"])
        outcome.changed["amendments"] += 1


def go_on(report: Report, values: dict[str, Any], outcome: Outcome) -> None:
    """The report is as far as the furthest of the two; one published there does not speak for notes of here."""
    if ORDER.index(values["state"]) <= ORDER.index(report.state):
        return
    if values["state"] == ReportState.FINAL and (outcome.only_here or outcome.renumbered):
        outcome.kept_here.append(
            _("Le compte rendu publié dans la salle ne dit pas les notes d’ici : publiez-le de nouveau.")
        )
        return
    for name in LIFE:
        setattr(report, name, values[name])
    outcome.changed["report"] += 1
