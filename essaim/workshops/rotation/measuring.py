"""A plan judged from its paths alone; nothing here trusts the search that made it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from . import counted
from .bounds import most_pairs, most_pairs_once
from .seats import allowed_sizes
from .setting import Setting
from .speaking import _
from .values import Figures, Limits, Person, Plan, Topology


def measure(plan: Plan, people: Sequence[Person], limits: Limits | None = None) -> Figures:
    """How many others each person meets, the bound, and every promise that the plan breaks."""
    if len(people) != len(plan.paths):
        raise ValueError("one path per person")
    setting = setting_of(plan, people, limits)
    met = people_met(plan)
    low, high = allowed_sizes(setting)
    remarks: tuple[str, ...] = ()
    if high - low > 1:
        remarks = (
            _("Avec ces places fixes ou ces accès, l’écart entre tables peut aller jusqu’à %(people)s.")
            % {"people": counted.people(high - low)},
        )
    return Figures(
        met_mean=sum(met) / len(met) if met else 0.0,
        met_bound=2 * most_pairs(setting) / len(met) if met else 0.0,
        met_most=2 * most_pairs_once(setting) / len(met) if met else 0.0,
        violations=tuple(_violations(plan, setting, max(1, high - low))),
        remarks=remarks,
        met=met,
    )


def setting_of(plan: Plan, people: Sequence[Person], limits: Limits | None = None) -> Setting:
    """The question that this plan answers, asked again about these people."""
    questions = len({row[0] for row in plan.questions})
    return Setting(tuple(people), plan.tables, plan.rounds, plan.topology, limits or plan.limits, questions)


def people_met(plan: Plan) -> tuple[int, ...]:
    """For each person, the number of different others who share a table with them at least once."""
    around: list[set[int]] = [set() for _ in plan.paths]
    for turn in range(plan.rounds):
        for table in plan.tables:
            group = plan.seated(table.number, turn)
            for person in group:
                around[person].update(group)
    return tuple(len(others) - 1 for others in around)


def _violations(plan: Plan, setting: Setting, spread: int) -> Iterator[str]:
    numbers = {table.number for table in plan.tables}
    if any(len(path) != plan.rounds or not set(path) <= numbers for path in plan.paths):
        yield _("Un parcours ne compte pas une table existante par tour.")
        return
    for person in range(len(setting.people)):
        yield from _violations_of(plan, setting, person)
    for turn in range(plan.rounds):
        yield from _violations_at(plan, setting, turn, spread)


def _violations_of(plan: Plan, setting: Setting, person: int) -> Iterator[str]:
    who, path = setting.people[person], plan.paths[person]
    if who.host_of is not None:
        if path != tuple(table + 1 for table in setting.host_path(person)):
            yield _("%(name)s quitte la table %(table)s qu’elle ou il anime.") % {
                "name": who.name,
                "table": who.host_of,
            }
    elif _groups_stay(plan) and len(set(path)) > 1:
        yield _("%(name)s change de table alors que les groupes restent assis.") % {"name": who.name}
    seen = {plan.question_at(number, turn) for turn, number in enumerate(path)}
    if len(seen) < setting.distinct_wanted(person):
        yield _("%(name)s revient à une question déjà vue.") % {"name": who.name}
    if who.needs_accessible:
        for turn, number in enumerate(path):
            if not plan.tables[number - 1].is_accessible:
                yield _("%(name)s est au tour %(turn)s à la table %(table)s, qui n’est pas accessible.") % {
                    "name": who.name,
                    "turn": turn + 1,
                    "table": number,
                }


def _violations_at(plan: Plan, setting: Setting, turn: int, spread: int) -> Iterator[str]:
    sizes = []
    for table in plan.tables:
        group = plan.seated(table.number, turn)
        where = {"turn": turn + 1, "table": table.number}
        balanced = [i for i in group if i in setting.movers] if _groups_stay(plan) else group
        sizes.append(len(balanced))
        names = [setting.people[i] for i in group]
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                if other.name in one.apart or one.name in other.apart:
                    yield _("%(one)s et %(other)s sont ensemble au tour %(turn)s, table %(table)s.") % {
                        "one": one.name,
                        "other": other.name,
                        **where,
                    }
        yield from _over(names, "organisation", setting.limits.per_organisation, where)
        yield from _over(names, "territory", setting.limits.per_territory, where)
    if max(sizes) - min(sizes) > spread:
        yield _("Au tour %(turn)s, les tables comptent de %(least)s à %(most)s.") % {
            "turn": turn + 1,
            "least": min(sizes),
            "most": counted.people(max(sizes)),
        }


def _groups_stay(plan: Plan) -> bool:
    """Where facilitators travel, the balance is about the groups that stay."""
    return plan.topology is Topology.FACILITATORS_MOVE


def _over(group: Sequence[Person], attribute: str, limit: int | None, where: dict[str, int]) -> Iterator[str]:
    if limit is None:
        return
    for value, count in Counter(getattr(person, attribute) for person in group).items():
        if value and count > limit:
            yield _("%(people)s de « %(value)s » au tour %(turn)s, table %(table)s (au plus %(limit)s).") % {
                "people": counted.people(count),
                "value": value,
                "limit": limit,
                **where,
            }
