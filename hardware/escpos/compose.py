"""A document as the bytes of one job, in each mode: the same blocks in the same order, alignment and emphasis."""

from collections.abc import Collection, Iterator

from PIL import Image

from hardware.document import Block, Document, Mark, Number, Qr, Rule, Size, Space, Text
from hardware.escpos import commands
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.native import LARGEST_SCALE, Page, Style
from hardware.escpos.raster import BESIDE_OWN_LETTERS, DOTS_PER_MM, QUIET_CELLS, draw_block, draw_document, qr_cells
from hardware.escpos.stored import Picture, pieces_of
from hardware.escpos.strips import Blank, strips
from hardware.escpos.tcvn import encodable, plain

SCALES: dict[Size, tuple[int, int]] = {"small": (1, 1), "normal": (1, 1), "large": (1, 2), "title": (2, 2)}
"""Width and height of the sizes, in times of font A."""
RULE_SCALE = 8
"""A rule is low lines of this width: six do for 80 mm."""
LARGEST_MODULE = 16
"""Dots of a cell of a QR code (GS ( k fn 67)."""


def composed(document: Document, settings: PrinterSettings, *, kept: Collection[bytes] = ()) -> bytes:
    """Return the whole job: set-up, blocks, cut. `kept` are the keys of the pictures that the printer has."""
    if settings.mode is PrintMode.RASTER:
        page = Page()
        page.draw(strips(draw_document(document, width=settings.width), tallest=settings.mode.tallest))
    else:
        page = _composed(document, settings, kept)
    return commands.SET_UP + page.data + commands.CUT_WITH_FEED


def pictures(document: Document, settings: PrinterSettings) -> tuple[Picture, ...]:
    """Return the pictures of the fixed blocks that a printer could keep: none unless it keeps any."""
    if settings.mode is not PrintMode.HYBRID or not settings.stores_graphics:
        return ()
    fixed = [block for block in document.blocks if _is_fixed(block) and _is_drawn(block, settings)]
    pieces = [piece for block in fixed for piece in pieces_of(_picture(block, settings))]
    return tuple(piece for piece in pieces if isinstance(piece, Picture))


def _composed(document: Document, settings: PrinterSettings, kept: Collection[bytes]) -> Page:
    page = Page()
    for block in document.blocks:
        if not _is_drawn(block, settings):
            _by_itself(page, block, settings)
        elif not _stored(page, block, settings, kept):
            page.draw(strips(_picture(block, settings), tallest=settings.mode.tallest))
    return page


def _is_drawn(block: Block, settings: PrinterSettings) -> bool:
    """Say whether a block has to be a picture: the printer is not trusted with each letter of it."""
    match block:
        case Text() | Mark():
            return not _known(block.text, settings.mode)
        case Number():
            return not _known(block.text, settings.mode) or not 0 < len(block.text) <= settings.columns
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
    module = min(block.module, settings.width // (qr_cells(block.data) + 2 * QUIET_CELLS), LARGEST_MODULE)
    page.feed(QUIET_CELLS * module)
    page.qr(block.data.encode(), module)
    page.feed(QUIET_CELLS * module)


def _stored(page: Page, block: Block, settings: PrinterSettings, kept: Collection[bytes]) -> bool:
    """Print a block by the pictures that the printer keeps; False when it does not keep them all."""
    pieces = pieces_of(_picture(block, settings)) if kept and _is_fixed(block) else ()
    if not pieces or not all(isinstance(each, Blank) or each.key in kept for each in pieces):
        return False
    for each in pieces:
        if isinstance(each, Blank):
            page.feed(each.rows)
        else:
            page.stored(each.key, each.strip.left)
    return True


def _picture(block: Block, settings: PrinterSettings) -> Image.Image:
    return draw_block(block, width=settings.width, pixels=BESIDE_OWN_LETTERS)


def _is_fixed(block: Block) -> bool:
    """Say whether a block is the same on many slips."""
    return isinstance(block, Mark) or (isinstance(block, Text) and block.fixed)


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
