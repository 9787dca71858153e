"""A printer's text line: letters gathered until the line is printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image, ImageChops

from hardware.simulators.letters import HEIGHT, glyph, letter


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that ESC @ sets back."""

    page: int = 0
    wide: int = 1
    high: int = 1
    bold: bool = False
    inverse: bool = False
    align: int = 0
    margin: int = 0
    area: int | None = None
    spacing: int = 30
    double_bytes: bool = False


@dataclass(slots=True)
class TextLine:
    """The line being gathered: cells with where they stand, and what they say."""

    cells: list[tuple[int, Image.Image]] = field(default_factory=list)
    said: str = ""
    at: int = 0

    def add(self, shown: str, state: State, room: int) -> bool:
        """Put a letter into the line; False when it no longer fits."""
        cell = glyph(shown, bold=state.bold)
        cell = cell.resize((cell.width * state.wide, HEIGHT * state.high), Image.Resampling.NEAREST)
        if self.at + cell.width > room:
            return False
        self.cells.append((self.at, ImageChops.invert(cell) if state.inverse else cell))
        self.at += cell.width
        self.said += shown
        return True

    def picture(self) -> Image.Image:
        """Return the line, ink is 1; lower letters stand on the line of the tallest."""
        height = max((cell.height for _, cell in self.cells), default=0)
        line = Image.new("1", (max(1, self.at), height), 0)
        for at, cell in self.cells:
            line.paste(cell, (at, height - cell.height))
        return line

    def clear(self) -> None:
        """Begin anew."""
        self.cells.clear()
        self.said, self.at = "", 0


def changed(state: State, head: bytes, body: bytes) -> State:
    """Return the state after a command that only sets something; any other command changes nothing."""
    setting = SETTINGS.get(head)
    return state if setting is None else replace(state, **setting(body))


def _scale(body: bytes) -> dict[str, Any]:
    return {"wide": min(8, (body[0] >> 4) + 1), "high": min(8, (body[0] & 0x0F) + 1)}


def _master(body: bytes) -> dict[str, Any]:
    wide, high = (2 if body[0] & bit else 1 for bit in (0x20, 0x10))
    return {"bold": bool(body[0] & 0x08), "wide": wide, "high": high}


SETTINGS: Mapping[bytes, Callable[[bytes], dict[str, Any]]] = {
    b"\x1bt": lambda body: {"page": body[0]},
    b"\x1d!": _scale,
    b"\x1b!": _master,
    b"\x1bE": lambda body: {"bold": bool(body[0] & 1)},
    b"\x1bG": lambda body: {"bold": bool(body[0] & 1)},
    b"\x1dB": lambda body: {"inverse": bool(body[0] & 1)},
    b"\x1ba": lambda body: {"align": body[0] % 48} if body[0] % 48 <= 2 else {},
    b"\x1dL": lambda body: {"margin": int.from_bytes(body, "little")},
    b"\x1dW": lambda body: {"area": int.from_bytes(body, "little")},
    b"\x1b2": lambda _: {"spacing": 30},
    b"\x1b3": lambda body: {"spacing": body[0]},
    b"\x1c.": lambda _: {"double_bytes": False},
    b"\x1c&": lambda _: {"double_bytes": True},
}
"""What the commands that only set something set."""


def read(buffer_byte: int, kept: int | None, state: State) -> tuple[str, int | None]:
    """Return what a byte prints, and the first half of a double-byte letter that waits for its second."""
    if not state.double_bytes or (kept is None and buffer_byte < 0x80):
        return letter(buffer_byte, state.page), None
    if kept is None:
        return "", buffer_byte
    return bytes((kept, buffer_byte)).decode("gb18030", "replace")[:1], None
