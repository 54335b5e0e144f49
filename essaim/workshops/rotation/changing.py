"""The day itself: somebody walks in, somebody does not come. At most one other person's path changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .measuring import setting_of
from .seats import allowed_sizes
from .setting import Setting
from .speaking import _
from .values import Impossible, Person, Plan, Topology

WIDE, NARROW = 400, 12  # half-built paths kept at each turn: for one person, for each of many
ENOUGH = 20  # good exchanges among which the best is kept


def seat_late(plan: Plan, people: Sequence[Person], newcomer: Person) -> Plan:
    """The newcomer, last of the list, has a path; one other person may have changed theirs."""
    if any(person.name == newcomer.name for person in people):
        raise Impossible(
            _("Le nom « %(name)s » est déjà dans la liste : distinguez ces personnes.") % {"name": newcomer.name}
        )
    setting = setting_of(plan, [*people, newcomer])
    paths = [tuple(number - 1 for number in path) for path in plan.paths]
    if newcomer.host_of is not None:
        if newcomer.host_of not in range(1, len(plan.tables) + 1):
            raise Impossible(
                _("%(name)s anime la table %(table)s, qui n’existe pas.")
                % {"name": newcomer.name, "table": newcomer.host_of}
            )
        return _with_paths(plan, _mended(setting, [*paths, setting.host_path(len(paths))]))
    room = Room(setting, paths)
    cost, path = room.best_path(len(paths), WIDE)
    if cost[:2] == (0, 0):
        return _with_paths(plan, [*paths, path])
    return _with_paths(plan, _exchanged(setting, paths, (cost, [*paths, path])))


def remove(plan: Plan, people: Sequence[Person], absent: Person) -> Plan:
    """The absent person's path is gone; one other person may have changed theirs to fill the gap."""
    names = [person.name for person in people]
    if absent.name not in names:
        raise Impossible(_("« %(name)s » n’est pas dans la liste.") % {"name": absent.name})
    gone = names.index(absent.name)
    present = [replace(person, apart=person.apart - {absent.name}) for i, person in enumerate(people) if i != gone]
    setting = setting_of(plan, present)
    paths = [tuple(n - 1 for n in path) for i, path in enumerate(plan.paths) if i != gone]
    return _with_paths(plan, _mended(setting, paths))


def _with_paths(plan: Plan, paths) -> Plan:
    return replace(plan, paths=tuple(tuple(table + 1 for table in path) for path in paths))


class Room:
    """The people who are seated, with some of them standing: where could each of these go?"""

    def __init__(self, setting: Setting, paths, standing: frozenset[int] = frozenset()):
        self.setting = setting
        low, high = allowed_sizes(setting)
        self.spread = max(1, high - low)
        self.counted = _bits(setting.movers) if setting.topology is Topology.FACILITATORS_MOVE else -1
        self.masks = [[0] * len(setting.tables) for _ in range(setting.rounds)]
        for person, path in enumerate(paths):
            if person not in standing:
                self.seat(person, path)

    def seat(self, person: int, path) -> None:
        for turn, table in enumerate(path):
            self.masks[turn][table] ^= 1 << person

    def imbalance(self) -> int:
        """Seats too many between the fullest and the emptiest table, over all turns."""
        return sum(self._imbalance_at(turn) for turn in range(self.setting.rounds))

    def best_path(self, person: int, width: int):
        """(faults, imbalance, -met) and the path that makes it least, keeping `width` half-built paths."""
        beam = [((0, 0, 0), 0, ())]
        for turn in range(self.setting.rounds):
            grown = [
                self._grown(person, turn, table, *state)
                for state in beam
                for table in self._next_tables(person, state[2])
            ]
            beam = sorted(grown)[:width]
        cost, _met, path = beam[0]
        return cost, path

    def _next_tables(self, person: int, path) -> Iterator[int]:
        setting = self.setting
        if setting.topology is Topology.FACILITATORS_MOVE and path:
            yield path[0]
            return
        seen = {table % setting.questions for table in path}
        for table in range(len(setting.tables)):
            if setting.may_repeat(person) or table % setting.questions not in seen:
                yield table

    def _grown(self, person: int, turn: int, table: int, cost, met, path):
        setting, here = self.setting, self.masks[turn][table]
        faults = (here & setting.apart[person]).bit_count() + _over_limits(setting, here, person)
        faults += setting.people[person].needs_accessible and not setting.tables[table].is_accessible
        if setting.topology is Topology.PARTICIPANTS_MOVE and setting.may_repeat(person):
            # Only counts for the few who may repeat: a question seen again while another was open to them.
            seen = {t % setting.questions for t in path}
            faults += table % setting.questions in seen and len(seen) < setting.distinct_wanted(person)
        self.masks[turn][table] ^= 1 << person
        imbalance = self._imbalance_at(turn)
        self.masks[turn][table] ^= 1 << person
        met |= here
        return (cost[0] + faults, cost[1] + imbalance, -met.bit_count()), met, (*path, table)

    def _imbalance_at(self, turn: int) -> int:
        sizes = [(mask & self.counted).bit_count() for mask in self.masks[turn]]
        return max(0, max(sizes) - min(sizes) - self.spread)

    def cost_of(self, person: int, path):
        """The same cost as `best_path`, for a path that is given."""
        cost, met, done = (0, 0, 0), 0, ()
        for turn, table in enumerate(path):
            if table not in self._next_tables(person, done):
                return (len(self.setting.people), 0, 0)
            cost, met, done = self._grown(person, turn, table, cost, met, done)
        return cost


def _mended(setting: Setting, paths):
    """Paths where one person at most has moved, if that makes the tables more even."""
    room = Room(setting, paths)
    best, chosen = (0, room.imbalance(), 0), paths
    if best[1] == 0:
        return paths
    for person in setting.movers:
        room.seat(person, paths[person])
        before = room.cost_of(person, paths[person])
        cost, path = room.best_path(person, NARROW)
        room.seat(person, paths[person])
        change = (max(0, cost[0] - before[0]), cost[1], cost[2] - before[2])
        if change < best:
            best, chosen = change, [*paths[:person], path, *paths[person + 1 :]]
    return chosen


def _exchanged(setting: Setting, paths, alone):
    """Paths where the newcomer and one other person take new ones, if better than the newcomer alone."""
    newcomer = len(paths)
    (faults, imbalance, _met), chosen = alone
    best, room, perfect = (faults, imbalance, 0), Room(setting, paths), 0
    for person in setting.movers[:-1]:
        room.seat(person, paths[person])
        before = room.cost_of(person, paths[person])
        offers = [paths[person], room.best_path(newcomer, NARROW)[1]]
        for offer in offers:
            room.seat(newcomer, offer)
            other_cost, other = room.best_path(person, NARROW)
            room.seat(newcomer, offer)
            room.seat(person, other)
            own_cost = room.cost_of(newcomer, offer)
            room.seat(person, other)
            change = (
                max(0, other_cost[0] - before[0]) + own_cost[0],
                other_cost[1],
                other_cost[2] - before[2] + own_cost[2],
            )
            if change < best:
                best, chosen = change, [*paths[:person], other, *paths[person + 1 :], offer]
            perfect += change[:2] == (0, 0)
        room.seat(person, paths[person])
        if perfect >= ENOUGH:
            break
    return chosen


def _bits(people) -> int:
    return sum(1 << person for person in people)


def _over_limits(setting: Setting, here: int, person: int) -> int:
    """How many limits this person's arrival at a table breaks."""
    return sum((here & members[person]).bit_count() >= limit for limit, members in setting.labels if members[person])
