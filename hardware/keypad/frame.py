"""What pads and their base say to each other, as three patterns (`hardware.pattern`): there is no standard.

  a press       from a pad: {addr} or {addr:raw}, {key} one byte, {count} one byte that is another with each press
  an answer     to a pad, so that it need not say the press again: {addr} or {addr:raw}, {key}, {count}
  a face        to a pad, what it shows: {addr} or {addr:raw}, {text} as wide as its display and set to the right,
                {lamp} one letter, {waiting} two digits

A pad that answers says the key "." when it was given a face.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from hardware import addresses
from hardware.pattern import Pattern, PatternWrong, shown

USUAL_PRESS = "\\x02{from}{addr}{key}{count}\\x03{checksum:xor}"
USUAL_ANSWER = "\\x06{from}{addr}{count}\\x03{checksum:xor}"
USUAL_FACE = "\\x05{from}{addr}{lamp}{text}{waiting}\\x03{checksum:xor}"
MOST_WIDTH = 16
MOST_WAITING = 99
HEARD = "."
"""The key of a frame that is no press: the pad has heard the face."""


class Lamp(StrEnum):
    """How the lamp of a pad burns, and the letter that says so."""

    DARK = "D"
    FREE = "F"
    CALLING = "C"
    SERVING = "S"
    PAUSE = "P"
    ERROR = "E"


@dataclass(frozen=True, slots=True)
class Press:
    """A frame of a pad. `key` is a printed letter of ASCII; `count` is empty where the make's pads count nothing."""

    address: int
    key: str
    count: bytes = b""


@dataclass(frozen=True, slots=True)
class Face:
    """What a pad shows: its display, its lamp, and how many wait where it has a place for that."""

    text: str = ""
    lamp: Lamp = Lamp.DARK
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class PadFrames:
    """A make's frames; pads of a make without answers or without anything to show have None there.

    `width` is the number of characters of a display. Raises PatternWrong when a pattern is made of something else.
    """

    press: str = USUAL_PRESS
    answer: str | None = USUAL_ANSWER
    face: str | None = USUAL_FACE
    width: int = 4
    _press: Pattern = field(init=False, repr=False)
    _answer: Pattern | None = field(init=False, repr=False)
    _face: Pattern | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the patterns once."""
        if not 1 <= self.width <= MOST_WIDTH:
            raise PatternWrong(f"a display has 1 to {MOST_WIDTH} characters")
        pressed = {**addresses.SIZES, "key": 1, "count": 1}
        faced = {**addresses.SIZES, "text": self.width, "lamp": 1, "waiting": 2}
        object.__setattr__(self, "_press", _pattern(self.press, pressed, needs="key"))
        object.__setattr__(self, "_answer", None if self.answer is None else _pattern(self.answer, pressed))
        object.__setattr__(self, "_face", None if self.face is None else _pattern(self.face, faced))

    @property
    def counts(self) -> bool:
        """Whether a press bears a count, by which one that is said again is known."""
        return "count" in self._press.fields

    @property
    def press_length(self) -> int:
        """Bytes of a press."""
        return self._press.length

    def press_bytes(self, press: Press) -> bytes:
        """Return the frame of a press."""
        return self._press.encode(_pressed(press))

    def press_in(self, frame: bytes) -> Press | None:
        """Return the press that a whole frame says; None unless it is exactly one with a right checksum."""
        values = self._press.decode(frame) or {}
        address, key = addresses.read(values), values.get("key", b"").decode("latin-1")
        if address is None or not (key.isascii() and key.isprintable()):
            return None
        return Press(address, key, values.get("count", b""))

    def answer_bytes(self, press: Press) -> bytes:
        """Return the answer to a press, nothing for pads that want none."""
        return b"" if self._answer is None else self._answer.encode(_pressed(press))

    def face_bytes(self, address: int, face: Face) -> bytes:
        """Return the frame of a face, nothing for pads that show none."""
        if self._face is None:
            return b""
        values = addresses.written(address) | {
            "text": shown(face.text, self.width),
            "lamp": face.lamp.value.encode(),
            "waiting": b"%02d" % min(face.waiting, MOST_WAITING),
        }
        return self._face.encode(values)

    def face_in(self, frame: bytes) -> tuple[int, Face] | None:
        """Return the address and what it is to show; None unless the frame is exactly one with a right checksum."""
        values = (self._face.decode(frame) if self._face else None) or {}
        address, lamp, waiting = addresses.read(values), values.get("lamp", b"D"), values.get("waiting", b"00")
        if address is None or lamp not in {each.value.encode() for each in Lamp} or not waiting.isdigit():
            return None
        text = values.get("text", b"").decode("latin-1").strip()
        return address, Face(text, Lamp(lamp.decode()), int(waiting))


class PressParser:
    """Takes bytes as they come and gives the frames of pads; rubbish is skipped. It keeps less than one frame."""

    def __init__(self, frames: PadFrames) -> None:
        self._frames = frames
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Press]:
        """Return what these bytes have completed, in order."""
        presses, length = [], self._frames.press_length
        self._pending += data
        while len(self._pending) >= length:
            press = self._frames.press_in(bytes(self._pending[:length]))
            del self._pending[: 1 if press is None else length]
            presses += [] if press is None else [press]
        return presses


def _pattern(written: str, sizes: dict[str, int], *, needs: str | None = None) -> Pattern:
    pattern = Pattern(written, sizes)
    if not {"addr", "addr:raw"} & set(pattern.fields) or (needs is not None and needs not in pattern.fields):
        raise PatternWrong("a pad's pattern has an {addr}" + ("" if needs is None else f" and a {{{needs}}}"))
    return pattern


def _pressed(press: Press) -> dict[str, bytes]:
    return addresses.written(press.address) | {"key": press.key.encode("latin-1"), "count": press.count or b"0"}
