"""How long a draft takes and what it holds in memory as notes grow: `python -m bench.growth [--write]`.

Each size is one `essaim synthesise`, start included, on one core. Notes are halves of real ones sewn together by dice,
so that no two are the same and none was met before.
"""

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.page import write_between

DATA = Path(__file__).parents[2] / "shared/data"
PAGE = Path(__file__).with_name("synthesis.md")
MARKS = ("<!-- croissance -->", "<!-- fin de la croissance -->")
PLOT = Path(__file__).with_name("growth.svg")
SIZES = (60, 500, 1500, 3000, 10_000, 100_000)
THREE_TIMES = 3000  # notes: above, one run is long enough to be believed
SEED = 11
CORE = min(os.sched_getaffinity(0))
LIMITS = {60: 2.0, 10_000: 60.0}  # seconds, cold: what was promised


@dataclass(frozen=True)
class Taken:
    notes: int
    seconds: float
    megabytes: float


def halves(data: Path) -> tuple[list[str], list[str]]:
    """Beginnings and ends of every note of these folders."""
    rows = [
        json.loads(line) for path in sorted(data.glob("*/*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    words = [row["text"].split() for row in rows if len(row.get("text", "").split()) > 3]
    return (
        [" ".join(each[: len(each) // 2]) for each in words],
        [" ".join(each[len(each) // 2 :]) for each in words],
    )


def sewn(number: int, data: Path) -> str:
    """So many notes, a line each."""
    draw = random.Random(SEED)  # noqa: S311
    begins, ends = halves(data)
    texts = (f"{draw.choice(begins)} {draw.choice(ends)}" for _note in range(number))
    return "".join(json.dumps({"id": str(place), "text": text}) + "\n" for place, text in enumerate(texts))


def take(notes: Path, number: int) -> Taken:
    """One draft in a process of its own, kept to one core; its peak memory is what the system says of it."""
    out = notes.with_suffix(".draft.json")
    command = [sys.executable, "-m", "essaim", "synthesise", str(notes), "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, {CORE}))  # noqa: PLW1509
    _pid, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)}: {os.waitstatus_to_exitcode(status)}")
    return Taken(number, seconds, used.ru_maxrss / 1024)


def measured(sizes: list[int], data: Path) -> list[Taken]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in sizes:
            notes = Path(folder) / f"{number}.jsonl"
            notes.write_text(sewn(number, data), "utf-8")
            runs = [take(notes, number) for _run in range(3 if number <= THREE_TIMES else 1)]
            seconds = statistics.median(run.seconds for run in runs)
            found.append(Taken(number, seconds, statistics.median(run.megabytes for run in runs)))
            print(line_of(found[-1]), flush=True)
    return found


def line_of(taken: Taken) -> str:
    seconds = f"{taken.seconds:.1f}".replace(".", ",") if taken.seconds < 20 else f"{taken.seconds:.0f}"
    return f"| {spaced(taken.notes)} | {seconds} | {taken.megabytes:.0f} |"


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def table(found: list[Taken]) -> str:
    return "\n".join(["| notes | à froid (s) | mémoire (Mo) |", "| --- | --- | --- |", *map(line_of, found)])


# --- The plot: both scales by tens, where a time proportional to the notes is a straight line ---------------------

WIDE, HIGH, LEFT, LOW = 640, 360, 64, 316
RIGHT, TOP = 560, 20


def place_of(notes: float, seconds: float, most: float, longest: float) -> tuple[float, float]:
    across = (math.log10(notes) - 1) / (math.log10(most) - 1)
    up = (math.log10(seconds) + 1) / (math.log10(longest) + 1)
    return round(LEFT + across * (RIGHT - LEFT), 1), round(LOW - up * (LOW - TOP), 1)


def plot(found: list[Taken]) -> str:
    most = 10 ** math.ceil(math.log10(found[-1].notes))
    longest = 10 ** math.ceil(math.log10(max(each.seconds for each in found)))
    points = [(each, *place_of(each.notes, each.seconds, most, longest)) for each in found]
    last = found[-1]
    begin = place_of(last.notes / 100, last.seconds / 100, most, longest)
    end = place_of(last.notes, last.seconds, most, longest)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="13">',
        "<title>Temps d’un brouillon selon le nombre de notes</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
        *grid(most, longest),
        f'<path d="M{begin[0]} {begin[1]}L{end[0]} {end[1]}" stroke="#8d8674" stroke-dasharray="4 4"/>',
        f'<path fill="none" stroke="#0b5957" stroke-width="2" d="M{"L".join(f"{x} {y}" for _each, x, y in points)}"/>',
        *(dot(each, x, y) for each, x, y in points),
        *(limit(notes, seconds, most, longest) for notes, seconds in LIMITS.items() if notes <= last.notes),
        f'<text x="{RIGHT}" y="{HIGH - 8}" text-anchor="end">notes ; en pointillé, un temps proportionnel</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def grid(most: float, longest: float) -> list[str]:
    parts = []
    for power in range(1, round(math.log10(most)) + 1):
        x, _y = place_of(10**power, 1, most, longest)
        parts.append(f'<path d="M{x} {TOP}V{LOW}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{LOW + 18}" text-anchor="middle">{spaced(10**power)}</text>')
    for power in range(-1, round(math.log10(longest)) + 1):
        _x, y = place_of(10, 10**power, most, longest)
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" stroke="#ddd"/>')
        words = f"{10**power:g}".replace(".", ",")
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{words} s</text>')
    return parts


def dot(taken: Taken, x: float, y: float) -> str:
    words = f"{taken.megabytes:.0f} Mo"
    return (
        f'<circle cx="{x}" cy="{y}" r="4" fill="#0b5957"/><text x="{x + 7}" y="{y + 16}" fill="#0b5957">{words}</text>'
    )


def limit(notes: int, seconds: float, most: float, longest: float) -> str:
    x, y = place_of(notes, seconds, most, longest)
    return f'<path d="M{x - 14} {y}h28" stroke="#b3261e" stroke-width="2"/><text x="{x + 18}" y="{y + 4}">limite</text>'


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of notes")
    parser.add_argument("--data", type=Path, default=DATA, help="folders of notes to sew")
    parser.add_argument("--write", action="store_true", help="write the table and the plot beside bench/synthesis.md")
    asked = parser.parse_args()
    found = measured(sorted(int(size) for size in asked.sizes.split(",")), asked.data)
    if asked.write:
        write_between(PAGE, MARKS, table(found))
        PLOT.write_text(plot(found), "utf-8")


if __name__ == "__main__":
    main()
