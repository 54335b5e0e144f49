"""The body of the report's web page: light, folded by theme, each note with its address."""

from django.template.loader import render_to_string

from essaim.reports.printing import printed
from essaim.reports.source import ReportSource


@printed
def render(source: ReportSource) -> str:
    """What stands in `<main class="page report">`, from `<h1>` to the licence, with `bundle/report.css`."""
    return render_to_string("reports/fragment.html", {"source": source})
