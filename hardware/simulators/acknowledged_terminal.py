"""What simulated terminals share that answer each message with a byte: a sale in steps, saying until acknowledged."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import STEPS, Cardholder
from hardware.simulators.line import Line
from hardware.simulators.terminal import USUAL, Manner, SimulatedTerminal, TerminalFaults
from hardware.terminal.acknowledged import Byte, Hears, Signal
from hardware.terminal.till import Progress

SENDINGS = 3
"""A message is said twice more when NAK comes or nothing (POS Integrado, Mensaje de Venta, 4)."""

CARD = "4111111111111111"
"""The test number that Visa publishes."""

Said = TypeVar("Said")
Asked = TypeVar("Asked")


@dataclass(slots=True)
class AcknowledgedFaults(TerminalFaults):
    """What can be wrong with such a terminal beside what can be with any."""

    unmasked: bool = False
    """It says whole card numbers wherever there is room for one."""


@dataclass(slots=True)
class Saying:
    """A frame that waits for its ACK."""

    frame: bytes
    sendings: int = 0
    due: float = 0.0


class AcknowledgedTerminal(SimulatedTerminal, Generic[Said, Asked]):
    """It takes commands when idle and hears only ACK and NAK in a sale.

    A sale goes on without a line, and what it says then is lost after three sendings. `Said` is a message as its parser
    gives it, `Asked` a sale that was asked for.
    """

    faults: AcknowledgedFaults

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        parser: Callable[[], Hears[Said]],
        *,
        manner: Manner = USUAL,
        baud: int,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, bookings, manner=manner, baud=baud, tell=tell)
        self.faults = AcknowledgedFaults()
        self._fresh = parser
        self._parser = parser()
        self._says: deque[Saying] = deque()
        self._sale: Asked | None = None
        self._steps: deque[Progress] = deque()
        self._next_step = 0.0

    def asked(self, said: Said) -> Asked | None:
        """Answer a message that came while idle, and return the sale that it asks for, if any."""
        raise NotImplementedError

    def progress(self, sale: Asked, step: Progress) -> bytes | None:
        """Return the frame that tells of a step, None when nothing does."""
        raise NotImplementedError

    def ended(self, sale: Asked) -> bytes:
        """Book the sale where it is to be, and return the frame that tells how it ended."""
        raise NotImplementedError

    def received(self, data: bytes, now: float) -> None:
        """Take bytes."""
        for heard in self._parser.feed(data):
            if not isinstance(heard, Signal):
                self._take(heard, now)
            elif heard is Signal.ACK and self._says:
                self._says.popleft()
            elif heard is Signal.NAK and self._says:
                self._says[0].due = now
            elif heard is Signal.GARBLED and self._sale is None:
                self.refuse()

    def lives(self, now: float) -> None:
        """Go on with the sale, and say what is to be said."""
        if self._sale is not None and now >= self._next_step:
            self._step(self._sale, now)
        while self._says and self._says[0].due <= now:
            if self._says[0].sendings == SENDINGS:
                self._says.popleft()
            else:
                self._transmit(self._says[0], now)

    def forget(self) -> None:
        """Forget what came of a command."""
        self._parser = self._fresh()

    def take(self, *, always: bool = False) -> None:
        """Acknowledge a command, unless that gets lost."""
        if always or not self.faults.lost_ack:
            self.send(bytes((Byte.ACK,)))

    def refuse(self) -> None:
        """Say that a command was not understood."""
        self.send(bytes((Byte.NAK,)))

    def say(self, frame: bytes) -> None:
        """Say something until it is acknowledged."""
        self._says.append(Saying(frame))

    def _take(self, said: Said, now: float) -> None:
        if self._sale is not None:
            return
        self._says.clear()
        self._sale = self.asked(said)
        if self._sale is not None:
            self._steps, self._next_step = deque(STEPS[self.cardholder]), now + self.pace

    def _step(self, sale: Asked, now: float) -> None:
        """Ask the next thing of the cardholder, or end the sale."""
        if self._steps:
            self.screen = self._steps.popleft()
            patient = self.cardholder is Cardholder.TIMEOUT and not self._steps
            self._next_step = now + (self.patience if patient else self.pace)
            if (told := self.progress(sale, self.screen)) is not None:
                self.say(told)
            return
        frame = self.ended(sale)
        self._sale = self.screen = None
        for _ in range(2 if self.faults.twice else 1):
            self.say(frame)

    def _transmit(self, saying: Saying, now: float) -> None:
        frame = saying.frame
        if self.faults.wrong_check and not saying.sendings:
            frame = frame[:-1] + bytes((frame[-1] ^ 1,))
        saying.sendings, saying.due = saying.sendings + 1, now + self.again_after
        self.send(frame)
