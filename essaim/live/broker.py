"""Who wants to hear that a board moved. It carries names and revisions only, never content.

In one process a call is enough. Other processes (a command that imports notes while the server runs) are heard by the
stream's own look at the database, every `GLANCE` seconds: losing a word costs delay, never a note.
"""

from collections.abc import Callable

Listener = Callable[[str, int, bool], None]
listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """From now on `listener(topic, revision, is_rewritten)` is called, from any thread, after each commit."""
    listeners.append(listener)


def tell(topic: str, revision: int, is_rewritten: bool = False) -> None:
    """Everybody who listens knows that the topic is at this revision, and whether its past reads otherwise now."""
    for listener in listeners:
        listener(topic, revision, is_rewritten)
