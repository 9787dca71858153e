"""Drawing a document as a one-bit picture at the printer's resolution (203 dots an inch, 8 dots a millimetre)."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hardware.document import Bitmap, Block, Document, Mark, Number, Qr, Rule, Size, Space, Text
from hardware.errors import FontIncomplete

DOTS_PER_MM = 8
WIDTH_80 = 576
"""Printable dots of 80 mm paper."""
WIDTH_58 = 384
"""Printable dots of 58 mm paper."""

FONTS = Path(__file__).parent.parent / "fonts"
Pixels = Mapping[Size, int]
PIXELS: Pixels = {"small": 20, "normal": 25, "large": 32, "title": 40}
"""Font sizes in dots: capitals of 1.8, 2.3, 2.9 and 3.6 mm."""
BESIDE_OWN_LETTERS: Pixels = {"small": 18, "normal": 21, "large": 26, "title": 36}
"""Font sizes beside letters of the printer itself, whose capitals are 2 mm; a third of the bytes is saved."""
NUMBER_PIXELS = 190
LINE_GAP = 4
QUIET_CELLS = 2
CELLS_OF_VERSION_0, CELLS_A_VERSION = 17, 4
"""A QR code of version 1 has 21 cells at a side, each further version 4 more (ISO/IEC 18004)."""
MARK_PADDING = 8

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def vietnamese_letters() -> str:
    """Return the 134 letters beyond ASCII that Vietnamese is written with, lower case then capitals."""
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    lower = "".join(letter for letter in [*toned, "đ"] if not letter.isascii())
    return lower + lower.upper()


@cache
def font(pixels: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the bundled font at a size. Raises FontIncomplete when a Vietnamese letter is missing from it."""
    path = FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    loaded = ImageFont.truetype(str(path), pixels)
    nothing = bytes(loaded.getmask("\uffff", mode="1"))
    missing = [letter for letter in vietnamese_letters() if bytes(loaded.getmask(letter, mode="1")) == nothing]
    if missing:
        raise FontIncomplete("".join(missing))
    return loaded


@cache
def chinese_font(pixels: int) -> ImageFont.FreeTypeFont:
    """Return the bundled font of the 3,755 characters of GB 2312 level 1 (Noto Sans SC, SIL OFL)."""
    return ImageFont.truetype(str(FONTS / "NotoSansSC-Subset.otf"), pixels)


def is_chinese(letter: str) -> bool:
    """Say whether a letter is a Chinese character or its punctuation."""
    return "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def draw_document(document: Document, *, width: int = WIDTH_80) -> Image.Image:
    """Draw the blocks below one another; the picture is `width` dots wide, mode "1", black is 0."""
    pieces = [draw_block(block, width=width) for block in document.blocks]
    picture = Image.new("1", (width, max(1, sum(piece.height for piece in pieces))), 1)
    top = 0
    for piece in pieces:
        picture.paste(piece, (0, top))
        top += piece.height
    return picture


def draw_block(  # noqa: PLR0911 - one for each kind
    block: Block, *, width: int, pixels: Pixels = PIXELS
) -> Image.Image:
    """Draw one block at the paper's width."""
    match block:
        case Text():
            return _text(block, width, pixels)
        case Number():
            return _number(block.text, width)
        case Qr():
            return _qr(block, width)
        case Rule():
            picture = Image.new("1", (width, 12), 1)
            ImageDraw.Draw(picture).rectangle((0, 5, width, 6), fill=0)
            return picture
        case Space():
            return Image.new("1", (width, max(1, round(block.millimetres * DOTS_PER_MM))), 1)
        case Mark():
            return _mark(block.text, width, pixels)
        case Bitmap():
            return _bitmap(block, width)


@dataclass(frozen=True, slots=True)
class Pen:
    """Letters at one size: Vietnamese and Latin from one font, Chinese from the other, on one baseline."""

    pixels: int
    bold: bool

    @property
    def height(self) -> int:
        """Dots from the top of the tallest letter (an accent over an accent) to the bottom of the lowest."""
        return self.above + self.below + LINE_GAP

    @property
    def above(self) -> int:
        """Dots from the tallest letter's top to the baseline."""
        return -_extent(self.pixels, bold=self.bold)[0]

    @property
    def below(self) -> int:
        """Dots from the baseline to the lowest letter's bottom."""
        return _extent(self.pixels, bold=self.bold)[1]

    def length(self, text: str) -> float:
        """Return how many dots wide the text is."""
        return sum(chosen.getlength(run) for run, chosen in self._runs(text))

    def write(self, picture: Image.Image, left: float, top: int, text: str, *, ink: int = 0) -> None:
        """Write one line."""
        drawing = _drawing(picture)
        for run, chosen in self._runs(text):
            drawing.text((round(left), top + self.above), run, font=chosen, fill=ink, anchor="ls")
            left += chosen.getlength(run)

    def wrapped(self, text: str, width: int) -> Iterator[str]:
        """Break a text into lines of at most `width` dots, at words where possible, inside a word where not."""
        line = ""
        for word in unicodedata.normalize("NFC", text).split():
            longer = f"{line} {word}".strip()
            if self.length(longer) <= width:
                line = longer
                continue
            if line:
                yield line
            *full, line = self._broken(word, width)
            yield from full
        if line:
            yield line

    def _runs(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        for chinese, letters in groupby(text, key=is_chinese):
            yield "".join(letters), chinese_font(self.pixels) if chinese else font(self.pixels, bold=self.bold)

    def _broken(self, word: str, width: int) -> list[str]:
        parts, part = [], ""
        for letter in word:
            if part and self.length(part + letter) > width:
                parts.append(part)
                part = ""
            part += letter
        return [*parts, part]


@cache
def _extent(pixels: int, *, bold: bool) -> tuple[int, int]:
    """Return top and bottom of the tallest and lowest letters, from the baseline."""
    _, top, _, bottom = font(pixels, bold=bold).getbbox(vietnamese_letters() + "gjpqy(", anchor="ls")
    return int(top), int(bottom)


def _text(block: Text, width: int, pixels: Pixels) -> Image.Image:
    pen = Pen(pixels[block.size], block.bold)
    lines = list(pen.wrapped(block.text, width))
    picture = Image.new("1", (width, max(1, pen.height * len(lines))), 1)
    for number, line in enumerate(lines):
        room = width - pen.length(line)
        left = {"left": 0.0, "centre": room / 2, "right": room}[block.align]
        pen.write(picture, left, number * pen.height, line)
    return picture


def _number(text: str, width: int) -> Image.Image:
    pixels = NUMBER_PIXELS
    while font(pixels, bold=True).getlength(text) > width:
        pixels -= 10
    chosen = font(pixels, bold=True)
    left, top, right, bottom = chosen.getbbox(text)
    picture = Image.new("1", (width, round(bottom - top) + 16), 1)
    _drawing(picture).text(((width - (right - left)) // 2 - left, 8 - top), text, font=chosen, fill=0)
    return picture


def _mark(text: str, width: int, pixels: Pixels) -> Image.Image:
    pen = Pen(pixels["large"], bold=True)
    lines = list(pen.wrapped(text, width - 2 * MARK_PADDING))
    picture = Image.new("1", (width, pen.height * len(lines) + 2 * MARK_PADDING), 0)
    for number, line in enumerate(lines):
        left = (width - pen.length(line)) / 2
        pen.write(picture, left, MARK_PADDING + number * pen.height, line, ink=1)
    return picture


def _bitmap(block: Bitmap, width: int) -> Image.Image:
    """Return the picture with a little room below it."""
    picture = Image.new("1", (width, block.height + LINE_GAP), 1)
    ink = Image.frombytes("1", (block.width, block.height), block.data)
    picture.paste(0, ((width - block.width) // 16 * 8, 0), ink)
    return picture


def qr_cells(data: str) -> int:
    """Return how many cells a QR code of the data has at a side."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(data)
    return CELLS_OF_VERSION_0 + CELLS_A_VERSION * int(code.best_fit(start=1))


@lru_cache(maxsize=8)
def _matrix(data: str) -> list[list[bool]]:
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(data)
    code.make(fit=True)
    return code.get_matrix()


def _qr(block: Qr, width: int) -> Image.Image:
    cells = _matrix(block.data)
    cell = min(block.module, width // (len(cells) + 2 * QUIET_CELLS))
    side, quiet = cell * len(cells), QUIET_CELLS * cell
    picture = Image.new("1", (width, side + 2 * quiet), 1)
    small = Image.new("1", (len(cells), len(cells)))
    small.putdata([not black for row in cells for black in row])
    picture.paste(small.resize((side, side), Image.Resampling.NEAREST), ((width - side) // 2, quiet))
    return picture


def _drawing(picture: Image.Image) -> ImageDraw.ImageDraw:
    drawing = ImageDraw.Draw(picture)
    drawing.fontmode = "1"  # grey edges would be dithered into speckle on thermal paper
    return drawing
