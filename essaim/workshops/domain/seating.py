"""Everybody's path through the tables: planned for those expected, mended for those who come or do not."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person as Account
from essaim.workshops import rotation
from essaim.workshops.access import check_may_facilitate, check_may_organise
from essaim.workshops.enums import State
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.queries import last_round

if TYPE_CHECKING:
    from essaim.workshops.domain.joining import Newcomer

MOST_SEATS = 2000


def person_of(seat: Seat, names: dict[str, str]) -> rotation.Person:
    """The seat as the planner knows it: numbers are its names, since two people may share a first name."""
    return rotation.Person(
        name=str(seat.number),
        organisation=seat.organisation,
        territory=seat.territory,
        needs_accessible=seat.needs_accessible,
        host_of=seat.host_of,
        apart=frozenset(names[name] for name in seat.apart if name in names),
    )


def people_of(seats: list[Seat]) -> list[rotation.Person]:
    names = {seat.name: str(seat.number) for seat in seats if seat.name}
    return [person_of(seat, names) for seat in seats]


def tables_of(workshop: Workshop) -> list[rotation.Table]:
    return [rotation.Table(table.number, table.is_accessible) for table in workshop.tables.order_by("number")]


def limits_of(workshop: Workshop) -> rotation.Limits:
    return rotation.Limits(workshop.per_organisation, workshop.per_territory)


def plan_of(workshop: Workshop, seats: list[Seat]) -> rotation.Plan:
    """The plan that these seats carry."""
    tables, rounds = tables_of(workshop), last_round(workshop)
    topology = rotation.Topology(workshop.topology)
    questions = workshop.questions.count()
    return rotation.Plan(
        topology=topology,
        tables=tuple(tables),
        rounds=rounds,
        paths=tuple(tuple(seat.path) for seat in seats),
        questions=tuple(
            tuple(rotation.question_of(topology, table, turn, questions) for turn in range(rounds))
            for table in range(len(tables))
        ),
        limits=limits_of(workshop),
    )


@transaction.atomic
def plan_seats(*, workshop: Workshop, by: Account, seed: int = 0) -> rotation.Figures:
    """Every expected person has a path; gives how well people mix. Refuses what no plan can satisfy."""
    check_may_organise(by, workshop)
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if workshop.state not in {State.DRAFT, State.OPEN}:
        raise Refused(_("L’atelier a commencé : les parcours ne sont plus recalculés, seulement complétés."))
    return plan_expected(workshop, seed=seed)


def plan_expected(workshop: Workshop, *, seed: int = 0) -> rotation.Figures:
    """Seats up to the head count, each with its path."""
    fill_up(workshop)
    seats = present(workshop)
    people = people_of(seats)
    try:
        plan = rotation.plan(
            people,
            tables_of(workshop),
            last_round(workshop),
            rotation.Topology(workshop.topology),
            limits_of(workshop),
            seed,
            workshop.questions.count(),
        )
    except rotation.Impossible as impossible:
        raise Refused(impossible.reason, code="impossible-rotation", status=422) from impossible
    for seat, path in zip(seats, plan.paths, strict=True):
        seat.path = list(path)
    Seat.objects.bulk_update(seats, ["path"])
    return rotation.measure(plan, people, limits_of(workshop))


def forget_plan(workshop: Workshop) -> None:
    """What the plan rested on has changed: nobody has a path until it is made again."""
    workshop.seats.update(path=[])


@transaction.atomic
def replan(
    *, workshop: Workshop, by: Account, per_organisation: int | None, per_territory: int | None, seed: int = 0
) -> rotation.Figures:
    """The plan follows these limits; when no plan can, neither the limits nor the paths change."""
    workshop.per_organisation, workshop.per_territory = per_organisation, per_territory
    workshop.save(update_fields=["per_organisation", "per_territory"])
    return plan_seats(workshop=workshop, by=by, seed=seed)


def present(workshop: Workshop) -> list[Seat]:
    return list(workshop.seats.filter(left_at=None).order_by("number"))


def fill_up(workshop: Workshop) -> None:
    """As many seats as people are expected; those of the list come first, the others are nobody's in particular."""
    free = workshop.seats.filter(name="", joined_at=None, is_expected=True).order_by("-number")
    standing = workshop.seats.filter(left_at=None).count()
    wanted = max(0, workshop.headcount - standing)
    if standing > workshop.headcount:
        surplus = list(free[: standing - workshop.headcount])
        Seat.objects.filter(pk__in=[seat.pk for seat in surplus]).delete()
    last = next_number(workshop) - 1
    Seat.objects.bulk_create(
        Seat(workshop=workshop, number=last + place, is_expected=True) for place in range(1, wanted + 1)
    )


def next_number(workshop: Workshop) -> int:
    return (workshop.seats.aggregate(last=Max("number"))["last"] or 0) + 1


def add_seat(workshop: Workshop, *, key: uuid.UUID, newcomer: "Newcomer") -> Seat:
    """One more seat, with a path that leaves the others' alone (at most one changes)."""
    seats = [seat for seat in present(workshop) if len(seat.path) == last_round(workshop)]
    if len(seats) >= MOST_SEATS:
        raise Refused(_("Cet atelier est complet. Présentez-vous à l’accueil."), code="full")
    check_capacity(workshop, len(seats))
    seat = Seat(
        key=key,
        workshop=workshop,
        number=next_number(workshop),
        organisation=cleaned(newcomer.organisation, lines=False)[:120],
        territory=cleaned(newcomer.territory, lines=False)[:120],
        needs_accessible=newcomer.needs_accessible,
    )
    place(workshop, seats, seat)
    return seat


def check_capacity(workshop: Workshop, seated: int) -> None:
    places = [table.capacity for table in workshop.tables.all()]
    if places and all(place is not None for place in places) and seated >= sum(place or 0 for place in places):
        raise Refused(
            _("Toutes les tables sont pleines. Présentez-vous à l’accueil : on vous trouvera une place."),
            code="full",
        )


def place(workshop: Workshop, seats: list[Seat], seat: Seat) -> None:
    """The newcomer has a path; nobody is turned away because a constraint could not hold any more."""
    people = people_of([*seats, seat])
    try:
        plan = rotation.seat_late(plan_of(workshop, seats), people[:-1], people[-1])
        paths = plan.paths
    except rotation.Impossible:
        paths = (*(tuple(each.path) for each in seats), lightest_path(workshop, seats))
    changed = []
    for each, path in zip(seats, paths, strict=False):
        if list(path) != list(each.path):
            each.path = list(path)
            changed.append(each)
    Seat.objects.bulk_update(changed, ["path"])
    seat.path = list(paths[-1])


def lightest_path(workshop: Workshop, seats: list[Seat]) -> tuple[int, ...]:
    """At each turn the table with the fewest people, another one than before where possible."""
    numbers = list(workshop.tables.order_by("number").values_list("number", flat=True))
    path: list[int] = []
    for turn in range(last_round(workshop)):
        taken = [seat.path[turn] for seat in seats]
        path.append(min(numbers, key=lambda number: (number in path, taken.count(number), number)))
    return tuple(path)


@transaction.atomic
def mark_absent(*, seat: Seat, by: Account, now) -> list[Seat]:
    """The person will not come; at most one other person's path changes to keep tables balanced: it is given."""
    check_may_facilitate(by, seat.workshop)
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=seat.workshop_id)
    if seat.left_at is not None:
        return []
    seats = [each for each in present(workshop) if len(each.path) == last_round(workshop)]
    seat.left_at = now
    seat.save(update_fields=["left_at"])
    remaining = [each for each in seats if each.pk != seat.pk]
    if len(remaining) == len(seats):
        return []
    people = people_of(seats)
    gone = next(person for person, each in zip(people, seats, strict=True) if each.pk == seat.pk)
    try:
        plan = rotation.remove(plan_of(workshop, seats), people, gone)
    except rotation.Impossible:
        return []
    changed = []
    for each, path in zip(remaining, plan.paths, strict=True):
        if list(path) != list(each.path):
            each.path = list(path)
            changed.append(each)
    Seat.objects.bulk_update(changed, ["path"])
    return changed


@transaction.atomic
def reseat(*, seat: Seat, table: int, round: int, by: Account) -> None:
    """A facilitator moves somebody by hand for this turn; a full table is refused with a sentence."""
    check_may_facilitate(by, seat.workshop)
    # Locked on the workshop: two people moved together do not fill one chair.
    Workshop.objects.select_for_update(of=("self",)).get(pk=seat.workshop_id)
    chosen = seat.workshop.tables.filter(number=table).first()
    if chosen is None:
        raise Refused(_("Cette table n’existe pas dans cet atelier."), status=422)
    seated = [each for each in present(seat.workshop) if len(each.path) >= round and each.path[round - 1] == table]
    if chosen.capacity is not None and len(seated) >= chosen.capacity and seat not in seated:
        raise Refused(
            _("%(table)s est pleine (%(capacity)s places). Choisissez une autre table.")
            % {"table": chosen.name, "capacity": chosen.capacity},
            code="full",
        )
    seat.refresh_from_db(fields=["path"])
    seat.path = [table if turn == round else at for turn, at in enumerate(seat.path, start=1)]
    seat.save(update_fields=["path"])
