"""How near two ways of grouping the same notes are. ARI and AMI are corrected for chance: 0 is chance, 1 the same."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, average_precision_score


@dataclass(frozen=True)
class Score:
    """`right`: notes in the right group after the best pairing of groups; `aside`: notes left alone in theirs."""

    ari: float
    ami: float
    right: float
    aside: float


@dataclass(frozen=True)
class Placed:
    """Of the notes proposed for: first heading right, among three, on the surer half; placed alone, and right."""

    first: float
    three: float
    sure_half: float
    share: float
    alone: float


@dataclass(frozen=True)
class Paired:
    """Of all pairs of notes, the likeliest first: average precision; then of each note, its nearest says the same."""

    precision: float
    nearest: float
    pairs: int


def paired(people: Sequence[str], likeness: np.ndarray) -> Paired:
    """`likeness` (n × n) of notes; two notes under the same name say the same."""
    same = np.array([[one == other for other in people] for one in people])
    above = np.triu_indices(len(people), 1)
    alone = np.where(np.eye(len(people), dtype=bool), -np.inf, likeness)
    said_again = same.sum(axis=1) > 1
    nearest = same[np.arange(len(people)), alone.argmax(axis=1)][said_again]
    return Paired(
        float(average_precision_score(same[above], likeness[above])), float(nearest.mean()), int(same[above].sum())
    )


def score(people: Sequence[str], machine: Sequence[int]) -> Score:
    names = {name: place for place, name in enumerate(sorted(set(people)))}
    groups = {name: place for place, name in enumerate(sorted(set(machine)))}
    shared = np.zeros((len(names), len(groups)))
    for name, group in zip(people, machine, strict=True):
        shared[names[name], groups[group]] += 1
    rows, columns = linear_sum_assignment(-shared)
    sizes = shared.sum(axis=0)
    return Score(
        adjusted_rand_score(people, machine),
        adjusted_mutual_info_score(people, machine),
        shared[rows, columns].sum() / len(people),
        sizes[sizes == 1].sum() / len(people),
    )


def placed(offered: dict[int, list[tuple[str, float]]], alone: set[int], people: Sequence[str]) -> Placed:
    """`offered`: for each note, headings with their scores, the best first."""
    right = {note: [heading == people[note] for heading, _score in found] for note, found in offered.items()}
    surest = sorted(offered, key=lambda note: -margin(offered[note]))[: max(1, len(offered) // 2)]
    placed_alone = [note for note in offered if note in alone]
    return Placed(
        mean_of([found[0] for found in right.values()]),
        mean_of([any(found[:3]) for found in right.values()]),
        mean_of([right[note][0] for note in surest]),
        len(placed_alone) / max(1, len(offered)),
        mean_of([right[note][0] for note in placed_alone]),
    )


def margin(found: list[tuple[str, float]]) -> float:
    return found[0][1] - (found[1][1] if len(found) > 1 else 0)


def mean_of(claims: Sequence[bool]) -> float:
    return float(np.mean(claims)) if claims else float("nan")


def mean(scores: Sequence[Score]) -> Score:
    return Score(*(float(np.mean([getattr(one, part.name) for one in scores])) for part in fields(Score)))
