"""A document as the bytes of one job, in each mode: the same blocks in the same order, alignment and emphasis."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from hardware.document import Bitmap, Block, Document, Mark, Number, Qr, Rule, Size, Space, Text
from hardware.escpos import commands
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.native import LARGEST_SCALE, Page, Style
from hardware.escpos.raster import BESIDE_OWN_LETTERS, DOTS_PER_MM, PIXELS, QUIET_CELLS, draw_block, qr_cells
from hardware.escpos.stored import Picture, pieces_of
from hardware.escpos.strips import Blank, Strip, strips
from hardware.escpos.tcvn import encodable, plain

SCALES: dict[Size, tuple[int, int]] = {"small": (1, 1), "normal": (1, 1), "large": (1, 2), "title": (2, 2)}
"""Width and height of the sizes, in times of font A."""
RULE_SCALE = 8
"""A rule is low lines of this width: six do for 80 mm."""
TO_THE_CUTTER_MM = 10
"""Paper between the head and the cutter (GS V 66 feeds it): some 10 to 15 mm by model."""
DRAWN = 64
"""So many drawn blocks are remembered: most of a slip is on the next one too."""
LARGEST_MODULE = 16
"""Dots of a cell of a QR code (GS ( k fn 67)."""


class Job:
    """One job after its set-up, sent while it is composed. `kept` are keys of the pictures that the printer has."""

    def __init__(self, document: Document, settings: PrinterSettings, *, kept: Collection[bytes] = ()) -> None:
        self._document = document
        self._settings = settings
        self._kept = kept
        self._page = Page()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes block by block, the cut last. To be done once."""
        for block in self._document.blocks:
            _put(self._page, block, self._settings, self._kept)
            yield self._page.taken()
        yield self._page.ended() + commands.CUT_WITH_FEED

    @property
    def millimetres(self) -> int:
        """About how much paper what was composed so far takes, the way to the cutter included."""
        return round(self._page.rows / DOTS_PER_MM) + TO_THE_CUTTER_MM


def composed(document: Document, settings: PrinterSettings, *, kept: Collection[bytes] = ()) -> bytes:
    """Return the whole job: set-up, blocks, cut. `kept` are the keys of the pictures that the printer has."""
    return commands.SET_UP + b"".join(Job(document, settings, kept=kept))


def pictures(document: Document, settings: PrinterSettings) -> tuple[Picture, ...]:
    """Return the pictures of the fixed blocks that a printer could keep: none unless it keeps any."""
    if settings.mode is not PrintMode.HYBRID or not settings.stores_graphics:
        return ()
    fixed = [block for block in document.blocks if _is_fixed(block) and _is_drawn(block, settings)]
    pieces = [piece for block in fixed for piece in _pieces(block, settings.width)]
    return tuple(piece for piece in pieces if isinstance(piece, Picture))


def leaves_out(block: Bitmap, settings: PrinterSettings) -> bool:
    """Say whether a printer of these settings leaves the picture out: it would cost the slip too many bytes."""
    return settings.mode is not PrintMode.RASTER and not pictures(Document((block,)), settings)


def _put(page: Page, block: Block, settings: PrinterSettings, kept: Collection[bytes]) -> None:
    if settings.mode is PrintMode.RASTER:
        page.draw(_strips(block, settings.width, settings.mode.tallest, alone=True))
    elif not _is_drawn(block, settings):
        _by_itself(page, block, settings)
    elif not _stored(page, block, settings, kept) and not isinstance(block, Bitmap):
        page.draw(_strips(block, settings.width, settings.mode.tallest, alone=False))


def _is_drawn(block: Block, settings: PrinterSettings) -> bool:
    """Say whether a block has to be a picture: the printer is not trusted with each letter of it."""
    match block:
        case Text() | Mark():
            return not _known(block.text, settings.mode)
        case Number():
            return not _known(block.text, settings.mode) or not 0 < len(block.text) <= settings.columns
        case Bitmap():
            return True
        case _:
            return False


def _known(text: str, mode: PrintMode) -> bool:
    words = plain(text)
    return words.isascii() and words.isprintable() if mode is PrintMode.HYBRID else encodable(words)


def _by_itself(page: Page, block: Block, settings: PrinterSettings) -> None:
    """Print a block by what the printer itself can draw."""
    columns = settings.columns
    match block:
        case Text():
            wide, high = SCALES[block.size]
            for line in wrapped(plain(block.text), columns // wide):
                page.line(line, Style(align=block.align, wide=wide, high=high, bold=block.bold))
        case Mark():
            for line in wrapped(plain(block.text), columns - 2):
                page.line(line.center(columns), Style(align="left", high=2, bold=True, inverse=True))
        case Number():
            scale = min(LARGEST_SCALE, columns // len(block.text))
            page.line(plain(block.text), Style(wide=scale, high=scale, bold=True))
        case Qr():
            _qr(page, block, settings)
        case Rule():
            page.line("_" * (columns // RULE_SCALE), Style(wide=RULE_SCALE))
        case Space():
            page.feed(max(1, round(block.millimetres * DOTS_PER_MM)))


def _qr(page: Page, block: Qr, settings: PrinterSettings) -> None:
    cells = qr_cells(block.data)
    module = min(block.module, settings.width // (cells + 2 * QUIET_CELLS), LARGEST_MODULE)
    page.feed(QUIET_CELLS * module)
    page.qr(block.data.encode(), module, cells=cells)
    page.feed(QUIET_CELLS * module)


def _stored(page: Page, block: Block, settings: PrinterSettings, kept: Collection[bytes]) -> bool:
    """Print a block by the pictures that the printer keeps; False when it does not keep them all."""
    pieces = _pieces(block, settings.width) if kept and _is_fixed(block) else ()
    if not pieces or not all(isinstance(each, Blank) or each.key in kept for each in pieces):
        return False
    for each in pieces:
        if isinstance(each, Blank):
            page.feed(each.rows)
        else:
            page.stored(each.key, each.strip)
    return True


@lru_cache(maxsize=DRAWN)
def _strips(block: Block, width: int, tallest: int, *, alone: bool) -> tuple[Blank | Strip, ...]:
    """Draw a block; `alone` when nothing beside it is in the printer's own letters."""
    pixels = PIXELS if alone else BESIDE_OWN_LETTERS
    return tuple(strips(draw_block(block, width=width, pixels=pixels), tallest=tallest))


@lru_cache(maxsize=DRAWN)
def _pieces(block: Block, width: int) -> tuple[Blank | Picture, ...]:
    return pieces_of(draw_block(block, width=width, pixels=BESIDE_OWN_LETTERS))


def _is_fixed(block: Block) -> bool:
    """Say whether a block is the same on many slips."""
    return isinstance(block, Mark | Bitmap) or (isinstance(block, Text) and block.fixed)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Break a text into lines of at most so many characters, at words where possible, inside a word where not."""
    line = ""
    for word in text.split():
        while len(word) > columns:
            if line:
                yield line
                line = ""
            yield word[:columns]
            word = word[columns:]  # noqa: PLW2901 - what is left of it
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line
