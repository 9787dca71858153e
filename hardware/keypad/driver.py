"""The driver of all pads behind one line: a press is handed on once, however often it is said.

Faces are sent as panels are told: what changed first, and everything again and again.

A press is answered at once, so that the pad stops saying it; what comes of it the pad's face tells.
"""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from time import monotonic

from hardware.device import Condition, Facts
from hardware.errors import WriteTimedOut
from hardware.keypad.frame import HEARD, Face, PadFrames, Press, PressParser
from hardware.transport import Connect, Transport

LOOK_SECONDS = 0.05
"""Longest time of one look in which nothing is read; between two faces at least so long nothing is sent."""
REFRESH_SECONDS = 30.0
ANSWER_SECONDS = 0.4
"""So long a pad has to say that it heard a face: a wireless one sends it twice on a bad day."""
TRIES = 3
WRITE_SECONDS = 0.5
REPEATED_WITHIN = 10.0
"""Seconds in which the same key with the same count is the same press: pads give up far sooner, fingers need ten more
presses for the count to come round."""
TREMBLES_WITHIN = 1.0
"""Seconds in which the same key is the same press whatever the count: a finger's that trembles or cannot wait, or of a
pad that counts nothing."""

OnPress = Callable[[Press], None]


class CallPads:
    """The pads of one line. `show` may be called from any thread; everything else is the device's own.

    Presses go to `on_press` on the device's thread, which must not wait there. With `answers` pads say that they have
    heard a face; one that says nothing to several is a fault until it says something.
    """

    kind = "keypad"
    rests = 0.0

    def __init__(
        self,
        connect: Connect,
        frames: PadFrames,
        on_press: OnPress,
        *,
        answers: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connect = connect
        self._frames = frames
        self._on_press = on_press
        self._answers = answers
        self._clock = clock
        self._lock = Lock()
        self._wanted: dict[int, Face] = {}
        self._sent: dict[int, tuple[Face, float]] = {}
        self._unheard: dict[int, int] = {}
        self._last: dict[int, tuple[Press, float]] = {}
        self._asked: tuple[int, float] | None = None
        self._line: Transport | None = None
        self._parser = PressParser(frames)

    def show(self, faces: Mapping[int, Face]) -> None:
        """Show these from now on, by address; other pads go on as they are."""
        with self._lock:
            self._wanted.update(faces)

    def look(self) -> Condition | None:
        """Read what has come, answer it, and send the one face that is due, if any. Raises TransportLost."""
        if self._line is None:
            self._line = self._connect()
            self._parser = PressParser(self._frames)
            self._sent.clear()
            self._asked = None
        pressed = self._hear(self._line, self._line.read(seconds=LOOK_SECONDS))
        self._tell(self._line)
        silent = ",".join(str(address) for address, times in sorted(self._unheard.items()) if times >= TRIES)
        return Condition(fault=f"pads_silent {silent}" if silent else None, worked=pressed)

    def facts(self) -> Facts:
        """Return nothing: pads do not say what they are."""
        return Facts()

    def close(self) -> None:
        """Give the line back; all pads are told anew after the next connection."""
        if self._line is not None:
            self._line.close()
        self._line = None

    def _hear(self, line: Transport, data: bytes) -> bool:
        new = []
        for frame in self._parser.feed(data):
            self._unheard.pop(frame.address, None)
            if self._asked is not None and self._asked[0] == frame.address:
                self._asked = None
            if frame.key == HEARD:
                continue
            self._written(line, self._frames.answer_bytes(frame))
            if not self._repeated(frame):
                new.append(frame)
        self._hand_on(new)
        return bool(new)

    def _hand_on(self, presses: Iterable[Press]) -> None:
        for press in presses:
            self._on_press(press)

    def _repeated(self, frame: Press) -> bool:
        now = self._clock()
        last, at = self._last.get(frame.address, (None, 0.0))
        self._last[frame.address] = frame, now
        if last is None or last.key != frame.key:
            return False
        counted = self._frames.counts and last.count == frame.count
        return now - at < (REPEATED_WITHIN if counted else TREMBLES_WITHIN)

    def _tell(self, line: Transport) -> None:
        if self._asked is not None:
            address, at = self._asked
            if self._clock() - at < ANSWER_SECONDS:
                return
            self._asked = None
            self._unheard[address] = self._unheard.get(address, 0) + 1
        due = self._due()
        if due is not None:
            self._send(line, *due)

    def _due(self) -> tuple[int, Face] | None:
        with self._lock:
            wanted = dict(self._wanted)
        never = [address for address in wanted if address not in self._sent]
        changed = [address for address, (face, _) in self._sent.items() if wanted[address] != face]
        again = [address for address, times in self._unheard.items() if times < TRIES and address in wanted]
        stale = [address for address, (_, at) in self._sent.items() if self._clock() - at >= REFRESH_SECONDS]
        address = next(iter((*changed, *never, *again, *stale)), None)
        return None if address is None else (address, wanted[address])

    def _send(self, line: Transport, address: int, face: Face) -> None:
        data = self._frames.face_bytes(address, face)
        if data and not self._written(line, data):
            self._unheard[address] = TRIES
        elif data and self._answers:
            self._asked = address, self._clock()
        else:
            self._unheard.pop(address, None)
        self._sent[address] = face, self._clock()

    def _written(self, line: Transport, data: bytes) -> bool:
        try:
            line.write(data, seconds=WRITE_SECONDS)
        except WriteTimedOut:
            line.discard()
            return False
        return True
