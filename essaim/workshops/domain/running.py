"""The clock of the day. Each change happens once, whoever presses, and every screen hears of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import relaying
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.access import check_may_conduct
from essaim.workshops.domain.moments import lock_boards, tell_everybody
from essaim.workshops.enums import Kind, State
from essaim.workshops.models import Sequence, Turn, Workshop
from essaim.workshops.queries import current_sequence

MORE = 120  # "+2 min": what facilitators ask for most


def locked(workshop: Workshop) -> Workshop:
    """The workshop as it is now, ours until the transaction ends: two people pressing together wait in line."""
    return (
        Workshop.objects.select_for_update(of=("self",))
        .select_related("plenary", "gathering__season__programme")
        .get(pk=workshop.pk)
    )


@transaction.atomic
def next_sequence(*, workshop: Workshop, seen: int, by: Person | None, now: datetime) -> Workshop:
    """The next sequence runs. `seen` is the position that the presser saw: a second "next" changes nothing."""
    if by is not None:
        check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.current != seen or workshop.state == State.CLOSED:
        return workshop
    leave(workshop, now=now)
    following = workshop.sequences.filter(position__gt=workshop.current).order_by("position").first()
    if following is None:
        return finish_locked(workshop, now=now)
    following.started_at = now
    following.ends_at = now + timedelta(seconds=following.seconds)
    following.save(update_fields=["started_at", "ends_at"])
    workshop.state, workshop.current, workshop.paused_at = State.RUNNING, following.position, None
    workshop.save(update_fields=["state", "current", "paused_at"])
    if following.kind == Kind.PLENARY:
        line_up(workshop)
    tell_everybody(workshop, now=now)
    return workshop


def leave(workshop: Workshop, *, now: datetime) -> None:
    """The sequence is over; what its tables said is frozen for the next, even where nobody pressed "freeze"."""
    sequence = current_sequence(workshop)
    if sequence is None:
        return
    sequence.ended_at = now
    sequence.save(update_fields=["ended_at"])
    if sequence.round:
        lock_boards(workshop)
        for question in workshop.questions.select_related("board"):
            if not question.board.relays.filter(round=sequence.round).exists():
                relaying.freeze(board=question.board, round=sequence.round, by=None, now=now)


def line_up(workshop: Workshop) -> None:
    """Each table has its turn in the plenary's queue."""
    for position, table in enumerate(workshop.tables.order_by("number"), start=1):
        Turn.objects.get_or_create(workshop=workshop, table=table, defaults={"position": position})


@transaction.atomic
def extend(*, workshop: Workshop, seen: int, by: Person, now: datetime, seconds: int = MORE) -> Workshop:
    """The sequence lasts longer, and all that follows is replanned; pressed on an old screen, nothing changes."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    sequence = current_sequence(workshop)
    if sequence is None or workshop.current != seen or sequence.ends_at is None:
        return workshop
    # After the bell, two minutes are two minutes from now.
    sequence.ends_at = max(sequence.ends_at, workshop.paused_at or now) + timedelta(seconds=seconds)
    sequence.save(update_fields=["ends_at"])
    tell_everybody(workshop, now=now)
    return workshop


@transaction.atomic
def pause(*, workshop: Workshop, by: Person, now: datetime) -> Workshop:
    """The clock stands still for everybody."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.state == State.RUNNING and workshop.paused_at is None:
        workshop.paused_at = now
        workshop.save(update_fields=["paused_at"])
        tell_everybody(workshop, now=now)
    return workshop


@transaction.atomic
def resume(*, workshop: Workshop, by: Person, now: datetime) -> Workshop:
    """The clock goes on with what was left of it."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.paused_at is None:
        return workshop
    waited = now - workshop.paused_at
    sequence = current_sequence(workshop)
    if sequence and sequence.ends_at:
        sequence.ends_at += waited
        sequence.save(update_fields=["ends_at"])
    for turn in workshop.turns.filter(started_at__isnull=False, ended_at__isnull=True):
        if turn.ends_at:
            turn.ends_at += waited
            turn.save(update_fields=["ends_at"])
    workshop.paused_at = None
    workshop.save(update_fields=["paused_at"])
    tell_everybody(workshop, now=now)
    return workshop


@transaction.atomic
def finish(*, workshop: Workshop, by: Person, now: datetime) -> Workshop:
    """The workshop is over: phones show what comes next, the report can be drafted."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.state == State.RUNNING:
        leave(workshop, now=now)
        finish_locked(workshop, now=now)
    return workshop


def finish_locked(workshop: Workshop, *, now: datetime) -> Workshop:
    workshop.state, workshop.paused_at = State.CLOSED, None
    workshop.save(update_fields=["state", "paused_at"])
    workshop.turns.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=now)
    tell_everybody(workshop, now=now)
    return workshop


@transaction.atomic
def reopen(*, workshop: Workshop, by: Person, now: datetime, seconds: int = MORE) -> Workshop:
    """The last sequence goes on for a while: somebody pressed "finish" too early."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.state != State.CLOSED:
        return workshop
    sequence: Sequence | None = workshop.sequences.filter(position=workshop.current).first()
    if sequence is None:
        raise Refused(_("Cet atelier n’a pas de séquence à rouvrir."))
    sequence.ended_at, sequence.ends_at = None, now + timedelta(seconds=seconds)
    sequence.save(update_fields=["ended_at", "ends_at"])
    workshop.state = State.RUNNING
    workshop.save(update_fields=["state"])
    tell_everybody(workshop, now=now)
    return workshop
