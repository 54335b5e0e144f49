"""What is erased leaves the domains above too: each says once, at start-up, where it keeps it.

A domain knows none of those above it, and an erasure is whole or does not happen: these calls share its transaction.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, Protocol


class Forget(Protocol):
    def __call__(self, thing: Any, /, *, now: datetime) -> None: ...


KEEPERS: dict[type, list[Forget]] = defaultdict(list)


def keeps(kind: type, forget: Forget) -> None:
    """Whoever erases a thing of this kind has this done as well."""
    if forget not in KEEPERS[kind]:
        KEEPERS[kind].append(forget)


def forget_above(thing: Any, *, now: datetime) -> None:
    """Every domain above has forgotten this thing, or has its words of today."""
    for forget in KEEPERS[type(thing)]:
        forget(thing, now=now)
