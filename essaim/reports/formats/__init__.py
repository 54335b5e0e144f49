"""The formats of the report: one file each, one function each, one source for all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.reports.formats import csv, docx, html, json, markdown, ods, odt, pdf, xlsx
from essaim.reports.source import ReportSource


@dataclass(frozen=True, slots=True)
class Format:
    label: str | Promise
    media_type: str
    render: Callable[[ReportSource], str | bytes]


FORMATS = {
    "html": Format(_("Page web"), "text/html; charset=utf-8", html.render),
    "pdf": Format(_("PDF accessible"), "application/pdf", pdf.render),
    "odt": Format(_("Texte OpenDocument"), "application/vnd.oasis.opendocument.text", odt.render),
    "docx": Format(
        _("Texte Word"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        docx.render,
    ),
    "md": Format(_("Markdown"), "text/markdown; charset=utf-8", markdown.render),
    "csv": Format(_("Contributions en CSV"), "text/csv; charset=utf-8", csv.render),
    "ods": Format(
        _("Contributions en tableur OpenDocument"),
        "application/vnd.oasis.opendocument.spreadsheet",
        ods.render,
    ),
    "xlsx": Format(
        _("Contributions en tableur Excel"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx.render,
    ),
    "json": Format(_("Compte rendu en données"), "application/json", json.render),
}


def built(source: ReportSource, extension: str) -> bytes:
    """The report in this format, ready to be sent or kept."""
    written = FORMATS[extension].render(source)
    return written if isinstance(written, bytes) else written.encode()
