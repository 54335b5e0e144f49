"""Every note as an OpenDocument spreadsheet, one row each, every cell a plain value."""

from essaim.reports.formats.xlsx import dataset
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource


@printed
def render(source: ReportSource) -> bytes:
    return dataset(source).export("ods")
