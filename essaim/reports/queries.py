from django.db.models import QuerySet

from essaim.programmes.enums import Visibility
from essaim.reports.enums import AmendmentState, ReportState
from essaim.reports.models import Report
from essaim.workshops.models import Workshop


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
