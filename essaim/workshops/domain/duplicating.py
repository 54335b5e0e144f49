"""A workshop that worked is held again on another day; a draft that will not be held is thrown away."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.boards.models import Board, Note
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.domain import scheduling
from essaim.programmes.models import Gathering
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import describing, preparing
from essaim.workshops.enums import State
from essaim.workshops.models import Facilitator, Sequence, Table, Workshop

COPIED = (
    "purpose",
    "harvest",
    "rules",
    "headcount",
    "per_organisation",
    "per_territory",
    "seconds_per_group",
    "visibility",
    "licence",
)
SCRIPT = ("position", "title", "kind", "round", "seconds", "allows", "say", "do", "ask", "icebreaker")


@transaction.atomic
def duplicate(
    *, workshop: Workshop, day: date, by: Person, place: str = "", title: str = "", with_team: bool = True
) -> Workshop:
    """The same workshop is in draft for another day: its questions, tables, sequences; neither people nor notes."""
    check_may_organise(by, workshop)
    copy = preparing.create_workshop(
        gathering=gathering_on(workshop.gathering, day, cleaned(place, lines=False), by),
        title=title or workshop.title,
        by=by,
        format_key=workshop.format_key,
        topology=workshop.topology,
    )
    for name in COPIED:
        setattr(copy, name, getattr(workshop, name))
    copy.save()
    copy_sequences(workshop=workshop, copy=copy)
    copy.plenary.dots_each = workshop.plenary.dots_each
    copy.plenary.save(update_fields=["dots_each"])
    asked = [preparing.Asked(None, one.title, one.text) for one in workshop.questions.select_related("board")]
    if asked:
        preparing.arrange_questions(workshop=copy, asked=asked, by=by)
    copy_tables(workshop, copy)
    if with_team:
        copy_team(workshop, copy)
    return copy


def gathering_on(known: Gathering, day: date, place: str, by: Person) -> Gathering:
    """A gathering of the same season, that day, at that place; made when there is none."""
    place = place or known.place
    found = known.season.gatherings.filter(day=day, place=place).first()
    return found or scheduling.put_gathering(
        programme=known.programme,
        title=known.title,
        day=day,
        by=by,
        place=place,
        territory=known.territory if place == known.place else None,
        season=known.season,
    )


@transaction.atomic
def copy_sequences(*, workshop: Workshop, copy: Workshop) -> None:
    """The copy runs as the other was edited to run, whatever its format said."""
    copy.sequences.all().delete()
    Sequence.objects.bulk_create(
        Sequence(workshop=copy, **{name: getattr(sequence, name) for name in SCRIPT})
        for sequence in workshop.sequences.all()
    )


def copy_tables(workshop: Workshop, copy: Workshop) -> None:
    names = ("number", "name", "place", "is_accessible", "capacity", "video_url")
    Table.objects.bulk_create(
        Table(workshop=copy, **{name: getattr(table, name) for name in names}) for table in workshop.tables.all()
    )


def copy_team(workshop: Workshop, copy: Workshop) -> None:
    questions = {question.number: question for question in copy.questions.all()}
    Facilitator.objects.bulk_create(
        Facilitator(
            workshop=copy,
            person_id=facilitator.person_id,
            question=questions.get(facilitator.question.number) if facilitator.question else None,
        )
        for facilitator in workshop.facilitators.select_related("question")
    )


@transaction.atomic
def discard(*, workshop: Workshop, by: Person) -> None:
    """The draft leaves no trace; a workshop where something was said is never thrown away here."""
    check_may_organise(by, workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.state != State.DRAFT:
        raise Refused(_("Seul un atelier en préparation peut être supprimé."), code="not-draft")
    boards = list(describing.boards_of(workshop).values_list("pk", flat=True))
    if Note.objects.filter(board__in=boards).exists():
        raise Refused(_("Cet atelier a reçu des notes : il n’est plus supprimé, son compte rendu y renvoie."))
    workshop.delete()
    Board.objects.filter(pk__in=boards).delete()
