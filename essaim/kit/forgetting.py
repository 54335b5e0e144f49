"""What is erased leaves the domains above too: each says once, at start-up, where it keeps it.

A domain knows none of those above it, and an erasure is whole or does not happen: these calls share its transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol


class Forget(Protocol):
    def __call__(self, thing: Any, /, *, now: datetime) -> None: ...


KEEPERS: dict[type, list[Forget]] = defaultdict(list)
OF_MANY: dict[Forget, Forget] = {}


def keeps(kind: type, forget: Forget, *, of_many: Forget | None = None) -> None:
    """Whoever erases a thing of this kind has this done as well; `of_many` does it at once for a list of them."""
    if forget not in KEEPERS[kind]:
        KEEPERS[kind].append(forget)
    if of_many is not None:
        OF_MANY[forget] = of_many


def forget_above(thing: Any, *, now: datetime) -> None:
    """Every domain above has forgotten this thing, or has its words of today."""
    for forget in KEEPERS[type(thing)]:
        forget(thing, now=now)


def forget_all_above(things: Sequence[Any], *, now: datetime) -> None:
    """The same for many things of one kind, that stand together."""
    for forget in KEEPERS[type(things[0])] if things else ():
        if forget in OF_MANY:
            OF_MANY[forget](things, now=now)
        else:
            for thing in things:
                forget(thing, now=now)
