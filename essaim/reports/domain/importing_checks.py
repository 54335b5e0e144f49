"""What no field can check by itself in an imported workshop: values that pages rely on, and would stumble over."""

import json
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.domain.unsigning import is_unsigned
from essaim.kit.refusal import Refused
from essaim.reports.domain.exchange_fields import MOST
from essaim.reports.domain.importing_photos import boards_in
from essaim.reports.enums import ReportState
from essaim.reports.formats.json import from_json
from essaim.workshops.enums import Act

ROW = {"key": str, "number": int, "text": str, "count": int}
HEADING = {"key": str, "title": str, "count": int, "notes": list}
BY_MODEL: dict[str, type] = {"text": str, "writer": str}
MOST_BY_MODEL = 200  # sentences of a summary
RELAY = {"themes": list, "unsorted": list, "received": int}


def check_values(data: dict[str, Any]) -> None:
    """Every list and every frozen text of this data has the shape that this version writes."""
    for sequence in data["sequences"]:
        if not isinstance(sequence["allows"], list) or not all(act in Act.values for act in sequence["allows"]):
            raise wrong("allows")
    for board in boards_in(data):
        for relay in board["relays"]:
            check_relay(relay["content"])
    if data["report"]:
        check_report(data["report"])


def check_keys(keys: Any) -> None:
    """Names made for the journey, once each."""
    if not isinstance(keys, list) or not all(isinstance(key, str) and is_unsigned(key) for key in keys):
        raise wrong("keys")
    if len(set(keys)) < len(keys) or len(keys) > MOST:
        raise wrong("keys")


def check_relay(content: Any) -> None:
    if not has_shape(content, RELAY) or not all(has_shape(heading, HEADING) for heading in content["themes"]):
        raise wrong("relays")
    headings: list[dict[str, Any]] = content["themes"]
    rows = [*content["unsorted"], *(row for heading in headings for row in heading["notes"])]
    if not all(has_shape(row, ROW) for row in rows):
        raise wrong("relays")


def has_shape(value: Any, shape: dict[str, type]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == shape.keys()
        and all(isinstance(value[name], kind) for name, kind in shape.items())
    )


def check_report(report: dict[str, Any]) -> None:
    """A state comes with its dates, and published words are a report."""
    needs = {ReportState.AMENDABLE: ["opened_at", "amend_until"], ReportState.FINAL: ["final_at", "content"]}
    for name in needs.get(report["state"], []):
        if not report[name]:
            raise wrong(name)
    for row in report["summaries"]:
        check_by_model(row.get("by_model"))
    if report["content"] is not None:
        from_json(json.dumps(report["content"]))


def check_by_model(rows: Any) -> None:
    if not isinstance(rows, list) or len(rows) > MOST_BY_MODEL:
        raise wrong("by_model")
    if not all(has_shape(row, BY_MODEL) and row["text"] and 0 < len(row["writer"]) <= 100 for row in rows):
        raise wrong("by_model")


def wrong(name: str) -> Refused:
    return Refused(_("La valeur de « %(name)s » ne convient pas : ce fichier a été modifié.") % {"name": name})
