"""Every note as open data, one row each (RFC 4180, UTF-8), with nothing a spreadsheet could run."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from essaim.kit.cells import BYTE_ORDER_MARK, inert
from essaim.reports.fates import columns, table_of_fates
from essaim.reports.printing import printed
from essaim.reports.source import ReportSource


@printed
def render(source: ReportSource) -> str:
    """A header, then one row per note, in the order of the report."""
    return table(columns(), table_of_fates(source))


def table(header: Iterable[str | int], rows: Iterable[Iterable[Any]]) -> str:
    """A table whose cells are all quoted, and none is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([inert(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + file.getvalue()
