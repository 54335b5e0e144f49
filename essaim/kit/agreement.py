"""How far two people sorted the same things alike, whatever they called the groups."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Of `pairs` of things, those that both put together or both apart; `chance` is 0 where luck does as well."""

    pairs: int
    alike: int
    chance: float  # the adjusted Rand index

    @property
    def percent(self) -> int:
        """Rounded down: a hundred means that they differ on none."""
        return 100 * self.alike // self.pairs if self.pairs else 100


def agreement_of(one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    """The groups of the same things, in the same order, by two people. `None` is a thing that is with no other."""
    one, other = alone(one), alone(other)
    pairs = couples(len(one))
    both = sum(couples(count) for count in Counter(zip(one, other, strict=True)).values())
    first = sum(couples(count) for count in Counter(one).values())
    second = sum(couples(count) for count in Counter(other).values())
    alike = pairs - first - second + 2 * both
    expected = first * second / pairs if pairs else 0.0
    most = (first + second) / 2
    chance = (both - expected) / (most - expected) if most != expected else 1.0
    return Agreement(pairs, alike, chance)


def alone(groups: Sequence[Hashable]) -> list[Hashable]:
    return [("alone", place) if group is None else group for place, group in enumerate(groups)]


def couples(count: int) -> int:
    return count * (count - 1) // 2
