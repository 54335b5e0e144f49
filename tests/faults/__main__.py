"""`python -m tests.faults`: a long run, and the table of what struck and what was lost."""

import argparse
import gzip
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.faults import kinds
from tests.faults.checker import summary
from tests.faults.run import Outcome, Plan, play

FIGURES = {
    "lost": "perdues",
    "duplicated": "en double",
    "altered": "altérées",
    "resurrected": "ressuscitées",
    "falsely_sent": "faussement « envoyées »",
    "unfinished": "restées en doute",
    "invented": "inventées",
    "disordered": "journal ou suivi en désordre",
    "turned_twice": "transitions en défaut",
    "unlike": "écarts entre tables, export, rapport, écrans",
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was mounted and started is put away
    options = parser().parse_args()
    worst = 0
    for seed in map(int, options.seeds.split(",")):
        plan = Plan(
            acks=options.acks,
            faults=options.faults,
            seed=seed,
            postgres=options.postgres,
            phones=options.phones,
            workshops=options.workshops,
        )
        name = f"{'postgresql' if plan.postgres else 'sqlite'}-{seed}-{plan.acks}-{plan.faults}"
        history = Path(options.histories) / f"{name}.jsonl"
        history.parent.mkdir(parents=True, exist_ok=True)
        if history.with_suffix(".md").exists():  # a long run that was stopped goes on with the seeds that are left
            sys.stdout.write(history.with_suffix(".md").read_text())
            continue
        begun = time.monotonic()
        outcome = play(plan, history)
        told = table(outcome, time.monotonic() - begun)
        put_away(history)
        history.with_suffix(".md").write_text(told)
        sys.stdout.write(told)
        sys.stdout.flush()
        worst = max(worst, len(outcome.verdict.faults()))
    return 1 if worst else 0


def put_away(history: Path) -> None:
    """A history is one tenth as long once compressed, and `zcat` reads it."""
    with history.open("rb") as lines, gzip.open(f"{history}.gz", "wb") as kept:
        shutil.copyfileobj(lines, kept)
    history.unlink()


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m tests.faults", description="La preuve de durabilité, en grand.")
    top.add_argument("--acks", type=int, default=34_000, help="écritures accusées, à chaque graine")
    top.add_argument(
        "--faults", type=int, default=170, help="coups portés aux processus, au disque, à l’horloge, à chaque graine"
    )
    top.add_argument("--seeds", default="1,2,3", help="graines, séparées par des virgules")
    top.add_argument("--postgres", action="store_true", help="sur un PostgreSQL à soi ; SQLite sinon")
    top.add_argument("--phones", type=int, default=32, help="téléphones en même temps")
    top.add_argument("--workshops", type=int, default=6, help="ateliers en même temps")
    top.add_argument("--histories", default="data/faults", help="dossier des histoires")
    return top


def table(outcome: Outcome, seconds: float) -> str:
    """As docs/durability.md publishes it."""
    counts, plan = outcome.counts, outcome.plan
    lines = [
        f"## {'PostgreSQL' if plan.postgres else 'SQLite'}, graine {plan.seed} ({seconds:.0f} s)\n",
        "| Panne | Fois |",
        "|---|---:|",
        *(
            f"| {kind.value} | {counts[kind] or outcome.skipped.get(kind.value, 0)} |"
            for group in (kinds.Blow, kinds.Net, kinds.Phone)
            for kind in group
        ),
        "",
        f"- coups portés : {outcome.struck} ; kinds : {struck_kinds(outcome)}".replace("kinds", "sortes de pannes"),
        f"- écritures accusées : {counts['acknowledged']}",
        f"- connexions : {counts['connections']}, sans réponse {counts['silence']},"
        f" erreurs 5xx {counts['trouble']}, réponses non crues {counts['not believed']}, refus {counts['refused']}",
        f"- événements suivis : {counts['followed']}",
        *(f"- {FIGURES[name]} : **{count}**" for name, count in summary(outcome.verdict).items()),
    ]
    examples = [f"    {name}: {found[0]}" for name, found in outcome.verdict.faults().items()]
    return "\n".join([*lines, *examples, "", ""])


def struck_kinds(outcome: Outcome) -> int:
    return sum(1 for group in (kinds.Blow, kinds.Net, kinds.Phone) for kind in group if outcome.counts[kind])


if __name__ == "__main__":
    sys.exit(main())
