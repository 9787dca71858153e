"""A page in the printer's own letters: the commands for a line, each sent only where the printer's state changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hardware.document import Align
from hardware.escpos import commands
from hardware.escpos.strips import Blank, Strip
from hardware.escpos.tcvn import runs

ALIGNS: dict[Align, int] = {"left": 0, "centre": 1, "right": 2}
LARGEST_SCALE = 8
"""GS ! knows 1 to 8 times the width and the height."""
LINE_ROWS, LETTER_ROWS = 34, 24
"""Dots from line to line after ESC @ (a sixth of an inch) and of the letters of font A."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a line looks. Font A times `wide` and `high`; `inverse` is white on black."""

    align: Align = "centre"
    wide: int = 1
    high: int = 1
    bold: bool = False
    inverse: bool = False


@dataclass(slots=True)
class Page:
    """The bytes of a job after its set-up, which left everything at its first state: left, plain, single, no margin.

    `rows` counts the dot rows that the paper moves by what was put on the page.
    """

    rows: int = 0
    _data: bytearray = field(default_factory=bytearray)
    _blank: int = 0
    _state: dict[bytes, bytes] = field(default_factory=dict)

    def taken(self) -> bytes:
        """Return what has been put on the page since it was taken last; blank rows wait for what comes below them."""
        data = bytes(self._data)
        self._data.clear()
        return data

    def ended(self) -> bytes:
        """Return the rest, blank rows included."""
        self._fed()
        return self.taken()

    def line(self, text: str, style: Style) -> None:
        """Print one line of encodable text that fits."""
        self._fed()
        self._margin(0)
        self._set(b"\x1ba", bytes((ALIGNS[style.align],)))
        self._set(b"\x1bE", bytes((style.bold,)))
        self._set(b"\x1dB", bytes((style.inverse,)))
        self._set(b"\x1d!", bytes(((style.wide - 1) << 4 | (style.high - 1),)))
        for run in runs(text):
            if run.page is not None:
                self._set(b"\x1bt", bytes((run.page,)))
            self._data += run.data
        self._data += b"\n"
        self.rows += max(LINE_ROWS, LETTER_ROWS * style.high)

    def feed(self, rows: int) -> None:
        """Leave rows blank."""
        self._blank += rows
        self.rows += rows

    def draw(self, pieces: Iterable[Blank | Strip]) -> None:
        """Print strips as pictures."""
        for piece in pieces:
            if isinstance(piece, Blank):
                self.feed(piece.rows)
            else:
                self._place(piece.left)
                self._data += commands.raster(piece)
                self.rows += len(piece.rows)

    def stored(self, key: bytes, strip: Strip) -> None:
        """Print a picture that the printer keeps."""
        self._place(strip.left)
        self._data += commands.print_stored(key)
        self.rows += len(strip.rows)

    def qr(self, data: bytes, module: int, *, cells: int) -> None:
        """Print a QR code in the middle."""
        self._fed()
        self._margin(0)
        self._set(b"\x1ba", b"\x01")
        self._data += commands.qr(data, module)
        self.rows += cells * module

    def _fed(self) -> None:
        self._data += commands.feed(self._blank)
        self._blank = 0

    def _place(self, left: int) -> None:
        self._fed()
        self._set(b"\x1ba", b"\x00")
        self._margin(left)

    def _margin(self, dots: int) -> None:
        self._set(b"\x1dL", dots.to_bytes(2, "little"))

    def _set(self, command: bytes, value: bytes) -> None:
        first = {b"\x1dL": b"\0\0", b"\x1bt": None}.get(command, b"\0")
        if self._state.get(command, first) != value:
            self._state[command] = value
            self._data += command + value
