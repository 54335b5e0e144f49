"""A draft is shown to those who were there, then becomes final: dated, frozen, read as it was published."""

import json
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.reports.access import check_may_edit
from essaim.reports.domain.building import source_of
from essaim.reports.domain.drafting import check_may_follow, locked_report
from essaim.reports.domain.picturing import with_photos, without_missing
from essaim.reports.enums import ReportState
from essaim.reports.formats.json import from_json, to_json
from essaim.reports.models import Report
from essaim.reports.queries import handed_over, undecided
from essaim.reports.source import ReportSource
from essaim.workshops.models import Workshop


@transaction.atomic
def open_amendments(*, workshop: Workshop, until: date | None, by: Person, now: datetime) -> Report:
    """Those who took part read the draft and may propose changes until this day; asked again, the day moves."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    if until is None or until < timezone.localdate(now):
        raise Refused(
            _("Choisissez la date limite des amendements : aujourd’hui ou plus tard."), code="date", status=422
        )
    if report.state != ReportState.AMENDABLE:
        check_may_follow(report, ReportState.AMENDABLE)
        report.state, report.opened_at = ReportState.AMENDABLE, now
    report.amend_until = until
    report.save(update_fields=["state", "opened_at", "amend_until"])
    return report


@transaction.atomic
def finalise(*, workshop: Workshop, base: str, by: Person, now: datetime) -> Report:
    """The report is final and dated; from now on it is read as it stands today. A second time, nothing changes."""
    report = locked_report(workshop)
    check_may_edit(report, person=by)
    if report.state == ReportState.FINAL:
        return report
    check_may_follow(report, ReportState.FINAL)
    check_is_decided(report)
    report.state, report.final_at = ReportState.FINAL, now
    report.content = json.loads(to_json(source_of(workshop, report=report, base=base)))
    report.save(update_fields=["state", "final_at", "content"])
    return report


def check_is_decided(report: Report) -> None:
    """Nobody waits for an answer: neither an amendment nor a note handed over after the bell."""
    if waiting := undecided(report):
        raise Refused(
            ngettext(
                "%(count)s amendement attend une réponse : répondez avant de rendre la version définitive.",
                "%(count)s amendements attendent une réponse : répondez avant de rendre la version définitive.",
                waiting,
            )
            % {"count": waiting},
            code="undecided",
        )
    # Acknowledged, it would stand in no list of the published words.
    if waiting := handed_over(report.workshop):
        raise Refused(
            ngettext(
                "%(count)s note remise après la cloche attend votre décision : acceptez-la, ou mettez-la de côté avec "
                "un motif, avant de rendre la version définitive.",
                "%(count)s notes remises après la cloche attendent votre décision : acceptez-les, ou mettez-les de "
                "côté avec un motif, avant de rendre la version définitive.",
                waiting,
            )
            % {"count": waiting},
            code="handed",
        )


def source_read(report: Report, *, base: str = "", photos: bool = False) -> ReportSource:
    """What readers of this report get: the published words when it is final, the boards of today otherwise."""
    content = report.content if report.state == ReportState.FINAL else None
    if content is not None:
        source = from_json(json.dumps(content))
    else:
        source = source_of(report.workshop, report=report if report.pk else None, base=base)
    return with_photos(source) if photos else without_missing(source)
