"""What becomes true by itself within seconds, asked again and again, with much patience for slow machines."""

import time
from collections.abc import Callable

PATIENCE = 90.0


def until[Found](question: Callable[[], Found]) -> Found:
    """The first answer that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := question()):
        if time.monotonic() > end:
            raise AssertionError(f"still {found!r} after {PATIENCE:.0f} s")
        time.sleep(0.1)
    return found
