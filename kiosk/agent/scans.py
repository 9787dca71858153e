"""Scans on their way from the scanner to the kiosk page: told apart, handed on once, never kept."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Condition
from time import monotonic

from hardware.scanner.codec import Scan
from kiosk.scanning.router import Reading, read_scan

log = logging.getLogger("motcua.agent")

MOST = 4
"""So many readings wait for the page; a newer one pushes out the oldest."""
LIVES = 3.0
"""Seconds after which a reading that no page has taken belongs to a citizen who may have left."""


class Scans:
    """A letterbox between the scanner's thread and the page's. Only kinds are logged, never what was read."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._waiting: deque[tuple[float, Reading]] = deque(maxlen=MOST)
        self._news = Condition()
        self._open = True

    def give(self, scan: Scan) -> None:
        """Take what the scanner read."""
        reading = read_scan(scan.text, cut=scan.cut)
        log.info("scanned: %s", reading.kind.value)
        with self._news:
            self._waiting.append((self._clock() + LIVES, reading))
            self._news.notify()

    def take(self, *, seconds: float) -> Reading | None:
        """Return the oldest reading that is still of use, waiting at most that long for one."""
        with self._news:
            self._news.wait_for(lambda: self._fresh() or not self._open, timeout=seconds)
            return self._waiting.popleft()[1] if self._fresh() else None

    def close(self) -> None:
        """Let whoever waits go."""
        with self._news:
            self._open = False
            self._news.notify_all()

    def _fresh(self) -> bool:
        while self._waiting and self._waiting[0][0] <= self._clock():
            self._waiting.popleft()
        return bool(self._waiting)
