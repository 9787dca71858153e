"""The driver of a scanner on any line pyserial can open: reads codes and hands each on, once."""

from collections.abc import Callable
from time import monotonic

from hardware.device import Condition, Facts
from hardware.scanner.codec import Scan, ScanParser
from hardware.transport import Connect, Transport

LOOK_SECONDS = 0.2
"""Longest time of one look, in which nothing is read."""

OnScan = Callable[[Scan], None]


class SerialScanner:
    """One scanner. Codes go to `on_scan` on the device's own thread; they are neither kept nor logged.

    A scanner says nothing about itself: it is ready while its line is open.
    """

    kind = "scanner"
    rests = 0.0

    def __init__(self, connect: Connect, on_scan: OnScan, *, clock: Callable[[], float] = monotonic) -> None:
        self._connect = connect
        self._on_scan = on_scan
        self._clock = clock
        self._line: Transport | None = None
        self._parser = ScanParser()

    def look(self) -> Condition | None:
        """Read what has come. Raises TransportLost."""
        if self._line is None:
            self._line = self._connect()
            self._parser = ScanParser()
            return Condition()
        data = self._line.read(seconds=LOOK_SECONDS / 10 if self._parser.waits else LOOK_SECONDS)
        scans = self._parser.feed(data, at=self._clock()) if data else self._parser.rest(at=self._clock())
        for scan in scans:
            self._on_scan(scan)
        return Condition(worked=bool(scans))

    def facts(self) -> Facts:
        """Return nothing: a scanner does not say what it is."""
        return Facts()

    def close(self) -> None:
        """Give the line back; a code read halfway is forgotten."""
        if self._line is not None:
            self._line.close()
        self._line = None
