"""Who is expected: a list read from a file, compared before it changes anything, or people typed one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.boards.domain.unsigning import unsign
from essaim.kit.forgetting import forget_above
from essaim.kit.refusal import Refused
from essaim.kit.text import cleaned
from essaim.people.models import Person as Account
from essaim.territories.queries import unknown_names
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain import seating
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.enums import State
from essaim.workshops.models import Seat, Workshop
from essaim.workshops.rotation import Person
from essaim.workshops.rotation.people_file import (
    Problem,
    Row,
    Unreadable,
    folded,
    ignored_columns,
    read_people,
    read_rows,
)

LONGEST = {"name": 80, "organisation": 120, "territory": 120}
LABELS = {
    "name": gettext_lazy("nom"),
    "organisation": gettext_lazy("organisation"),
    "territory": gettext_lazy("territoire"),
    "needs_accessible": gettext_lazy("accès"),
    "host_of": gettext_lazy("table animée"),
    "apart": gettext_lazy("à séparer de"),
}


@dataclass(frozen=True)
class Change:
    """Somebody on the list whom the workshop already expects, and what would read otherwise."""

    seat: Seat
    values: dict[str, object]

    @property
    def columns(self) -> list[str]:
        return [str(LABELS[name]) for name in self.values]


@dataclass(frozen=True)
class Comparison:
    """What a list would do: nothing, as long as it is only looked at."""

    added: tuple[Person, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    absent: tuple[Seat, ...] = ()
    problems: tuple[Problem, ...] = ()
    headcount: int = 0
    ignored: tuple[str, ...] = ()
    unknown_territories: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


def compare(workshop: Workshop, text: str) -> Comparison:
    """What this list would add and change, or each line that must be corrected first."""
    try:
        people, columns = listed(text, workshop.tables.count())
    except Unreadable as unreadable:
        return Comparison(problems=unreadable.problems)
    seats = expected(workshop)
    known = {folded(seat.name): seat for seat in reversed(seats)}
    added = tuple(person for person in people if folded(person.name) not in known)
    changes = [Change(known[key], otherwise(known[key], person, columns)) for key, person in keyed(people, known)]
    listed_keys = {folded(person.name) for person in people}
    absent = tuple(seat for seat in seats if folded(seat.name) not in listed_keys)
    if len(known) + len(added) > seating.MOST_SEATS:
        reason = _("la liste dépasse %(most)s personnes.") % {"most": seating.MOST_SEATS}
        return Comparison(problems=(Problem(1, "", reason),))
    total = len(known) + len(added)
    return Comparison(
        added=added,
        changed=tuple(change for change in changes if change.values),
        unchanged=sum(not change.values for change in changes),
        absent=absent,
        headcount=max(total, workshop.headcount) if known else total,
        ignored=tuple(ignored_columns(text)),
        unknown_territories=tuple(unknown_names(person.territory for person in people if person.territory)),
    )


def keyed(people: Iterable[Person], known: dict[str, Seat]) -> list[tuple[str, Person]]:
    return [(folded(person.name), person) for person in people if folded(person.name) in known]


def listed(text: str, tables: int) -> tuple[list[Person], set[str]]:
    """The people of the list and its columns; `Unreadable` says all that must be corrected."""
    people, rows = read_people(text, tables), read_rows(text)
    problems = [problem for row in rows for problem in problems_of(row)]
    if problems:
        raise Unreadable(problems)
    columns = {"needs_accessible" if column == "accessible" else column for column in rows[0].columns}
    return [cleaned_person(person) for person in people], columns


def cleaned_person(person: Person) -> Person:
    return Person(
        name=cleaned(person.name, lines=False),
        organisation=cleaned(person.organisation, lines=False),
        territory=cleaned(person.territory, lines=False),
        needs_accessible=person.needs_accessible,
        host_of=person.host_of,
        apart=frozenset(cleaned(name, lines=False) for name in person.apart),
    )


def problems_of(row: Row) -> list[Problem]:
    """What the planner's reader has no reason to mind, but a badge or a database has."""
    found = []
    for column, longest in LONGEST.items():
        text = cleaned(row.cells.get(column, ""), lines=False)
        if len(text) > longest:
            reason = _("%(length)s caractères ; %(longest)s au plus.") % {
                "length": len(text),
                "longest": longest,
            }
            found.append(Problem(row.line, row.columns[column], reason))
    if not any(character.isalnum() for character in row.cells["name"]):
        found.append(Problem(row.line, row.columns["name"], _("ce nom ne se lit pas : écrivez des lettres.")))
    return found


def expected(workshop: Workshop) -> list[Seat]:
    return list(workshop.seats.filter(is_expected=True, left_at=None).exclude(name="").order_by("number"))


def told(person: Person) -> dict[str, object]:
    """The person as a seat says it."""
    return {
        "name": person.name,
        "organisation": person.organisation,
        "territory": person.territory,
        "needs_accessible": person.needs_accessible,
        "host_of": person.host_of,
        "apart": sorted(person.apart),
    }


def otherwise(seat: Seat, person: Person, columns: set[str]) -> dict[str, object]:
    """What the list says otherwise; a column that it does not have says nothing."""
    now = {name: getattr(seat, name) for name in LABELS} | {"apart": sorted(seat.apart)}
    return {name: value for name, value in told(person).items() if name in columns and now[name] != value}


@transaction.atomic
def register(*, workshop: Workshop, text: str, by: Account) -> Comparison:
    """Everybody on the list is expected; the same list again changes nothing; a faulty list changes nothing."""
    check_may_organise(by, workshop)
    workshop = locked(workshop)
    found = compare(workshop, text)
    if found.problems:
        raise Refused(str(found.problems[0]), code="faulty-list", status=422)
    if not found.changes_something:
        return found
    for change in found.changed:
        rename_apart(workshop, change.seat.name, str(change.values.get("name", change.seat.name)))
        for name, value in change.values.items():
            setattr(change.seat, name, value)
        change.seat.save(update_fields=list(change.values))
    seat_expected(workshop, list(found.added))
    Workshop.objects.filter(pk=workshop.pk).update(headcount=found.headcount)
    return found


def locked(workshop: Workshop) -> Workshop:
    """Ours until the transaction ends; once it has begun, people are seated at the door instead."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if workshop.state not in {State.DRAFT, State.OPEN}:
        raise Refused(_("L’atelier a commencé : placez les personnes qui arrivent depuis l’accueil."), code="started")
    return workshop


def seat_expected(workshop: Workshop, people: list[Person]) -> None:
    """In draft the plan starts again; once doors are open each newcomer is placed without moving the others."""
    if workshop.state == State.DRAFT:
        # Seats that a head count had planned for nobody in particular: the list takes their place.
        workshop.seats.filter(name="", joined_at=None, is_expected=True).delete()
        first = seating.next_number(workshop)
        Seat.objects.bulk_create(
            Seat(workshop=workshop, number=number, is_expected=True, **told(person))
            for number, person in enumerate(people, start=first)
        )
        seating.forget_plan(workshop)
        return
    for person in people:
        seats = [seat for seat in seating.present(workshop) if seat.path]
        seat = Seat(workshop=workshop, number=seating.next_number(workshop), is_expected=True, **told(person))
        seating.place(workshop, seats, seat)
        seat.save()


@transaction.atomic
def expect(*, workshop: Workshop, newcomer: Newcomer, by: Account, host_of: int | None = None) -> Seat:
    """One more person is expected, typed by hand."""
    check_may_organise(by, workshop)
    workshop = locked(workshop)
    person = Person(
        name=cleaned(newcomer.name, lines=False),
        organisation=cleaned(newcomer.organisation, lines=False),
        territory=cleaned(newcomer.territory, lines=False),
        needs_accessible=newcomer.needs_accessible,
        host_of=host_of,
    )
    known = {folded(seat.name) for seat in expected(workshop)}
    if folded(person.name) in known:
        raise Refused(_("« %(name)s » figure déjà sur la liste ; distinguez ces personnes.") % {"name": person.name})
    seat_expected(workshop, [person])
    headcount = max(len(known) + 1, workshop.headcount) if known else 1
    Workshop.objects.filter(pk=workshop.pk).update(headcount=headcount)
    return workshop.seats.get(name=person.name, is_expected=True)


@transaction.atomic
def expect_number(*, workshop: Workshop, headcount: int, by: Account) -> None:
    """This many people are expected, named or not; in draft the plan starts again."""
    check_may_organise(by, workshop)
    workshop = locked(workshop)
    named = len(expected(workshop))
    if headcount < named:
        raise Refused(
            _("%(named)s personnes figurent sur la liste : prévoyez au moins autant de places.") % {"named": named},
            status=422,
        )
    if headcount != workshop.headcount and workshop.state == State.DRAFT:
        seating.forget_plan(workshop)
    workshop.headcount = headcount
    workshop.save(update_fields=["headcount"])


@transaction.atomic
def correct(*, seat: Seat, by: Account, **fields: object) -> None:
    """What is known of the person reads otherwise."""
    check_may_organise(by, seat.workshop)
    for name in ("name", "organisation", "territory"):
        fields[name] = cleaned(str(fields[name]), lines=False)
    rename_apart(seat.workshop, seat.name, str(fields["name"]))
    moves = {"needs_accessible", "host_of"} & {name for name, value in fields.items() if getattr(seat, name) != value}
    for name, value in fields.items():
        setattr(seat, name, value)
    # These fields and no other: the person may be arriving, or moving, at this very moment.
    seat.save(update_fields=list(fields))
    if moves and seat.workshop.state == State.DRAFT:
        seating.forget_plan(seat.workshop)


@transaction.atomic
def erase(*, seat: Seat, by: Account, now: datetime) -> None:
    """Nothing is left of the person; what they wrote stays, without author. At most one other path changes."""
    workshop = seat.workshop
    check_may_organise(by, workshop)
    if seat.path and seat.left_at is None:
        seating.mark_absent(seat=seat, by=by, now=now)
    if seat.is_expected and workshop.headcount > 1:
        Workshop.objects.filter(pk=workshop.pk).update(headcount=workshop.headcount - 1)
    forget_above(seat, now=now)
    workshop.rapporteurs.filter(seat=seat).update(name="", agrees_to_be_named=False)
    unsign(str(seat.key))
    rename_apart(workshop, seat.name, "")
    seat.delete()


def rename_apart(workshop: Workshop, before: str, after: str) -> None:
    """Those who were to sit apart from this name follow it, or forget it."""
    if not before or before == after:
        return
    for other in workshop.seats.exclude(apart=[]):
        if before in other.apart:
            other.apart = [name for name in (after if one == before else one for one in other.apart) if name]
            other.save(update_fields=["apart"])
