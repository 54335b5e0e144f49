"""A first seating that is already balanced, with each question once; the search then improves on it."""

from random import Random

from .seats import allowed_sizes
from .setting import Setting
from .values import Topology

Rows = dict[int, list[int]]  # person -> table (0-based) of each turn

# Polynomials whose remainders make a field of 4 and 8 tables; the primes need none.
FIELD_POLYNOMIALS = {4: 0b111, 8: 0b1011}
PRIMES = {2, 3, 5, 7, 11, 13}


def first_seating(setting: Setting, rng: Random) -> Rows:
    """Everybody has a path; colleagues are dealt one after the other, so to different tables."""
    order = list(setting.movers)
    rng.shuffle(order)
    order.sort(key=lambda i: (setting.people[i].organisation, setting.people[i].territory))
    if setting.topology is not Topology.FACILITATORS_MOVE and _has_lines(setting):
        rows = _lines(setting, order)
        if _fits(setting, rows):
            return rows
    if setting.topology is Topology.PARTICIPANTS_MOVE:
        return _coloured(setting, order)
    return _dealt(setting, order, rng)


def _has_lines(setting: Setting) -> bool:
    tables = len(setting.tables)
    is_field = tables in PRIMES or tables in FIELD_POLYNOMIALS
    return is_field and setting.questions == tables and setting.rounds <= tables


def _fits(setting: Setting, rows: Rows) -> bool:
    """Hosts added, no table is larger or smaller than allowed."""
    low, high = allowed_sizes(setting)
    for turn in range(setting.rounds):
        sizes = list(setting.hosts_at)
        for path in rows.values():
            sizes[path[turn]] += 1
        if min(sizes) < low or max(sizes) > high:
            return False
    return True


def _lines(setting: Setting, order: list[int]) -> Rows:
    """Paths are the lines `start + step × turn` of a finite field: two different steps meet exactly once.

    With three tables the two steps are the even and the odd permutations, half the people turning each way,
    which is proved to be the best possible.
    """
    tables = len(setting.tables)
    rows = {}
    for place, person in enumerate(order):
        start, step = place % tables, 1 + (place // tables) % (tables - 1) if tables > 1 else 0
        rows[person] = [_on_line(start, step, turn, tables) for turn in range(setting.rounds)]
    return rows


def _on_line(start: int, step: int, turn: int, tables: int) -> int:
    polynomial = FIELD_POLYNOMIALS.get(tables)
    if polynomial is None:
        return (start + step * turn) % tables
    product = 0
    for bit in reversed(range(turn.bit_length())):
        product <<= 1
        if product >= tables:
            product ^= polynomial
        if turn >> bit & 1:
            product ^= step
    return start ^ product


def _dealt(setting: Setting, order: list[int], rng: Random) -> Rows:
    """Seats are dealt one per table in turn; a free remix deals them anew, shuffled, at each turn."""
    low, high = allowed_sizes(setting)
    room = [max(0, low - hosts) for hosts in setting.hosts_at]
    while sum(room) < len(order):
        open_tables = [t for t, hosts in enumerate(setting.hosts_at) if room[t] + hosts < high]
        room[min(open_tables, key=lambda t: room[t] + setting.hosts_at[t])] += 1
    seats = sorted((place, table) for table, places in enumerate(room) for place in range(places))
    rows: Rows = {person: [] for person in order}
    for turn in range(setting.rounds):
        if turn and setting.topology is Topology.FREE_REMIX:
            rng.shuffle(order)
        for person, (_, table) in zip(order, seats, strict=True):
            rows[person].append(table)
    return rows


def _coloured(setting: Setting, order: list[int]) -> Rows:
    """Visits are dealt so that nobody has a question twice, then coloured by turn (König's theorem)."""
    visits = _visits(setting)
    by_question = sorted(range(len(visits)), key=lambda t: (t % setting.questions, t))
    tickets = [table for table in by_question for _ in range(visits[table])]
    edges, given = [], [0] * len(visits)
    for place, table in enumerate(tickets):
        # A copy of the table for each full set of turns: each copy takes one person per turn.
        edges.append((order[place % len(order)], (table, given[table] // setting.rounds)))
        given[table] += 1
    rows: Rows = {person: [0] * setting.rounds for person in order}
    for (person, (table, _)), turn in _edge_colours(edges, setting.rounds).items():
        rows[person][turn] = table
    return rows


def _visits(setting: Setting) -> list[int]:
    """How many visits each table receives over all turns, as even as hosts and questions allow."""
    low, high = allowed_sizes(setting)
    turns, movers = setting.rounds, len(setting.movers)
    visits = [turns * max(0, low - hosts) for hosts in setting.hosts_at]
    while sum(visits) < turns * movers:
        open_tables = [
            t
            for t, hosts in enumerate(setting.hosts_at)
            if visits[t] < turns * (high - hosts) and sum(visits[t % setting.questions :: setting.questions]) < movers
        ]
        visits[min(open_tables, key=lambda t: visits[t] + turns * setting.hosts_at[t])] += 1
    return visits


def _edge_colours(edges, colours):
    """Each edge gets a colour so that no vertex sees one twice; an alternating path frees it when needed."""
    at: dict[object, dict[int, tuple]] = {}
    colour_of: dict[tuple, int] = {}
    for edge in edges:
        left, right = edge
        of_left, of_right = at.setdefault(("person", left), {}), at.setdefault(("table", right), {})
        free_left = next(c for c in range(colours) if c not in of_left)
        free_right = next(c for c in range(colours) if c not in of_right)
        if free_left not in of_right:
            free_right = free_left
        else:
            _flip(at, colour_of, ("table", right), free_left, free_right)
            free_right = free_left
        colour_of[edge] = free_right
        at[("person", left)][free_right] = edge
        at[("table", right)][free_right] = edge
    return colour_of


def _flip(at, colour_of, vertex, wanted, other):
    """The path from `vertex` whose edges alternate between two colours has them exchanged."""
    path, colour = [], wanted
    while colour in at[vertex]:
        edge = at[vertex][colour]
        path.append((edge, colour))
        left, right = ("person", edge[0]), ("table", edge[1])
        vertex = right if vertex == left else left
        colour = other if colour == wanted else wanted
    for edge, colour in path:
        for end in (("person", edge[0]), ("table", edge[1])):
            if at[end].get(colour) == edge:
                del at[end][colour]
    for edge, colour in path:
        changed = other if colour == wanted else wanted
        colour_of[edge] = changed
        at[("person", edge[0])][changed] = edge
        at[("table", edge[1])][changed] = edge
