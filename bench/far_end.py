"""The far end of a pty that notes when bytes came, however long the simulated printer takes to work on them."""

import os
import re
from pathlib import Path
from select import select
from threading import Condition, Thread
from time import monotonic

from hardware.escpos.commands import ENABLE_ASB, SET_UP
from hardware.simulators.line import PtyLine

QUESTION = re.compile(rb"\x10\x04[\x01-\x04]")
BEFORE_THE_PAGE = SET_UP + ENABLE_ASB
LISTENS = 0.2
PART = 4_096


class WatchedPty(PtyLine):
    """A line of the simulated printer with a listener of its own."""

    def __init__(self, link: Path) -> None:
        super().__init__(link)
        self._unread, self._heard, self._times = bytearray(), bytearray(), list[float]()
        self._news = Condition()
        self._over = False

    def listen(self) -> None:
        """Begin."""
        self.open()
        Thread(target=self._run, name="far-end", daemon=True).start()

    def read(self, most: int) -> bytes:
        """Return what the printer has not taken yet."""
        with self._news:
            data = bytes(self._unread[:most])
            del self._unread[:most]
        return data

    def forget(self) -> None:
        """Begin to listen for a job."""
        with self._news:
            self._heard.clear()
            self._times.clear()

    def await_job(self, *, seconds: float) -> tuple[float, float]:
        """Return when the first byte of a job came that is no question of status, and the first after its set-up."""
        with self._news:
            if not self._news.wait_for(lambda: self._found() is not None, seconds):
                raise RuntimeError(f"no job came in {seconds} s: {bytes(self._heard[:80])!r}")
            found = self._found()
        assert found is not None
        return found

    def close(self) -> None:
        """Listen no more."""
        self._over = True

    def _found(self) -> tuple[float, float] | None:
        kept = bytearray(self._heard)
        for each in QUESTION.finditer(bytes(kept)):
            kept[each.start() : each.end()] = b"\xff" * 3
        first = next((at for at, byte in enumerate(kept) if byte != 0xFF), None)
        page = kept.rfind(BEFORE_THE_PAGE)
        if first is None or page < 0 or page + len(BEFORE_THE_PAGE) >= len(kept):
            return None
        return self._times[first], self._times[page + len(BEFORE_THE_PAGE)]

    def _run(self) -> None:
        assert self._ends is not None
        near = self._ends[0]
        while not self._over:
            if not select([near], [], [], LISTENS)[0]:
                continue
            data, at = os.read(near, PART), monotonic()
            with self._news:
                self._unread += data
                self._heard += data
                self._times += [at] * len(data)
                self._news.notify_all()
