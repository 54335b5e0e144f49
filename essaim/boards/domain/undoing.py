"""A decision as if it had not been, as long as nobody built on it since."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import locked
from essaim.boards.domain.deciding import Thing, decide, stands_under, values_of
from essaim.boards.domain.placing import put_back_many
from essaim.boards.domain.retaining import has_room
from essaim.boards.enums import Kind, NoteState
from essaim.boards.models import Board, Event, Idea, Note, Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person

MODELS: dict[Kind, type[Note] | type[Theme] | type[Idea]] = {Kind.NOTE: Note, Kind.THEME: Theme, Kind.IDEA: Idea}

MANY = 100  # notes in one gesture: above, somebody adopted a theme of a large board


@transaction.atomic
def undo(*, board: Board, by: Person, now: datetime) -> Event | None:
    """This person's last decision is as if it had not been; gives the event undone, or nothing to undo."""
    board = locked(board)
    event = board.events.filter(by=by, is_undone=False, before__isnull=False).order_by("-revision").first()
    if event is None or event.before is None or event.after is None:
        return None
    thing = MODELS[Kind(event.kind)].objects.get(board=board, key=event.target)
    if (
        values_of(thing, event.after) != event.after
        or not can_return(board, thing, event.before)
        or (isinstance(thing, Note) and is_cut_since(board, thing, event))
    ):
        raise Refused(
            _("Quelqu’un d’autre a changé cet élément depuis : il n’est plus possible d’annuler ici."),
            code="changed-since",
        )
    undoing = decide(board, thing, by=None, now=now, **event.before)
    event.is_undone = True
    event.save(update_fields=["is_undone"])
    return undoing


def can_return(board: Board, thing: Thing, before: dict[str, Any]) -> bool:
    """What the thing pointed at still stands, and nothing that people see would vanish with it."""
    if isinstance(thing, Theme) and before.get("is_removed") and stands_under(thing):
        return False
    if isinstance(thing, Idea) and before.get("is_removed") is False and not has_room(board, thing.group):
        return False
    if isinstance(thing, Note) and steps_back(before) and thing.members.filter(state=NoteState.KEPT).exists():
        return False
    theme, head, quoted = (before.get(name) for name in ("theme_id", "merged_into_id", "key_note_id"))
    return (
        (theme is None or board.themes.filter(pk=theme, is_removed=False).exists())
        and (head is None or board.notes.filter(pk=head, state=state_of(thing, before), merged_into=None).exists())
        and (quoted is None or board.notes.filter(pk=quoted, state=NoteState.KEPT).exists())
    )


def is_cut_since(board: Board, note: Note, event: Event) -> bool:
    """The note stands in its parts; or it is one, and people decided about it since, or quote it."""
    if (event.before or {}).get("state") != NoteState.WITHDRAWN:
        return note.is_cut
    since = board.events.filter(target=event.target, revision__gt=event.revision, is_undone=False)
    quoting = (model.objects.filter(key_note=note, is_removed=False) for model in (Theme, Idea))
    return since.exclude(by=None).exists() or any(each.exists() for each in quoting)


def state_of(thing: Thing, before: dict[str, Any]) -> str | None:
    """The state that a note returns to: it stands with the head of its row where both are in the same one."""
    return before.get("state", thing.state) if isinstance(thing, Note) else None


def steps_back(before: dict[str, Any]) -> bool:
    """The note would no longer stand by itself: those merged into it since would be seen nowhere."""
    return before.get("merged_into_id") is not None or before.get("state", NoteState.KEPT) != NoteState.KEPT


@transaction.atomic
def undo_gesture(*, board: Board, by: Person, now: datetime) -> int:
    """All that this person decided in one gesture (five notes moved at once) is undone; gives how many decisions.

    Decisions of one gesture bear the same instant. Where one can no longer be undone, none is.
    """
    board = locked(board)
    decisions = board.events.filter(by=by, is_undone=False, before__isnull=False)
    last = decisions.order_by("-revision").first()
    if last is None:
        return 0
    together = list(decisions.filter(at=last.at))
    placed = [event for event in together if event.kind == Kind.NOTE]
    alone = together
    if len(placed) > MANY and put_back_many(board=board, decisions=placed, now=now):
        alone = [event for event in together if event.kind != Kind.NOTE]
    for _decision in alone:
        undo(board=board, by=by, now=now)
    return len(together)
