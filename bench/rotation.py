"""How many people the planner makes meet, and in how long. Run: uv run python -m bench.rotation"""

import time

from essaim.workshops.rotation import Limits, Person, Topology, measure, numbered_tables, plan, remove, seat_late

FREE_CASES = [
    (3, 3, 12),
    (3, 3, 18),
    (3, 3, 24),
    (3, 3, 30),
    (4, 3, 24),
    (4, 4, 24),
    (5, 3, 30),
    (6, 4, 60),
    (10, 5, 300),
    (30, 4, 300),
]
CONSTRAINED_CASES = [(6, 3, 60), (10, 5, 300)]


def crowd(count, tables=0):
    """People of many organisations, a host per table, some who avoid one another, some who need an accessible table."""
    return [
        Person(
            f"P{i}",
            organisation=f"Organisation {i % max(8, count // 8)}" if tables else "",
            needs_accessible=bool(tables) and i % 20 == 19,
            host_of=i + 1 if i < tables else None,
            apart=frozenset({f"P{count - 1 - i}"}) if tables and tables <= i < tables + count // 10 else frozenset(),
        )
        for i in range(count)
    ]


def line(people, tables, rounds, topology, limits):
    started = time.perf_counter()
    found = plan(people, tables, rounds, topology, limits)
    taken = time.perf_counter() - started
    figures = measure(found, people)
    started = time.perf_counter()
    seat_late(found, people, Person("Tard"))
    remove(found, people, people[-1])
    changed = time.perf_counter() - started
    kind = "constrained" if limits.per_organisation else "free"
    print(
        f"| {len(tables)} × {rounds} | {len(people)} | {topology.value} | {kind} | {figures.met_mean:.2f} "
        f"| {figures.met_bound:.2f} | {len(figures.violations)} | {taken:.2f} | {changed:.2f} |",
        flush=True,
    )


def main():
    print("| tables × rounds | people | topology | constraints | met | bound | violations | s | late + absent, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for tables, rounds, count in FREE_CASES:
        for topology in Topology:
            line(crowd(count), numbered_tables(tables), rounds, topology, Limits())
    for tables, rounds, count in CONSTRAINED_CASES:
        accessible = frozenset(range(1, tables))
        for topology in Topology:
            line(crowd(count, tables), numbered_tables(tables, accessible), rounds, topology, Limits(3))


if __name__ == "__main__":
    main()
