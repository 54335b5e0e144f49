"""People and lists in words, for the examples of the planner."""

from essaim.workshops.rotation import Person, Plan


def crowd(count, **common):
    return [Person(f"Personne {number}", **common) for number in range(1, count + 1)]


def sizes(plan: Plan):
    """How many people each table holds, turn after turn."""
    return [[len(plan.seated(table.number, turn)) for table in plan.tables] for turn in range(plan.rounds)]


def changed(before: Plan, after: Plan):
    """How many of the people of both plans, in the same order, have another path."""
    return sum(one != other for one, other in zip(before.paths, after.paths, strict=False))
