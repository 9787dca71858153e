"""A frame as a pattern: there is no standard for panels and pads, each make has its own few bytes around its fields.

A pattern is text with fields; any other character is sent as it is (escapes such as \\x02 stand for bytes). The fields
of the user of a pattern have a fixed number of bytes each. These all patterns have:

  {from}            sends nothing: the checksum counts from here (else from the first byte)
  {checksum:KIND}   over what stands between {from} and here: xor, sum (both of 8 bits) or crc16 (CRC-16/MODBUS,
                    polynomial A001h, start FFFFh), in capital hexadecimal; {checksum:KIND:raw} as bytes, low first
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from hardware.errors import HardwareError

FIELD = re.compile(r"\{([^{}]*)\}")
CHECKSUM = re.compile(r"checksum:(xor|sum|crc16)(:raw)?")


class PatternWrong(HardwareError):
    """The pattern cannot be used; the message says why."""

    code = "hardware.pattern"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A make's frame; `sizes` are the bytes of each field it may have. Raises PatternWrong for another field."""

    pattern: str
    sizes: Mapping[str, int]
    _pieces: tuple[bytes | str, ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the pattern once."""
        object.__setattr__(self, "_pieces", self._read())

    @property
    def fields(self) -> list[str]:
        """The user's fields that it has, in order."""
        return [piece for piece in self._pieces if isinstance(piece, str) and piece in self.sizes]

    @property
    def length(self) -> int:
        """Bytes of a frame; all frames have as many."""
        return sum(len(piece) if isinstance(piece, bytes) else self._size(piece) for piece in self._pieces)

    def encode(self, values: Mapping[str, bytes]) -> bytes:
        """Return the frame. Each value has the size of its field; fields that the pattern lacks are left out."""
        frame, begin = bytearray(), 0
        for piece in self._pieces:
            if isinstance(piece, bytes):
                frame += piece
            elif piece == "from":
                begin = len(frame)
            elif piece in self.sizes:
                frame += values[piece]
            else:
                frame += _checksum(piece, bytes(frame[begin:]))
        return bytes(frame)

    def decode(self, frame: bytes) -> dict[str, bytes] | None:
        """Return the fields of a whole frame; None unless it is exactly one with a right checksum."""
        values, at = {}, 0
        for piece in self._pieces:
            size = len(piece) if isinstance(piece, bytes) else self._size(piece)
            if isinstance(piece, str) and piece in self.sizes:
                values[piece] = frame[at : at + size]
            at += size
        return values if len(frame) == at and self.encode(values) == frame else None

    def _size(self, piece: str) -> int:
        if piece == "from":
            return 0
        return self.sizes[piece] if piece in self.sizes else len(_checksum(piece, b""))

    def _read(self) -> tuple[bytes | str, ...]:
        pieces: list[bytes | str] = []
        for at, piece in enumerate(FIELD.split(self.pattern)):
            if at % 2 == 0:
                pieces.append(_literal(piece))
            elif piece in self.sizes or piece == "from" or CHECKSUM.fullmatch(piece):
                pieces.append(piece)
            else:
                known = ", ".join((*self.sizes, "from"))
                raise PatternWrong(f"{{{piece}}} is no field; there are {known} and checksum:xor|sum|crc16")
        return tuple(pieces)


def shown(text: str, width: int) -> bytes:
    """Return the text as a panel of that width takes it: capitals, digits and dashes, set to the right.

    Letters that no panel has are spaces, a text too long keeps its end.
    """
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


def _checksum(piece: str, counted: bytes) -> bytes:
    kind, raw = piece.split(":")[1], piece.endswith(":raw")
    size, value = (2, crc16(counted)) if kind == "crc16" else (1, _sum(kind, counted))
    return value.to_bytes(size, "little") if raw else b"%0*X" % (2 * size, value)


def _sum(kind: str, data: bytes) -> int:
    return reduce(lambda left, right: left ^ right, data, 0) if kind == "xor" else sum(data) & 0xFF


def _literal(text: str) -> bytes:
    try:
        return text.encode("latin-1").decode("unicode_escape").encode("latin-1")
    except (UnicodeError, ValueError) as error:
        raise PatternWrong(f"{text!r} is no sequence of bytes") from error
