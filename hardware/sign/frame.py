"""A panel's frame as a pattern: there is no standard, each make has its own few bytes around address and text.

A pattern is text with these fields; any other character is sent as it is (escapes such as \\x02 stand for bytes):

  {addr}            the address, two decimal digits; {addr:raw} one byte
  {text}            the text, `width` characters, set to the right
  {from}            sends nothing: the checksum counts from here (else from the first byte)
  {checksum:KIND}   over what stands between {from} and here: xor, sum (both of 8 bits) or crc16 (CRC-16/MODBUS,
                    polynomial A001h, start FFFFh), in capital hexadecimal; {checksum:KIND:raw} as bytes, low first

The usual vendor frame: "\\x02{from}{addr}{text}\\x03{checksum:xor}".
"""

import re
from dataclasses import dataclass, field
from functools import reduce

from hardware.errors import HardwareError

USUAL = "\\x02{from}{addr}{text}\\x03{checksum:xor}"
MOST_ADDRESS = 99
MOST_WIDTH = 16
FIELD = re.compile(r"\{([^{}]*)\}")
CHECKSUM = re.compile(r"checksum:(xor|sum|crc16)(:raw)?")


class PatternWrong(HardwareError):
    """The pattern cannot be used; the message says why."""

    code = "sign.pattern"


@dataclass(frozen=True, slots=True)
class SignText:
    """What one panel is to show."""

    address: int
    text: str


@dataclass(frozen=True, slots=True)
class FramePattern:
    """A make's frame. Raises PatternWrong when it is made of something else."""

    pattern: str = USUAL
    width: int = 4
    _pieces: tuple[bytes | str, ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the pattern once."""
        if not 1 <= self.width <= MOST_WIDTH:
            raise PatternWrong(f"a panel has 1 to {MOST_WIDTH} characters")
        object.__setattr__(self, "_pieces", _pieces(self.pattern))

    def encode(self, sign: SignText) -> bytes:
        """Return the frame. Letters that no panel has are sent as spaces, a text too long keeps its end."""
        if not 0 <= sign.address <= MOST_ADDRESS:
            raise PatternWrong(f"an address is 0 to {MOST_ADDRESS}")
        frame, begin = bytearray(), 0
        for piece in self._pieces:
            if isinstance(piece, bytes):
                frame += piece
            elif piece == "from":
                begin = len(frame)
            else:
                frame += self._field(piece, sign, bytes(frame[begin:]))
        return bytes(frame)

    def decode(self, frame: bytes) -> SignText | None:
        """Return what a whole frame says; None unless it is exactly one with a right checksum."""
        sign = self._guess(frame)
        return sign if sign is not None and self.encode(sign) == frame else None

    @property
    def length(self) -> int:
        """Bytes of a frame; all frames have as many."""
        return len(self.encode(SignText(0, "")))

    def _field(self, name: str, sign: SignText, counted: bytes) -> bytes:
        if name == "addr":
            return b"%02d" % sign.address
        if name == "addr:raw":
            return bytes((sign.address,))
        if name == "text":
            return shown(sign.text, self.width)
        kind, raw = name.split(":")[1], name.endswith(":raw")
        size, value = (2, crc16(counted)) if kind == "crc16" else (1, _sum(kind, counted))
        return value.to_bytes(size, "little") if raw else b"%0*X" % (2 * size, value)

    def _guess(self, frame: bytes) -> SignText | None:
        address, text, at = 0, b"", 0
        for piece in self._pieces:
            size = len(piece) if isinstance(piece, bytes) else self._size(piece)
            value = frame[at : at + size]
            at += size
            if piece == "addr" and value.isdigit():
                address = int(value)
            elif piece == "addr:raw" and value:
                address = value[0]
            elif piece == "text":
                text = value
        return SignText(address, text.decode("latin-1").strip()) if address <= MOST_ADDRESS else None

    def _size(self, name: str) -> int:
        sizes = {"from": 0, "addr": 2, "addr:raw": 1, "text": self.width}
        return sizes[name] if name in sizes else len(self._field(name, SignText(0, ""), b""))


def shown(text: str, width: int) -> bytes:
    """Return the text as a panel of that width takes it: capitals, digits and dashes, set to the right."""
    plain = re.sub(r"[^0-9A-Z -]", " ", text.upper(), flags=re.ASCII)
    return plain[-width:].rjust(width).encode("ascii")


def crc16(data: bytes) -> int:
    """Return CRC-16/MODBUS (Modbus over Serial Line 1.02, 6.2.2)."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def _sum(kind: str, data: bytes) -> int:
    return reduce(lambda left, right: left ^ right, data, 0) if kind == "xor" else sum(data) & 0xFF


def _pieces(pattern: str) -> tuple[bytes | str, ...]:
    pieces: list[bytes | str] = []
    for at, piece in enumerate(FIELD.split(pattern)):
        if at % 2 == 0:
            pieces.append(_literal(piece))
        elif piece in {"addr", "addr:raw", "text", "from"} or CHECKSUM.fullmatch(piece):
            pieces.append(piece)
        else:
            raise PatternWrong(
                f"{{{piece}}} is no field; there are addr, addr:raw, text, from and checksum:xor|sum|crc16"
            )
    if pieces.count("text") != 1 or not {"addr", "addr:raw"} & {piece for piece in pieces if isinstance(piece, str)}:
        raise PatternWrong("a pattern has one {text} and an {addr}")
    return tuple(pieces)


def _literal(text: str) -> bytes:
    try:
        return text.encode("latin-1").decode("unicode_escape").encode("latin-1")
    except (UnicodeError, ValueError) as error:
        raise PatternWrong(f"{text!r} is no sequence of bytes") from error
