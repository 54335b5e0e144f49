"""The rotation planner: who sits at which table at each turn. Pure values, no database, no clock."""

from .badge import BadgeStep, badge_rule, badge_steps
from .changing import remove, seat_late
from .measuring import measure
from .planning import plan
from .values import Figures, Impossible, Limits, Person, Plan, Table, Topology, numbered_tables, question_of

__all__ = [
    "BadgeStep",
    "Figures",
    "Impossible",
    "Limits",
    "Person",
    "Plan",
    "Table",
    "Topology",
    "badge_rule",
    "badge_steps",
    "measure",
    "numbered_tables",
    "plan",
    "question_of",
    "remove",
    "seat_late",
]
