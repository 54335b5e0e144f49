"""What the machine would put together across boards: themes that are near, and notes that may say the same.

Proposed with how near they are; people decide. Two themes of one board are never proposed together: whoever made them
told them apart. What was computed for these same notes is kept, and a page beyond `MOST` notes says so instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from essaim.boards.domain.abbreviating import Pairs, pairs_now
from essaim.boards.proposals import encoder
from essaim.boards.queries import Picture, Row
from essaim.synthesis import lexicon
from essaim.synthesis.grouping import sums_of
from essaim.synthesis.linkage import cut, tree_of
from essaim.synthesis.nearness import NEAR, NEIGHBOURS
from essaim.synthesis.sense import ONE, Rows, likeness, sense_of, unit
from essaim.synthesis.values import STEMS_ALONE
from essaim.synthesis.words import same_words
from essaim.workbench.counts import Heard
from essaim.workbench.queries import Bench, Common, Stood

MOST = 6000  # notes
COMPARED = 256  # notes at once with all the others
AT_ONCE = 20  # themes: more are not read before they are ticked
DRAFTS = 16  # of benches that somebody looks at now
# On boards drawn from labelled sets, 69 to 97 pairs proposed in 100 had one label; 36 to 83 in 100 were found.
NEAR_THEMES = 0.20
TITLE_COUNTS = 0.5  # of a theme's notes together, as in placing.centres_of


@dataclass(frozen=True)
class Together:
    """Themes that may be one: at most one common theme among them, in which the others would stand."""

    common: Common | None
    themes: Sequence[Stood]
    score: float
    beyond: int = 0  # others as near, which are proposed once these are gathered

    @property
    def title(self) -> str:
        """The words of people: the common theme's, or those of the largest."""
        if self.common:
            return self.common.title
        return max(self.themes, key=lambda stood: len(stood.rows)).theme.title


@dataclass(frozen=True)
class Likely:
    """Two notes of different boards that may say the same."""

    one: Row
    other: Row
    score: float


Unit = tuple[str, frozenset[int], tuple[str, ...]]  # a title, the boards where nobody would look for it, its notes


def themes_together(bench: Bench) -> list[Together]:
    """The nearest first; what stands alone is not said."""
    commons, loose = bench.commons, bench.loose
    units: list[Unit] = [(common.title, frozenset(), texts_of(common.themes)) for common in commons]
    units += [(stood.theme.title, frozenset({stood.theme.board_id}), texts_of([stood])) for stood in loose]
    found = []
    for places, score in gathered(tuple(units), pairs_now()):
        own = [commons[place] for place in places if place < len(commons)]
        themes = [loose[place - len(commons)] for place in places if place >= len(commons)]
        if themes and len(own) <= 1:
            read, beyond = themes[:AT_ONCE], max(0, len(themes) - AT_ONCE)
            found.append(Together(own[0] if own else None, read, score, beyond))
    return found


def texts_of(themes: Iterable[Stood]) -> tuple[str, ...]:
    return tuple(row.note.text for stood in themes for row in stood.rows)


@lru_cache(maxsize=DRAFTS)
def gathered(units: tuple[Unit, ...], abbreviations: Pairs) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Groups of at least two units, by their places, and how alike they are on average; the nearest first."""
    if len(units) < 2:
        return ()
    alike = likeness_of(units, abbreviations)
    for one, (_title, boards, _texts) in enumerate(units):
        for other in range(one):
            if boards & units[other][1]:
                alike[one, other] = alike[other, one] = -1
    tree = [merge for merge in tree_of(alike) if merge[2] >= NEAR_THEMES]
    groups = cut(len(units), tree, len(units) - len(tree))
    places = [[place for place, group in enumerate(groups) if group == number] for number in range(max(groups) + 1)]
    found = [(tuple(group), mean_of(alike, group)) for group in places if len(group) > 1]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def likeness_of(units: Sequence[Unit], abbreviations: Pairs) -> Rows:
    """Between the centres of all units; whole numbers, so that it is the same on any machine (decision 0011)."""
    texts = [text for _title, _boards, said in units for text in said]
    groups = np.array([place for place, (_title, _boards, said) in enumerate(units) for _text in said], dtype=int)
    sense = sense_of(
        texts,
        [title for title, _boards, _texts in units],
        encoder(),
        lexicon.with_more(lexicon.bundled(), abbreviations),
    )
    sizes = np.maximum(1, np.bincount(groups, minlength=len(units)))
    centres = unit(sums_of(sense.notes, groups, len(units)) / sizes[:, None] + TITLE_COUNTS * sense.headings)
    return likeness(*[np.rint(centres * ONE)] * 2)


def mean_of(alike: Rows, group: Sequence[int]) -> float:
    inside = alike[np.ix_(group, group)]
    return round(float((inside.sum() - inside.trace()) / (len(group) * (len(group) - 1))), 4)


def likely_pairs(bench: Bench) -> list[Likely]:
    """The likeliest first, those about which people decided left out; of the same words, the first speaks for all."""
    said: dict[str, Row] = {}
    for _workshop, row in every_row(bench):
        said.setdefault(same_words(row.note.text), row)
    rows = list(said.values())
    texts, boards = tuple(row.note.text for row in rows), tuple(row.note.board_id for row in rows)
    known = bench.ledger.verdicts
    return [
        Likely(rows[one], rows[other], score)
        for one, other, score in across(texts, boards, pairs_now())
        if tuple(sorted((str(rows[one].note.key), str(rows[other].note.key)))) not in known
    ]


def every_row(bench: Bench) -> list[Heard]:
    """What stands on the boards, under a theme or not."""
    return [
        (bench.workshop_of[question.workshop_id], row)
        for question in bench.questions
        for row in standing_on(bench.pictures[question.board_id])
    ]


def standing_on(picture: Picture) -> list[Row]:
    return [*(row for group in picture.themes for row in group.rows), *picture.unsorted]


@lru_cache(maxsize=DRAFTS)
def across(texts: tuple[str, ...], boards: tuple[int, ...], abbreviations: Pairs) -> tuple[tuple[int, int, float], ...]:
    """Places of notes of different boards that are near, and how near."""
    if len(texts) < 2:
        return ()
    rows = sense_of(texts, (), encoder(), lexicon.with_more(lexicon.bundled(), abbreviations)).notes
    number = np.array(boards)
    pairs: dict[tuple[int, int], float] = {}
    for start in range(0, len(rows), COMPARED):
        some = slice(start, start + COMPARED)
        alike = likeness(rows[some], rows)
        alike[number[some][:, None] == number[None, :]] = -1
        nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
        for place, others in enumerate(nearest):
            for other in others.tolist():
                if (score := float(alike[place, other])) >= NEAR:
                    pairs[min(start + place, other), max(start + place, other)] = round(score, 4)
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((one, other, score) for (one, other), score in ranked)


def is_stems_alone() -> bool:
    """No model compares what is meant here: said on every page that proposes."""
    return encoder().name == STEMS_ALONE
