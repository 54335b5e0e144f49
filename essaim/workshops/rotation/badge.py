"""What a badge says: a rule that can be read aloud, and the steps one by one."""

from dataclasses import dataclass

from .speaking import _, ngettext
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
    """One or two sentences; a constant step is said as a step, anything else as a list."""
    path, tables = plan.paths[person], len(plan.tables)
    if len(path) == 1:
        return _("Installez-vous table %(table)s.") % {"table": path[0]}
    step = _constant_step(path, tables)
    if step is None:
        others = [_("table %(number)s") % {"number": number} for number in path[1:]]
        return _("Commencez table %(table)s, puis allez %(others)s.") % {"table": path[0], "others": _then(others)}
    if step == 0:
        return _("Restez table %(table)s jusqu’à la fin.") % {"table": path[0]}
    sentences = [_step_sentence(step) % {"table": path[0], "n": abs(step)}, _wrap_sentence(path, step, tables)]
    return " ".join(sentence for sentence in sentences if sentence)


def _then(places: list[str]) -> str:
    said = places[0]
    for place in places[1:]:
        said = _("%(before)s, puis %(after)s") % {"before": said, "after": place}
    return said


def _step_sentence(step: int) -> str:
    if step > 0:
        return ngettext(
            "Commencez table %(table)s, puis avancez d’une table vers la droite à chaque changement.",
            "Commencez table %(table)s, puis avancez de %(n)s tables vers la droite à chaque changement.",
            step,
        )
    return ngettext(
        "Commencez table %(table)s, puis avancez d’une table vers la gauche à chaque changement.",
        "Commencez table %(table)s, puis avancez de %(n)s tables vers la gauche à chaque changement.",
        -step,
    )


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
    return _("Après la table %(last)s vient la table %(first)s.") % {"last": last, "first": first}
