"""Chance that can be played again: each who draws has dice of its own, made from the seed of the run."""

import random


def dice(seed: int, *names: object) -> random.Random:
    """The same seed and the same names always give the same draws."""
    return random.Random("/".join(map(str, (seed, *names))))  # noqa: S311 (faults, not secrets)
