"""Annealing over swaps that keep tables balanced and questions seen once; bounded by a count, not time."""

from math import exp
from random import Random

from .seating import Seating

FAULT = 4  # pairs given up to mend one broken constraint, beside all those that two people meet at a table
HOT, COLD = 1.2, 0.12  # in pairs met; found by trying the cases of bench/rotation.py


def improve(seating: Seating, rng: Random, steps: int, bound: int) -> int:
    """The seating is the best that was seen: fewest faults, then most pairs met. Its faults are returned."""
    faults, met = seating.faults(), seating.pairs_met()
    best, best_paths = (faults, -met), [list(path) for path in seating.paths]
    if len(seating.swappable) < 2 or not seating.setting.rounds:
        return faults
    cooling = (COLD / HOT) ** (1 / max(1, steps))
    heat, rows, count, rounds = HOT, seating.swappable, len(seating.swappable), seating.setting.rounds
    movers, fault = len(seating.setting.movers), FAULT + 2 * seating.high
    draw = rng.random
    for _ in range(steps):
        if best == (0, -bound) or (seating.moves_whole and not best[0]):
            break
        heat *= cooling
        a, b, turn = rows[int(draw() * movers)], rows[int(draw() * count)], int(draw() * rounds)
        if seating.paths[a][turn] == seating.paths[b][turn]:
            continue
        turns = seating.turns_to_swap(a, b, turn)
        if not turns or not seating.keeps_sizes(a, b, turns):
            continue
        gained = seating.gain(a, b, turns)
        before = seating.faults_around(a, b, turns) if seating.is_constrained else 0
        seating.swap(a, b, turns)
        mended = before - seating.faults_around(a, b, turns) if seating.is_constrained else 0
        worth = gained + fault * mended
        if worth < 0 and draw() >= exp(worth / heat):
            seating.swap(a, b, turns)
            continue
        faults, met = faults - mended, met + gained
        if (faults, -met) < best:
            best, best_paths = (faults, -met), [list(path) for path in seating.paths]
    seating.restore(best_paths)
    return best[0]
