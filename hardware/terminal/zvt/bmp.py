"""The fields of a message ("bitmaps"): a number and a value whose length the number fixes or the value begins with.

Digits are BCD, right-aligned. What could be used to pay is dropped here, before anything else sees it: tracks, expiry,
card verification value; of a card number the last four digits stay.
"""

from collections.abc import Iterable, Mapping

from hardware.terminal.card_numbers import KEPT
from hardware.terminal.zvt.codes import Bmp
from hardware.terminal.zvt.tlv import ber_length, to_ber_length

FIXED: Mapping[int, int] = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2, 0x19: 1, 0x27: 1,
    0x29: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1,
    0xAA: 3, 0xBA: 5,
}  # fmt: skip
"""Bytes of each field that has always as many (PA00P015, summary of the bitmaps)."""
COUNTED: Mapping[int, int] = {
    0x22: 2, 0x23: 2, 0x2D: 2, 0x8B: 2, 0xA7: 2, 0x24: 3, 0x2E: 3, 0x3C: 3, 0x60: 3, 0x9A: 3, 0xAF: 3,
}  # fmt: skip
"""How many digits F0 to F9 say the length: 2 in an LLVAR, 3 in an LLLVAR."""
NEVER_KEPT = frozenset({0x0E, 0x23, 0x24, 0x2D, 0x2E, 0x3A, 0x3D})
"""Expiry, tracks, card verification value, password."""


def fields(data: bytes) -> dict[int, bytes]:
    """Return the values by number. A number that is not known, or a value cut off, ends it: what came before counts."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        number, begin = data[at], _value(data, at)
        if begin is None:
            break
        at, value = begin[1], data[begin[0] : begin[1]]
        if at > len(data):
            break
        if number not in NEVER_KEPT:
            found[number] = _shortened(value) if number == Bmp.CARD_NUMBER else value
    return found


def to_bytes(values: Iterable[tuple[int, bytes]]) -> bytes:
    """Return fields in this order. Raises ValueError for a number not known or a value of a wrong length."""
    return b"".join(_field(number, value) for number, value in values)


def bcd(value: int, size: int) -> bytes:
    """Return a number as so many bytes of BCD. Raises ValueError when it has more digits."""
    digits = f"{value:0{2 * size}d}"
    if value < 0 or len(digits) > 2 * size:
        raise ValueError(f"{value} has more than {2 * size} digits")
    return bytes.fromhex(digits)


def number(value: bytes | None) -> int | None:
    """Return what BCD says, None when there is none or it is no number."""
    digits = (value or b"").hex()
    return int(digits) if digits.isdecimal() else None


def _value(data: bytes, at: int) -> tuple[int, int] | None:
    """Return where the value of the field at that place begins and ends."""
    kind, begin = data[at], at + 1
    if kind in FIXED:
        return begin, begin + FIXED[kind]
    if kind in COUNTED:
        digits = data[begin : begin + COUNTED[kind]]
        if len(digits) < COUNTED[kind] or any(not 0xF0 <= digit <= 0xF9 for digit in digits):
            return None
        begin += len(digits)
        return begin, begin + int("".join(str(digit & 0x0F) for digit in digits))
    if kind == Bmp.TLV and (length := ber_length(data, begin)) is not None:
        return length[0], sum(length)
    return None


def _field(kind: int, value: bytes) -> bytes:
    if kind in FIXED:
        if len(value) != FIXED[kind]:
            raise ValueError(f"field {kind:02X} has {FIXED[kind]} bytes")
        return bytes((kind,)) + value
    if kind in COUNTED:
        digits = f"{len(value):0{COUNTED[kind]}d}"
        if len(digits) > COUNTED[kind]:
            raise ValueError(f"field {kind:02X} is too long")
        return bytes((kind, *(0xF0 | int(digit) for digit in digits))) + value
    if kind == Bmp.TLV:
        return bytes((kind,)) + to_ber_length(len(value)) + value
    raise ValueError(f"no field {kind:02X}")


def _shortened(value: bytes) -> bytes:
    """Return a card number's last four digits as ASCII, b"" when the terminal hid them too."""
    last = value.hex().rstrip("f")[-KEPT:]
    return last.encode() if len(last) == KEPT and last.isdecimal() else b""
