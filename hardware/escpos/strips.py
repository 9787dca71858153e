"""A picture cut into strips of black dots and the blank rows between them: white is fed, never sent.

A strip never holds a byte sequence that a printer would take for a real-time command.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from PIL import Image

REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")
"""A printer executes these even inside a picture (DLE EOT, DLE ENQ, DLE DC4)."""
INVERTED = bytes(255 - byte for byte in range(256))
HEAD_BYTES = 12
"""What a strip costs beside its dots: where it begins (GS L) and how large it is (GS v 0)."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Rows without a dot."""

    rows: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of equal length that begin `left` dots from the edge; a set bit is a black dot."""

    left: int
    rows: tuple[bytes, ...]

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return len(self.rows[0])

    @property
    def data(self) -> bytes:
        """All rows, as a printer takes them."""
        return b"".join(self.rows)


def strips(picture: Image.Image, *, tallest: int) -> Iterator[Blank | Strip]:
    """Yield what a one-bit picture is made of, from top to bottom, in strips of at most `tallest` rows."""
    for blank, group in groupby(black_rows(picture), key=lambda row: not any(row)):
        rows = list(group)
        if blank:
            yield Blank(len(rows))
            continue
        for start, end in pairwise(cheapest_cuts(rows, tallest=tallest)):
            yield from harmless(trimmed(rows[start:end]))


def cheapest_cuts(rows: list[bytes], *, tallest: int) -> list[int]:
    """Return where to cut rows, none of them blank, so that the strips take the fewest bytes: 0, …, len(rows)."""
    edges = [(len(row) - len(row.lstrip(b"\0")), len(row.rstrip(b"\0"))) for row in rows]
    costs, cuts = [0], [0]
    for end in range(1, len(rows) + 1):
        left, right = edges[end - 1]
        best, at = costs[end - 1] + right - left, end - 1
        for start in range(end - 2, max(-1, end - 1 - tallest), -1):
            begins, ends = edges[start]
            left, right = (begins if begins < left else left), (ends if ends > right else right)
            cost = costs[start] + (end - start) * (right - left)
            if cost < best:
                best, at = cost, start
        costs.append(best + HEAD_BYTES)
        cuts.append(at)
    found = [len(rows)]
    while found[-1]:
        found.append(cuts[found[-1]])
    return found[::-1]


def black_rows(picture: Image.Image) -> list[bytes]:
    """Return the rows of a picture with black as set bits; what fills the last byte of a row is white."""
    length = (picture.width + 7) // 8
    whole = Image.new("1", (length * 8, picture.height), 1)
    whole.paste(picture, (0, 0))
    data = whole.tobytes().translate(INVERTED)
    return [data[start : start + length] for start in range(0, len(data), length)]


def trimmed(rows: Sequence[bytes], *, begin: int = 0) -> Strip:
    """Return the strip of rows that begin at a dot, without the white bytes that all have at their left and right."""
    left = min(len(row) - len(row.lstrip(b"\0")) for row in rows)
    right = max(len(row.rstrip(b"\0")) for row in rows)
    return Strip(begin + 8 * left, tuple(row[left:right] for row in rows))


def harmless(strip: Strip) -> Iterator[Strip]:
    """Yield the strip, cut and shifted where a real-time command would be hidden in it."""
    if not REAL_TIME.search(strip.data):
        yield strip
    elif len(strip.rows) > 1:
        half = len(strip.rows) // 2
        yield from harmless(trimmed(strip.rows[:half], begin=strip.left))
        yield from harmless(trimmed(strip.rows[half:], begin=strip.left))
    else:
        yield shifted(strip)


def shifted(strip: Strip) -> Strip:
    """Return one row's strip moved within its bytes and its left edge moved back, so that the dots stay in place.

    A row at the very edge cannot move to the left; it stands a dot or more to the right. Where no place helps, a dot
    is added: a speck instead of a cleared buffer.
    """
    row = strip.rows[0]
    room = 8 * strip.row_bytes - _last_dot(row) - 1
    for dots in range(1, 8):
        wider = row if dots <= room else row + b"\0"
        moved = (int.from_bytes(wider, "big") >> dots).to_bytes(len(wider), "big")
        if not REAL_TIME.search(moved) and (strip.left >= dots or dots <= room):
            return Strip(max(0, strip.left - dots), (moved,))
    return Strip(strip.left, (specked(row),))


def specked(row: bytes) -> bytes:
    """Return the row with a dot added to each real-time command in it."""
    while found := REAL_TIME.search(row):
        at = found.start()
        row = row[:at] + bytes((row[at] | 0x08,)) + row[at + 1 :]
    return row


def _last_dot(row: bytes) -> int:
    """Return the place of the row's last black dot."""
    number = int.from_bytes(row, "big")
    return 8 * len(row) - 1 - ((number & -number).bit_length() - 1)
