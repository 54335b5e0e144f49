"""The report as data: what one instance writes, another reads back into the identical report."""

import base64
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from essaim.reports.formats.json_reading import FORMAT, VERSION, from_json
from essaim.reports.source import ReportSource

__all__ = ["from_json", "render", "to_json"]


def to_json(source: ReportSource) -> str:
    """Every field of the source, verbatim; nothing that is computed."""
    document = {"format": FORMAT, "version": VERSION, "report": _plain(source)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def render(source: ReportSource) -> str:
    return to_json(source)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
