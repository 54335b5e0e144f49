"""How many pairs can meet at most: exact for three tables and three turns, an upper bound otherwise."""

from math import ceil, comb, factorial

from .seats import allowed_sizes
from .setting import Setting
from .values import Topology


def most_pairs(setting: Setting) -> int:
    """No plan with tables in their range can make more pairs meet.

    With N people on T tables, a turn seats at most P = Σ C(size, 2) pairs, sizes being N/T rounded up or
    down (or as uneven as the range lets them be). Over R turns that is R·P, less the turns that two hosts
    of one table spend together again; and never more than all pairs, less the hosts of different tables,
    who cannot meet.
    Groups that stay seated together meet P pairs once, however many turns there are.
    Three tables, three turns, each question once: the six paths are three even and three odd permutations;
    two paths share no table when they differ and have the same parity. With a₁a₂a₃ people on the even paths
    and b₁b₂b₃ on the odd ones, tables hold aᵢ + bⱼ people, and e₂(a) + e₂(b) pairs never meet; the least of
    it is found by trying every split. For N divisible by 6 it leaves 2N/3 − 1 people met by each. As many
    hosts at each table, who meet everybody who moves, are added to it.
    """
    turns, n = setting.rounds, len(setting.people)
    if _is_three_by_three(setting):
        movers, kept = len(setting.movers), setting.hosts_at[0]
        return comb(movers, 2) - _fewest_unmet_of_three(movers) + 3 * kept * movers + 3 * comb(kept, 2)
    per_turn = _most_pairs_of_a_turn(setting)
    if setting.topology is Topology.FACILITATORS_MOVE:
        return per_turn + _pairs_of_moving_hosts(setting)
    together = sum(comb(hosts, 2) for hosts in setting.hosts_at)
    never = comb(len(setting.hosts), 2) - together
    return min(comb(n, 2) - never, max(turns * per_turn - (turns - 1) * together, 0))


# For 2, 3 and 4 questions: the orders in which one may visit them that never coincide with a given order.
DERANGEMENTS = {2: 1, 3: 2, 4: 9}
# Of these, what a plan may spare by keeping to orders of one parity; with 2 and 3 questions there is nothing to spare.
SPARED = {2: 0, 3: 0, 4: 3}


def most_pairs_once(setting: Setting) -> int:
    """As `most_pairs`, knowing that everybody visits each question once; closer when all 2, 3 or 4 are visited.

    A path is then an order of the questions, and two people whose orders coincide nowhere never meet. With xᵢ
    people on each order, xᵀDx ordered pairs never meet, D being the derangement graph of the permutations. Its
    negative eigenvalues are −d/(n−1), whose part of x is how far the tables are from even (nothing when the people
    divide), and, with four questions, −3 on the parity of the orders, which weighs at most as the mean does.
    """
    most, questions = most_pairs(setting), setting.questions
    if not _visits_all(setting) or questions not in DERANGEMENTS:
        return most
    movers, kept = len(setting.movers), setting.hosts_at[0]
    together = kept * questions * movers + questions * comb(kept, 2)
    return min(most, comb(movers, 2) - _fewest_unmet(movers, questions, len(setting.tables)) + together)


def _visits_all(setting: Setting) -> bool:
    """Whether a path is an order of the questions, with tables even, and hosts that everybody meets."""
    low, high = allowed_sizes(setting)
    tables = len(setting.tables)
    return (
        setting.topology is Topology.PARTICIPANTS_MOVE
        and setting.rounds == setting.questions
        and tables % setting.questions == 0
        and high - low <= 1
        and len(set(setting.hosts_at)) == 1
        and (tables == setting.questions or not setting.hosts)
        and not any(setting.may_repeat(i) for i in setting.movers)
    )


def _fewest_unmet(people: int, questions: int, tables: int) -> int:
    """Pairs that meet at no table in any plan."""
    each, extra = tables // questions, people % tables
    # The furthest from even that questions can be when tables are within one: some take all the extra people.
    uneven = questions * (extra // each * each**2 + (extra % each) ** 2) - extra**2
    orders = people**2 * (DERANGEMENTS[questions] - SPARED[questions]) - DERANGEMENTS[questions] * uneven
    return max(0, ceil(orders / (2 * factorial(questions))))


def _most_pairs_of_a_turn(setting: Setting) -> int:
    """Tables within one leave no choice; where the range is wider, uneven tables hold more pairs."""
    low, high = allowed_sizes(setting)
    spare, pairs = setting.balanced - low * len(setting.tables), 0
    step = max(1, high - low)
    for _ in setting.tables:
        more = min(spare, step)
        spare -= more
        pairs += comb(low + more, 2)
    return pairs


def _is_three_by_three(setting: Setting) -> bool:
    return (
        setting.topology is Topology.PARTICIPANTS_MOVE
        and len(setting.tables) == setting.questions == setting.rounds == 3
        and len(set(setting.hosts_at)) == 1
        and not any(setting.may_repeat(i) for i in setting.movers)
    )


def _fewest_unmet_of_three(n: int) -> int:
    return min(
        _unmet_pairs(even) + _unmet_pairs(n - even)
        for even in range(n + 1)
        # Both families uneven would put two people more at one table than at another.
        if even % 3 == 0 or (n - even) % 3 == 0
    )


def _unmet_pairs(people: int) -> int:
    a, b, c = ((people + i) // 3 for i in range(3))
    return a * b + b * c + c * a


def _pairs_of_moving_hosts(setting: Setting) -> int:
    """A facilitator who moves meets each group visited, and the facilitators of the same start."""
    hosts, movers, tables = len(setting.hosts), len(setting.movers), len(setting.tables)
    together = sum(comb(sum(p.host_of == t.number for p in setting.people), 2) for t in setting.tables)
    return min(hosts * movers, hosts * min(setting.rounds, tables) * -(-movers // tables)) + together
