"""What the live part is told about who may read and write: the same access functions as the pages use."""

import time
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any
from unicodedata import normalize

import structlog
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing
from essaim.boards.domain.announcing import told
from essaim.boards.domain.contributing import Acknowledgement, Entry
from essaim.boards.models import Board, Note
from essaim.boards.queries import events_since
from essaim.kit.connecting import keep_connection
from essaim.kit.refusal import Refused
from essaim.live.app import Rules
from essaim.live.wire import Answer, Credentials, Standing, refusal
from essaim.people.models import Person
from essaim.workshops import telling
from essaim.workshops.access import check_may_read_board
from essaim.workshops.domain.joining import key_in
from essaim.workshops.domain.plenary import idea_of, reaction_of
from essaim.workshops.domain.wall import holds_wall
from essaim.workshops.domain.writing import entry_of
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.picture import Picture, only_notes_were_written, picture_for, token_in

log = structlog.get_logger("essaim")
INTERRUPTIONS = (DatabaseError, InterfaceError)  # the server says no, or there is nobody left to ask


def rules() -> Rules:
    return Rules(
        may_read_many=may_read_many,
        read=read,
        revisions=revisions,
        write_many=write_many,
        proven=proven,
        journal=telling.journal,
        interruptions=INTERRUPTIONS,
    )


def proven(who: Credentials) -> list[str]:
    """The seats that these credentials prove, in any workshop; a signature is checked without the database."""
    tokens = [who.bearer] if who.bearer else [value for name, value in who.cookies.items() if name.startswith("seat-")]
    return [key for key in map(key_in, tokens) if key]


def seat_of(who: Credentials, workshop: Workshop) -> Seat | None:
    """The seat that these credentials prove, in this workshop."""
    key = key_in(token_in(who, workshop))
    return Seat.objects.select_related("workshop__plenary").filter(workshop=workshop, key=key).first() if key else None


def person_of(who: Credentials) -> Person | None:
    """The person signed in with this browser's session."""
    name = who.cookies.get(settings.SESSION_COOKIE_NAME)
    if not name:
        return None
    session = SessionStore(name)
    if BACKEND_SESSION_KEY not in session:
        return None
    person = Person.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    return person if person and session.get("_auth_user_hash") == person.get_session_auth_hash() else None


def answered(refused: Refused) -> Answer:
    return refusal(refused.status, refused.code, str(refused))


def may_read_many(requests: list[tuple[Credentials, str]]) -> list[Answer | None]:
    """For each, nothing when it may follow this board, or the refusal."""
    try:
        keep_connection()
        about = picture_for(requests)
        return [refused_reading(about, who, key) for who, key in requests]
    except INTERRUPTIONS as trouble:  # one by one, they would only wait for the same silence
        log.error("boards not read", reason=telling.reason_of(trouble), readers=len(requests))
        sentence = _("Le serveur ne joint plus sa base de données. Patientez, rien n’est perdu.")
        return [refusal(503, "later", sentence, 5)] * len(requests)


def refused_reading(about: Picture, who: Credentials, key: str) -> Answer | None:
    try:
        board = about.board(key)
        workshop = about.workshops.get(board)
        if workshop is None:
            raise Refused(_("Ce panneau n’existe pas."), code="no-board", status=404)
        telling.remember(key, workshop.pk)
        check_may_read_board(
            board,
            workshop,
            seat=about.seat_of(who, workshop),
            person=person_of(who),
            is_wall=holds_wall(who.cookies, workshop),
        )
    except Refused as refused:
        return answered(refused)
    return None


def saying_why[**Asked, Told](read: Callable[Asked, Told]) -> Callable[Asked, Told]:
    """The journal says why boards could not be read; whoever asked is told to come back."""

    @wraps(read)
    def reading(*asked: Asked.args, **more: Asked.kwargs) -> Told:
        try:
            return read(*asked, **more)
        except INTERRUPTIONS as trouble:
            log.error("boards not read", reason=telling.reason_of(trouble))
            raise

    return reading


@saying_why
def read(key: str, seen: int) -> list[dict[str, Any]]:
    keep_connection()
    board = Board.objects.filter(key=key).first()
    return [told(event) for event in events_since(board, seen)] if board else []


@saying_why
def revisions(keys: list[str]) -> dict[str, Standing]:
    keep_connection()
    rows = Board.objects.filter(key__in=keys).values_list("key", "revision", "rewritten")
    return {str(key): Standing(revision, rewritten) for key, revision, rewritten in rows}


def write_many(requests: list[tuple[Credentials, str, dict[str, Any]]]) -> list[Answer]:
    """Each note is allowed or refused by itself; those allowed are committed together."""
    began = time.perf_counter()
    try:
        keep_connection()
        answers = written(requests)
        kept = sum(answer.status == 200 for answer in answers)
        telling.tell_batch({board for _who, board, _note in requests}, len(requests), kept, time.perf_counter() - began)
        return answers
    except INTERRUPTIONS as trouble:  # a full disk, a database that restarts: nothing is kept, phones try again
        log.error("notes not kept", reason=telling.reason_of(trouble), notes=len(requests))
        sentence = _("L’enregistrement est interrompu. Votre note partira dans un instant.")
        return [refusal(503, "later", sentence, 2)] * len(requests)


@transaction.atomic
def written(requests: list[tuple[Credentials, str, dict[str, Any]]]) -> list[Answer]:
    now = timezone.now()
    entries: list[Entry] = []
    answers: list[Answer | None] = []
    about = picture_for((who, board) for who, board, _note in requests)
    for who, board, note in requests:
        try:
            entries.append(asked(about, who, board, note, now=now))
            answers.append(None)
        except Refused as refused:
            answers.append(answered(refused))
    kept = contributing.add_notes(entries=entries, now=now)
    only_notes_were_written()
    ready = iter([acknowledged(answer, entry.text) for answer, entry in zip(kept, entries, strict=True)])
    return [reply or next(ready) for reply in answers]


def asked(about: Picture, who: Credentials, board_key: str, note: dict[str, Any], *, now: datetime) -> Entry:
    """The note that these credentials may write on this board now."""
    board = about.board(board_key)
    workshop = about.workshops.get(board)
    seat = about.seat_of(who, workshop) if workshop else None
    if workshop is None or seat is None:
        sentence = _("Ce téléphone n’a pas de place ici : rejoignez l’atelier avec son code.")
        raise Refused(sentence, code="no-seat", status=401)
    telling.remember(board_key, workshop.pk)
    key, text = key_in_note(note), text_in_note(note)
    question = about.questions.get(board)
    if question is None:
        return reaction_of(seat=seat, idea=idea_of(workshop, str(note.get("about") or "")), text=text, key=key)
    stance, late = str(note.get("stance") or ""), note.get("late") is True
    return entry_of(seat=seat, question=question, key=key, text=text, stance=stance, late=late, now=now)


def key_in_note(note: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(note.get("key")))
    except ValueError as bad:
        raise Refused(_("La clé de la note doit être un UUID."), code="bad-key", status=422) from bad


def text_in_note(note: dict[str, Any]) -> str:
    text = note.get("text")
    if not isinstance(text, str):
        raise Refused(_("Le texte de la note doit être une chaîne."), code="bad-text", status=422)
    return text


def acknowledged(kept: Acknowledgement | Refused, sent: str) -> Answer:
    """The key and the digest of what is kept; its very words too, where they are not those that were sent."""
    if isinstance(kept, Refused):
        return answered(kept)
    body = {"key": kept.key, "digest": kept.digest, "number": kept.number, "revision": kept.revision}
    if kept.digest != sha256(normalize("NFC", sent).encode(errors="replace")).hexdigest():
        body["text"] = Note.objects.values_list("text", flat=True).get(key=kept.key)
    return Answer(200, body)
