"""What every format does first: speak the report's language, and keep only what can be printed."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.kit.text import cleaned
from essaim.reports.source import NotePart, ReportSource

# The texts in which people go to the next line; the others are headings, labels or addresses.
OF_SEVERAL_LINES = {"introduction", "purpose", "harvest", "summary", "reason", "conditions", "made_how", "answer"}


def printed[Result](render: Callable[[ReportSource], Result]) -> Callable[[ReportSource], Result]:
    """The renderer receives a printable source and words its labels in the language of the report."""

    @wraps(render)
    def rendering(source: ReportSource) -> Result:
        with override(source.language):
            return render(printable(source))

    return rendering


def printable(part: Any) -> Any:
    """The same part, without a character that XML, a printer or a reader's eye would stumble on."""
    changed = {field.name: _printable_value(part, field.name) for field in fields(part)}
    if isinstance(part, NotePart) and not changed["text"]:
        changed["text"] = _("(note sans texte lisible)")
    return replace(part, **changed)


def _printable_value(part: Any, name: str) -> Any:
    value = getattr(part, name)
    if isinstance(value, str):
        lines = name in OF_SEVERAL_LINES or (name == "text" and isinstance(part, NotePart))
        return cleaned(value, lines=lines)
    if isinstance(value, tuple):
        return tuple(printable(item) if is_dataclass(item) else _plain(item) for item in value)
    return printable(value) if is_dataclass(value) else value


def _plain(item: Any) -> Any:
    return cleaned(item, lines=False) if isinstance(item, str) else item
