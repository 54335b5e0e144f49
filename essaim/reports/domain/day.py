"""The facts of the day that a report tells: who spoke, how many came, how long it took, what was asked since."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.models import Idea
from essaim.programmes.enums import LICENCE_ADDRESSES, Licence
from essaim.reports.enums import ReportState
from essaim.reports.models import Report
from essaim.reports.source import AmendmentPart, AttendancePart, LicencePart, PlenaryPart, SequencePart
from essaim.workshops.enums import ActorKind
from essaim.workshops.models import Workshop


def plenary_of(workshop: Workshop, ideas: Iterable[Idea], rapporteurs: dict[int, str]) -> tuple[PlenaryPart, ...]:
    """Each group that spoke, with what it retained; a rapporteur is named only after agreeing."""
    retained: dict[int, list[str]] = defaultdict(list)
    for idea in ideas:
        retained[idea.group].append(str(idea.key))
    parts = []
    for turn in workshop.turns.select_related("table").order_by("position"):
        if turn.started_at is None:
            continue
        seconds = (turn.ended_at - turn.started_at).total_seconds() if turn.ended_at else None
        number = turn.table.number
        parts.append(
            PlenaryPart(
                group=turn.table.name,
                rapporteur=rapporteurs.get(number, ""),
                minutes=max(1, round(seconds / 60)) if seconds is not None else None,
                ideas=tuple(retained[number]),
            )
        )
    return tuple(parts)


def attendance_of(workshop: Workshop) -> tuple[AttendancePart, ...]:
    """Counts by type of organisation of those who came; never who."""
    counts = Counter(workshop.seats.exclude(joined_at=None).values_list("actor", flat=True))
    labels = {**{kind.value: str(kind.label) for kind in ActorKind}, "": _("non précisé")}
    ordered = sorted(counts.items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    return tuple(AttendancePart(kind=labels[kind], count=count) for kind, count in ordered)


def sequences_of(workshop: Workshop) -> tuple[SequencePart, ...]:
    return tuple(
        SequencePart(
            title=sequence.title,
            planned=round(sequence.seconds / 60),
            real=round((sequence.ended_at - sequence.started_at).total_seconds() / 60)
            if sequence.started_at and sequence.ended_at
            else None,
        )
        for sequence in workshop.sequences.all()
    )


def licence_of(workshop: Workshop) -> LicencePart:
    licence = Licence(workshop.licence)
    return LicencePart(code=licence.value, label=str(licence.label), url=LICENCE_ADDRESSES[licence])


def day_of(report: Report | None):
    if report is None:
        return None
    moment = {
        ReportState.LIVE: None,
        ReportState.DRAFT: report.drafted_at,
        ReportState.AMENDABLE: report.opened_at,
        ReportState.FINAL: report.final_at,
    }[ReportState(report.state)]
    return timezone.localdate(moment) if moment else None


def amendments_of(report: Report | None) -> tuple[AmendmentPart, ...]:
    if report is None:
        return ()
    return tuple(
        AmendmentPart(
            day=timezone.localdate(amendment.proposed_at),
            text=amendment.text,
            about=amendment.about,
            state=amendment.state,  # type: ignore[arg-type]
            answer=amendment.answer,
        )
        for amendment in report.amendments.all()
    )
