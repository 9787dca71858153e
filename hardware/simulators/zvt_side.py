"""The terminal's end of a ZVT line: frames with their acknowledgements and repetitions, or a plain stream."""

from collections import deque
from collections.abc import Callable

from hardware.terminal.zvt.apdu import Apdu, ApduParser
from hardware.terminal.zvt.frame import Control, FrameParser, Signal, to_frame
from hardware.terminal.zvt.link import T1, T2, TRIES


class SerialSide:
    """Says one frame at a time and repeats it until it is acknowledged. `unheard` is called with one given up."""

    def __init__(self, send: Callable[[bytes], None], unheard: Callable[[Apdu], None]) -> None:
        self._send = send
        self._unheard = unheard
        self._parser = FrameParser()
        self._waiting: deque[Apdu] = deque()
        self._copies = 0
        self._said_at = self._heard_at = 0.0
        self.lost_ack = self.only_nak = False
        self.spoil: Callable[[bytes, int], bytes] = lambda frame, _copy: frame

    def say(self, message: Apdu, now: float) -> None:
        """Send a message when those before it are acknowledged."""
        self._waiting.append(message)
        if len(self._waiting) == 1:
            self._copy(now)

    def hear(self, data: bytes, now: float) -> list[Apdu]:
        """Take bytes and return the messages in them, acknowledged."""
        messages = []
        self._heard_at = now
        for heard in self._parser.feed(data):
            if isinstance(heard, Apdu) and not self.only_nak:
                messages.append(heard)
                if not self.lost_ack:
                    self._send(bytes((Control.ACK,)))
            elif heard is Signal.BROKEN or isinstance(heard, Apdu):
                self._send(bytes((Control.NAK,)))
            else:
                self._answered(heard is Signal.ACK, now)
        return messages

    def lives(self, now: float) -> None:
        """Give up frames that ended halfway, repeat what was not acknowledged in time."""
        if self._parser.waits and now - self._heard_at >= T1:
            self._parser.rest()
            self._send(bytes((Control.NAK,)))
        if self._waiting and now - self._said_at >= T2:
            self._again(now)

    def forget(self) -> None:
        """Lose what is on its way; what is still to be said is said all the same."""
        self._parser.rest()

    def _answered(self, good: bool, now: float) -> None:
        if not self._waiting:
            return
        if not good:
            self._again(now)
            return
        self._waiting.popleft()
        self._next(now)

    def _again(self, now: float) -> None:
        if self._copies < TRIES:
            self._copy(now, self._copies)
            return
        self._unheard(self._waiting.popleft())
        self._next(now)

    def _next(self, now: float) -> None:
        if self._waiting:
            self._copy(now)

    def _copy(self, now: float, copies: int = 0) -> None:
        self._copies, self._said_at = copies + 1, now
        self._send(self.spoil(to_frame(self._waiting[0]), copies))


class StreamSide:
    """The same over TCP: nothing is acknowledged, nothing repeated."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._parser = ApduParser()
        self.lost_ack = self.only_nak = False
        self.spoil: Callable[[bytes, int], bytes] = lambda frame, _copy: frame

    def say(self, message: Apdu, now: float) -> None:  # noqa: ARG002 - nothing is waited for
        """Send a message."""
        self._send(message.to_bytes())

    def hear(self, data: bytes, now: float) -> list[Apdu]:  # noqa: ARG002
        """Take bytes and return the messages in them."""
        return self._parser.feed(data)

    def lives(self, now: float) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Lose what came of a message."""
        self._parser.rest()
