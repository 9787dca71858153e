"""Till and terminal that answer each message with a byte. A command goes out until it is taken.

The pipe protocol and the "60" dialect both do so, with messages of their own.
"""

from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum, IntEnum, auto
from functools import reduce
from typing import Generic, Protocol, TypeVar

from hardware.errors import WriteTimedOut
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


class Byte(IntEnum):
    """Reserved bytes."""

    STX = 0x02
    ETX = 0x03
    ACK = 0x06
    NAK = 0x15


class Signal(Enum):
    """What comes beside messages."""

    ACK = auto()
    NAK = auto()
    GARBLED = auto()
    """A message whose LRC is wrong: it is to be answered with NAK."""


Said = TypeVar("Said")
Told_co = TypeVar("Told_co", covariant=True)


class Hears(Protocol[Told_co]):
    """A parser: it takes bytes as they come and gives what was said."""

    def feed(self, data: bytes) -> Sequence[Told_co | Signal]:
        """Return what these bytes have completed."""


def lrc(data: bytes) -> int:
    """Return the XOR of all bytes."""
    return reduce(lambda left, right: left ^ right, data, 0)


class Taken(Enum):
    """What became of a command."""

    YES = auto()
    REFUSED = auto()
    """Each sending was answered with NAK."""
    UNHEARD = auto()
    """Nothing came back: it was taken or not."""


class AcknowledgedLink(Generic[Said]):
    """The talk on one open line. `parser` makes one that has heard nothing. All methods raise TransportLost."""

    def __init__(
        self,
        line: Transport,
        clock: Callable[[], float],
        parser: Callable[[], Hears[Said]],
        *,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.line = line
        self._ack_seconds = ack_seconds
        self._clock = clock
        self._fresh = parser
        self._parser = parser()
        self._inbox: deque[Said] = deque()

    def command(self, frame: bytes, *, proves: Callable[[Said], bool], again: bool) -> Taken:
        """Send a command until the terminal takes it; `proves` says of a message whether it shows that it did.

        A NAK has it sent again. Silence only with `again`: it may be the acknowledgement that got lost.
        """
        said = Taken.UNHEARD
        for _ in range(SENDINGS):
            self.settle()
            try:
                self.line.write(frame, seconds=WRITE_SECONDS)
            except WriteTimedOut:
                self.line.discard()
                said = Taken.UNHEARD
            else:
                said = self._said(proves)
            if said is Taken.YES or (said is Taken.UNHEARD and not again):
                break
        return said

    def message(self, *, seconds: float) -> Said | None:
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
        self._parser = self._fresh()
        self._inbox.clear()

    def _said(self, proves: Callable[[Said], bool]) -> Taken:
        said, until = Taken.UNHEARD, self._clock() + self._ack_seconds
        while (left := until - self._clock()) > 0:
            heard = self._hear(left)
            if Signal.ACK in heard or any(proves(each) for each in self._inbox):
                return Taken.YES
            if Signal.NAK in heard and said is Taken.UNHEARD:
                said, until = Taken.REFUSED, min(until, self._clock() + QUIET_SECONDS)
        return said

    def _hear(self, seconds: float) -> Sequence[Said | Signal]:
        return self._take(self.line.read(seconds=seconds))

    def _take(self, data: bytes) -> Sequence[Said | Signal]:
        heard = self._parser.feed(data)
        for each in heard:
            if each is Signal.GARBLED:
                self._say(Byte.NAK)
            elif not isinstance(each, Signal):
                self._inbox.append(each)
                self._say(Byte.ACK)
        return heard

    def _say(self, byte: Byte) -> None:
        try:
            self.line.write(bytes((byte,)), seconds=WRITE_SECONDS)
        except WriteTimedOut:
            self.line.discard()
