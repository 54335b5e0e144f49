"""`essaim licences check`: whether works may be put together, from a terminal, with no database and no network."""

import argparse
import json
import sys
from collections.abc import Sequence

from essaim.licences.checking import may_adapt, may_gather
from essaim.licences.tables import LICENCES
from essaim.licences.telling import sentence, summary
from essaim.licences.values import Answer, Part, Verdict
from essaim.terminal import Parser, WrongUse

CODES = {Answer.YES: 0, Answer.NO: 1, Answer.ASK: 3}


def licences(argv: Sequence[str]) -> int:
    """The verdict is on standard output: 0 for yes, 1 for no, 3 when somebody has to look, 2 for a wrong use."""
    try:
        asked = parser().parse_args(argv)
    except WrongUse as error:
        sys.stderr.write(f"Commande mal écrite : {error} (voir essaim licences check --help)\n")
        return 2
    parts = [Part(f"source {number}", words) for number, words in enumerate(asked.sources, start=1)]
    found = may_gather(parts, asked.target, is_one_work=True) if asked.whole else may_adapt(parts, asked.target)
    sys.stdout.write(as_json(found) if asked.json else as_text(found))
    return CODES[found.answer]


def parser() -> argparse.ArgumentParser:
    found = Parser(prog="essaim licences", description="Dit si des licences se combinent, et pourquoi.")
    check = found.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "check", help="ce que l’on tire de ces sources peut-il être partagé sous cette licence ?"
    )
    check.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="licence de chaque source : code SPDX, ou mots entre guillemets"
    )
    check.add_argument("--as", dest="target", required=True, metavar="LICENCE", help="licence voulue pour le résultat")
    check.add_argument(
        "--whole", action="store_true", help="les sources forment un tout, comme un jeu de cartes, sous cette licence"
    )
    check.add_argument("--json", action="store_true", help="donne la réponse en JSON")
    return found


def as_text(found: Verdict) -> str:
    lines = [summary(found.answer), *(f"- {sentence(reason)}" for reason in found.reasons)]
    if found.allowed:
        lines.append("Licences possibles : " + ", ".join(LICENCES[id].name for id in found.allowed) + ".")
    elif found.reasons and all(reason.answer is Answer.NO for reason in found.reasons):
        lines.append("Aucune licence connue ne convient à toutes les sources.")
    return "\n".join(lines) + "\n"


def as_json(found: Verdict) -> str:
    reasons = [
        {"code": reason.code, "answer": reason.answer, **dict(reason.names), "sentence": sentence(reason)}
        for reason in found.reasons
    ]
    told = {"answer": found.answer, "reasons": reasons, "allowed": found.allowed}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
