"""Who wants to hear that a board moved. Between processes only names and revisions travel, never content.

In one process a call is enough, and what was just written goes along: nobody reads it from the database again. Other
processes are told by a carrier (`live/carrier.py`), where there is one. Whatever it loses is found by the stream's own
look at the database: losing a word costs delay, never a note.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

News = Sequence[dict[str, Any]]
# The name of a topic, its revision, whether its past reads otherwise now, and the events that led there, where they are
# at hand.
Word = tuple[str, int, bool, News]
Listener = Callable[[Sequence[Word]], None]


class Carrier(Protocol):
    """Takes words to the other processes that serve this instance, and brings theirs."""

    def send(self, topic: str, revision: int, is_rewritten: bool) -> None:
        """Returns at once and never fails: what cannot leave now leaves later."""

    def flush(self, patience: float) -> None:
        """What waits has left, or so many seconds have passed."""


listeners: list[Listener] = []
returns: list[Callable[[], None]] = []
carriers: list[Carrier] = []


def listen(listener: Listener, on_return: Callable[[], None] = lambda: None) -> None:
    """From now on `listener(words)` is called, from any thread, after each commit: a word for each topic that moved.

    `on_return` is called once words of other processes come again: some may have been lost.
    """
    listeners.append(listener)
    returns.append(on_return)


def carry_by(carrier: Carrier) -> None:
    """From now on other processes are told too."""
    carriers[:] = [carrier]


def tell(words: Sequence[Word]) -> None:
    """Everybody who listens, here and in other processes, knows that these topics moved."""
    hear(words)
    for carrier in carriers:
        for topic, revision, is_rewritten, _news in words:
            carrier.send(topic, revision, is_rewritten)


def hear(words: Sequence[Word]) -> None:
    """Those who listen in this process know."""
    for listener in listeners:
        listener(words)


def come_back() -> None:
    """Those who listen in this process know that they may have missed something."""
    for on_return in returns:
        on_return()


def leave() -> None:
    """This process ends: its last words have left, or nobody takes them."""
    for carrier in carriers:
        carrier.flush(2.0)
