"""Every note as an Excel workbook, one row each, every cell a plain value."""

from django.utils.translation import gettext as _

from essaim.kit.cells import inert
from essaim.reports.fates import columns, table_of_fates
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource


@printed
def render(source: ReportSource) -> bytes:
    return dataset(source).export("xlsx")


def dataset(source: ReportSource):
    """The rows of the open data, as ODS and XLSX both want them: texts, so that no cell is computed."""
    # Imported here: it loads openpyxl and odfpy, which a web process should not pay to start.
    import tablib

    rows = [[str(inert(value)) for value in row] for row in table_of_fates(source)]
    return tablib.Dataset(*rows, headers=columns(), title=_("Contributions"))
