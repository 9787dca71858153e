"""How much of the roll is used: counted from what was printed, set back when the printer shows that it was changed.

A printer cannot say that a roll was changed. It says when paper is out, when it is nearly out (where it has that
sensor) and when its cover is open. Paper again after it ran out, or enough again after it was nearly out: the roll was
changed. The cover was opened and closed with paper in, and it is not nearly out: it may have been. While the cover is
open the sensors look at a roll that somebody moves, and are not believed.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hardware.device import PaperUse
from hardware.escpos.status import PrinterStatus


class RollWatch:
    """Follows one printer's roll; `use` is what was known of it before."""

    def __init__(self, use: PaperUse, *, now: Callable[[], datetime]) -> None:
        self.use = use
        self._now = now
        self._out = False
        self._opened = False

    def printed(self, millimetres: int) -> None:
        """So much paper was used."""
        since = self.use.mm_since_opened + millimetres if self.use.opened_at is not None else 0
        self.use = replace(self.use, mm=self.use.mm + millimetres, mm_since_opened=since)

    def seen(self, status: PrinterStatus, *, cover_was_open: bool) -> None:
        """Take what the printer says now, and whether its cover was open since it was last seen."""
        self._opened = self._opened or cover_was_open or status.cover_open
        if not status.cover_open:
            self._closed(status)

    def _closed(self, status: PrinterStatus) -> None:
        low = status.paper_low or status.paper_out
        if (self._out and not status.paper_out) or (self.use.low_since is not None and not low):
            self.use = PaperUse(roll_mm=self.use.roll_mm)
        elif self._opened and not low:
            self.use = replace(self.use, opened_at=self._now(), mm_since_opened=0)
        if low and self.use.low_since is None:
            self.use = replace(self.use, low_since=self._now())
        self._out, self._opened = status.paper_out, False
