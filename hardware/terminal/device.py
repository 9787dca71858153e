"""A card terminal as the device host sees it; whoever sells takes it for as long as a sale lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from hardware.device import Condition, Facts
from hardware.terminal.till import TerminalFacts, TerminalRefused, Till

REFUSES = "terminal_refused"
"""A terminal that is there and takes no commands, with its own code: a fault that somebody should look at."""


class TerminalDevice:
    """One terminal (`hardware.device.Device`). A look never waits for a sale and never comes in between one."""

    kind = "terminal"
    rests = 10.0

    def __init__(self, till: Till) -> None:
        self._till = till
        self._in_use = Lock()
        self._fault: str | None = None
        self._worked = False
        self._facts = TerminalFacts()

    @contextmanager
    def taken(self) -> Iterator[Till]:
        """Have the till for oneself; who comes second waits."""
        with self._in_use:
            yield self._till
            self._worked = True

    def abort(self) -> None:
        """Ask the terminal to give up the sale that is running, from any thread."""
        self._till.abort()

    def look(self) -> Condition | None:
        """Ask how it is; during a sale it is as it was before. Raises TransportLost."""
        if not self._in_use.acquire(blocking=False):
            return Condition(fault=self._fault)
        try:
            self._facts, self._fault = self._till.look(), None
        except TerminalRefused as refused:
            self._fault = f"{REFUSES} {refused.reason}"
        finally:
            self._in_use.release()
        worked, self._worked = self._worked, False
        return Condition(fault=self._fault, worked=worked)

    def facts(self) -> Facts:
        """Return the terminal's number and software."""
        return Facts(serial=self._facts.terminal_id, firmware=self._facts.software)

    def close(self) -> None:
        """Give the line back, unless somebody sells on it."""
        if self._in_use.acquire(blocking=False):
            try:
                self._till.close()
            finally:
                self._in_use.release()
