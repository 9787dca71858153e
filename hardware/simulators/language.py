"""ESC/POS as a printer reads it: where a command ends. The lengths per the Epson ESC/POS reference."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

INTRODUCERS = frozenset(b"\x1b\x1c\x1d")
ARGUMENTS: Mapping[bytes, int] = {
    **dict.fromkeys((b"\x1b@", b"\x1b2", b"\x1bS", b"\x1bL", b"\x1b<", b"\x1bi", b"\x1bm", b"\x1c.", b"\x1c&"), 0),
    **dict.fromkeys((b"\x1ba", b"\x1bJ", b"\x1bK", b"\x1bd", b"\x1be", b"\x1bt", b"\x1b!", b"\x1bE", b"\x1bG"), 1),
    **dict.fromkeys((b"\x1b-", b"\x1bM", b"\x1bR", b"\x1b3", b"\x1bV", b"\x1b{", b"\x1b ", b"\x1b=", b"\x1bT"), 1),
    **dict.fromkeys((b"\x1c!", b"\x1c-", b"\x1cC", b"\x1cW", b"\x1d!", b"\x1dB", b"\x1da", b"\x1dr", b"\x1dI"), 1),
    **dict.fromkeys((b"\x1db", b"\x1dH", b"\x1df", b"\x1dh", b"\x1dw", b"\x1d/", b"\x1dT"), 1),
    **dict.fromkeys((b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1cS", b"\x1dL", b"\x1dW", b"\x1dP", b"\x1d$", b"\x1d\\"), 2),
    **dict.fromkeys((b"\x1bp",), 3),
}
"""Commands of fixed length by their first two bytes, and how many bytes follow these."""
LARGEST_COMMAND = 70_000


@dataclass(frozen=True, slots=True)
class Command:
    """A command's first two bytes and what follows; a `head` of b"" is one byte that is no command."""

    head: bytes
    body: bytes
    known: bool = True


def take(buffer: bytearray) -> Command | None:
    """Take the first command out of the buffer; None while it is not complete.

    Of a raster picture (GS v 0) only the head is taken: its rows are printed as they come, for they may be more than
    the buffer holds.
    """
    if buffer[0] not in INTRODUCERS:
        return Command(b"", bytes((buffer.pop(0),)))
    if len(buffer) < 2:
        return None
    head = bytes(buffer[:2])
    length = _length(head, buffer)
    if length == 0:
        return _taken(buffer, head, 0, known=False)
    return None if length is None or len(buffer) < length else _taken(buffer, head, length - 2)


def _taken(buffer: bytearray, head: bytes, length: int, *, known: bool = True) -> Command:
    body = bytes(buffer[2 : 2 + length])
    del buffer[: 2 + length]
    return Command(head, body, known)


def _length(head: bytes, buffer: bytearray) -> int | None:
    """Return the command's length; None while too little of it is there to tell, 0 for one that is not known."""
    if head in ARGUMENTS:
        return 2 + ARGUMENTS[head]
    if head == b"\x1bD":
        end = buffer.find(0, 2, MOST_TABS)
        return end + 1 if end > 0 else None if len(buffer) < MOST_TABS else 0
    enough, length = VARIABLE.get(head, (0, lambda _: 0))
    return None if len(buffer) < enough else length(buffer)


def _number(buffer: bytearray, start: int, end: int) -> int:
    return int.from_bytes(buffer[start:end], "little")


MOST_TABS = 36
"""ESC D has at most 32 places and a NUL."""
VARIABLE: Mapping[bytes, tuple[int, Callable[[bytearray], int]]] = {
    b"\x1dv": (8, lambda _: 8),
    b"\x1dV": (3, lambda buffer: 4 if buffer[2] in (65, 66, 97, 98, 103, 104) else 3),
    **dict.fromkeys((b"\x1d(", b"\x1b(", b"\x1c("), (5, lambda buffer: 5 + _number(buffer, 3, 5))),
    b"\x1d8": (7, lambda buffer: min(LARGEST_COMMAND, 7 + _number(buffer, 3, 7))),
    b"\x1b*": (5, lambda buffer: 5 + _number(buffer, 3, 5) * (3 if buffer[2] in (32, 33) else 1)),
}
"""Commands that say their length themselves: how many bytes it takes to know it, and the length."""
