from django.db.models import QuerySet

from essaim.programmes.enums import Visibility
from essaim.reports.enums import ReportState
from essaim.reports.models import Report


def published_reports(limit: int = 20) -> QuerySet[Report]:
    """Final and public reports, the latest first."""
    return (
        Report.objects.filter(state=ReportState.FINAL, workshop__visibility=Visibility.PUBLIC)
        .select_related("workshop__gathering__season__programme")
        .order_by("-final_at")[:limit]
    )
