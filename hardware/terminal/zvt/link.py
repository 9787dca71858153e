"""Whole messages in and out, with the timers and repetitions of PA00P016 on a serial line, none on TCP."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol

from hardware.errors import HardwareError, WriteTimedOut
from hardware.terminal.zvt.apdu import Apdu, ApduParser
from hardware.terminal.zvt.frame import Control, FrameParser, Heard, Signal, to_frame
from hardware.transport import Transport

T1 = 0.2
"""Seconds between two bytes of a frame."""
T2 = 5.0
"""Seconds from a frame to its ACK or NAK."""
TRIES = 3
"""How often a frame is sent in all."""
WRITE_SECONDS = 2.0
STREAM_GAP = 5.0
"""Seconds after which a message that stopped halfway in a stream is given up."""

Clock = Callable[[], float]


class GaveUp(HardwareError):
    """The other side does not acknowledge, however often it is told."""

    code = "terminal.silent"


class Link(Protocol):
    """Messages over one line. Both methods raise TransportLost when the line is gone."""

    def send(self, message: Apdu, *, once: bool = False) -> int:
        """Send until it is acknowledged and return in how many copies. Raises GaveUp.

        `once`: send again only what the other side says it did not get, never into silence.
        """

    def receive(self, *, seconds: float) -> Apdu | None:
        """Return the next message, acknowledged; None when none came in that time."""

    def close(self) -> None:
        """Give the line back."""


class SerialLink:
    """Frames with a checksum, each acknowledged by a byte."""

    def __init__(self, line: Transport, clock: Clock = monotonic) -> None:
        self._line = line
        self._clock = clock
        self._parser = FrameParser()
        self._heard: deque[Heard] = deque()
        self._messages: deque[Apdu] = deque()
        self._answered: Apdu | None = None
        self._last_byte = 0.0

    def send(self, message: Apdu, *, once: bool = False) -> int:
        """Send until it is acknowledged, at most three times, and return how often. Raises GaveUp."""
        self._listen(0)
        self._keep_messages()
        frame = to_frame(message)
        for copies in range(1, TRIES + 1):
            answer = self._told(frame)
            if answer is Signal.ACK:
                return copies
            if once and answer is None:
                break
        raise GaveUp("no ACK")

    def receive(self, *, seconds: float) -> Apdu | None:
        """Return the next message, acknowledged; None when none came in that time."""
        until = self._clock() + seconds
        while not self._messages:
            heard = self._next(until)
            if heard is None:
                return None
            self._take(heard)
        self._answered = self._messages.popleft()
        return self._answered

    def close(self) -> None:
        """Give the line back."""
        self._line.close()

    def _told(self, frame: bytes) -> Signal | None:
        """Send a frame and return what it is answered with, ACK or NAK; None for silence."""
        try:
            self._write(frame)
        except WriteTimedOut:
            return None
        until = self._clock() + T2
        while (heard := self._next(until)) is not None:
            if heard is Signal.ACK or heard is Signal.NAK:
                return heard
            # A terminal that already says the next thing has heard the last one, unless it repeats what it said.
            if self._take(heard) and heard != self._answered:
                return Signal.ACK
        return None

    def _keep_messages(self) -> None:
        """Take what has come before we speak; an old ACK is none for what is said now."""
        while self._heard:
            self._take(self._heard.popleft())

    def _take(self, heard: Heard) -> bool:
        """Acknowledge what came and say whether it was a message."""
        if isinstance(heard, Apdu):
            self._messages.append(heard)
            self._say(Control.ACK)
            return True
        if heard is Signal.BROKEN:
            self._say(Control.NAK)
        return False

    def _next(self, until: float) -> Heard | None:
        while not self._heard:
            left = until - self._clock()
            if left <= 0:
                return None
            self._listen(min(left, T1) if self._parser.waits else left)
        return self._heard.popleft()

    def _listen(self, seconds: float) -> None:
        if data := self._line.read(seconds=seconds):
            self._last_byte = self._clock()
            self._heard.extend(self._parser.feed(data))
        elif self._clock() - self._last_byte >= T1 and (broken := self._parser.rest()) is not None:
            self._heard.append(broken)

    def _say(self, control: Control) -> None:
        with suppress(WriteTimedOut):
            self._write(bytes((control,)))

    def _write(self, data: bytes) -> None:
        try:
            self._line.write(data, seconds=WRITE_SECONDS)
        except WriteTimedOut:
            self._line.discard()
            raise


class TcpLink:
    """Messages as they are: TCP repeats and orders by itself."""

    def __init__(self, line: Transport, clock: Clock = monotonic) -> None:
        self._line = line
        self._clock = clock
        self._parser = ApduParser()
        self._messages: deque[Apdu] = deque()
        self._last_byte = 0.0

    def send(self, message: Apdu, *, once: bool = False) -> int:  # noqa: ARG002 - nothing is ever sent again
        """Send once. Raises GaveUp when the other side takes no bytes."""
        try:
            self._line.write(message.to_bytes(), seconds=WRITE_SECONDS)
        except WriteTimedOut as error:
            raise GaveUp(str(error)) from error
        return 1

    def receive(self, *, seconds: float) -> Apdu | None:
        """Return the next message; None when none came in that time."""
        until = self._clock() + seconds
        while not self._messages:
            left = until - self._clock()
            if left <= 0:
                return None
            if data := self._line.read(seconds=left):
                self._last_byte = self._clock()
                self._messages.extend(self._parser.feed(data))
            elif self._clock() - self._last_byte >= STREAM_GAP:
                self._parser.rest()
        return self._messages.popleft()

    def close(self) -> None:
        """Give the line back."""
        self._line.close()
