"""Who may do what in a workshop.

Organisers of the programme, and administrators of the instance, prepare everything and run everything.
Facilitators of the workshop run it: any of them may help at any table, since people are replaced at the last minute.
A seat takes part: it writes, votes and reads at its own question, when the sequence allows it.
A wall reads all questions; its link is the projector's only power.
Anybody else sees what the organiser made public, which is the report.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import NotForYou, Refused, refuses
from essaim.people.models import Person
from essaim.programmes.access import may_organise_programme
from essaim.workshops.enums import Act, State
from essaim.workshops.models import Facilitator, Question, Seat, Sequence, Workshop
from essaim.workshops.queries import board_id_of_seat, current_sequence, question_of_seat, report_is_final

BELL = "bell"


def check_may_organise(person: Any, workshop: Workshop) -> None:
    if not may_organise_programme(person, workshop.programme):
        raise NotForYou(_("Seule l’équipe d’organisation du programme peut préparer cet atelier."))


def may_organise(person: Any, workshop: Workshop) -> bool:
    return not refuses(check_may_organise, person, workshop)


def check_may_facilitate(person: Any, workshop: Workshop) -> None:
    if may_organise(person, workshop):
        return
    if isinstance(person, Person) and Facilitator.objects.filter(workshop=workshop, person=person).exists():
        return
    raise NotForYou(_("Cette page est réservée à l’équipe d’animation de l’atelier."))


def may_facilitate(person: Any, workshop: Workshop) -> bool:
    return not refuses(check_may_facilitate, person, workshop)


def check_allows(sequence: Sequence | None, act: Act) -> None:
    """The sequence says what is allowed; nothing else does."""
    if sequence is None or not sequence.permits(act):
        sentences = {
            Act.WRITE: _("On n’écrit pas en ce moment. Gardez votre note : vous l’enverrez à la prochaine séquence."),
            Act.VOTE: _("Le vote n’est pas ouvert."),
            Act.CHOOSE_SPEAKER: _("On ne désigne pas de rapporteur pendant cette séquence."),
            Act.MARK_STRONG: _("On ne retient pas d’idée forte pendant cette séquence."),
        }
        raise Refused(sentences.get(act, _("Cette séquence ne le permet pas.")), code="not-now")


def check_report_is_open(workshop: Workshop) -> None:
    """What a file brings, or what is taken back of it, would not be in a report that is final."""
    if report_is_final(workshop):
        raise Refused(
            _("Le compte rendu est définitif : un import ne peut plus rien y ajouter, ni rien en retirer."),
            code="report-final",
        )


def check_may_import(person: Any, workshop: Workshop) -> None:
    """Organisers bring notes from elsewhere at any time, until the report is final."""
    check_may_organise(person, workshop)
    check_report_is_open(workshop)


def check_takes_notes(workshop: Workshop) -> None:
    """A final report moves no more: a note written now would be promised a place that it cannot have."""
    if report_is_final(workshop):
        raise Refused(
            _("Le compte rendu est définitif : aucune note ne s’y ajoute plus. Copiez votre texte pour le garder."),
            code="report-final",
        )


def check_is_running(workshop: Workshop) -> None:
    if workshop.state == State.CLOSED:
        check_takes_notes(workshop)
        raise Refused(_("L’atelier est terminé. Votre texte n’est pas perdu : copiez-le ou remettez-le."), code=BELL)
    if workshop.state != State.RUNNING:
        raise Refused(_("L’atelier n’a pas encore commencé."), code="not-started")


def check_may_write(seat: Seat, question: Question, *, now: datetime) -> None:
    """A seat writes at its own question, during a sequence that allows it, until the bell."""
    check_is_here(seat)
    check_is_running(seat.workshop)
    sequence = current_sequence(seat.workshop)
    # Away from the tables (in plenary) people answer what they hear, on the plenary's own board.
    at_tables = sequence if sequence is not None and sequence.round else None
    if at_tables is not None and question_of_seat(seat, at_tables) != question:
        raise NotForYou(_("Votre table travaille sur une autre question. Rechargez la page."), code="other-table")
    check_allows(at_tables, Act.WRITE)
    if rang(sequence, seat.workshop, now=now):
        raise Refused(
            _("La cloche a sonné : cette séquence est terminée. Vous pouvez remettre votre note à l’animation."),
            code=BELL,
        )


def check_may_hand_over(seat: Seat, question: Question) -> None:
    """After the bell a seat may still hand its text to the facilitator, who decides, until the report is final."""
    check_is_here(seat)
    if seat.workshop.state not in {State.RUNNING, State.CLOSED} or question.workshop_id != seat.workshop_id:
        raise Refused(_("L’atelier n’a pas encore commencé."), code="not-started")
    check_takes_notes(seat.workshop)


def check_is_here(seat: Seat) -> None:
    if seat.left_at is not None:
        raise NotForYou(_("Cette place a été libérée. Présentez-vous à l’accueil."), code="left")


def rang(sequence: Sequence | None, workshop: Workshop, *, now: datetime) -> bool:
    """The bell of this sequence is behind us; a pause stops the clock."""
    if sequence is None or sequence.ends_at is None:
        return False
    return (workshop.paused_at or now) >= sequence.ends_at


def check_may_vote(seat: Seat, question: Question) -> None:
    check_is_here(seat)
    check_is_running(seat.workshop)
    sequence = current_sequence(seat.workshop)
    check_allows(sequence, Act.VOTE)
    if sequence is None or question_of_seat(seat, sequence) != question:
        raise NotForYou(_("Votre table travaille sur une autre question. Rechargez la page."), code="other-table")


def check_may_conduct(person: Any, workshop: Workshop) -> None:
    """Starting, pausing and ringing are for the whole room: anybody of the team may, since two may press together."""
    check_may_facilitate(person, workshop)
    if workshop.state == State.DRAFT:
        raise Refused(_("L’atelier est encore en préparation. Ouvrez d’abord l’accueil."), code="draft")


def check_may_read_board(board_id: int, workshop: Workshop, *, seat: Seat | None, person: Any, is_wall: bool) -> None:
    """The team and the wall follow every board; a seat follows its own question's, and the plenary's."""
    if is_wall or may_facilitate(person, workshop):
        return
    if seat is not None and seat.workshop_id == workshop.pk and seat.left_at is None:
        if board_id in {workshop.plenary_id, board_id_of_seat(seat)}:
            return
        raise NotForYou(_("Votre table travaille sur une autre question. Rechargez la page."), code="other-table")
    raise NotForYou(_("Ce panneau se lit depuis une place de l’atelier : rejoignez-le avec son code."), code="no-seat")
