"""The plenary: each group in turn, five minutes each, reactions kept on the idea they answer."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing
from essaim.boards.domain.contributing import Acknowledgement, Entry
from essaim.boards.enums import Source
from essaim.boards.models import Idea
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.workshops.access import (
    check_allows,
    check_is_here,
    check_is_running,
    check_may_conduct,
    check_may_facilitate,
)
from essaim.workshops.desk import has_opened
from essaim.workshops.domain.moments import tell_everybody
from essaim.workshops.domain.running import line_up, locked
from essaim.workshops.enums import Act
from essaim.workshops.models import Rapporteur, Seat, Table, Turn, Workshop
from essaim.workshops.queries import current_sequence


@transaction.atomic
def choose_rapporteur(
    *,
    workshop: Workshop,
    table: Table,
    by: Person,
    seat: Seat | None = None,
    name: str = "",
    agrees_to_be_named: bool = False,
    replaces: bool = False,
) -> Rapporteur:
    """The group's speaker is chosen. A second one is refused unless said to replace the first."""
    check_may_facilitate(by, workshop)
    # Once that sequence has begun a group may still choose, or change its mind, until it speaks.
    if not has_opened(workshop, Act.CHOOSE_SPEAKER):
        check_allows(current_sequence(workshop), Act.CHOOSE_SPEAKER)
    name = cleaned(name, lines=False)[:80] or (seat.name if seat else "")
    if not name and seat is None:
        raise Refused(_("Indiquez un prénom, ou choisissez une personne de la table."), code="empty", status=422)
    # Locked on the workshop: two facilitators choosing together make one rapporteur.
    locked(workshop)
    known = Rapporteur.objects.filter(table=table).first()
    if known and not replaces and (known.seat_id, known.name) != (seat.pk if seat else None, name):
        raise Refused(
            _("%(table)s a déjà désigné %(name)s. Cochez « remplacer » si le groupe a changé d’avis.")
            % {"table": table.name, "name": known},
            code="two-rapporteurs",
        )
    rapporteur, _created = Rapporteur.objects.update_or_create(
        table=table,
        defaults={
            "workshop": workshop,
            "seat": seat,
            "name": name,
            "agrees_to_be_named": agrees_to_be_named,
        },
    )
    return rapporteur


@transaction.atomic
def call(*, workshop: Workshop, table: Table, by: Person, now: datetime) -> Turn:
    """This group speaks; the one before has finished. Called twice, its clock does not start again."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    line_up(workshop)
    turn = Turn.objects.select_related("table").get(workshop=workshop, table=table)
    if turn.started_at and turn.ended_at is None:
        return turn
    workshop.turns.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=now)
    turn.started_at = turn.started_at or now
    # Called during a pause: what the pause still lasts is added when the clock goes on.
    turn.ends_at = (workshop.paused_at or now) + timedelta(seconds=workshop.seconds_per_group)
    turn.ended_at = None
    turn.save()
    tell_everybody(workshop, now=now, speaking=table.number)
    return turn


@transaction.atomic
def end_turn(*, workshop: Workshop, by: Person, now: datetime) -> None:
    """Nobody speaks; the queue waits."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    if workshop.turns.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=now):
        tell_everybody(workshop, now=now, speaking=None)


@transaction.atomic
def reorder(*, workshop: Workshop, tables: list[int], by: Person, now: datetime) -> None:
    """The queue follows this order of table numbers."""
    check_may_conduct(by, workshop)
    workshop = locked(workshop)
    line_up(workshop)
    for position, number in enumerate(tables, start=1):
        workshop.turns.filter(table__number=number).update(position=position)
    tell_everybody(workshop, now=now)


def react(
    *, workshop: Workshop, idea: Idea, text: str, key: uuid.UUID, by: Person, now: datetime, count: int = 1
) -> Acknowledgement:
    """What the room answered is kept, on the idea it answers."""
    check_may_facilitate(by, workshop)
    entry = Entry(key=key, board_id=workshop.plenary_id, text=text, count=count, source=Source.SCRIBE, about_id=idea.pk)
    return contributing.add_note(entry=entry, now=now)


def reaction_of(*, seat: Seat, idea: Idea | None, text: str, key: uuid.UUID) -> Entry:
    """What this seat may answer now to what it hears in plenary; refuses with a sentence otherwise."""
    check_is_here(seat)
    check_is_running(seat.workshop)
    check_allows(current_sequence(seat.workshop), Act.REPORT_BACK)
    return Entry(
        key=key,
        board_id=seat.workshop.plenary_id,
        text=text,
        author=str(seat.key),
        about_id=idea.pk if idea else None,
    )


def idea_of(workshop: Workshop, key: str) -> Idea | None:
    """The strong idea that a reaction is about; none when it is about all that was said."""
    if not key:
        return None
    try:
        idea = Idea.objects.filter(key=uuid.UUID(key), is_removed=False, board__asked_as__workshop=workshop).first()
    except ValueError:
        idea = None
    if idea is None:
        raise Refused(_("Cette idée vient d’être retirée. Choisissez-en une autre."), code="no-idea", status=422)
    return idea


def react_from_seat(*, seat: Seat, idea: Idea | None, text: str, key: uuid.UUID, now: datetime) -> Acknowledgement:
    """A phone answers what it hears in plenary."""
    return contributing.add_note(entry=reaction_of(seat=seat, idea=idea, text=text, key=key), now=now)
