"""Notes come onto a board: once each, whatever the network does."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce, announce_on, locked
from essaim.boards.domain.counting import recounted, told_again
from essaim.boards.enums import Kind, NoteState, Source
from essaim.boards.models import Board, Event, Idea, Note, Relay, Theme
from essaim.boards.models.public import idea_state, theme_state
from essaim.kit.forgetting import forget_above
from essaim.kit.refusal import NotForYou, Refused
from essaim.kit.rows import insert_all, instance_of, new, rows_of
from essaim.kit.text import said_text

COUNT_LIMIT = 500  # "×500" is a full hall; above it is a typing error


@dataclass(frozen=True)
class Entry:
    """A note as it arrives, already allowed by the caller's access rules."""

    key: uuid.UUID
    board_id: int
    text: str
    author: str = ""
    count: int = 1
    group: int = 0
    round: int = 0
    source: Source = Source.PHONE
    stance: str = ""
    state: NoteState = NoteState.KEPT
    theme_id: int | None = None
    about_id: int | None = None


@dataclass(frozen=True)
class Acknowledgement:
    """What the writer is told: this very note, with these very words, is kept."""

    key: str
    digest: str
    number: int
    revision: int
    base: str = ""  # what the author's next change must name


def digest_of(text: str) -> str:
    """SHA-256 of the text as it is kept (UTF-8, NFC): a client compares it with what it sent."""
    return hashlib.sha256(text.encode()).hexdigest()


def acknowledged(note: Note, revision: int) -> Acknowledgement:
    return Acknowledgement(str(note.key), digest_of(note.text), note.number, revision, base_of(note))


def base_of(note: Note) -> str:
    """Which words these are, among those that the note said one after the other; the first ones are ""."""
    return note.edited_at.isoformat() if note.edited_at else ""


def add_note(*, entry: Entry, now: datetime) -> Acknowledgement:
    """The note is on the board, once, and every open screen will hear of it."""
    (answer,) = add_notes(entries=[entry], now=now)
    if isinstance(answer, Refused):
        raise answer
    return answer


@transaction.atomic(savepoint=False)
def add_notes(*, entries: Sequence[Entry], now: datetime) -> list[Acknowledgement | Refused]:
    """Each note is on its board once; one answer for each, in order. A refused one changes nothing for the others."""
    asked = rows_of(Board, "id", {entry.board_id for entry in entries}, is_locked=True)
    boards = {row[0]: instance_of(Board, row) for row in asked}
    sent = (instance_of(Note, row) for row in rows_of(Note, "key", [entry.key for entry in entries]))
    known = {note.key: note for note in sent}
    answers: list[Acknowledgement | Refused] = []
    added: dict[int, list[Note]] = {}
    for entry in entries:
        try:
            note = known.get(entry.key)
            if note is None:
                note = new_note(entry, boards[entry.board_id], now=now)
                known[entry.key] = note
                added.setdefault(entry.board_id, []).append(note)
            else:
                check_is_same(note, entry)
            answers.append(acknowledged(note, 0))
        except Refused as refusal:
            answers.append(refusal)
    keep([(boards[pk], notes) for pk, notes in added.items()], now=now)
    return [
        answer
        if isinstance(answer, Refused)
        else Acknowledgement(
            answer.key,
            answer.digest,
            answer.number,
            boards[entry.board_id].revision,
            answer.base,
        )
        for entry, answer in zip(entries, answers, strict=True)
    ]


def new_note(entry: Entry, board: Board, *, now: datetime) -> Note:
    text = said_text(entry.text)
    if not 1 <= entry.count <= COUNT_LIMIT:
        raise Refused(
            _("Indiquez un nombre de personnes entre 1 et %(limit)s.") % {"limit": COUNT_LIMIT},
            code="count",
            status=422,
        )
    board.last_number += 1
    return new(
        Note,
        key=entry.key,
        board_id=board.pk,
        number=board.last_number,
        text=text,
        count=entry.count,
        author=entry.author,
        group=entry.group,
        round=entry.round,
        source=entry.source,
        stance=entry.stance,
        state=entry.state,
        theme_id=entry.theme_id,
        about_id=entry.about_id,
        written_at=now,
    )


def check_is_same(note: Note, entry: Entry) -> None:
    """The same key again is the same note sent twice; from anybody else it is a mistake, or worse."""
    if note.author != entry.author or note.board_id != entry.board_id:
        raise NotForYou(_("Cette note a déjà été envoyée par quelqu’un d’autre."), code="key-taken")


def keep(added: Iterable[tuple[Board, list[Note]]], *, now: datetime) -> None:
    """The notes are stored and logged, on however many boards."""
    added = list(added)
    notes = [note for _board, written in added for note in written]
    insert_all(notes)
    themed, answering = [note for note in notes if note.theme_id], [note for note in notes if note.about_id]
    if themed or answering:  # most are neither, and asking for nothing has its price
        prefetch_related_objects(themed, "theme")
        prefetch_related_objects(answering, "about")
    announce_on((board, told_again(written, now=now)) for board, written in added)


@transaction.atomic
def edit_note(*, note: Note, text: str, author: str, now: datetime, base: str | None = None) -> Acknowledgement:
    """The note says what its author now means; the former words are gone from the log too.

    `base` is `base_of` the words that the author was changing: a request that the network held back, or a tab that
    slept, does not bring back older words than those already acknowledged. Without it the last request wins.
    """
    board = locked(note.board)
    note = check_is_author(note, author)
    text = said_text(text)
    if note.text != text:
        if base not in {None, base_of(note)}:
            raise Refused(_("Cette note a changé entre-temps, depuis un autre écran."), code="changed")
        note.text, note.edited_at = text, now
        note.save(update_fields=["text", "edited_at"])
        forget_words(note, now=now)
        announce(board, told_again([note], now=now), is_rewritten=True)
        if note.is_cut:  # its parts have the words that the author takes back
            take_back_parts(board, note, now=now)
    elif base == base_of(note):  # said again after a change that nobody answered: held back, it comes too late now
        note.edited_at = now
        note.save(update_fields=["edited_at"])
    return acknowledged(note, board.revision)


@transaction.atomic
def withdraw_note(*, note: Note, author: str, now: datetime) -> Acknowledgement:
    """The note is off the board and its words are nowhere any more; its number stays, so that counts add up."""
    board = locked(note.board)
    note = check_is_author(note, author, may_be_withdrawn=True)
    take_back(board, note, now=now)
    return acknowledged(note, board.revision)


def take_back(board: Board, note: Note, *, now: datetime) -> None:
    """The note and its words are gone, for whoever may decide it. The board must be locked."""
    if note.state == NoteState.WITHDRAWN:
        return
    freed, head = freed_members(note), note.merged_into_id
    note.state, note.text, note.reason = NoteState.WITHDRAWN, "", ""
    note.theme, note.merged_into, note.edited_at = None, None, now
    note.save(update_fields=["state", "text", "reason", "theme", "merged_into", "edited_at"])
    forget_words(note, now=now)
    moved = {each.pk: each for each in (note, *freed)}
    moved.update((each.pk, each) for each in recounted(board, [head, *moved]))
    announce(board, [*told_again(moved.values(), now=now), *unquoted(note, now=now)], is_rewritten=True)
    take_back_parts(board, note, now=now)


def take_back_parts(board: Board, note: Note, *, now: datetime) -> None:
    """Nor do the notes cut from it keep its words."""
    for part in note.parts.exclude(state=NoteState.WITHDRAWN).select_related("theme", "about"):
        take_back(board, part, now=now)


def check_is_author(note: Note, author: str, *, may_be_withdrawn: bool = False) -> Note:
    """The note as it stands now, when it is this seat's own."""
    note = Note.objects.select_related("board", "theme", "merged_into", "about").get(pk=note.pk)
    if not author or note.author != author:
        raise NotForYou(_("Cette note n’est pas la vôtre : seule la personne qui l’a écrite peut la changer."))
    if note.state == NoteState.WITHDRAWN and not may_be_withdrawn:
        raise Refused(_("Vous avez retiré cette note. Écrivez-en une nouvelle."), code="withdrawn")
    return note


def freed_members(note: Note) -> list[Note]:
    """Those merged into a note that goes stand by themselves, where people saw them."""
    members = list(note.members.select_related("about").order_by("number"))
    for member in members:
        member.merged_into, member.theme = None, note.theme
        member.save(update_fields=["merged_into", "theme"])
    return members


def unquoted(note: Note, *, now: datetime) -> list[Event]:
    """No theme and no idea quotes this note any more; gives the events that say so."""
    themes, ideas = Theme.objects.filter(key_note=note), Idea.objects.filter(key_note=note)
    quoting: list[Theme | Idea] = [*themes, *ideas]
    themes.update(key_note=None)
    ideas.update(key_note=None)
    events = []
    for thing in quoting:
        thing.key_note = None
        kind, payload = (Kind.THEME, theme_state(thing)) if isinstance(thing, Theme) else (Kind.IDEA, idea_state(thing))
        events.append(Event(kind=kind, payload=payload, at=now, target=str(thing.key)))
    return events


def forget_words(note: Note, *, now: datetime) -> None:
    """Earlier events, relays and published reports keep their place, with the words of today (or none)."""
    gone = note.state == NoteState.WITHDRAWN
    log = Event.objects.filter(board=note.board_id)
    events = list(log.filter(kind=Kind.NOTE, target=str(note.key)))
    for event in events:
        event.payload = {**event.payload, "text": note.text, **({"reason": ""} if gone else {})}
    if gone:  # what was decided about it may quote it
        log.filter(target=str(note.key)).update(before=None, after=None)
    elif note.cut_from_id:  # so does the decision that made it of another one
        log.filter(target=str(note.key), after__has_key="text").update(before=None, after=None)
    Event.objects.bulk_update(events, ["payload"])
    frozen: list[Relay | Event] = [*Relay.objects.filter(board=note.board_id), *log.filter(kind=Kind.RELAY)]
    for kept in frozen:
        kept_words(kept, note)
    forget_above(note, now=now)


def kept_words(kept: Relay | Event, note: Note) -> None:
    """A frozen relay, or its event, has the note's words of today; withdrawn, the note is not in it."""
    name = "content" if isinstance(kept, Relay) else "payload"
    content = getattr(kept, name)
    changed = {
        **content,
        "themes": [{**theme, "notes": reworded(theme["notes"], note)} for theme in content["themes"]],
        "unsorted": reworded(content["unsorted"], note),
    }
    if changed != content:
        setattr(kept, name, changed)
        kept.save(update_fields=[name])


def reworded(rows: list[dict[str, Any]], note: Note) -> list[dict[str, Any]]:
    return [
        {**row, "text": note.text} if row["key"] == str(note.key) else row
        for row in rows
        if row["key"] != str(note.key) or note.text
    ]
