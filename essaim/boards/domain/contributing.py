"""Notes come onto a board: once each, whatever the network does."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce, locked
from essaim.boards.domain.counting import recounted, told_again
from essaim.boards.enums import Kind, NoteState, Source
from essaim.boards.models import Board, Event, Idea, Note, Relay, Theme
from essaim.boards.models.public import idea_state, theme_state
from essaim.kit.forgetting import forget_above
from essaim.kit.refusal import NotForYou, Refused
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


def digest_of(text: str) -> str:
    """SHA-256 of the text as it is kept (UTF-8, NFC): a client compares it with what it sent."""
    return hashlib.sha256(text.encode()).hexdigest()


def acknowledged(note: Note, revision: int) -> Acknowledgement:
    return Acknowledgement(str(note.key), digest_of(note.text), note.number, revision)


def add_note(*, entry: Entry, now: datetime) -> Acknowledgement:
    """The note is on the board, once, and every open screen will hear of it."""
    (answer,) = add_notes(entries=[entry], now=now)
    if isinstance(answer, Refused):
        raise answer
    return answer


@transaction.atomic
def add_notes(*, entries: Sequence[Entry], now: datetime) -> list[Acknowledgement | Refused]:
    """Each note is on its board once; one answer for each, in order. A refused one changes nothing for the others."""
    boards = {
        board.pk: board
        for board in Board.objects.select_for_update()
        .filter(pk__in={entry.board_id for entry in entries})
        .order_by("pk")
    }
    known = {note.key: note for note in Note.objects.filter(key__in=[entry.key for entry in entries])}
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
    revisions = {pk: keep(boards[pk], notes, now=now) for pk, notes in added.items()}
    return [
        answer
        if isinstance(answer, Refused)
        else Acknowledgement(
            answer.key,
            answer.digest,
            answer.number,
            revisions.get(entry.board_id, boards[entry.board_id].revision),
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
    return Note(
        key=entry.key,
        board=board,
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


def keep(board: Board, notes: list[Note], *, now: datetime) -> int:
    """The notes are stored and logged; gives the revision reached."""
    Note.objects.bulk_create(notes)
    themes = {t.pk: t for t in Theme.objects.filter(pk__in={n.theme_id for n in notes if n.theme_id})}
    ideas = {i.pk: i for i in Idea.objects.filter(pk__in={n.about_id for n in notes if n.about_id})}
    for note in notes:
        note.theme = themes.get(note.theme_id) if note.theme_id else None
        note.about = ideas.get(note.about_id) if note.about_id else None
    announce(board, told_again(notes, now=now))
    return board.revision


@transaction.atomic
def edit_note(*, note: Note, text: str, author: str, now: datetime) -> Acknowledgement:
    """The note says what its author now means; the former words are gone from the log too."""
    board = locked(note.board)
    note = check_is_author(note, author)
    text = said_text(text)
    if note.text != text:
        note.text = text
        note.save(update_fields=["text"])
        forget_words(note, now=now)
        announce(board, told_again([note], now=now), is_rewritten=True)
    return acknowledged(note, board.revision)


@transaction.atomic
def withdraw_note(*, note: Note, author: str, now: datetime) -> Acknowledgement:
    """The note is off the board and its words are nowhere any more; its number stays, so that counts add up."""
    board = locked(note.board)
    note = check_is_author(note, author, may_be_withdrawn=True)
    if note.state != NoteState.WITHDRAWN:
        freed, head = freed_members(note), note.merged_into_id
        note.state, note.text, note.reason = NoteState.WITHDRAWN, "", ""
        note.theme, note.merged_into = None, None
        note.save(update_fields=["state", "text", "reason", "theme", "merged_into"])
        forget_words(note, now=now)
        moved = {each.pk: each for each in (note, *freed)}
        moved.update((each.pk, each) for each in recounted(board, [head, *moved]))
        announce(board, [*told_again(moved.values(), now=now), *unquoted(note, now=now)], is_rewritten=True)
    return acknowledged(note, board.revision)


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
