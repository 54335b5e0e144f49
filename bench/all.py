"""Everything of bench/live.md in one run: medians of three, and the table written between its marks.

ETHERPAD=FOLDER uv run --extra postgres --with picows --with channels --with channels-redis --with websockets \\
    python -m bench.all

Without ETHERPAD (a folder where `npm install --prefix FOLDER ep_etherpad-lite@1.8.14` ran), without `redis-server` or
PostgreSQL, their lines say that they were not measured. `--runs 1` is quicker; `--only tables,storms` measures a part.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parent / "live.md"
MARKS = ("<!-- mesures -->", "<!-- fin des mesures -->")
TABLES = ["--boards", "83", "--phones", "996"]
PLENARY = ["--boards", "1", "--phones", "1000"]
PYTHON = sys.executable
LIVE = [PYTHON, "-m", "essaim", "bench", "live", "--json", "--seconds", "4"]
LIMIT = [PYTHON, "-m", "bench.peers.limit", "--seconds", "3"]
CHANNELS = [PYTHON, "-m", "bench.peers.channels", "--seconds", "4"]
ETHERPAD = [PYTHON, "-m", "bench.peers.etherpad", "--seconds", "4"]
POSTGRES = ["scripts/with_postgres", "sh", "-c", 'BENCH_DATABASE_URL="$DATABASE_URL" exec "$@"', "sh"]
STORM = [PYTHON, "-m", "bench.storm"]
Found = dict[str, float | None]

# What is measured, in groups: a name, and the command that gives its figures as JSON on its last line.
GROUPS: dict[str, dict[str, list[str]]] = {
    "tables": {
        "limit": [*LIMIT, *TABLES],
        "essaim": [*LIVE, *TABLES],
        "channels": [*CHANNELS, *TABLES],
        "etherpad": [*ETHERPAD, *TABLES],
        "postgres": [*POSTGRES, *LIVE, *TABLES],
    },
    "plenary": {"limit": [*LIMIT, *PLENARY], "essaim": [*LIVE, *PLENARY]},
    "rate": {"limit": [*LIMIT, *TABLES, "--rate", "50"], "essaim": [*LIVE, *TABLES, "--rate", "50"]},
    "one board": {
        "essaim": [*LIVE, "--boards", "1", "--phones", "12"],
        "etherpad": [*ETHERPAD, "--boards", "1", "--phones", "12", "--before", "3000"],
    },
    "boards": {
        "20": [*LIVE, "--boards", "20", "--phones", "240"],
        "166": [*LIVE, "--boards", "166", "--phones", "1992"],
    },
    "storms": {"300": [*STORM, "--phones", "300"], "3000": [*STORM, "--phones", "3000"]},
    "filled": {"50000": [PYTHON, "-m", "bench.filled"]},
}
NEEDS: dict[str, Callable[[], object]] = {
    "etherpad": lambda: os.environ.get("ETHERPAD") and shutil.which("node"),
    "channels": lambda: shutil.which("redis-server"),
    "postgres": lambda: next(Path("/usr/lib/postgresql").glob("*/bin"), None),
}


def figures(command: list[str]) -> dict:
    """What the command printed last; nothing when it failed, which is said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        print(f"  {' '.join(command)} : {(done.stderr.strip().splitlines() or ['?'])[-1]}", flush=True)
        return {}


def median_of(runs: list[dict]) -> Found:
    """Each figure's median; a run that failed counts in none."""
    names = {name for run in runs for name in run}
    found: Found = {}
    for name in names:
        values = [run[name] for run in runs if isinstance(run.get(name), int | float)]
        found[name] = statistics.median(values) if values else None
        if name in {"lost", "duplicated", "refused"} and values:
            found[name] = sum(values)
    for name in ("empty", "full"):
        if any(name in run for run in runs):
            found |= {f"{name} {key}": value for key, value in median_of([run.get(name, {}) for run in runs]).items()}
    return found


def measured(groups: list[str], runs: int) -> dict[str, dict[str, Found]]:
    """Turn by turn, so that what else this machine does weighs on all alike."""
    found: dict[str, dict[str, Found]] = {}
    for group in groups:
        kept: dict[str, list[dict]] = {name: [] for name in GROUPS[group] if NEEDS.get(name, lambda: True)()}
        for turn in range(runs):
            for name in kept:
                start = time.monotonic()
                kept[name].append(figures(GROUPS[group][name]))
                shown = kept[name][-1].get("deliveries_per_cpu_s") or kept[name][-1].get("served_s")
                print(f"{group} {name} {turn + 1}/{runs} ({time.monotonic() - start:.0f} s) : {shown}", flush=True)
        found[group] = {name: median_of(all_runs) for name, all_runs in kept.items()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(GROUPS))
    parser.add_argument("--print", action="store_true", help="shows the table instead of writing it in the page")
    options = parser.parse_args()
    from bench.page import write_between
    from bench.table import table

    start = time.monotonic()
    found = measured(options.only.split(","), options.runs)
    minutes, busy = (time.monotonic() - start) / 60, os.getloadavg()[2]
    text = (
        f"Le {datetime.now(UTC):%d/%m/%Y à %H h %M} UTC, {platform.machine()}, {os.cpu_count()} cœurs, "
        f"Python {platform.python_version()}, médiane de {options.runs}, en {minutes:.0f} minutes ; "
        f"charge moyenne de la machine à la fin : {busy:.0f}.\n\n{table(found)}"
    )
    if options.print:
        print(text)
        return
    write_between(PAGE, MARKS, text)


if __name__ == "__main__":
    main()
