"""Who may read, change and amend a report.

The team (organisers of the programme, facilitators of the workshop, administrators) reads it in every state, writes it
until it is final, and moves it from one state to the next.
People who took part read it by their seat once it is open to amendments, propose amendments until the date given, and
read it when it is final unless the organiser kept it for the team.
Anybody reads a final report that the organiser made public. Nobody else reads anything.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from essaim.kit.refusal import NotForYou, Refused, refuses
from essaim.programmes.enums import Visibility
from essaim.reports.enums import ReportState
from essaim.reports.models import Report
from essaim.reports.wording import day
from essaim.workshops.access import may_facilitate
from essaim.workshops.models import Seat


def has_attended(seat: Seat | None, report: Report) -> bool:
    """The seat is one of this workshop, and somebody sat on it (even if they left early)."""
    return seat is not None and seat.workshop_id == report.workshop_id and seat.joined_at is not None


def check_may_read(report: Report, *, person: Any, seat: Seat | None) -> None:
    visibility = report.workshop.visibility
    if report.state == ReportState.FINAL and visibility == Visibility.PUBLIC:
        return
    if has_attended(seat, report) and (
        report.state == ReportState.AMENDABLE
        or (report.state == ReportState.FINAL and visibility == Visibility.PARTICIPANTS)
    ):
        return
    if may_facilitate(person, report.workshop):
        return
    raise NotForYou(why_not(report, seat))


def why_not(report: Report, seat: Seat | None) -> str:
    """The sentence for who may not read: what it waits for, and how to come back."""
    if report.workshop.visibility == Visibility.PRIVATE and report.state == ReportState.FINAL:
        return _("Ce compte rendu est réservé à l’équipe d’animation.")
    if has_attended(seat, report):
        return _("Le compte rendu n’est pas encore prêt. Votre lien personnel vous y ramènera quand il le sera.")
    if report.state in {ReportState.LIVE, ReportState.DRAFT}:
        return _("Le compte rendu de cet atelier n’est pas encore publié. Revenez plus tard, ou connectez-vous.")
    return _("Ce compte rendu est réservé aux personnes qui ont participé : ouvrez-le depuis votre lien personnel.")


def may_read(report: Report, *, person: Any, seat: Seat | None) -> bool:
    return not refuses(check_may_read, report, person=person, seat=seat)


def check_may_edit(report: Report, *, person: Any) -> None:
    if not may_facilitate(person, report.workshop):
        raise NotForYou(_("Seule l’équipe de l’atelier peut modifier ce compte rendu."))


def may_edit(report: Report, *, person: Any) -> bool:
    return not refuses(check_may_edit, report, person=person)


def check_is_open(report: Report) -> None:
    """Its words may still change."""
    if report.state == ReportState.FINAL:
        raise Refused(_("Ce compte rendu est définitif. Rouvrez-le d’abord si une correction s’impose."), code="final")


def check_may_amend(report: Report, *, seat: Seat | None, today: date) -> Seat:
    """Gives the seat that may."""
    if seat is None or not has_attended(seat, report):
        raise NotForYou(
            _("Seules les personnes qui ont participé proposent un amendement : ouvrez votre lien personnel.")
        )
    if report.state != ReportState.AMENDABLE:
        raise Refused(_("Ce compte rendu n’est pas ouvert aux amendements."), code="not-amendable")
    if report.amend_until is not None and today > report.amend_until:
        raise Refused(
            _("Les amendements étaient ouverts jusqu’au %(day)s. Écrivez à l’équipe de l’atelier.")
            % {"day": day(report.amend_until)},
            code="too-late",
        )
    return seat


def may_amend(report: Report, *, seat: Seat | None, today: date) -> bool:
    return not refuses(check_may_amend, report, seat=seat, today=today)


def check_may_receive(report: Report, *, person: Any, seat: Seat | None) -> None:
    """Only who took part, or the team: an open form would send our mail to anybody's address."""
    if may_edit(report, person=person):
        return
    if not has_attended(seat, report):
        raise NotForYou(_("Seules les personnes qui ont participé peuvent recevoir le compte rendu par courriel."))
    if report.workshop.visibility == Visibility.PRIVATE:
        raise NotForYou(_("Ce compte rendu est réservé à l’équipe d’animation : il ne sera pas envoyé."))


def may_receive(report: Report, *, person: Any, seat: Seat | None) -> bool:
    return not refuses(check_may_receive, report, person=person, seat=seat)
