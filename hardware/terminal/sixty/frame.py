"""The bytes of the "60" dialect of Hypercom and Ingenico terminals, as banks of South-East Asia hand it out. No I/O.

STX, length of the data as two bytes of packed decimals, data, ETX, LRC (XOR of all between STX and LRC). The data are
the header "60" and eight zeros, version, "0" or "1" for request or reply, code, response, "more", FS, and fields of two
letters, packed length, value and FS. No specification is public: what is here was read off till programs of others.
"""

from dataclasses import dataclass, field
from typing import Self

from hardware.terminal.acknowledged import Byte, Signal, lrc
from hardware.terminal.card_numbers import without_card_numbers

FS = b"\x1c"
HEADER = b"6000000000"
VERSION = b"1"
HEAD = len(HEADER) + 8
"""Bytes of the data before the first field: header, version, direction, code, response, more, FS."""
MOST_DATA = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class TlvMessage:
    """One message. The values of its fields are not shown."""

    code: str
    response: str = "00"
    reply: bool = False
    more: bool = False
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def to_bytes(self) -> bytes:
        """Return the frame. Raises ValueError for what does not fit."""
        head = f"{int(self.reply)}{self.code}{self.response}{int(self.more)}".encode("ascii")
        if len(head) != len("120000") or not head.isdigit():
            raise ValueError("code and response have two digits")
        data = HEADER + VERSION + head + FS + b"".join(_field(*each) for each in self.fields)
        body = _packed(len(data)) + data + bytes((Byte.ETX,))
        return bytes((Byte.STX,)) + body + bytes((lrc(body),))

    @classmethod
    def from_data(cls, data: bytes) -> Self | None:
        """Read the data of a frame, card numbers hidden; None when they are none."""
        if len(data) < HEAD or not data.startswith(HEADER + VERSION) or data[HEAD - 1 : HEAD] != FS:
            return None
        head, fields = data[len(HEADER) + 1 : HEAD - 1].decode("latin-1"), _fields(data[HEAD:])
        if fields is None or not head.isdigit():
            return None
        return cls(reply=head[0] == "1", code=head[1:3], response=head[3:5], more=head[5] == "1", fields=fields)


class TlvParser:
    """Takes bytes as they come and gives what was said. It keeps at most one frame; after garbage it looks on."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> list[TlvMessage | Signal]:
        """Return what these bytes have completed."""
        heard: list[TlvMessage | Signal] = []
        for byte in data:
            self._kept.append(byte)
            while self._kept and (said := self._next()) is not None:
                heard += said
        return heard

    def _next(self) -> list[TlvMessage | Signal] | None:
        """Take something off what is kept; None when more has to come first."""
        if self._kept[0] != Byte.STX:
            return _signal(self._kept.pop(0))
        size = _unpacked(self._kept[1:3])
        if len(self._kept) < 3 or (size is not None and len(self._kept) < size + 5):
            return None
        message = None if size is None else _checked(bytes(self._kept))
        if message is not None:
            self._kept.clear()
            return [message]
        begins = self._kept.find(Byte.STX, 1)  # a length may look like ACK or NAK: only a frame may follow
        del self._kept[: begins if begins > 0 else len(self._kept)]
        return [Signal.GARBLED]


def _signal(byte: int) -> list[TlvMessage | Signal]:
    return [Signal[Byte(byte).name]] if byte in {Byte.ACK, Byte.NAK} else []


def _checked(frame: bytes) -> TlvMessage | None:
    ended = frame[-2] == Byte.ETX and frame[-1] == lrc(frame[1:-1])
    return TlvMessage.from_data(frame[3:-2]) if ended else None


def _field(name: str, value: str) -> bytes:
    kind, held = name.encode("ascii"), value.encode("latin-1")
    if len(kind) != 2 or FS in held:
        raise ValueError("a field has a name of two letters and no FS in it")
    return kind + _packed(len(held)) + held + FS


def _fields(data: bytes) -> tuple[tuple[str, str], ...] | None:
    found = []
    while data:
        size = _unpacked(data[2:4]) if len(data) >= 5 else None
        if size is None or data[4 + size : 5 + size] != FS:
            return None
        found.append((data[:2].decode("latin-1"), without_card_numbers(data[4 : 4 + size].decode("latin-1"))))
        data = data[5 + size :]
    return tuple(found)


def _packed(number: int) -> bytes:
    if number > MOST_DATA:
        raise ValueError("a length has four digits")
    return bytes.fromhex(f"{number:04}")


def _unpacked(data: bytes | bytearray) -> int | None:
    return int(data.hex()) if data.hex().isdigit() else None
