"""`essaim rotate`: the plan of a list of people, as a table to read or as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .badge import badge_rule
from .measuring import measure
from .people_file import Unreadable, decoded, read_people
from .planning import plan
from .values import Figures, Impossible, Limits, Person, Plan, Topology, numbered_tables

TOPOLOGIES = {
    Topology.FACILITATORS_MOVE: "les questions changent de table, les groupes restent assis",
    Topology.PARTICIPANTS_MOVE: "chaque personne change de table",
    Topology.FREE_REMIX: "mélange libre",
}


class WrongUse(Exception):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise WrongUse(message)


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
        return _failed(f"Commande mal écrite : {error} (voir essaim rotate --help)", 2)
    except FileNotFoundError as error:
        return _failed(f"Le fichier « {error.filename} » n’existe pas.")
    except OSError as error:
        return _failed(f"Le fichier « {error.filename} » ne se lit pas : {error.strerror}.")
    except Unreadable as error:
        more = len(error.problems) - 1
        return _failed(f"{error.problems[0]}" + (f" (problème 1 sur {more + 1})" if more else ""))
    except Impossible as error:
        return _failed(error.reason)
    figures = measure(found, people)
    written = _as_json(found, people, figures) if asked.json else _as_table(found, people, figures)
    sys.stdout.write(written + "\n")
    return 0


def _failed(sentence: str, code: int = 1) -> int:
    sys.stderr.write(sentence.replace("\n", " ") + "\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="essaim rotate", description="Répartit des personnes sur des tables, tour après tour.")
    parser.add_argument("--people", required=True, metavar="FICHIER.csv", help="liste, avec une colonne « nom »")
    parser.add_argument("--tables", required=True, type=_count, metavar="N", help="nombre de tables")
    parser.add_argument("--rounds", required=True, type=_count, metavar="N", help="nombre de tours")
    parser.add_argument("--questions", type=_count, metavar="N", help="nombre de questions (une par table sinon)")
    parser.add_argument(
        "--topology",
        choices=[topology.value for topology in Topology],
        default=Topology.PARTICIPANTS_MOVE.value,
        help="qui change de table (participants-move sinon)",
    )
    parser.add_argument("--per-organisation", type=_count, metavar="N", help="au plus N d’une organisation par table")
    parser.add_argument("--per-territory", type=_count, metavar="N", help="au plus N d’un territoire par table")
    parser.add_argument("--accessible-tables", type=_numbers, metavar="1,2", help="tables accessibles (toutes sinon)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="un autre nombre donne un autre plan")
    parser.add_argument("--json", action="store_true", help="écrit le plan et ses chiffres en JSON")
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 999):
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un nombre de 1 à 999.")
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
    width = max(len("Personne"), *(len(person.name) for person in people))
    turns = "".join(f"  Tour {turn + 1}" for turn in range(found.rounds))
    lines = [
        f"{len(people)} personnes, {len(found.tables)} tables, {found.rounds} tours : {TOPOLOGIES[found.topology]}.",
        "",
        f"{'Personne':<{width}}{turns}  Badge",
    ]
    for i, person in enumerate(people):
        tables = "".join(f"{number:>{len(str(turn + 1)) + 7}}" for turn, number in enumerate(found.paths[i]))
        lines.append(f"{person.name:<{width}}{tables}  {badge_rule(found, i)}")
    met, bound = (f"{value:.1f}".replace(".", ",") for value in (figures.met_mean, figures.met_bound))
    lines += [
        "",
        f"Chaque personne en rencontre {met} autres en moyenne sur {len(people) - 1} (borne : {bound}).",
        f"Contraintes enfreintes : {len(figures.violations)}.",
        *figures.remarks,
    ]
    return "\n".join(lines)
