"""A printer's own letters: code pages as bytes name them, and font A as 12 by 24 dots of the bundled font."""

import codecs
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from hardware.escpos.raster import FONTS, chinese_font

WIDTH, HEIGHT = 12, 24
BASELINE = 19
PIXELS = 17
"""Size at which the tallest capital, an accent over an accent, still fits the cell."""

CODECS = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
}
TCVN_3_1 = (
    "                "
    "                "
    "        ăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ "
)
"""ESC t 30: the upper half, row by row, as Epson's table of TCVN-3 (Vietnamese) shows it."""
TCVN_3_2 = (
    "                "
    "                "
    " ĂÂ    Đ  ÊÔƠƯ  "
    "     ÀẢÃÁẠ ẰẲẴẮ "
    "      ẶẦẨẪẤẬÈ ẺẼ"
    "ÉẸỀỂỄẾỆÌỈ   ĨÍỊÒ"
    " ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ"
    " ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
)
"""ESC t 31."""
UNKNOWN = "□"


def letter(byte: int, page: int) -> str:
    """Return what a byte of 20h or more prints on a code page."""
    if byte < 0x80:
        return chr(byte)
    if page in (30, 31):
        return (TCVN_3_1 if page == 30 else TCVN_3_2)[byte - 0x80]
    if page not in CODECS:
        return UNKNOWN
    return codecs.decode(bytes((byte,)), CODECS[page], "replace")


@cache
def glyph(shown: str, *, bold: bool) -> Image.Image:
    """Return a letter's cell, mode "1", ink is 1; a Chinese one is two cells wide."""
    wide = WIDTH * 2 if "\u2e80" <= shown <= "\uffef" else WIDTH
    font = chinese_font(22) if wide > WIDTH else ImageFont.truetype(str(FONTS / _file(bold)), PIXELS)
    drawn = Image.new("1", (max(wide, round(font.getlength(shown)) + 1), HEIGHT), 0)
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "1"
    pen.text((max(0.0, (wide - font.getlength(shown)) / 2), BASELINE), shown, font=font, fill=1, anchor="ls")
    return drawn if drawn.width == wide else drawn.resize((wide, HEIGHT), Image.Resampling.NEAREST)


def _file(bold: bool) -> str:
    return "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
