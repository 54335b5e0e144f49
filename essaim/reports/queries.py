from django.db.models import Count, Q, QuerySet

from essaim.boards.enums import NoteState
from essaim.boards.models import Note
from essaim.programmes.enums import Visibility
from essaim.reports.enums import AmendmentState, ReportState
from essaim.reports.models import Amendment, Report
from essaim.workshops.models import Question, Seat, Workshop


def published_reports(limit: int | None = 20) -> QuerySet[Report]:
    """Final and public reports, the latest first."""
    return (
        Report.objects.filter(state=ReportState.FINAL, workshop__visibility=Visibility.PUBLIC)
        .select_related("workshop__gathering__season__programme")
        .defer("content")
        .order_by("-final_at")[:limit]
    )


def report_of(workshop: Workshop) -> Report:
    """The report of a workshop; until somebody drafts it, one that is live and not stored."""
    report = Report.objects.filter(workshop=workshop).first() or Report(workshop=workshop)
    report.workshop = workshop
    return report


def undecided(report: Report) -> int:
    """Amendments that nobody has answered yet."""
    return report.amendments.filter(state=AmendmentState.PROPOSED).count()


def questions_with_handed(workshop: Workshop) -> list[Question]:
    """The questions where notes handed over after the bell wait for the team: `waiting` says how many."""
    handed = Count("board__notes", filter=Q(board__notes__state=NoteState.HANDED))
    return list(workshop.questions.annotate(waiting=handed).filter(waiting__gt=0).order_by("number"))


def handed_over(workshop: Workshop) -> int:
    """Notes handed over after the bell that nobody has accepted or set aside yet."""
    return Note.objects.filter(board__asked_as__workshop=workshop, state=NoteState.HANDED).count()


def own_amendments(report: Report, seat: Seat | None) -> QuerySet[Amendment]:
    """What this seat asked for, with the answers."""
    return report.amendments.filter(seat=seat) if report.pk and seat else Amendment.objects.none()
