"""What a printer is asked to print: blocks from top to bottom, in words and sizes, not in dots. The cut is implied."""

from dataclasses import dataclass
from typing import Literal

Size = Literal["small", "normal", "large", "title"]
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; it wraps at words to the paper's width. `fixed` words are the same on many slips."""

    text: str
    size: Size = "normal"
    bold: bool = False
    align: Align = "centre"
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket's label, as large as the paper allows, centred."""

    text: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of error correction level M, centred; `module` is the side of one cell in dots."""

    data: str
    module: int = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty paper."""

    millimetres: float


@dataclass(frozen=True, slots=True)
class Mark:
    """White letters on a black band across the paper: what must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A small one-bit picture, centred, the same on many slips: rows of whole bytes, a set bit is a black dot.

    An ornament: a mode that it would make too slow leaves it out.
    """

    width: int
    data: bytes

    @property
    def height(self) -> int:
        """Rows of dots."""
        return len(self.data) * 8 // self.width


Block = Text | Number | Qr | Rule | Space | Mark | Bitmap


@dataclass(frozen=True, slots=True)
class Document:
    """One slip, receipt or test page."""

    blocks: tuple[Block, ...]
