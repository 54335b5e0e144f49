"""`essaim rotate`: the plan of a list of people, as a table to read or as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from essaim.terminal import Parser, WrongUse

from . import counted
from .badge import badge_rule
from .measuring import measure
from .people_file import Problem, Unreadable, decoded, read_people
from .picture import who_moves
from .planning import plan
from .speaking import _
from .values import Figures, Impossible, Limits, Person, Plan, Topology, numbered_tables


def rotate(argv: Sequence[str]) -> int:
    """The plan is on standard output; or one line on standard error and a non-zero answer."""
    try:
        asked = _parser().parse_args(argv)
        people = read_people(decoded(Path(asked.people).read_bytes()), asked.tables)
        accessible = frozenset(asked.accessible_tables) if asked.accessible_tables else None
        found = plan(
            people,
            numbered_tables(asked.tables, accessible),
            asked.rounds,
            Topology(asked.topology),
            Limits(asked.per_organisation, asked.per_territory),
            asked.seed,
            asked.questions,
        )
    except WrongUse as error:
        return _failed(_("Commande mal écrite : %(error)s (voir essaim rotate --help)") % {"error": error}, 2)
    except FileNotFoundError as error:
        return _failed(_("Le fichier « %(file)s » n’existe pas.") % {"file": error.filename})
    except OSError as error:
        said = {"file": error.filename, "reason": error.strerror}
        return _failed(_("Le fichier « %(file)s » ne se lit pas : %(reason)s.") % said)
    except Unreadable as error:
        return _failed(_first_of(error.problems))
    except Impossible as error:
        return _failed(error.reason)
    figures = measure(found, people)
    written = _as_json(found, people, figures) if asked.json else _as_table(found, people, figures)
    sys.stdout.write(written + "\n")
    return 0


def _first_of(problems: Sequence[Problem]) -> str:
    if len(problems) == 1:
        return str(problems[0])
    return _("%(problem)s (problème 1 sur %(all)s)") % {"problem": problems[0], "all": len(problems)}


def _failed(sentence: str, code: int = 1) -> int:
    sys.stderr.write(sentence.replace("\n", " ") + "\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="essaim rotate", description=_("Répartit des personnes sur des tables, tour après tour."))
    parser.add_argument("--people", required=True, metavar=_("FICHIER.csv"), help=_("liste, avec une colonne « nom »"))
    parser.add_argument("--tables", required=True, type=_count, metavar="N", help=_("nombre de tables"))
    parser.add_argument("--rounds", required=True, type=_count, metavar="N", help=_("nombre de tours"))
    parser.add_argument("--questions", type=_count, metavar="N", help=_("nombre de questions (une par table sinon)"))
    parser.add_argument(
        "--topology",
        choices=[topology.value for topology in Topology],
        default=Topology.PARTICIPANTS_MOVE.value,
        help=_("qui change de table (participants-move sinon)"),
    )
    parser.add_argument(
        "--per-organisation", type=_count, metavar="N", help=_("au plus N d’une organisation par table")
    )
    parser.add_argument("--per-territory", type=_count, metavar="N", help=_("au plus N d’un territoire par table"))
    parser.add_argument(
        "--accessible-tables", type=_numbers, metavar="1,2", help=_("tables accessibles (toutes sinon)")
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_("un autre nombre donne un autre plan"))
    parser.add_argument("--json", action="store_true", help=_("écrit le plan et ses chiffres en JSON"))
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 999):
        raise argparse.ArgumentTypeError(_("« %(text)s » n’est pas un nombre de 1 à 999.") % {"text": text})
    return int(text)


def _numbers(text: str) -> list[int]:
    return [_count(part.strip()) for part in text.split(",")]


def _as_json(found: Plan, people: Sequence[Person], figures: Figures) -> str:
    return json.dumps(
        {
            "met_mean": round(figures.met_mean, 4),
            "met_bound": round(figures.met_bound, 4),
            "violations": list(figures.violations),
            "remarks": list(figures.remarks),
            "topology": found.topology.value,
            "questions": [list(row) for row in found.questions],
            "plan": [
                {"name": person.name, "tables": list(found.paths[i]), "badge": badge_rule(found, i)}
                for i, person in enumerate(people)
            ],
        },
        ensure_ascii=False,
    )


def _as_table(found: Plan, people: Sequence[Person], figures: Figures) -> str:
    heading = _("Personne")
    width = max(len(heading), *(len(person.name) for person in people))
    turns = [_("Tour %(n)s") % {"n": turn + 1} for turn in range(found.rounds)]
    lines = [
        _("%(people)s, %(tables)s, %(turns)s : %(moves)s.")
        % {
            "people": counted.people(len(people)),
            "tables": counted.tables(len(found.tables)),
            "turns": counted.turns(found.rounds),
            "moves": who_moves(found.topology),
        },
        "",
        "  ".join([f"{heading:<{width}}", *turns, _("Badge")]),
    ]
    for i, person in enumerate(people):
        tables = [f"{number:>{len(turn)}}" for turn, number in zip(turns, found.paths[i], strict=True)]
        lines.append("  ".join([f"{person.name:<{width}}", *tables, badge_rule(found, i)]))
    return "\n".join([*lines, "", *_judged(figures, len(people) - 1)])


def _judged(figures: Figures, others: int) -> list[str]:
    # Translators: the decimal mark
    mark = _(",")
    met, bound = (f"{value:.1f}".replace(".", mark) for value in (figures.met_mean, figures.met_bound))
    return [
        _("Chaque personne en rencontre %(met)s en moyenne sur %(others)s (borne : %(bound)s).")
        % {"met": met, "others": others, "bound": bound},
        _("Contraintes enfreintes : %(n)s.") % {"n": len(figures.violations)},
        *figures.remarks,
    ]
