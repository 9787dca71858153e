"""Messages on a serial line: DLE STX, the message with each DLE doubled, DLE ETX, CRC (PA00P016, 4 to 6).

Each frame is answered by one byte, ACK or NAK.
"""

from dataclasses import dataclass, field
from enum import Enum, IntEnum, auto

from hardware.terminal.zvt.apdu import LONGEST_DATA, Apdu


class Control(IntEnum):
    """Reserved bytes."""

    STX = 0x02
    ETX = 0x03
    ACK = 0x06
    DLE = 0x10
    NAK = 0x15


class Signal(Enum):
    """What comes beside messages."""

    ACK = auto()
    NAK = auto()
    BROKEN = auto()
    """A frame that is none: wrong checksum, wrong length, cut off."""


Heard = Apdu | Signal

POLYNOMIAL = 0x8408
"""Reflected, start 0, over the message and ETX, sent low byte first: CRC-16/KERMIT."""
LONGEST = LONGEST_DATA + 5


def crc(data: bytes | bytearray) -> int:
    """Return the checksum of these bytes."""
    value = 0
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value


def to_frame(message: Apdu) -> bytes:
    """Return the message as it goes over a serial line."""
    data = message.to_bytes()
    check = crc(data + bytes((Control.ETX,))).to_bytes(2, "little")
    doubled = data.replace(b"\x10", b"\x10\x10")
    return bytes((Control.DLE, Control.STX)) + doubled + bytes((Control.DLE, Control.ETX)) + check


class _At(Enum):
    OUTSIDE = auto()
    OUTSIDE_DLE = auto()
    INSIDE = auto()
    INSIDE_DLE = auto()
    CRC_LOW = auto()
    CRC_HIGH = auto()
    SPOILT = auto()
    """Inside a frame that is broken already: its bytes mean nothing, an 06 among them no ACK."""
    SPOILT_DLE = auto()


_OUTSIDE = (_At.OUTSIDE, _At.OUTSIDE_DLE)
_ANSWERS: dict[int, Signal] = {Control.ACK: Signal.ACK, Control.NAK: Signal.NAK}


@dataclass(slots=True)
class FrameParser:
    """Finds frames, ACK and NAK in any bytes. It keeps at most one message: 65,540 bytes."""

    _at: _At = _At.OUTSIDE
    _body: bytearray = field(default_factory=bytearray)
    _low: int = 0

    @property
    def waits(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._at not in _OUTSIDE

    @property
    def kept(self) -> int:
        """How many bytes it keeps."""
        return len(self._body)

    def feed(self, data: bytes) -> list[Heard]:
        """Take bytes and return what they complete."""
        return [heard for byte in data if (heard := self._byte(byte)) is not None]

    def rest(self) -> Signal | None:
        """Say that nothing came for T1: a frame that has begun is broken, and what comes next is a new beginning."""
        broken = Signal.BROKEN if self.waits else None
        self._begin(_At.OUTSIDE)
        return broken

    def _begin(self, at: _At) -> None:
        self._at = at
        self._body.clear()

    def _byte(self, byte: int) -> Heard | None:
        match self._at:
            case _At.OUTSIDE | _At.OUTSIDE_DLE:
                return self._outside(byte)
            case _At.INSIDE:
                self._inside(byte)
            case _At.INSIDE_DLE:
                self._inside_dle(byte)
            case _At.CRC_LOW:
                self._low, self._at = byte, _At.CRC_HIGH
            case _At.CRC_HIGH:
                return self._ended(self._low | byte << 8)
            case _At.SPOILT:
                self._at = _At.SPOILT_DLE if byte == Control.DLE else _At.SPOILT
            case _At.SPOILT_DLE:
                self._spoilt_dle(byte)
        return None

    def _outside(self, byte: int) -> Signal | None:
        if self._at is _At.OUTSIDE_DLE and byte == Control.STX:
            self._begin(_At.INSIDE)
            return None
        self._at = _At.OUTSIDE_DLE if byte == Control.DLE else _At.OUTSIDE
        return _ANSWERS.get(byte)

    def _inside(self, byte: int) -> None:
        if byte == Control.DLE:
            self._at = _At.INSIDE_DLE
        else:
            self._keep(byte)

    def _inside_dle(self, byte: int) -> None:
        match byte:
            case Control.DLE:
                self._at = _At.INSIDE
                self._keep(byte)
            case Control.ETX:
                self._at = _At.CRC_LOW
            case Control.STX:
                self._begin(_At.INSIDE)
            case _:
                self._begin(_At.SPOILT)

    def _keep(self, byte: int) -> None:
        if len(self._body) < LONGEST:
            self._body.append(byte)
        else:
            self._begin(_At.SPOILT)

    def _spoilt_dle(self, byte: int) -> None:
        if byte == Control.STX:
            self._begin(_At.INSIDE)
        elif byte == Control.ETX:
            self._at = _At.CRC_LOW
        else:
            self._at = _At.SPOILT

    def _ended(self, check: int) -> Heard:
        body = bytes(self._body)
        self._begin(_At.OUTSIDE)
        message = Apdu.from_bytes(body) if crc(body + bytes((Control.ETX,))) == check else None
        return Signal.BROKEN if message is None else message


def _step(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ POLYNOMIAL if value & 1 else value >> 1
    return value


_TABLE = tuple(_step(value) for value in range(256))
