"""Files of earlier versions, told as this version tells: what they did not say stays unsaid."""

from typing import Any

from essaim.boards.domain.unsigning import dot_keys, unsigned
from essaim.boards.enums import Channel
from essaim.boards.models import Dots
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.importing_photos import boards_in
from essaim.workshops.models import Workshop

OLDEST = 2


def upgraded(data: dict[str, Any], known: Workshop | None) -> dict[str, Any]:
    """The same workshop in the words of today."""
    if data["version"] == 2:
        from_2_to_3(data, known)
    if data["version"] == 3:
        from_3_to_4(data)
    return data


def from_2_to_3(data: dict[str, Any], known: Workshop | None) -> None:
    """Version 2 named neither sequences, nor dots, nor people present, and did not say when things changed.

    Where the workshop is known, what has no name is taken for what is there: nothing counts twice.
    """
    data["version"] = 3
    key = data["workshop"]["key"]
    here = (
        {str(position): str(name) for position, name in known.sequences.values_list("position", "key")} if known else {}
    )
    for row in data["sequences"]:
        row["key"] = here.get(str(row["position"])) or unsigned(f"sequence:{key}:{row['position']}")
    has_people = known is not None and known.seats.exclude(joined_at=None).exists()
    data["attendance"] = [] if has_people else [present(key, row) for row in data["attendance"]]
    for board in boards_in(data):
        for row in board["notes"]:
            row.update(edited_at=None, decided_at=None)
        for row in [*board["themes"], *board["ideas"]]:
            row["decided_at"] = None
        board["dots"] = [named(row) for row in board["dots"] if not (known and has_dots(row))]


def from_3_to_4(data: dict[str, Any]) -> None:
    """Version 3 did not say to which notes no heading fits, which ones were cut, nor what a language model wrote."""
    data["version"] = 4
    for row in (data["report"] or {}).get("summaries", []):
        row["by_model"] = []
    for board in boards_in(data):
        for row in board["notes"]:
            row.update(fits_none=False, cut_from=None)


def present(key: str, row: dict[str, Any]) -> dict[str, Any]:
    fields.check_count(row["count"])
    actor = row["actor"]
    keys = sorted(unsigned(f"presence:{key}:{actor}:{rank}") for rank in range(row["count"]))
    return {"actor": actor, "keys": keys}


def named(row: dict[str, Any]) -> dict[str, Any]:
    if row["channel"] != Channel.PHONE:
        return {**row, "given_at": None}
    fields.check_count(row["count"], least=0)
    keys = sorted(dot_keys(row["theme"], "", row["count"]))
    return {"theme": row["theme"], "channel": row["channel"], "keys": keys}


def has_dots(row: dict[str, Any]) -> bool:
    return (
        row["channel"] == Channel.PHONE
        and Dots.objects.filter(theme__key=row["theme"], channel=Channel.PHONE, count__gt=0).exists()
    )
