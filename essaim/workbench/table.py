"""The counts as open data (RFC 4180, UTF-8), with nothing that a spreadsheet could run."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from essaim.reports.formats.csv import table
from essaim.workbench.counts import measures, numbers_of
from essaim.workbench.queries import Bench, Stood

Row = tuple[str | int, ...]


def columns() -> Row:
    return (_("Thème commun"), _("Thème"), _("Atelier"), _("Question"), *(measure.label for measure in measures()))


def rows_of(bench: Bench) -> Iterable[Row]:
    """Each common theme, then each theme that stands in it; then those that stand alone."""
    for common in bench.commons:
        yield (common.title, "", "", "", *numbers_of(bench, common.themes))
        for stood in common.themes:
            yield line_of(bench, stood, common.title)
    for stood in bench.loose:
        yield line_of(bench, stood, "")


def line_of(bench: Bench, stood: Stood, common: str) -> Row:
    return (common, stood.theme.title, stood.workshop.title, stood.question.number, *numbers_of(bench, [stood]))


def as_csv(bench: Bench) -> str:
    return table(columns(), rows_of(bench))
