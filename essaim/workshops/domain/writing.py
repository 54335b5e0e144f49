"""What seats and scribes write, under the rules of the moment."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing
from essaim.boards.domain.contributing import Acknowledgement, Entry
from essaim.boards.enums import NoteState, Source, Stance
from essaim.boards.models import Note
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_facilitate, check_may_hand_over, check_may_write
from essaim.workshops.models import Question, Seat, Workshop
from essaim.workshops.queries import current_sequence, round_at, table_number

STANCES = frozenset(Stance.values)  # asked with each note


def entry_of(
    *,
    seat: Seat,
    question: Question,
    key: uuid.UUID,
    text: str,
    stance: str = "",
    late: bool = False,
    now: datetime,
) -> Entry:
    """The note that this seat may write now; refuses with a sentence otherwise. `late` hands it to the facilitator."""
    try:
        if late:
            # Whoever makes the report final at this very moment sees this note first, or this note sees it final.
            Workshop.objects.select_for_update(of=("self",)).get(pk=seat.workshop_id)
            check_may_hand_over(seat, question)
        else:
            check_may_write(seat, question, now=now)
    except Refused:
        # Its answer was lost and the bell has rung since: the note is kept, and its phone must hear so.
        if not Note.objects.filter(key=key, author=str(seat.key)).exists():
            raise
    sequence = current_sequence(seat.workshop)
    round = sequence.round if sequence else round_at(seat.workshop)
    return Entry(
        key=key,
        board_id=question.board_id,
        text=text,
        author=str(seat.key),
        group=table_number(seat, round),
        round=round,
        source=Source.PHONE,
        stance=stance if stance in STANCES else "",
        state=NoteState.HANDED if late else NoteState.KEPT,
    )


@transaction.atomic
def write(*, seat: Seat, question: Question, key: uuid.UUID, text: str, now: datetime, **more) -> Acknowledgement:
    """The seat's note is on the board of its question, once."""
    return contributing.add_note(
        entry=entry_of(seat=seat, question=question, key=key, text=text, now=now, **more), now=now
    )


def edit(
    *, seat: Seat, question: Question, note: Note, text: str, now: datetime, base: str | None = None
) -> Acknowledgement:
    """The author says it otherwise, while the sequence lasts."""
    check_may_write(seat, question, now=now)
    if note.is_cut:
        raise Refused(_("Votre note a été coupée en plusieurs : modifiez chacune, ou retirez celle-ci."), code="is-cut")
    return contributing.edit_note(note=note, text=text, author=str(seat.key), now=now, base=base)


def withdraw(*, seat: Seat, note: Note, now: datetime) -> Acknowledgement:
    """The author takes the note back; this is never too late, since the words are theirs."""
    return contributing.withdraw_note(note=note, author=str(seat.key), now=now)


def scribe(
    *,
    question: Question,
    by: Person,
    key: uuid.UUID,
    text: str,
    count: int,
    group: int,
    now: datetime,
    stance: str = "",
    source: Source = Source.SCRIBE,
) -> Acknowledgement:
    """What somebody said aloud, or wrote on paper, typed by the team; "×3" when three people said it."""
    check_may_facilitate(by, question.workshop)
    entry = Entry(
        key=key,
        board_id=question.board_id,
        text=text,
        count=count,
        group=group,
        round=round_at(question.workshop),
        source=source,
        stance=stance if stance in STANCES else "",
    )
    return contributing.add_note(entry=entry, now=now)
