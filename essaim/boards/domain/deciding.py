"""What facilitators decide about notes and themes: each decision is one event, and can be undone."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.domain.counting import recounted, told_again
from essaim.boards.domain.reasons import reason_given
from essaim.boards.enums import Kind, NoteState
from essaim.boards.models import Board, Event, Idea, Note, Theme
from essaim.boards.models.public import idea_state, note_state, theme_state
from essaim.kit.refusal import Refused
from essaim.kit.text import one_line
from essaim.people.models import Person

TITLE_LENGTH = 200
Thing = Note | Theme | Idea
STATES: dict[type, tuple[Kind, Any]] = {
    Note: (Kind.NOTE, note_state),
    Theme: (Kind.THEME, theme_state),
    Idea: (Kind.IDEA, idea_state),
}


def values_of(thing: Thing, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def decide(
    board: Board,
    thing: Thing,
    *,
    by: Person | None,
    now: datetime,
    told: dict[str, Any] | None = None,
    **changes: Any,
) -> Event | None:
    """The thing has these values; the event says what was before. Without change, nothing. The board must be locked.

    `told` is said to screens with this event, and to none that comes after.
    """
    before = values_of(thing, changes)
    if before == changes:
        return None
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.decided_at = now
    thing.save(update_fields=[*changes, "decided_at"])
    others = rows_changed(board, thing, before, changes)
    thing.refresh_from_db()
    kind, state = STATES[type(thing)]
    event = Event(
        kind=kind,
        payload={**state(thing), **(told or {})},
        at=now,
        by=by,
        target=str(thing.key),
        before=before,
        after=dict(changes),
    )
    announce(board, [event, *told_again(others, now=now)])
    return event


def rows_changed(board: Board, thing: Thing, before: dict[str, Any], after: dict[str, Any]) -> list[Note]:
    """The row that a note left and the one that it joined count each person once; gives the other notes changed."""
    left, joined = before.get("merged_into_id"), after.get("merged_into_id")
    if left == joined:
        return []
    return [note for note in recounted(board, [left, joined, thing.pk]) if note.pk != thing.pk]


def note_on(board: Board, key: uuid.UUID | str) -> Note:
    """The note of this board, as it stands; a stranger's key is refused with a sentence."""
    note = Note.objects.select_related("theme", "merged_into", "about").filter(board=board, key=key).first()
    if note is None or note.state == NoteState.WITHDRAWN:
        raise Refused(_("Cette note n’est pas (ou plus) sur ce panneau."), code="no-note", status=404)
    return note


def whole_note_on(board: Board, key: uuid.UUID | str) -> Note:
    """The note of this board, unless it stands in its parts."""
    note = note_on(board, key)
    if note.is_cut:
        raise Refused(_("Cette note est coupée en plusieurs : rangez ses parties, ou annulez la coupe."), code="is-cut")
    return note


def theme_on(board: Board, key: uuid.UUID | str) -> Theme:
    theme = Theme.objects.filter(board=board, key=key, is_removed=False).first()
    if theme is None:
        raise Refused(_("Ce thème n’est pas (ou plus) sur ce panneau."), code="no-theme", status=404)
    return theme


def titled(title: str) -> str:
    return one_line(
        title,
        TITLE_LENGTH,
        empty=_("Donnez un titre au thème."),
        too_long=_("Ce titre est trop long (%(limit)s caractères au plus)."),
    )


@transaction.atomic
def add_theme(
    *,
    board: Board,
    title: str,
    by: Person | None,
    now: datetime,
    round: int = 0,
    key: uuid.UUID | None = None,
) -> Theme:
    """The heading stands on the board; asked twice with the same key, it stands once."""
    board = locked(board)
    title = titled(title)
    known = Theme.objects.filter(key=key).first() if key else None
    if known and known.board_id != board.pk:
        raise Refused(_("Ce thème existe déjà sur un autre panneau."), code="key-taken")
    if known:
        return known
    last = Theme.objects.filter(board=board).order_by("-position").values_list("position", flat=True).first()
    theme = Theme.objects.create(
        key=key or uuid.uuid4(),
        board=board,
        title=title,
        position=(last or 0) + 1,
        round=round,
        is_removed=True,
    )
    decide(board, theme, by=by, now=now, is_removed=False)
    return theme


@transaction.atomic
def rename_theme(*, board: Board, theme: Theme, title: str, by: Person, now: datetime) -> None:
    """The heading reads otherwise."""
    board = locked(board)
    decide(board, theme_on(board, theme.key), by=by, now=now, title=titled(title))


@transaction.atomic
def place_theme(*, board: Board, theme: Theme, position: int, by: Person, now: datetime) -> None:
    """The heading stands at this place of the list."""
    board = locked(board)
    decide(board, theme_on(board, theme.key), by=by, now=now, position=position)


@transaction.atomic
def quote_note(*, board: Board, theme: Theme, note: Note | None, by: Person, now: datetime) -> None:
    """The note is the theme's key quote: its words are shown as they were written."""
    board = locked(board)
    theme = theme_on(board, theme.key)
    quoted = note_on(board, note.key) if note else None
    if quoted and (quoted.state != NoteState.KEPT or head_of(quoted).theme_id != theme.pk):
        raise Refused(_("Cette note n’est plus sous ce thème : choisissez-en une autre."), code="not-under-theme")
    decide(board, theme, by=by, now=now, key_note_id=quoted.pk if quoted else None)


def head_of(note: Note) -> Note:
    """The note that stands on the board for this one."""
    return note.merged_into or note


def stop_quoting(board: Board, notes: Iterable[Note], *, by: Person | None, now: datetime) -> None:
    """No theme is summed up by words that left it."""
    left = [note.pk for note in notes]
    for theme in Theme.objects.filter(board=board, key_note__in=left).select_related("key_note"):
        decide(board, theme, by=by, now=now, key_note_id=None)


@transaction.atomic
def remove_theme(*, board: Board, theme: Theme, by: Person, now: datetime) -> None:
    """The heading is gone. Notes that people see under it must have been moved before."""
    board = locked(board)
    theme = Theme.objects.get(board=board, pk=theme.pk)
    if stands_under(theme):
        raise Refused(
            _("Ce thème contient encore des notes. Déplacez-les d’abord, ou annulez."), code="theme-not-empty"
        )
    decide(board, theme, by=by, now=now, is_removed=True)


def stands_under(theme: Theme) -> bool:
    """Somebody would see a note disappear with this heading; merged ones stand where their head stands."""
    return theme.notes.filter(state=NoteState.KEPT, merged_into=None).exists()


def with_members(note: Note) -> list[Note]:
    return [*members_of(note), note]


def members_of(note: Note) -> list[Note]:
    return list(note.members.select_related("theme", "merged_into", "about").order_by("number"))


def cut_from(note: Note) -> set[int]:
    """The notes of which this row says a part."""
    return {each.cut_from_id for each in with_members(note) if each.cut_from_id}


@transaction.atomic
def move_note(*, board: Board, note: Note, theme: Theme | None, by: Person | None, now: datetime) -> None:
    """The note stands under this theme (or waits to be sorted), with those merged into it."""
    board = locked(board)
    note = whole_note_on(board, note.key)
    target = theme_on(board, theme.key).pk if theme else None
    if head_of(note).theme_id != target:
        stop_quoting(board, with_members(note), by=by, now=now)
    decide(
        board,
        note,
        by=by,
        now=now,
        theme_id=target,
        state=NoteState.KEPT.value,
        reason="",
        merged_into_id=None,
        fits_none=False,
    )
    for member in members_of(note):
        decide(board, member, by=by, now=now, state=NoteState.KEPT.value, reason="")


@transaction.atomic
def merge_note(*, board: Board, note: Note, into: Note, by: Person, now: datetime) -> None:
    """The note says the same as another one: it is counted with it, and its words stay readable."""
    board = locked(board)
    note, head = whole_note_on(board, note.key), head_of(note_on(board, into.key))
    if note.pk == into.pk:
        raise Refused(_("Une note ne peut pas être fusionnée avec elle-même."), code="merge-self", status=422)
    if head.state != NoteState.KEPT:
        raise Refused(_("La note choisie n’est pas sur le panneau : reprenez-la avant d’y fusionner une autre."))
    if head.pk in (note.pk, note.merged_into_id):
        return
    if cut_from(note) & cut_from(head):
        raise Refused(
            _("Ces deux notes sont des parties de la même : réunies, elles compteraient deux fois la même personne."),
            code="same-cut",
        )
    if head_of(note).theme_id != head.theme_id:
        stop_quoting(board, with_members(note), by=by, now=now)
    for member in members_of(note):
        decide(board, member, by=by, now=now, merged_into_id=head.pk, state=NoteState.KEPT.value, reason="")
    decide(
        board,
        note,
        by=by,
        now=now,
        merged_into_id=head.pk,
        theme_id=head.theme_id,
        state=NoteState.KEPT.value,
        reason="",
        fits_none=False,
    )


@transaction.atomic
def set_aside(*, board: Board, note: Note, reason: str, by: Person, now: datetime) -> None:
    """The note is out of the synthesis, and everybody can read why; those merged into it stay with it."""
    board = locked(board)
    away: dict[str, Any] = {"state": NoteState.SET_ASIDE.value, "reason": reason_given(reason)}
    note = whole_note_on(board, note.key)
    stop_quoting(board, with_members(note), by=by, now=now)
    decide(board, note, by=by, now=now, merged_into_id=None, fits_none=False, **away)
    for member in members_of(note):
        decide(board, member, by=by, now=now, **away)


@transaction.atomic
def accept_handed(*, board: Board, note: Note, by: Person, now: datetime) -> None:
    """A note handed over after the bell is on the board like the others; one that was not waiting stays as it is."""
    board = locked(board)
    note = note_on(board, note.key)
    if note.state == NoteState.HANDED:
        decide(board, note, by=by, now=now, state=NoteState.KEPT.value)


def check_unchanged(*, board: Board, keys: Iterable[str], seen: int, by: Person) -> None:
    """Nobody else decided about these things since this screen was drawn; a screen that says nothing sees all."""
    since = board.events.filter(revision__gt=seen, target__in=list(keys), before__isnull=False, is_undone=False)
    if seen and since.exclude(by=by).exists():
        raise Refused(
            _("Quelqu’un d’autre vient de changer cet élément. Voici où il en est : recommencez si c’est utile."),
            code="changed-since",
        )
