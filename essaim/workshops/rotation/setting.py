"""What is asked of the planner, read once: indices instead of names, bits instead of sets of people."""

from dataclasses import dataclass
from functools import cached_property

from .values import Limits, Person, Table, Topology, question_of


@dataclass(frozen=True)
class Setting:
    people: tuple[Person, ...]
    tables: tuple[Table, ...]
    rounds: int
    topology: Topology
    limits: Limits
    questions: int

    @cached_property
    def hosts(self) -> tuple[int, ...]:
        return tuple(i for i, person in enumerate(self.people) if person.host_of is not None)

    @cached_property
    def movers(self) -> tuple[int, ...]:
        return tuple(i for i, person in enumerate(self.people) if person.host_of is None)

    @cached_property
    def hosts_at(self) -> tuple[int, ...]:
        """How many seats of each table are kept by its hosts; none where the hosts travel."""
        if self.topology is Topology.FACILITATORS_MOVE:
            return (0,) * len(self.tables)
        return tuple(sum(p.host_of == table.number for p in self.people) for table in self.tables)

    @cached_property
    def balanced(self) -> int:
        """How many people the balance of tables is about."""
        return len(self.movers) if self.topology is Topology.FACILITATORS_MOVE else len(self.people)

    @cached_property
    def accessible_questions(self) -> int:
        return len({t % self.questions for t, table in enumerate(self.tables) if table.is_accessible})

    def may_repeat(self, person: int) -> bool:
        """Somebody who cannot reach enough questions visits all those they can, some of them twice."""
        if self.topology is not Topology.PARTICIPANTS_MOVE:
            return True
        return self.people[person].needs_accessible and self.accessible_questions < self.rounds

    def distinct_wanted(self, person: int) -> int:
        """How many different questions this person must see."""
        if self.topology is not Topology.PARTICIPANTS_MOVE or self.people[person].host_of is not None:
            return 0
        return min(self.rounds, self.accessible_questions) if self.may_repeat(person) else self.rounds

    def host_path(self, person: int) -> tuple[int, ...]:
        """A host keeps the table, or moves one table on with the question (0-based tables)."""
        start = self.people[person].host_of
        if start is None:
            raise ValueError("not a host")
        step = 1 if self.topology is Topology.FACILITATORS_MOVE else 0
        return tuple((start - 1 + step * turn) % len(self.tables) for turn in range(self.rounds))

    @cached_property
    def apart(self) -> tuple[int, ...]:
        """For each person, the bits of those they must not sit with; said by one, it holds for both."""
        place = {person.name: i for i, person in enumerate(self.people)}
        bits = [0] * len(self.people)
        for i, person in enumerate(self.people):
            for name in sorted(person.apart):
                # Somebody who did not come keeps nobody away.
                if place.get(name, i) != i:
                    bits[i] |= 1 << place[name]
                    bits[place[name]] |= 1 << i
        return tuple(bits)

    @cached_property
    def question_table(self) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(question_of(self.topology, table, turn, self.questions) for turn in range(self.rounds))
            for table in range(len(self.tables))
        )

    @cached_property
    def labels(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """For each limit asked, the bits of each person's colleagues, themselves included."""
        found = []
        for limit, attribute in (
            (self.limits.per_organisation, "organisation"),
            (self.limits.per_territory, "territory"),
        ):
            if limit is not None:
                values = [getattr(person, attribute) for person in self.people]
                bits: dict[str, int] = {}
                for i, value in enumerate(values):
                    bits[value] = bits.get(value, 0) | 1 << i
                found.append((limit, tuple(bits[value] if value else 0 for value in values)))
        return tuple(found)
