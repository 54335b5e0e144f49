"""What people take back after publication leaves the published words too, and the report says that it happened.

Counts and numbers stay as they were published: readers see that something was taken away, never what.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Photo
from essaim.reports.domain import rendering
from essaim.reports.domain.forgetting_told import forget_told, unsay
from essaim.reports.models import Arrival, ModelSentence, Report, Summary
from essaim.workshops.models import Seat, Workshop

Content = dict[str, Any]
NOTHING = {"notes": 0, "reworded": 0, "names": 0, "photos": 0}


def forget_note(note: Note, *, now: datetime) -> None:
    """The published report has this note's words of today; taken back, it says so in their place."""
    forget_aside(note)
    forget_told(note)
    report, content = published(Q(workshop__questions__board=note.board_id) | Q(workshop__plenary=note.board_id))
    if report is None:
        return
    with override(content["report"].get("language", "fr")):
        gone = note.state == NoteState.WITHDRAWN
        text = _("(retirée après publication par la personne qui l’avait écrite)") if gone else note.text
        changed = reworded(content, str(note.key), text)
        if gone and changed:
            unquote(content, str(note.key), note.number)
        if changed:
            unsay_published(content, str(note.key), note.number, gone=gone)
    if changed:
        keep(report, content, "notes" if gone else "reworded", now)


def forget_notes(notes: Sequence[Note], *, now: datetime) -> None:
    """The same for notes of one board, asked once where nothing above it says any."""
    if notes and is_told(notes[0].board_id):
        for note in notes:
            forget_note(note, now=now)


def is_told(board_id: int) -> bool:
    """A report, a summary or an import may hold words of this board; none begins to before the transaction ends."""
    place = Q(workshop__questions__board=board_id) | Q(workshop__plenary=board_id)
    reports = list(Report.objects.select_for_update(of=("self",)).filter(place).order_by("pk"))
    return (
        any(report.content is not None for report in reports)
        or Arrival.objects.filter(place).exists()
        or Summary.objects.filter(question__board=board_id).exclude(text="").exists()
        or ModelSentence.objects.filter(question__board=board_id).exists()
    )


def forget_aside(note: Note) -> None:
    """No import remembers other words of this note."""
    place = Q(workshop__questions__board=note.board_id) | Q(workshop__plenary=note.board_id)
    for arrival in Arrival.objects.filter(place).distinct():
        kept = [row for row in arrival.aside if row["key"] != str(note.key)]
        if kept != arrival.aside:
            arrival.aside = kept
            arrival.save(update_fields=["aside"])


def forget_photo(photo: Photo, *, now: datetime) -> None:
    """The published report neither shows nor describes this photo."""
    report, content = published(Q(workshop__questions__board=photo.board_id))
    if report is None:
        return
    address, changed = f"/photos/{photo.key}/", False
    for part in parts_of(content):
        shown = part.get("photos") or []
        part_photos = [one for one in shown if not str(one.get("address", "")).endswith(address)]
        if len(part_photos) < len(shown):
            part["photos"], changed = part_photos, True
    if changed:
        keep(report, content, "photos", now)


def forget_seat(seat: Seat, *, now: datetime) -> None:
    """The published report no longer names this person."""
    report, content = published(Q(workshop=seat.workshop_id))
    if report is None:
        return
    names, changed = names_of(seat), False
    others = tables_of_others(seat.workshop, seat, names)
    for part in parts_of(content):
        # A strong idea says its table, a turn in the plenary its group: both are names of tables.
        table = part.get("table", part.get("group"))
        if folded(part.get("rapporteur")) in names and table not in others:
            part["rapporteur"], changed = "", True
    if changed:
        keep(report, content, "names", now)


def names_of(seat: Seat) -> set[str]:
    """All that this person was called, here and at the table for which they spoke."""
    said = [seat.name, *seat.reports_for.values_list("name", flat=True)]
    return {folded(name) for name in said if folded(name)}


def tables_of_others(workshop: Workshop, seat: Seat, names: set[str]) -> set[str]:
    """Where somebody else, who bears the same name, speaks today."""
    speaking = workshop.rapporteurs.exclude(seat=None).exclude(seat=seat).select_related("table")
    return {one.table.name for one in speaking if folded(one.name) in names}


def folded(name: Any) -> str:
    return " ".join(str(name or "").split()).casefold()


def published(place: Q) -> tuple[Report | None, Content]:
    """The final report of this workshop, ours until the transaction ends, and its words; else nothing."""
    report = Report.objects.select_for_update(of=("self",)).filter(place).order_by("pk").first()
    if report is None or report.content is None:
        return None, {}
    return report, deepcopy(report.content)


def parts_of(value: Any) -> Iterator[Content]:
    """Every object of this JSON, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from parts_of(item)
    elif isinstance(value, dict):
        yield value
        for item in list(value.values()):
            yield from parts_of(item)


def is_note(part: Content, key: str) -> bool:
    return part.get("key") == key and "voices" in part


def reworded(content: Content, key: str, text: str) -> bool:
    """The note of this key says this; true when it said something else."""
    found = [part for part in parts_of(content) if is_note(part, key) and part["text"] != text]
    for part in found:
        part["text"] = text
    return bool(found)


def unquote(content: Content, key: str, number: int) -> None:
    """No theme and no idea puts forward a note that was taken back, and no reason for setting it aside repeats it."""
    for question in content["report"]["questions"]:
        standing = [question.get(name) or [] for name in ("themes", "quoted", "outside", "set_aside")]
        if not any(is_note(part, key) for part in parts_of(standing)):
            continue
        for part in parts_of(question):
            if part.get("key_quote") == number:
                part["key_quote"] = None
        for part in question.get("set_aside") or []:
            if is_note(part["note"], key):
                part["reason"] = _("(effacé avec la contribution)")


def unsay_published(content: Content, key: str, number: int, *, gone: bool) -> None:
    for question in content["report"]["questions"]:
        notes = [part for part in parts_of(question) if "voices" in part and "number" in part]
        if any(is_note(part, key) for part in notes):
            texts = {part["number"]: part["text"] for part in notes if not (gone and is_note(part, key))}
            unsay(question, number, texts)


def keep(report: Report, content: Content, what: str, now: datetime) -> None:
    """The report is stored without these words, and tells how many times that happened, and when last."""
    erased = {**NOTHING, **(content["report"].get("erased") or {})}
    erased[what] += 1
    content["report"]["erased"] = {**erased, "day": timezone.localdate(now).isoformat()}
    report.content = content
    report.save(update_fields=["content"])
    # Documents built before hold the words, in memory.
    transaction.on_commit(rendering.kept.cache_clear)
