"""How many people each table takes: equal within one, or as near to it as counting allows."""

from .setting import Setting
from .values import Topology


def allowed_sizes(setting: Setting) -> tuple[int, int]:
    """The narrowest range of table sizes that counting visits leaves possible.

    With everybody visiting every question, a table that somebody cannot reach, or the only one that keeps
    a host, cannot be as full as the others: the range is then wider than one.
    """
    floor, remainder = divmod(setting.balanced, len(setting.tables))
    ceiling = floor + (remainder > 0)
    for spread in range(ceiling - floor, setting.balanced + 1):
        for low in range(floor, max(-1, ceiling - spread - 1), -1):
            if _can_hold(setting, low, low + spread):
                return low, low + spread
    return floor, ceiling


def _can_hold(setting: Setting, low: int, high: int) -> bool:
    least_in_all = most_in_all = most_at_first = 0
    once = len(setting.movers) if setting.topology is Topology.PARTICIPANTS_MOVE else None
    for question in range(setting.questions):
        kept = setting.hosts_at[question :: setting.questions]
        if any(hosts > high for hosts in kept):
            return False
        least = sum(max(0, low - hosts) for hosts in kept) * setting.rounds
        most = sum(high - hosts for hosts in kept) * setting.rounds
        possible = _possible_visits(setting, question)
        if least > possible:
            return False
        least_in_all += least
        most_in_all += min(most, possible)
        # The first seating shows nobody a question twice, not even those who will have to.
        most_at_first += most if once is None else min(most, once)
    return least_in_all <= len(setting.movers) * setting.rounds <= min(most_in_all, most_at_first)


def _possible_visits(setting: Setting, question: int) -> int:
    if setting.topology is not Topology.PARTICIPANTS_MOVE:
        return len(setting.movers) * setting.rounds
    is_reachable = any(table.is_accessible for table in setting.tables[question :: setting.questions])
    visits = 0
    for person in setting.movers:
        if not setting.people[person].needs_accessible:
            visits += 1
        elif is_reachable:
            visits += setting.rounds if setting.may_repeat(person) else 1
    return visits


def balance_is_countable(setting: Setting) -> bool:
    """Leaving hosts and access aside, the questions have enough tables each for tables within one."""
    if setting.topology is not Topology.PARTICIPANTS_MOVE:
        return True
    n, tables = len(setting.people), len(setting.tables)
    largest_share = -(-tables // setting.questions)
    return setting.rounds * largest_share * (n // tables) <= n
