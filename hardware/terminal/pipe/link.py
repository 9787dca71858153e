"""One connection to a pipe terminal: a command goes out until it is taken, each message that comes is acknowledged."""

from collections import deque
from collections.abc import Callable
from enum import Enum, auto

from hardware.errors import WriteTimedOut
from hardware.terminal.pipe.frame import Byte, Heard, Message, PipeParser, Signal
from hardware.transport import Transport

ACK_SECONDS = 2.0
"""Timeout1: until an acknowledgement. The reference gives no value; the vendor's till software waits so long."""
SENDINGS = 3
"""A command that is not taken is sent twice more (POS Integrado, Mensaje de Venta, 1)."""
QUIET_SECONDS = 0.3
"""Silence after which a NAK is one: on a noisy line it may come in passing."""
SETTLE_SECONDS = 0.03
"""Silence that a line keeps before a command."""
WRITE_SECONDS = 2.0
MOST_STALE = 200
"""Reads that may bring something old before a command; a line that never falls silent is garbage."""


class Taken(Enum):
    """What became of a command."""

    YES = auto()
    REFUSED = auto()
    """Each sending was answered with NAK."""
    UNHEARD = auto()
    """Nothing came back: it was taken or not."""


class PipeLink:
    """The talk on one open line. All methods raise TransportLost."""

    def __init__(self, line: Transport, clock: Callable[[], float], *, ack_seconds: float = ACK_SECONDS) -> None:
        self.line = line
        self._ack_seconds = ack_seconds
        self._clock = clock
        self._parser = PipeParser()
        self._inbox: deque[Message] = deque()

    def command(self, text: str, *, answers: frozenset[str], again: bool) -> Taken:
        """Send a command until the terminal takes it; `answers` are the functions that prove that it did.

        A NAK has it sent again. Silence only with `again`: it may be the acknowledgement that got lost.
        """
        said = Taken.UNHEARD
        for _ in range(SENDINGS):
            self.settle()
            try:
                self.line.write(Message(text).to_bytes(), seconds=WRITE_SECONDS)
            except WriteTimedOut:
                self.line.discard()
                said = Taken.UNHEARD
            else:
                said = self._said(answers)
            if said is Taken.YES or (said is Taken.UNHEARD and not again):
                break
        return said

    def message(self, *, seconds: float) -> Message | None:
        """Return the next message, acknowledged, waiting so long for it; a garbled one is asked for again."""
        until = self._clock() + seconds
        while not self._inbox and (left := until - self._clock()) > 0:
            self._hear(left)
        return self._inbox.popleft() if self._inbox else None

    def settle(self) -> None:
        """Take what is left of earlier talk off the line, and acknowledge it, so that it is not said again."""
        for _ in range(MOST_STALE):
            if not (data := self.line.read(seconds=SETTLE_SECONDS)):
                break
            self._take(data)
        self._parser = PipeParser()
        self._inbox.clear()

    def _said(self, answers: frozenset[str]) -> Taken:
        said, until = Taken.UNHEARD, self._clock() + self._ack_seconds
        while (left := until - self._clock()) > 0:
            heard = self._hear(left)
            if Signal.ACK in heard or any(each.function in answers for each in self._inbox):
                return Taken.YES
            if Signal.NAK in heard and said is Taken.UNHEARD:
                said, until = Taken.REFUSED, min(until, self._clock() + QUIET_SECONDS)
        return said

    def _hear(self, seconds: float) -> list[Heard]:
        return self._take(self.line.read(seconds=seconds))

    def _take(self, data: bytes) -> list[Heard]:
        heard = self._parser.feed(data)
        for each in heard:
            if isinstance(each, Message):
                self._inbox.append(each)
                self._say(Byte.ACK)
            elif each is Signal.GARBLED:
                self._say(Byte.NAK)
        return heard

    def _say(self, byte: Byte) -> None:
        try:
            self.line.write(bytes((byte,)), seconds=WRITE_SECONDS)
        except WriteTimedOut:
            self.line.discard()
