"""What people took back after publication leaves the published words too; counts and numbers stay as they were."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from essaim.boards.enums import NoteState
from essaim.boards.models import Note
from essaim.reports.models import Report


def content_read(report: Report) -> dict[str, Any] | None:
    """The content of a final report, without the words of notes that were withdrawn since."""
    if report.content is None:
        return None
    workshop = report.workshop
    boards = Q(board__asked_as__workshop=workshop) | Q(board=workshop.plenary_id)
    withdrawn = Note.objects.filter(boards, state=NoteState.WITHDRAWN).values_list("key", flat=True)
    return without({str(key) for key in withdrawn}, report.content)


def without(withdrawn: set[str], part: Any) -> Any:
    """The same JSON, where each note of these keys says that its words were taken back."""
    if isinstance(part, list):
        return [without(withdrawn, item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name: without(withdrawn, value) for name, value in part.items()}
    if withdrawn and part.get("key") in withdrawn and "text" in part:
        kept["text"] = _("(retirée après publication par la personne qui l’avait écrite)")
    return kept
