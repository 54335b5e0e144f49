"""Everybody gets a path through the tables: constraints first, then as many people met as possible."""

from collections.abc import Sequence
from random import Random

from .bounds import most_pairs
from .measuring import measure
from .refusals import check_possible
from .search import improve
from .seating import Seating
from .setting import Setting
from .speaking import ngettext
from .starting import first_seating
from .values import Impossible, Limits, Person, Plan, Table, Topology

STEPS = 45_000  # enough for 60 people to settle; see bench/rotation.md
STEPS_PER_SEAT = 40  # more people, more pairs to try
MOST_STEPS = 200_000  # a few seconds for 300 people
ATTEMPTS = 3  # constraints that one start cannot meet are met by another


def plan(
    people: Sequence[Person],
    tables: Sequence[Table],
    rounds: int,
    topology: Topology = Topology.PARTICIPANTS_MOVE,
    limits: Limits | None = None,
    seed: int = 0,
    questions: int | None = None,
) -> Plan:
    """The same question always gets the same plan; `Impossible` names the constraint that cannot be met."""
    limits = limits or Limits()
    wanted = len(tables) if questions is None else questions
    setting = Setting(tuple(people), tuple(tables), rounds, topology, limits, wanted)
    check_possible(setting)
    bound = most_pairs(setting)
    steps = min(MOST_STEPS, STEPS + STEPS_PER_SEAT * len(setting.people) * rounds)
    for attempt in range(ATTEMPTS):
        rng = Random(f"{seed}/{attempt}")  # noqa: S311 - shuffling chairs, not secrets
        seating = Seating(setting, first_seating(setting, rng))
        if improve(seating, rng, steps, bound) == 0:
            break
    found = _plan_of(setting, seating)
    broken = measure(found, people, limits).violations
    if broken:
        raise Impossible(_least_broken(broken))
    return found


def _least_broken(broken: tuple[str, ...]) -> str:
    return ngettext(
        "Aucun plan ne respecte toutes les contraintes à la fois. Le meilleur que nous ayons trouvé en enfreint "
        "une : %(example)s Assouplissez une contrainte ou ajoutez une table.",
        "Aucun plan ne respecte toutes les contraintes à la fois. Le meilleur que nous ayons trouvé en enfreint "
        "%(n)s, par exemple : %(example)s Assouplissez une contrainte ou ajoutez une table.",
        len(broken),
    ) % {"n": len(broken), "example": broken[0]}


def _plan_of(setting: Setting, seating: Seating) -> Plan:
    paths = tuple(tuple(table + 1 for table in path) for path in seating.people_paths())
    return Plan(setting.topology, setting.tables, setting.rounds, paths, setting.question_table, setting.limits)
