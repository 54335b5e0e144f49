"""One phone may not drown a wall; a whole hall behind one address may write as much as it has phones."""

import threading
from collections import OrderedDict

BURST = 60  # an outbox that comes back after a long cut
PER_SECOND = 1.0
KNOWN = 5000


class Limiter:
    """A bucket for each participant, never for each network address."""

    def __init__(self) -> None:
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    def wait(self, who: str, now: float) -> int:
        """Seconds to wait before writing again; 0 means go on."""
        with self.lock:
            return self.waited(who, now)

    def waited(self, who: str, now: float) -> int:
        left, before = self.buckets.pop(who, (float(BURST), now))
        left = min(float(BURST), left + (now - before) * PER_SECOND)
        allowed = left >= 1
        self.buckets[who] = (left - 1 if allowed else left, now)
        while len(self.buckets) > KNOWN:
            self.buckets.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) / PER_SECOND))


notes = Limiter()  # one for all the ways by which a note comes in
