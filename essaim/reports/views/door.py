"""Who is asking for which report."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from essaim.kit.addresses import absolute
from essaim.people.models import Person
from essaim.reports import access
from essaim.reports.models import Report
from essaim.reports.queries import report_of
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.views.codes import workshop_called
from essaim.workshops.views.participant_door import seat_here


@dataclass(frozen=True)
class Reader:
    """Somebody in front of a report: a person with an account, a seat, both or neither."""

    workshop: Workshop
    report: Report
    person: Any
    seat: Seat | None
    may_edit: bool

    @property
    def may_read(self) -> bool:
        return self.may_edit or access.may_read(self.report, person=self.person, seat=self.seat)

    @property
    def may_amend(self) -> bool:
        return access.may_amend(self.report, seat=self.seat, today=timezone.localdate())

    @property
    def may_receive(self) -> bool:
        return self.may_edit or access.may_receive(self.report, person=self.person, seat=self.seat)

    def check_may_read(self) -> None:
        if not self.may_edit:
            access.check_may_read(self.report, person=self.person, seat=self.seat)


def reader_of(request: HttpRequest, code: str) -> Reader:
    """The report with this code and who asks; unknown codes are pages that do not exist."""
    workshop = workshop_called(request, code)
    report = report_of(workshop)
    person = request.user if isinstance(request.user, Person) else None
    return Reader(
        workshop=workshop,
        report=report,
        person=person,
        seat=seat_here(request, workshop),
        may_edit=person is not None and access.may_edit(report, person=person),
    )


def team_of(request: HttpRequest, code: str) -> Reader:
    """The same, for a page of the team."""
    reader = reader_of(request, code)
    access.check_may_edit(reader.report, person=reader.person)
    return reader


def base_of(request: HttpRequest) -> str:
    return absolute(request, "/").rstrip("/")


def see(name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"reports:{name}", args=args), status=303)
