"""A live account becomes a draft that the team writes, until it is final."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.enums import NoteState
from essaim.boards.models import Note
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.enums import Licence, Visibility
from essaim.reports.access import check_is_open, check_may_edit
from essaim.reports.attributing import unsupported
from essaim.reports.domain.building import by_models, source_of
from essaim.reports.enums import NEXT_STATES, ReportState
from essaim.reports.models import Report, Summary
from essaim.reports.telling import sentences_of
from essaim.reports.wording import flaw_words
from essaim.workshops.enums import State
from essaim.workshops.models import Question, Workshop

TEXT_LENGTH = 5000  # two printed pages: above, it is no longer an introduction


def locked_report(workshop: Workshop) -> Report:
    """The report, alone: two people pressing together are served one after the other.

    Its row too: whoever takes a note back at this very moment waits, then erases the words as they are published.
    """
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    report, _created = Report.objects.select_for_update(of=("self",)).get_or_create(workshop=workshop)
    report.workshop = workshop
    return report


def check_may_follow(report: Report, state: ReportState) -> None:
    """The table of states says what may come next; a jump is refused with what is possible."""
    possible = NEXT_STATES[ReportState(report.state)]
    if state not in possible:
        raise Refused(
            _("Le compte rendu est « %(now)s » : l’étape suivante est « %(next)s ».")
            % {
                "now": ReportState(report.state).label,
                "next": _(" » ou « ").join(str(s.label) for s in ReportState if s in possible),
            },
            code="not-next",
        )


@transaction.atomic
def draft(*, workshop: Workshop, by: Person, now: datetime) -> Report:
    """The report is a draft: what the boards say, and what the team adds. A second time, nothing changes."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    if report.state == ReportState.DRAFT:
        return report
    if report.state == ReportState.FINAL:
        raise Refused(_("Ce compte rendu est définitif. Rouvrez-le d’abord si une correction s’impose."), code="final")
    if workshop.state != State.CLOSED:
        raise Refused(
            _("L’atelier n’est pas terminé : le compte rendu se met à jour tout seul jusque-là."), code="not-closed"
        )
    check_may_follow(report, ReportState.DRAFT)
    report.state, report.drafted_at = ReportState.DRAFT, now
    report.save(update_fields=["state", "drafted_at"])
    return report


@transaction.atomic
def reopen(*, workshop: Workshop, by: Person, now: datetime) -> Report:
    """The final report is a draft again: readers wait until it is published anew."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    if report.state == ReportState.DRAFT:
        return report
    if report.state != ReportState.FINAL:
        raise Refused(_("Ce compte rendu n’est pas définitif : il n’y a rien à rouvrir."), code="not-final")
    report.state, report.drafted_at, report.final_at, report.content = ReportState.DRAFT, now, None, None
    report.save(update_fields=["state", "drafted_at", "final_at", "content"])
    return report


@transaction.atomic
def introduce(*, workshop: Workshop, introduction: str, summaries: dict[int, str], by: Person) -> Report:
    """The report opens with these words, and each question (by number) with its own."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    check_is_open(report)
    report.introduction = written(introduction)
    report.save(update_fields=["introduction"])
    summaries = {number: written(text) for number, text in summaries.items()}
    check_model_sentences(workshop, summaries)
    for question in Question.objects.filter(workshop=workshop, number__in=summaries):
        check_nothing_withdrawn(question, summaries[question.number])
        Summary.objects.update_or_create(
            question=question, defaults={"report": report, "text": summaries[question.number]}
        )
    return report


def check_model_sentences(workshop: Workshop, summaries: dict[int, str]) -> None:
    """A sentence of the model stays only while it rests on its notes; an editor's own words are the editor's."""
    known = by_models(workshop)
    if not known:
        return
    for question in source_of(workshop).questions:
        part = replace(question, summary=summaries.get(question.number, ""))
        for one, flaw in unsupported(part, known[question.number]):
            raise Refused(
                _("Question %(n)s : « %(sentence)s » vient du modèle de langue. %(flaw)s Réécrivez-la ou enlevez-la.")
                % {"n": question.number, "sentence": one.text, "flaw": flaw_words(flaw)},
                code="unsupported",
                status=422,
            )


def check_nothing_withdrawn(question: Question, text: str) -> None:
    """What was proposed before somebody took a note back does not bring it in again."""
    withdrawn = Note.objects.filter(board=question.board_id, state=NoteState.WITHDRAWN)
    gone = set(withdrawn.values_list("number", flat=True))
    before = Summary.objects.filter(question=question).values_list("text", flat=True).first() or ""
    known = {one.text for one in sentences_of(before)}
    for one in sentences_of(text):
        if gone & set(one.notes) and one.text not in known:
            raise Refused(
                _("Question %(n)s : « %(sentence)s » renvoie à une note que quelqu’un a retirée depuis. Enlevez-la.")
                % {"n": question.number, "sentence": one.text},
                code="withdrawn",
                status=422,
            )


def written(text: str) -> str:
    text = cleaned(text)
    if len(text) > TEXT_LENGTH:
        raise Refused(
            _("Ce texte compte %(length)s caractères ; le maximum est de %(limit)s.")
            % {"length": len(text), "limit": TEXT_LENGTH},
            code="too-long",
            status=422,
        )
    return text


@transaction.atomic
def share(*, workshop: Workshop, visibility: str, licence: str, by: Person) -> None:
    """The final report is read by these people, under these conditions; a published licence does not change."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    if workshop.licence != licence:
        check_is_open(report)
    workshop.visibility, workshop.licence = Visibility(visibility), Licence(licence)
    workshop.save(update_fields=["visibility", "licence"])
