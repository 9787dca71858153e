"""The ESC/POS commands we send, and a picture as raster bands.

Commands per the Epson ESC/POS reference; clones know these too. Trimming the white saves a third of the line time.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from PIL import Image

INITIALISE = b"\x1b@"
CANCEL_KANJI = b"\x1c."
"""FS . — Chinese firmware reads bytes over 7F as double-byte characters until told otherwise."""
ALIGN_LEFT = b"\x1ba\x00"
CUT_WITH_FEED = b"\x1dVB\x00"
"""GS V 66 0: feed to the cutter, then a partial cut."""
ENABLE_ASB = b"\x1da\xff"
"""GS a 255: the printer sends four bytes at once and at every change."""
ASK_PAPER_IN_ORDER = b"\x1dr\x01"
"""GS r 1: executed in buffer order, so its answer proves that everything before was printed."""
RECOVER_AND_CLEAR = b"\x10\x05\x02"
"""DLE ENQ 2: recover from an error and clear the buffers."""
ASK_MODEL = b"\x1dIC"
"""GS I 67: model name."""

TALLEST_BAND = 96
"""Rows of one GS v 0: small enough for a 4 kB buffer to keep moving and for clones that lose tall pictures."""
MOST_FEED = 255

REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")
"""A printer executes these even inside a picture (DLE EOT, DLE ENQ, DLE DC4)."""


def end_old_job(width: int, *, cut: bool) -> bytes:
    """Return what ends whatever a printer may still hold of a job that was cut off.

    DLE ENQ 2 clears the buffers only in an error that the printer can recover from by itself; after a change of paper
    it goes on with the old picture. So it is given the white rows that the tallest picture may still want, and then,
    when something of it may be on the paper, the paper is cut: two numbers never stand on one slip.
    """
    white = bytes(TALLEST_BAND * ((width + 7) // 8))
    return RECOVER_AND_CLEAR + white + INITIALISE + (CUT_WITH_FEED if cut else b"")


def ask_status(n: int) -> bytes:
    """Return DLE EOT n: 1 printer, 2 cause of being offline, 3 error, 4 paper. Answered at once, even when full."""
    return bytes((0x10, 0x04, n))


def feed(rows: int) -> bytes:
    """Return ESC J for any number of dot rows."""
    full, rest = divmod(rows, MOST_FEED)
    return b"\x1bJ\xff" * full + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def left_margin(dots: int) -> bytes:
    """Return GS L: where pictures begin."""
    return b"\x1dL" + dots.to_bytes(2, "little")


def page(picture: Image.Image) -> bytes:
    """Return the whole job for a one-bit picture: set-up, bands, cut."""
    return b"".join((INITIALISE, CANCEL_KANJI, ALIGN_LEFT, *bands(picture), left_margin(0), CUT_WITH_FEED))


def bands(picture: Image.Image) -> Iterator[bytes]:
    """Yield GS v 0 bands and feeds: blank rows are fed, white at the left and right is not sent."""
    row_bytes = (picture.width + 7) // 8
    data = bytes(byte ^ 0xFF for byte in picture.convert("1").tobytes())
    rows = [data[start : start + row_bytes].rstrip(b"\x00") for start in range(0, len(data), row_bytes)]
    for blank, group in groupby(rows, key=lambda row: not row):
        if blank:
            yield feed(sum(1 for _ in group))
        else:
            yield from (trimmed_band(part) for part in batched(list(group), TALLEST_BAND))


def batched(rows: list[bytes], most: int) -> Iterator[list[bytes]]:
    """Cut a list into parts of at most that many."""
    return (rows[start : start + most] for start in range(0, len(rows), most))


def trimmed_band(rows: list[bytes]) -> bytes:
    """Return the left margin of the rows and the band of what is right of it."""
    white = min(len(row) - len(row.lstrip(b"\x00")) for row in rows)
    return left_margin(8 * white) + band([row[white:] for row in rows])


def band(rows: list[bytes]) -> bytes:
    """Return GS v 0 of rows trimmed at the right, in parts where a real-time command would be hidden in it."""
    width = max(map(len, rows))
    head = b"\x1dv0\x00" + width.to_bytes(2, "little")
    whole = head + len(rows).to_bytes(2, "little") + b"".join(row.ljust(width, b"\x00") for row in rows)
    if not REAL_TIME.search(whole):
        return whole
    if len(rows) == 1:
        return head + b"\x01\x00" + defused(rows[0].ljust(width, b"\x00"))
    half = len(rows) // 2
    return band(rows[:half]) + band(rows[half:])


def defused(row: bytes) -> bytes:
    """Return the row with a dot added to each real-time command in it: a speck instead of a cleared buffer."""
    while found := REAL_TIME.search(row):
        at = found.start()
        row = row[:at] + bytes((row[at] | 0x08,)) + row[at + 1 :]
    return row
