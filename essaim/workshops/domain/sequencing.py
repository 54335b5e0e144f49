"""The sequences of a workshop, once copied from its format, are the organiser's to edit."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import seating
from essaim.workshops.domain.preparing import check_is_draft, check_is_not_over
from essaim.workshops.domain.running import locked
from essaim.workshops.enums import Act, Kind
from essaim.workshops.models import Sequence, Workshop
from essaim.workshops.queries import has_turns_to_spare

MOST_SEQUENCES = 30
APART = 1000  # positions are moved there for a moment: two sequences may not have one position
NEW_MINUTES = {Kind.ROUND: 20, Kind.TRANSITION: 3, Kind.PLENARY: 15, Kind.BREAK: 10}
NEW_ACTS = {Kind.ROUND: [Act.WRITE, Act.GROUP], Kind.PLENARY: [Act.REPORT_BACK, Act.WRITE]}


@dataclass(frozen=True)
class Script:
    """A sequence as its form holds it. `stays`: the tables go on with the turn of the sequence before."""

    title: str
    minutes: int
    kind: str
    acts: list[str]
    stays: bool = False
    say: str = ""
    do: str = ""
    ask: str = ""
    icebreaker: str = ""


@transaction.atomic
def resize(*, workshop: Workshop, rows: dict[int, tuple[str, int]], by: Person) -> None:
    """Titles and minutes, position by position; what has been played keeps the minutes it was planned for."""
    check_may_organise(by, workshop)
    check_is_not_over(workshop)
    for sequence in workshop.sequences.filter(position__in=rows):
        title, minutes = rows[sequence.position]
        rename(sequence, title, minutes)
        sequence.save(update_fields=["title", "seconds"])


def rename(sequence: Sequence, title: str, minutes: int) -> None:
    title = cleaned(title, lines=False)
    if not title or minutes < 1:
        raise Refused(_("Chaque séquence a un titre et dure au moins une minute."), status=422)
    if sequence.started_at and minutes != sequence.minutes:
        raise Refused(
            _("« %(title)s » a commencé : ajoutez du temps depuis la conduite.") % {"title": sequence.title},
            code="started",
        )
    sequence.title = title
    if minutes != sequence.minutes:
        sequence.seconds = minutes * 60


@transaction.atomic
def rewrite(*, sequence: Sequence, script: Script, by: Person) -> None:
    """The sequence lasts, allows and says this; turns of tables are counted again."""
    check_may_organise(by, sequence.workshop)
    # Locked before its sequences are read: the conductor may be ringing the bell of one of them.
    workshop = locked(sequence.workshop)
    check_is_not_over(workshop)
    sequences = list(workshop.sequences.all())
    stays = staying(sequences)
    here = next(one for one in sequences if one.pk == sequence.pk)
    if (script.kind, script.stays) != (here.kind, here.position in stays):
        check_is_draft(workshop)
    rename(here, script.title, script.minutes)
    here.kind, here.allows = script.kind, sorted(set(script.acts) & set(Act.values))
    here.say, here.do, here.ask = cleaned(script.say), cleaned(script.do), cleaned(script.ask)
    here.icebreaker = script.icebreaker
    stays = stays | {here.position} if script.stays else stays - {here.position}
    arrange(workshop, sequences, stays)


@transaction.atomic
def add_sequence(*, workshop: Workshop, kind: str, by: Person) -> Sequence:
    """One more sequence: before the plenary where there is one, else at the end."""
    sequences, stays = editable(workshop, by)
    if len(sequences) >= MOST_SEQUENCES:
        raise Refused(_("Un atelier compte au plus %(most)s séquences.") % {"most": MOST_SEQUENCES}, status=422)
    chosen = Kind(kind)
    title = {Kind.ROUND: _("Nouvelle séquence"), Kind.TRANSITION: _("Changement de table")}.get(chosen, chosen.label)
    added = Sequence(
        workshop=workshop,
        position=len(sequences) + 1 + APART,
        title=str(title)[:1].upper() + str(title)[1:],
        kind=chosen,
        seconds=NEW_MINUTES[chosen] * 60,
        allows=[act.value for act in NEW_ACTS.get(chosen, [])],
    )
    plenary = next((place for place, one in enumerate(sequences) if one.kind == Kind.PLENARY), len(sequences))
    sequences.insert(plenary if chosen != Kind.PLENARY else len(sequences), added)
    arrange(workshop, sequences, stays)
    return added


@transaction.atomic
def move_sequence(*, workshop: Workshop, position: int, by: Person, step: int = -1) -> None:
    """The sequence comes one place earlier (or later); at the edge nothing changes."""
    sequences, stays = editable(workshop, by)
    places = [one.position for one in sequences]
    if position not in places:
        raise Refused(_("Cette séquence n’existe plus. Rechargez la page."), code="changed")
    here = places.index(position)
    there = here + step
    if 0 <= there < len(sequences):
        sequences[here], sequences[there] = sequences[there], sequences[here]
        arrange(workshop, sequences, stays)


@transaction.atomic
def remove_sequence(*, workshop: Workshop, position: int, by: Person) -> None:
    """The sequence is no longer planned; the others close up."""
    sequences, stays = editable(workshop, by)
    gone = next((one for one in sequences if one.position == position), None)
    if gone is None:
        raise Refused(_("Cette séquence n’existe plus. Rechargez la page."), code="changed")
    if len(sequences) == 1:
        raise Refused(_("Gardez au moins une séquence."), status=422)
    sequences.remove(gone)
    gone.delete()
    arrange(workshop, sequences, stays)


@transaction.atomic
def fit_to_questions(*, workshop: Workshop, by: Person) -> list[str]:
    """There are no more turns than questions: the last ones go, with the walks to them; gives their titles.

    What the last turn was for (voting, concluding) falls to the one that becomes last, or nobody would conclude.
    """
    sequences, stays = editable(workshop, by)
    questions = workshop.questions.count()
    if not has_turns_to_spare(workshop.topology, max(one.round for one in sequences), questions):
        return []
    gone = [one for one in sequences if one.round > questions]
    last = next(one for one in reversed(sequences) if 0 < one.round <= questions)
    for one in gone:
        last.allows = sorted({*last.allows, *one.allows})
        last.do, last.ask = (f"{before}\n{after}".strip() for before, after in ((last.do, one.do), (last.ask, one.ask)))
    walks = [
        one for one in sequences if one.kind == Kind.TRANSITION and last.position < one.position < gone[-1].position
    ]
    for one in [*gone, *walks]:
        sequences.remove(one)
        one.delete()
    arrange(workshop, sequences, stays)
    return [one.title for one in gone]


def editable(workshop: Workshop, by: Person) -> tuple[list[Sequence], set[int]]:
    check_may_organise(by, workshop)
    check_is_draft(locked(workshop))
    sequences = list(workshop.sequences.all())
    return sequences, staying(sequences)


def staying(sequences: list[Sequence]) -> set[int]:
    """The positions whose tables go on with the turn before them."""
    found, turn = set(), 0
    for sequence in sequences:
        if sequence.kind == Kind.ROUND:
            if sequence.round == turn:
                found.add(sequence.position)
            turn = sequence.round
    return found


def arrange(workshop: Workshop, sequences: list[Sequence], stays: set[int]) -> None:
    """Positions follow the list; turns of tables count from 1, and the plan is forgotten when their number changes."""
    turns_before = max([one.round for one in workshop.sequences.all()], default=0)
    workshop.sequences.update(position=F("position") + APART)
    turn = 0
    for position, sequence in enumerate(sequences, start=1):
        goes_on = sequence.position in stays and turn > 0
        if sequence.kind == Kind.ROUND and not goes_on:
            turn += 1
        sequence.round = turn if sequence.kind == Kind.ROUND else 0
        sequence.position = position
        sequence.save()
    if turn != turns_before:
        seating.forget_plan(workshop)
