"""The roll of paper: rows of dots since the last cut."""

from dataclasses import dataclass, field

from PIL import Image

WIDE, NARROW = 576, 384
"""Dots of the print heads for 80 and 58 mm paper."""


@dataclass(slots=True)
class Roll:
    """Rows of `width` dots, as bytes; a set bit is black."""

    width: int = WIDE
    rows: list[bytes] = field(default_factory=list)

    def feed(self, rows: int) -> None:
        """Move on."""
        self.rows += [bytes(self.width // 8)] * rows

    def print_row(self, dots: bytes, left: int) -> None:
        """Print one row of dots; what is beyond the head is not printed."""
        dots = dots[: self.width // 4].ljust(self.width // 4, b"\0")
        line = (int.from_bytes(dots, "big") >> left) >> self.width
        self.rows.append((line & ((1 << self.width) - 1)).to_bytes(self.width // 8, "big"))

    def print_picture(self, ink: Image.Image, left: int) -> None:
        """Print a picture whose ink is 1."""
        line = Image.new("1", (self.width, ink.height), 0)
        line.paste(ink, (left, 0))
        data, length = line.tobytes(), self.width // 8
        self.rows += [data[at : at + length] for at in range(0, len(data), length)]

    def picture(self) -> Image.Image:
        """Return what is on the paper, mode "1", black is 0."""
        picture = Image.frombytes("1", (self.width, len(self.rows)), b"".join(self.rows))
        return picture.point(lambda dot: 255 - dot)
