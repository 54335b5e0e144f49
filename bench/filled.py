"""What fifty thousand notes on a board cost those that follow: the same load before and after, on one instance.

uv run python -m bench.filled [--notes 50000] [--seconds 2]
"""

import argparse
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import uvloop

from essaim.bench.instance import Process, allow_many_connections, throwaway
from essaim.bench.live import loaded

PHONES = 96  # at one board, below the crowd for which writes are gathered
AT_ONCE = 500


def environment_of(process: Process) -> dict[str, str]:
    """The server's own: what is started with it works on the same database."""
    pairs = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
    return dict(pair.decode().split("=", 1) for pair in pairs if b"=" in pair) | {"PYTHONPATH": os.getcwd()}


def fill(code: str, count: int) -> None:
    """The first board of this workshop has so many notes more."""
    import django

    django.setup()
    from django.utils import timezone

    from essaim.bench.phones import words
    from essaim.boards.domain.contributing import Entry, add_notes
    from essaim.workshops.models import Question

    board = Question.objects.get(workshop__code=code, number=1).board_id
    for start in range(0, count, AT_ONCE):
        few = min(AT_ONCE, count - start)
        entries = [Entry(uuid.uuid4(), board, words(), author=str(uuid.uuid4())) for _ in range(few)]
        add_notes(entries=entries, now=timezone.now())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--fill", help="the code of a workshop (for the part that fills)")
    options = parser.parse_args()
    if options.fill:
        fill(options.fill, options.notes)
        return
    options.rate = None
    allow_many_connections(2 * PHONES)
    options.boards = 1
    with throwaway(1, 2 * PHONES) as (place, process, prepared):
        codes = [(code, PHONES) for code, _seats in prepared]  # the other half comes once the board is full
        before = uvloop.run(loaded(place, process, codes, options))
        filling = [sys.executable, "-m", "bench.filled", "--fill", codes[0][0], "--notes", str(options.notes)]
        subprocess.run(filling, env=environment_of(process), check=True)
        after = uvloop.run(loaded(place, process, codes, options))
    kept = ("accepted_per_s", "deliveries_per_cpu_s", "seen_p99_ms", "server_mb", "lost", "duplicated")
    ratio = round(after["deliveries_per_cpu_s"] / before["deliveries_per_cpu_s"], 2)
    print(json.dumps({"empty": pick(before, kept), "full": pick(after, kept), "ratio": ratio}))


def pick(found: dict, names: tuple[str, ...]) -> dict:
    return {name: found[name] for name in names}


if __name__ == "__main__":
    main()
