"""What a badge says: a rule that can be read aloud, and the steps one by one."""

from dataclasses import dataclass

from .values import Plan


@dataclass(frozen=True)
class BadgeStep:
    """A line of a badge: turns and tables count from 1, questions from 0 as in the plan."""

    turn: int
    table: int
    question: int


def badge_steps(plan: Plan, person: int) -> tuple[BadgeStep, ...]:
    """Where this person (a place in the list) sits at each turn, and on which question."""
    return tuple(
        BadgeStep(turn + 1, number, plan.question_at(number, turn)) for turn, number in enumerate(plan.paths[person])
    )


def badge_rule(plan: Plan, person: int) -> str:
    """One or two French sentences; a constant step is said as a step, anything else as a list."""
    path, tables = plan.paths[person], len(plan.tables)
    if len(path) == 1:
        return f"Installez-vous table {path[0]}."
    step = _constant_step(path, tables)
    if step is None:
        return f"Commencez table {path[0]}, puis allez " + ", puis ".join(f"table {n}" for n in path[1:]) + "."
    if step == 0:
        return f"Restez table {path[0]} jusqu’à la fin."
    side = "droite" if step > 0 else "gauche"
    count = "d’une table" if abs(step) == 1 else f"de {abs(step)} tables"
    rule = f"Commencez table {path[0]}, puis avancez {count} vers la {side} à chaque changement."
    return rule + _wrap_sentence(path, step, tables)


def _constant_step(path: tuple[int, ...], tables: int) -> int | None:
    """The step, to the right when positive, by the shorter way round; None when it changes."""
    steps = {(after - before) % tables for before, after in zip(path, path[1:], strict=False)}
    if len(steps) != 1:
        return None
    step = steps.pop()
    return step if step <= tables / 2 else step - tables


def _wrap_sentence(path: tuple[int, ...], step: int, tables: int) -> str:
    """Tables stand in a circle: it is said to those who pass from the last one to the first."""
    if all((after > before) == (step > 0) for before, after in zip(path, path[1:], strict=False)):
        return ""
    last, first = (tables, 1) if step > 0 else (1, tables)
    return f" Après la table {last} vient la table {first}."
