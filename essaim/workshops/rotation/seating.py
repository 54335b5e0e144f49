"""Who sits where at each turn, as bits, with what a swap of two people would change.

Empty seats are swapped like people, so that the sizes of tables always stay in their range. A swap of two
people only changes who these two meet, which makes it cheap to judge: a few unions of bits.
"""

from .seats import allowed_sizes
from .setting import Setting
from .starting import Rows
from .values import Topology


class Seating:
    def __init__(self, setting: Setting, rows: Rows):
        self.setting = setting
        self.turns = range(setting.rounds)
        self.paths = [list(rows[i]) if i in rows else list(setting.host_path(i)) for i in _people(setting)]
        self.low, self.high = allowed_sizes(setting)
        self._open_empty_seats()
        tables = range(len(setting.tables))
        self.mask = [[0] * len(tables) for _ in self.turns]
        for person in _people(setting):
            for turn in self.turns:
                self.mask[turn][self.paths[person][turn]] |= 1 << person
        self.labels = setting.labels
        self.is_constrained = bool(self.labels) or any(setting.apart) or _has_restricted(setting)
        self.moves_whole = setting.topology is Topology.FACILITATORS_MOVE
        self.is_bound = [not setting.may_repeat(i) for i in _people(setting)]
        self.is_bound += [False] * (len(self.paths) - len(self.is_bound))
        self.swappable = list(setting.movers) + list(range(len(setting.people), len(self.paths)))

    def _open_empty_seats(self):
        """Rows after the last person are empty seats, one table per turn."""
        tables = range(len(self.setting.tables))
        self.empty = [[0] * len(tables) for _ in self.turns]
        columns = []
        for turn in self.turns:
            taken = [0] * len(tables)
            for person in self.setting.movers:
                taken[self.paths[person][turn]] += 1
            self.empty[turn] = [self.high - self.setting.hosts_at[t] - taken[t] for t in tables]
            columns.append([t for t in tables for _ in range(self.empty[turn][t])])
        self.paths += [list(row) for row in zip(*columns, strict=True)]

    def turns_to_swap(self, a: int, b: int, turn: int) -> list[int]:
        """The turns that must be exchanged together so that neither visits a question twice."""
        if self.moves_whole:
            return [t for t in self.turns if self.paths[a][t] != self.paths[b][t]]
        questions, chosen, waiting = self.setting.questions, [], [turn]
        path_a, path_b = self.paths[a], self.paths[b]
        ways = [(path_a, path_b)] * self.is_bound[a] + [(path_b, path_a)] * self.is_bound[b]
        while waiting:
            now = waiting.pop()
            if now in chosen:
                continue
            chosen.append(now)
            for mine, theirs in ways:
                wanted = theirs[now] % questions
                waiting += [t for t in self.turns if t not in chosen and mine[t] % questions == wanted]
        if len(ways) == 1 and len({ways[0][1][t] % questions for t in chosen}) < len(chosen):
            return []  # the other one, an empty seat for instance, has a question twice
        return chosen

    def keeps_sizes(self, a: int, b: int, turns: list[int]) -> bool:
        """An empty seat may only go where the table is not already at its smallest."""
        if a < len(self.setting.people) and b < len(self.setting.people):
            return True
        empty, person = (a, b) if b < len(self.setting.people) else (b, a)
        if person >= len(self.setting.people):
            return False
        spread = self.high - self.low
        return all(self.empty[t][self.paths[person][t]] < spread for t in turns)

    def gain(self, a: int, b: int, turns: list[int]) -> int:
        """How many more pairs would meet if `a` and `b` exchanged their seats at these turns."""
        both = ~(_bit(self, a) | _bit(self, b))
        old_a = old_b = new_a = new_b = 0
        for turn, masks in enumerate(self.mask):
            at_a, at_b = masks[self.paths[a][turn]], masks[self.paths[b][turn]]
            old_a |= at_a
            old_b |= at_b
            if turn in turns:
                at_a, at_b = at_b, at_a
            new_a |= at_a
            new_b |= at_b
        gained = 0
        if a < len(self.setting.people):
            gained += (new_a & both).bit_count() - (old_a & both).bit_count()
        if b < len(self.setting.people):
            gained += (new_b & both).bit_count() - (old_b & both).bit_count()
        return gained

    def swap(self, a: int, b: int, turns: list[int]) -> None:
        """`a` and `b` have exchanged their seats at these turns."""
        for turn in turns:
            table_a, table_b = self.paths[a][turn], self.paths[b][turn]
            for row, leaves, joins in ((a, table_a, table_b), (b, table_b, table_a)):
                if row < len(self.setting.people):
                    self.mask[turn][leaves] ^= 1 << row
                    self.mask[turn][joins] ^= 1 << row
                else:
                    self.empty[turn][leaves] -= 1
                    self.empty[turn][joins] += 1
                self.paths[row][turn] = joins

    def faults_around(self, a: int, b: int, turns: list[int]) -> int:
        """The broken constraints that an exchange of `a` and `b` at these turns could mend or make."""
        people, faults = len(self.setting.people), 0
        for row in (a, b):
            if row < people:
                faults += self._own_faults(row, turns)
        for limit, bits in self.labels:
            of_a, of_b = bits[a] if a < people else 0, bits[b] if b < people else 0
            if of_a == of_b:
                continue
            for turn in turns:
                masks = self.mask[turn]
                for here in (masks[self.paths[a][turn]], masks[self.paths[b][turn]]):
                    over_a, over_b = (here & of_a).bit_count() - limit, (here & of_b).bit_count() - limit
                    faults += (over_a if over_a > 0 else 0) + (over_b if over_b > 0 else 0)
        return faults

    def _own_faults(self, row: int, turns) -> int:
        setting, path, faults = self.setting, self.paths[row], 0
        if setting.apart[row]:
            faults = sum((self.mask[turn][path[turn]] & setting.apart[row]).bit_count() for turn in turns)
        if setting.people[row].needs_accessible:
            faults += sum(not setting.tables[path[turn]].is_accessible for turn in turns)
            if self.is_bound[row] is False:
                seen = {table % setting.questions for table in path}
                faults += max(0, setting.distinct_wanted(row) - len(seen))
        return faults

    def faults(self) -> int:
        """All broken constraints; a table over a limit counts once for each seat too many."""
        if not self.is_constrained:
            return 0
        pairs, excess, rest = 0, 0, 0
        for person in _people(self.setting):
            apart = sum(
                (masks[self.paths[person][turn]] & self.setting.apart[person]).bit_count()
                for turn, masks in enumerate(self.mask)
            )
            pairs += apart
            rest += self._own_faults(person, self.turns) - apart
        for limit, bits in self.labels:
            for members in set(bits) - {0}:
                excess += sum(max(0, (m & members).bit_count() - limit) for row in self.mask for m in row)
        return pairs // 2 + excess + rest

    def restore(self, paths: list[list[int]]) -> None:
        """Everybody is seated as in these paths."""
        for row, path in enumerate(paths):
            for turn, table in enumerate(path):
                before = self.paths[row][turn]
                if before != table and row < len(self.setting.people):
                    self.mask[turn][before] ^= 1 << row
                    self.mask[turn][table] ^= 1 << row
                elif before != table:
                    self.empty[turn][before] -= 1
                    self.empty[turn][table] += 1
                self.paths[row][turn] = table

    def people_paths(self) -> list[tuple[int, ...]]:
        return [tuple(path) for path in self.paths[: len(self.setting.people)]]

    def pairs_met(self) -> int:
        met = 0
        for person in _people(self.setting):
            around = 0
            for turn, masks in enumerate(self.mask):
                around |= masks[self.paths[person][turn]]
            met += around.bit_count() - 1
        return met // 2


def _people(setting: Setting) -> range:
    return range(len(setting.people))


def _bit(seating: Seating, row: int) -> int:
    return 1 << row if row < len(seating.setting.people) else 0


def _has_restricted(setting: Setting) -> bool:
    return any(p.needs_accessible for p in setting.people) and not all(t.is_accessible for t in setting.tables)
