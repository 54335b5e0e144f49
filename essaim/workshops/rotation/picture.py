"""The plan as a light drawing: turns from left to right, tables from top to bottom, ribbons of people between.

Colours come from the page: everything is `currentColor` or a class (`rotation-flow-1` for those who started
at table 1…), and each starting table also has its own dashes, so that colour never speaks alone.
"""

from collections import Counter
from collections.abc import Sequence
from html import escape

from . import counted
from .speaking import _, ngettext
from .values import Person, Plan, Topology

COLUMN, ROW, LEFT, TOP = 190, 72, 86, 40
WIDTH, HEIGHT = 92, 44
DASHES = ("", "12 3", "6 4", "2 4", "12 4 2 4", "8 3 2 3 2 3", "1 6", "18 6", "4 8")


def svg(plan: Plan, people: Sequence[Person], person: int | None = None) -> str:
    """An image with a title; the path of `person`, if given, stands out."""
    width = LEFT + COLUMN * (plan.rounds - 1) + WIDTH + 8
    height = TOP + ROW * len(plan.tables)
    title = escape(_title(plan, len(people)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rotation" role="img" aria-label="{title}" '
        f'viewBox="0 0 {width} {height}" font-size="13" fill="currentColor">',
        f"<title>{title}</title>",
        *_labels(plan),
        '<g class="rotation-flows" fill="none" stroke="currentColor">',
        *_flows(plan),
        *(_path_of(plan, person) if person is not None else ()),
        "</g>",
        *_tables(plan, people),
        "</svg>",
    ]
    return "".join(parts)


def _title(plan: Plan, people: int) -> str:
    return _("Rotation de %(people)s sur %(tables)s en %(turns)s : %(moves)s.") % {
        "people": counted.people(people),
        "tables": counted.tables(len(plan.tables)),
        "turns": counted.turns(plan.rounds),
        "moves": who_moves(plan.topology),
    }


def who_moves(topology: Topology) -> str:
    if topology is Topology.FACILITATORS_MOVE:
        return _("les groupes restent assis, les questions avancent d’une table")
    if topology is Topology.PARTICIPANTS_MOVE:
        return _("chaque personne change de table")
    return _("mélange libre")


def _labels(plan: Plan) -> list[str]:
    turns = [
        f'<text x="{LEFT + COLUMN * turn + WIDTH // 2}" y="20" text-anchor="middle">{_turn(turn)}</text>'
        for turn in range(plan.rounds)
    ]
    tables = [
        f'<text x="4" y="{_middle(table.number) + 5}">{escape(_("Table %(table)s") % {"table": table.number})}</text>'
        for table in plan.tables
    ]
    return turns + tables


def _turn(turn: int) -> str:
    return escape(_("Tour %(n)s") % {"n": turn + 1})


def _flows(plan: Plan) -> list[str]:
    """One ribbon for all who started at one table and make the same move: the wider, the more people."""
    flows = []
    for turn in range(plan.rounds - 1):
        moves = Counter((path[0], path[turn], path[turn + 1]) for path in plan.paths)
        # Ribbons of one move are drawn side by side rather than one over the other.
        placed: Counter[tuple[int, int]] = Counter()
        for (start, before, after), count in sorted(moves.items()):
            thickness = min(8.0, 1 + count * 24 / len(plan.paths))
            shift = placed[before, after] * 5
            placed[before, after] += 1
            dashes = DASHES[(start - 1) % len(DASHES)]
            flows.append(
                f'<path class="rotation-flow rotation-flow-{(start - 1) % len(DASHES) + 1}" '
                f'd="{_curve(turn, before, after, shift)}" stroke-width="{thickness:.1f}" stroke-opacity="0.55"'
                + (f' stroke-dasharray="{dashes}"' if dashes else "")
                + "/>"
            )
    return flows


def _path_of(plan: Plan, person: int) -> list[str]:
    path = plan.paths[person]
    return [
        f'<path class="rotation-mine" d="{_curve(turn, path[turn], path[turn + 1], 0)}" stroke-width="5"/>'
        for turn in range(plan.rounds - 1)
    ]


def _tables(plan: Plan, people: Sequence[Person]) -> list[str]:
    cells = []
    for turn in range(plan.rounds):
        x = LEFT + COLUMN * turn
        for table in plan.tables:
            y = _middle(table.number) - HEIGHT // 2
            seated = plan.seated(table.number, turn)
            names = escape(", ".join(people[i].name for i in seated))
            question = escape(_("Question %(n)s") % {"n": plan.question_at(table.number, turn) + 1})
            count = escape(ngettext("%(n)s pers.", "%(n)s pers.", len(seated)) % {"n": len(seated)})
            cells.append(
                f'<g class="rotation-table"><title>{names}</title>'
                f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="none" '
                'stroke="currentColor" stroke-width="1.5"/>'
                f'<text x="{x + WIDTH // 2}" y="{y + 18}" text-anchor="middle">'
                f"{question}</text>"
                f'<text x="{x + WIDTH // 2}" y="{y + 36}" text-anchor="middle">{count}</text></g>'
            )
    return cells


def _middle(number: int) -> int:
    return TOP + ROW * (number - 1) + HEIGHT // 2


def _curve(turn: int, before: int, after: int, shift: int) -> str:
    x, end = LEFT + COLUMN * turn + WIDTH, LEFT + COLUMN * (turn + 1)
    half = (x + end) // 2
    # Ribbons leave and arrive on the side where they go, so that they cross between the tables.
    slant = max(-12, min(12, (after - before) * 6))
    y, y_end = _middle(before) + shift + slant, _middle(after) + shift - slant
    return f"M{x} {y}C{half} {y} {half} {y_end} {end} {y_end}"
