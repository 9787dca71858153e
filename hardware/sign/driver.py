"""The driver of all panels on one RS-485 line: what is new is sent first, and everything again and again.

Panels forget on power loss and most never answer, so each is told what it shows every 30 seconds.
"""

from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic

from hardware.device import Condition, Facts
from hardware.errors import WriteTimedOut
from hardware.sign.frame import FramePattern, SignText
from hardware.transport import Connect, Transport

REFRESH_SECONDS = 30.0
GAP_SECONDS = 0.03
"""Silence between two frames: panels find the beginning of one by it (makers ask for 20 to 50 ms)."""
ANSWER_SECONDS = 0.3
TRIES = 3
ACK, NAK = 0x06, 0x15


class LedSigns:
    """The panels of one line. `show` may be called from any thread; everything else is the device's own.

    With `answers` a panel says ACK or NAK to each frame; a frame without ACK is sent again, and a panel that never
    says it is a fault until it does.
    """

    kind = "sign"
    rests = GAP_SECONDS

    def __init__(
        self,
        connect: Connect,
        pattern: FramePattern,
        *,
        answers: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connect = connect
        self._pattern = pattern
        self._answers = answers
        self._clock = clock
        self._lock = Lock()
        self._wanted: dict[int, str] = {}
        self._sent: dict[int, tuple[str, float]] = {}
        self._silent: set[int] = set()
        self._line: Transport | None = None

    def show(self, texts: Mapping[int, str]) -> None:
        """Show these texts from now on, by address; other panels go on as they are."""
        with self._lock:
            self._wanted.update(texts)

    def look(self) -> Condition | None:
        """Send the one frame that is due, if any. Raises TransportLost."""
        if self._line is None:
            self._line = self._connect()
            self._sent.clear()
        self._line.read(seconds=0)  # nothing is waited for: a line that is gone says so
        due = self._due()
        if due is not None:
            self._send(self._line, due)
        silent = ",".join(str(address) for address in sorted(self._silent))
        return Condition(fault=f"panels_silent {silent}" if silent else None, worked=due is not None)

    def facts(self) -> Facts:
        """Return nothing: panels do not say what they are."""
        return Facts()

    def close(self) -> None:
        """Give the line back; all panels are told anew after the next connection."""
        if self._line is not None:
            self._line.close()
        self._line = None

    def _due(self) -> SignText | None:
        with self._lock:
            wanted = dict(self._wanted)
        changed = [address for address, text in wanted.items() if self._sent.get(address, ("", 0.0))[0] != text]
        never = [address for address in wanted if address not in self._sent]
        stale = [address for address, (_, at) in self._sent.items() if self._clock() - at >= REFRESH_SECONDS]
        for address in (*changed, *never, *stale):
            return SignText(address, wanted[address])
        return None

    def _send(self, line: Transport, sign: SignText) -> None:
        frame = self._pattern.encode(sign)
        told = any(self._told(line, frame) for _ in range(TRIES if self._answers else 1))
        (self._silent.discard if told else self._silent.add)(sign.address)
        self._sent[sign.address] = sign.text, self._clock()

    def _told(self, line: Transport, frame: bytes) -> bool:
        try:
            line.write(frame, seconds=ANSWER_SECONDS)
        except WriteTimedOut:
            line.discard()
            return False
        return not self._answers or ACK in line.read(seconds=ANSWER_SECONDS)
