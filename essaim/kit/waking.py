"""Something waits to be done apart from the pages: whoever does it in this process is told at once."""

import threading

bell = threading.Event()


def ring() -> None:
    """Work apart looks now, instead of at its next look."""
    bell.set()
