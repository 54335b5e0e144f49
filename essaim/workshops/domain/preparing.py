"""A workshop takes shape: its format copied into sequences, its questions, its tables."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.models import Board
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person
from essaim.programmes.access import check_may_organise_programme
from essaim.programmes.models import Gathering
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import seating
from essaim.workshops.enums import Kind, State, Topology
from essaim.workshops.formats import FORMATS
from essaim.workshops.models import Question, Sequence, Table, Workshop
from essaim.workshops.models.room import TITLE_LENGTH, first_words
from essaim.workshops.queries import has_turns_to_spare

MOST_QUESTIONS = 9  # the issue of the format: a rotation of ten rounds lasts more than a day
MOST_TABLES = 99
PLENARY_QUESTION = "Plénière"


@transaction.atomic
def create_workshop(
    *,
    gathering: Gathering,
    title: str,
    by: Person,
    format_key: str = "world-cafe",
    topology: str = Topology.FACILITATORS_MOVE,
) -> Workshop:
    """The workshop exists in draft, with the sequences of its format, ready to be edited."""
    check_may_organise_programme(by, gathering.programme)
    title = cleaned(title, lines=False)
    if not title:
        raise Refused(_("Donnez un titre à l’atelier."), code="empty", status=422)
    workshop = Workshop.objects.create(
        gathering=gathering,
        title=title,
        format_key=format_key,
        topology=topology,
        licence=gathering.programme.licence,
        plenary=Board.objects.create(question=PLENARY_QUESTION),
    )
    copy_format(workshop, format_key)
    return workshop


def copy_format(workshop: Workshop, format_key: str) -> None:
    """The workshop's sequences are those of the format, from now on the organiser's own."""
    chosen = FORMATS[format_key]
    workshop.seconds_per_group = chosen.minutes_per_group * 60
    workshop.save(update_fields=["seconds_per_group"])
    Sequence.objects.bulk_create(
        Sequence(
            workshop=workshop,
            position=position,
            title=sequence.title,
            kind=sequence.kind,
            round=sequence.round,
            seconds=sequence.minutes * 60,
            allows=sorted(act.value for act in sequence.allows),
            say=sequence.say,
            do=sequence.do,
            ask=sequence.ask,
            icebreaker=sequence.icebreaker,
        )
        for position, sequence in enumerate(chosen.sequences, start=1)
    )


@dataclass(frozen=True)
class Asked:
    """A question as a form holds it: the number it has so far (none when it is new), and its words."""

    number: int | None
    title: str
    text: str


@transaction.atomic
def set_questions(*, workshop: Workshop, questions: list[tuple[str, str]], by: Person) -> None:
    """The workshop asks these questions (short title, text), in this order; boards with notes are never dropped."""
    known = workshop.questions.count()
    asked = [
        Asked(number if number <= known else None, title, text)
        for number, (title, text) in enumerate([one for one in questions if cleaned(one[1])], start=1)
    ]
    arrange_questions(workshop=workshop, asked=asked, by=by)


@transaction.atomic
def arrange_questions(*, workshop: Workshop, asked: list[Asked], by: Person) -> None:
    """The workshop asks these, in this order; a question that moves takes its board along."""
    check_may_organise(by, workshop)
    check_is_not_over(workshop)
    asked = [Asked(one.number, cleaned(one.title, lines=False), cleaned(one.text)) for one in asked]
    if any(one.title and not one.text for one in asked):
        raise Refused(_("Écrivez la question sous son titre, ou retirez ce titre."), code="empty", status=422)
    asked = [one for one in asked if one.text]
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        raise Refused(_("Posez entre 1 et %(most)s questions.") % {"most": MOST_QUESTIONS}, status=422)
    known = {question.number: question for question in workshop.questions.select_related("board")}
    numbers = [one.number for one in asked if one.number is not None]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(known):
        raise Refused(_("Ces questions ont changé entre-temps. Rechargez la page."), code="changed")
    if [one.number for one in asked] != sorted(known):
        check_is_draft(workshop)
        seating.forget_plan(workshop)
    for number in set(known) - set(numbers):
        drop_question(known[number])
    # Two steps, since two questions may not have one number, even for a moment.
    workshop.questions.update(number=F("number") + MOST_QUESTIONS)
    for number, one in enumerate(asked, start=1):
        title = (one.title or first_words(one.text))[:TITLE_LENGTH]
        if one.number is None:
            board = Board.objects.create(question=one.text, dots_each=workshop.plenary.dots_each)
            Question.objects.create(workshop=workshop, number=number, title=title, board=board)
            continue
        question = known[one.number]
        question.number, question.title, question.board.question = number, title, one.text
        question.save(update_fields=["number", "title"])
        question.board.save(update_fields=["question"])


def check_is_draft(workshop: Workshop) -> None:
    """What paths rest on changes only before the doors open, and nobody opens them meanwhile."""
    if Workshop.objects.select_for_update().values_list("state", flat=True).get(pk=workshop.pk) != State.DRAFT:
        raise Refused(
            _(
                "L’accueil est ouvert : revenez d’abord en préparation pour changer les questions, les tables "
                "ou les tours."
            ),
            code="not-draft",
        )


def check_is_not_over(workshop: Workshop) -> None:
    """Once it is over the report tells what was prepared; its own page settles who reads, under which licence."""
    if workshop.state == State.CLOSED:
        raise Refused(
            _(
                "L’atelier est terminé : ce qui a été préparé ne change plus. La licence et les personnes qui lisent "
                "se règlent avec le compte rendu."
            ),
            code="over",
        )


def drop_question(question: Question) -> None:
    if question.board.notes.exists():
        raise Refused(
            _("La question « %(title)s » a déjà reçu des notes : elle ne peut plus être retirée.")
            % {"title": question.title}
        )
    board = question.board
    question.delete()
    board.delete()


@transaction.atomic
def set_tables(*, workshop: Workshop, count: int, by: Person) -> None:
    """There are this many tables; the ones that were there keep their names and marks."""
    check_may_organise(by, workshop)
    if not 1 <= count <= MOST_TABLES:
        raise Refused(_("Prévoyez entre 1 et %(most)s tables.") % {"most": MOST_TABLES}, status=422)
    if count != workshop.tables.count():
        check_is_draft(workshop)
        seating.forget_plan(workshop)
    workshop.tables.filter(number__gt=count).delete()
    known = set(workshop.tables.values_list("number", flat=True))
    Table.objects.bulk_create(
        Table(workshop=workshop, number=number, name=_("Table %(number)s") % {"number": number})
        for number in range(1, count + 1)
        if number not in known
    )


@transaction.atomic
def open_doors(*, workshop: Workshop, by: Person, now: datetime) -> None:
    """People may join. Refuses while something is missing, and says what."""
    check_may_organise(by, workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.state != State.DRAFT:
        return
    for lack in missing(workshop):
        raise Refused(lack.sentence, code="not-ready")
    if workshop.seats.filter(path=[]).exists() or not workshop.seats.exists():
        seating.plan_expected(workshop)
    workshop.state = State.OPEN
    workshop.save(update_fields=["state"])


@transaction.atomic
def close_doors(*, workshop: Workshop, by: Person) -> None:
    """Back to preparing: nobody new may join; those who came keep their seat."""
    check_may_organise(by, workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.state in {State.RUNNING, State.CLOSED}:
        raise Refused(_("L’atelier a commencé : il ne revient plus en préparation."), code="started")
    workshop.state = State.DRAFT
    workshop.save(update_fields=["state"])


@dataclass(frozen=True)
class Lack:
    """What still prevents the doors from opening, and the page of the preparation that repairs it."""

    page: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def missing(workshop: Workshop) -> list[Lack]:
    """What still prevents the doors from opening; empty when all is ready."""
    questions, tables = workshop.questions.count(), workshop.tables.count()
    rounds = [sequence for sequence in workshop.sequences.all() if sequence.kind == Kind.ROUND]
    turns = max([sequence.round for sequence in rounds], default=0)
    found = []
    if not questions:
        found.append(Lack("questions", _("Posez au moins une question.")))
    if not tables:
        found.append(Lack("tables", _("Prévoyez au moins une table.")))
    elif tables < questions:
        told = _("Il y a %(questions)s questions pour %(tables)s tables : chaque question a besoin d’une table.")
        found.append(Lack("tables", told % {"questions": questions, "tables": tables}))
    if not rounds:
        found.append(Lack("sequences", _("Prévoyez au moins une séquence autour des questions.")))
    if has_turns_to_spare(workshop.topology, turns, questions):
        told = ngettext(
            "Le déroulé compte %(turns)s tours pour %(n)s question, et personne ne revient à une question déjà vue : "
            "retirez des tours, ajoutez une question, ou choisissez le mélange libre.",
            "Le déroulé compte %(turns)s tours pour %(n)s questions, et personne ne revient à une question déjà vue : "
            "retirez des tours, ajoutez une question, ou choisissez le mélange libre.",
            questions,
        )
        found.append(Lack("sequences", told % {"turns": turns, "n": questions}))
    return found
