"""A page in the printer's own letters: the commands for a line, each sent only where the printer's state changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hardware.document import Align
from hardware.escpos import commands
from hardware.escpos.strips import Blank, Strip
from hardware.escpos.tcvn import runs

ALIGNS: dict[Align, int] = {"left": 0, "centre": 1, "right": 2}
LARGEST_SCALE = 8
"""GS ! knows 1 to 8 times the width and the height."""


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
    """The bytes of a job after its set-up, which left everything at its first state: left, plain, single, no margin."""

    _data: bytearray = field(default_factory=bytearray)
    _blank: int = 0
    _state: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """What has been put on the page."""
        return bytes(self._data) + commands.feed(self._blank)

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

    def feed(self, rows: int) -> None:
        """Leave rows blank."""
        self._blank += rows

    def draw(self, pieces: Iterator[Blank | Strip]) -> None:
        """Print strips as pictures."""
        for piece in pieces:
            if isinstance(piece, Blank):
                self.feed(piece.rows)
            else:
                self._place(piece.left)
                self._data += commands.raster(piece)

    def stored(self, key: bytes, left: int) -> None:
        """Print a picture that the printer keeps."""
        self._place(left)
        self._data += commands.print_stored(key)

    def qr(self, data: bytes, module: int) -> None:
        """Print a QR code in the middle."""
        self._fed()
        self._margin(0)
        self._set(b"\x1ba", b"\x01")
        self._data += commands.qr(data, module)

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
