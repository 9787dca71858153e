"""A printer's pictures and codes: what GS ( L and GS ( k keep, give and print."""

from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image

KEYS_IN_A_BLOCK = 40
WIDEST, TALLEST = 8_192, 2_304
"""Dots of the largest picture (GS ( L fn 67 and 112); a larger one is ignored."""
MOST_CODE_BYTES = 2_331
"""Bytes of the largest QR code of level M (ISO/IEC 18004)."""
SCALES = (1, 2)
LEVELS = {0x30: 1, 0x31: 0, 0x32: 3, 0x33: 2}
"""GS ( k fn 69 and the constants of the `qrcode` library: L, M, Q, H."""


@dataclass(slots=True)
class Graphics:
    """NV graphics (they outlive everything), the picture last put into the print buffer, and the code being made."""

    kept: dict[bytes, Image.Image] = field(default_factory=dict)
    buffered: Image.Image | None = None
    module: int = 3
    level: int = 0x30
    data: bytes = b""
    untold: list[bytes] = field(default_factory=list)

    def graphics(self, body: bytes) -> Image.Image | bytes | None:
        """Carry out GS ( L or GS 8 L by its body: a picture to print, bytes to answer, or nothing."""
        function, rest = body[1:2], body[2:]
        match function:
            case b"\x43" | b"\x53" if len(rest) > 9 and _is_possible(rest[4:8]):
                self.kept[rest[1:3]] = _picture(rest[4:8], rest[9:])
            case b"\x45" | b"\x55" if len(rest) >= 4:
                return _scaled(self.kept.get(rest[:2]), rest[2], rest[3])
            case b"\x42" | b"\x52":
                self.kept.pop(rest[:2], None)
            case b"\x40" | b"\x50" if rest == b"KC":
                self.untold = sorted(self.kept)
                return self.keys()
            case b"\x41" | b"\x51" if rest == b"CLR":
                self.kept.clear()
            case b"\x70" | b"\x71" if len(rest) > 8 and _is_possible(rest[4:8]):
                self.buffered = _scaled(_picture(rest[4:8], rest[8:]), rest[1], rest[2])
            case b"\x32" | b"\x02":
                picture, self.buffered = self.buffered, None
                return picture
        return None

    def keys(self) -> bytes:
        """Return the next block of the list of keys; the host says ACK before another comes."""
        block, self.untold = self.untold[:KEYS_IN_A_BLOCK], self.untold[KEYS_IN_A_BLOCK:]
        return b"\x37\x72" + (b"\x41" if self.untold else b"\x40") + b"".join(block) + b"\x00"

    def code(self, body: bytes) -> Image.Image | None:
        """Carry out GS ( k for QR codes by its body; the picture when it is to be printed."""
        kind, function, rest = body[:1], body[1:2], body[2:]
        if kind != b"1" or not rest:
            return None
        match function:
            case b"C":
                self.module = max(1, min(16, rest[0]))
            case b"E":
                self.level = rest[0] if rest[0] in LEVELS else self.level
            case b"P":
                self.data = rest[1 : 1 + MOST_CODE_BYTES]
            case b"Q" if self.data:
                return self._drawn()
        return None

    def _drawn(self) -> Image.Image:
        small = _code(self.data, LEVELS[self.level])
        return small.resize((small.width * self.module,) * 2, Image.Resampling.NEAREST)


@lru_cache(maxsize=8)
def _code(data: bytes, level: int) -> Image.Image:
    """Return a QR code, a dot a cell."""
    import qrcode

    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(data)
    code.make(fit=True)
    cells = code.get_matrix()
    small = Image.new("1", (len(cells), len(cells)), 0)
    small.putdata([int(cell) for row in cells for cell in row])
    return small


def _is_possible(size: bytes) -> bool:
    width, height = int.from_bytes(size[:2], "little"), int.from_bytes(size[2:], "little")
    return 0 < width <= WIDEST and 0 < height <= TALLEST


def _picture(size: bytes, data: bytes) -> Image.Image:
    width, height = int.from_bytes(size[:2], "little"), int.from_bytes(size[2:], "little")
    length = (width + 7) // 8
    return Image.frombytes("1", (width, height), data.ljust(length * height, b"\0")[: length * height])


def _scaled(picture: Image.Image | None, wide: int, high: int) -> Image.Image | None:
    """Return the picture at once or twice its size each way; other scales are no command, and print nothing."""
    if picture is None or wide not in SCALES or high not in SCALES:
        return None
    return picture.resize((picture.width * wide, picture.height * high), Image.Resampling.NEAREST)
