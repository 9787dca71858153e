"""Simulated call pads behind one base: keys, a display, a lamp, and a press that is said again until it is answered."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hardware.keypad.frame import HEARD, Face, Lamp, PadFrames, Press
from hardware.simulators.device_page import button
from hardware.simulators.line import Line
from hardware.simulators.serial_device import LineFaults, SerialDevice

AGAIN_AFTER = 0.3
"""Seconds until a pad says a press again that was not answered."""
SAYS = 5
"""So often it says a press at the most."""
LONGEST = 64
KEYS: Mapping[str, str] = {
    "0": "one key", "1": "call", "2": "recall", "3": "start", "4": "complete", "5": "no-show", "6": "hold",
}  # fmt: skip
"""What stands on the keys."""
COLOURS: Mapping[Lamp, str] = {
    Lamp.DARK: "#333", Lamp.FREE: "#0a0", Lamp.CALLING: "#06c", Lamp.SERVING: "#c60", Lamp.PAUSE: "#aa0",
    Lamp.ERROR: "#c00",
}  # fmt: skip


@dataclass(slots=True)
class KeypadFaults(LineFaults):
    """What can be wrong with pads beside their line."""

    repeats: bool = False
    """A pad says each press twice, answered or not."""
    deaf: bool = False
    """Answers do not get through: a pad says each press as often as it can."""
    noise: bool = False
    """Rubbish comes before each frame."""
    dead: str = ""
    """Addresses of pads without power, "2,3"."""


@dataclass(slots=True)
class Pad:
    """One pad: what it shows, how many presses it has counted, and the press that it still says."""

    face: Face = field(default_factory=Face)
    pressed: int = 0
    saying: Press | None = None
    left: int = 0
    at: float = 0.0


class SimulatedPads(SerialDevice):
    """The pads, by address from 1 on; with `answers` each says that it heard a face."""

    title = "Simulated call pads"
    changes_by_itself = True
    faults: KeypadFaults

    def __init__(
        self,
        line: Line,
        *,
        pads: int = 4,
        frames: PadFrames | None = None,
        answers: bool = False,
        baud: int = 9_600,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, KeypadFaults(), baud=baud, tell=tell)
        self.pads = {address: Pad() for address in range(1, pads + 1)}
        self.frames = frames or PadFrames()
        self.answers = answers
        self._pending = bytearray()

    def received(self, data: bytes, now: float) -> None:
        """Take answers and faces, and say again what was not answered."""
        self._pending += data
        while self._took_one():
            pass
        del self._pending[:-LONGEST]
        for address, pad in self.pads.items():
            if pad.saying is not None and now - pad.at >= AGAIN_AFTER:
                self._says(address, pad, now)

    def shown(self) -> dict[str, object]:
        """Return what each pad shows by address, how often it was pressed, and whether it still waits for an answer."""
        return {
            "pads": {
                str(address): {
                    "text": pad.face.text,
                    "lamp": pad.face.lamp.name.lower(),
                    "waiting": pad.face.waiting,
                    "pressed": pad.pressed,
                    "says": pad.saying is not None,
                }
                for address, pad in self.pads.items()
            }
        }

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """The deeds "press" with `pad` and `key`, and "power": all pads lose what they show and count from 0.

        Raises ValueError.
        """
        if name == "power":
            self.pads = {address: Pad() for address in self.pads}
            return
        pad, key = str(given.get("pad")), str(given.get("key"))
        if name != "press" or not pad.isdigit() or int(pad) not in self.pads or len(key) != 1 or not key.isalnum():
            raise ValueError(name, given)
        self._pressed(int(pad), key)

    def forget(self) -> None:
        """Drop what came of a frame."""
        self._pending.clear()

    def page(self) -> str:
        """Return the pads."""
        return f"<section>{''.join(_figure(address, pad) for address, pad in self.pads.items())}</section>"

    def _pressed(self, address: int, key: str) -> None:
        pad = self.pads[address]
        pad.pressed += 1
        if self._is_dead(address):
            return
        pad.saying, pad.left = Press(address, key, b"%d" % (pad.pressed % 10)), SAYS
        pad.at = 0.0
        self.tell(f"pad {address}: {KEYS.get(key, key)}")

    def _says(self, address: int, pad: Pad, now: float) -> None:
        assert pad.saying is not None
        if self._is_dead(address) or pad.left == 0:
            pad.saying = None
            return
        pad.left, pad.at = pad.left - 1, now
        self._send(pad.saying, times=2 if self.faults.repeats else 1)
        if self.frames.answer is None:
            pad.saying = None

    def _send(self, press: Press, *, times: int = 1) -> None:
        noise = b"\x02\xff\x0009" if self.faults.noise else b""
        self.send((noise + self.frames.press_bytes(press)) * times)

    def _took_one(self) -> bool:
        """Take the first frame in what has come, wherever it begins; False when there is none."""
        for start in range(len(self._pending)):
            length = self._took(bytes(self._pending[start:]))
            if length:
                del self._pending[: start + length]
                return True
        return False

    def _took(self, data: bytes) -> int:
        """Do what the frame at the beginning says and return its length, 0 when there is none."""
        for address, pad in self.pads.items():
            answer = b"" if pad.saying is None else self.frames.answer_bytes(pad.saying)
            if answer and data.startswith(answer):
                if not (self.faults.deaf or self._is_dead(address)):
                    pad.saying = None
                return len(answer)
        length = len(self.frames.face_bytes(0, Face()))
        faced = self.frames.face_in(data[:length]) if length else None
        if faced is None:
            return 0
        self._shows(*faced)
        return length

    def _shows(self, address: int, face: Face) -> None:
        pad = self.pads.get(address)
        if pad is None or self._is_dead(address):
            return
        pad.face = face
        if self.answers:
            self._send(Press(address, HEARD, b"0"))

    def _is_dead(self, address: int) -> bool:
        return str(address) in self.faults.dead.split(",")


def _figure(address: int, pad: Pad) -> str:
    keys = "".join(button("press", label, pad=str(address), key=key) for key, label in KEYS.items())
    text, lamp = html.escape(pad.face.text) or "&nbsp;", pad.face.lamp
    said = f'<p style="color:{COLOURS[lamp]}">● {lamp.name.lower()}, {pad.face.waiting} waiting</p>'
    return f'<figure><div class="led">{text}</div>{said}{keys}<figcaption>pad {address}</figcaption></figure>'
