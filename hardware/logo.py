"""A centre's logo: a one-bit picture small enough for every slip, written as text so that any file can hold it.

The text is the picture as netpbm's P4 ("P4", width and height, rows of whole bytes, a set bit is black) in base64.
"""

import base64
import binascii
import io
import re
from typing import TYPE_CHECKING

from hardware.document import Bitmap
from hardware.errors import LogoInvalid

if TYPE_CHECKING:
    from PIL import Image

WIDEST = 384
"""Dots: the paper of 58 mm takes it too."""
TALLEST = 112
MOST_BYTES = 2_240
"""20 x 14 mm of dots; with them the standard slip drawn as a whole stays within its 32 kB."""
LONGEST = 3_040
"""Letters of the text."""
LARGEST_FILE = 500_000
LARGEST_SIDE = 2_000
"""Dots of a side of a file that is taken: more would be decoded into tens of megabytes."""
BLACK = 128
_HEAD = re.compile(rb"P4\n(\d{1,3}) (\d{1,3})\n")


def read_logo(written: str) -> Bitmap:
    """Read a logo's text. Raises LogoInvalid (logo.invalid)."""
    try:
        file = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise LogoInvalid("logo.invalid") from None
    head = _HEAD.match(file)
    width, height = (int(head[1]), int(head[2])) if head else (0, 0)
    data = file[head.end() :] if head else b""
    if not _fits(width, height) or width % 8 or len(data) != width // 8 * height:
        raise LogoInvalid("logo.invalid")
    return Bitmap(width, data)


def write_logo(logo: Bitmap) -> str:
    """Return what `read_logo` reads."""
    return base64.b64encode(b"P4\n%d %d\n" % (logo.width, logo.height) + logo.data).decode()


def logo_from_png(file: bytes) -> Bitmap:
    """Make a logo of any PNG: what is dark is black, trimmed to its ink and made smaller where it is too large.

    Raises LogoInvalid: logo.too_large, logo.unreadable, or logo.blank where nothing in it is dark.
    """
    from PIL import Image, ImageOps

    grey = _inked(ImageOps.autocontrast(_on_white(file)))
    size = _smaller(*grey.size)
    small = _inked(grey.resize(size, Image.Resampling.LANCZOS) if size != grey.size else grey)
    width = (small.width + 7) // 8 * 8
    ink = Image.new("1", (width, small.height))
    ink.paste(small.point(lambda shade: 255 * (shade < BLACK), mode="1"), ((width - small.width) // 2, 0))
    return Bitmap(width, ink.tobytes())


def _on_white(file: bytes) -> "Image.Image":
    from PIL import Image

    if len(file) > LARGEST_FILE:
        raise LogoInvalid("logo.too_large")
    try:
        with Image.open(io.BytesIO(file), formats=("PNG",)) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise LogoInvalid("logo.too_large")
            seen = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise LogoInvalid("logo.unreadable") from None
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("L")


def _inked(grey: "Image.Image") -> "Image.Image":
    """Return the part of a picture in which something is dark."""
    box = grey.point(lambda shade: 255 * (shade < BLACK)).getbbox()
    if box is None:
        raise LogoInvalid("logo.blank")
    return grey.crop(box)


def _smaller(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, WIDEST / width, TALLEST / height)
    while not _fits(size := round(width * scale) or 1, tall := round(height * scale) or 1):
        scale *= 0.99
    return size, tall


def _fits(width: int, height: int) -> bool:
    return 0 < width <= WIDEST and 0 < height <= TALLEST and (width + 7) // 8 * height <= MOST_BYTES
