"""What a printer makes of the bytes it takes from its buffer: dots on paper, cuts, answers."""

from dataclasses import dataclass, field

from PIL import Image

HEAD_DOTS = 576
TEXT_ROWS = 30
FEED_TO_CUTTER = 80

FIXED_LENGTHS = {
    b"\x1b@": 2,
    b"\x1c.": 2,
    b"\x1ba": 3,
    b"\x1bJ": 3,
    b"\x1bd": 3,
    b"\x1bt": 3,
    b"\x1b!": 3,
    b"\x1bE": 3,
    b"\x1d!": 3,
    b"\x1da": 3,
    b"\x1dr": 3,
    b"\x1dI": 3,
    b"\x1dL": 4,
    b"\x1dW": 4,
}
"""Commands of fixed length that the simulator knows, by their first two bytes."""


@dataclass(slots=True)
class Paper:
    """The roll under the head. `rows` are printed dot rows since the last cut; a row is a bytes of HEAD_DOTS bits."""

    rows: list[bytes] = field(default_factory=list)
    margin: int = 0
    asb: int = 0
    unknown: int = 0
    row_bytes: int = 0
    rows_to_come: int = 0

    def take(self, buffer: bytearray) -> "Step | None":
        """Execute the first command in the buffer; None while it is not complete."""
        if self.rows_to_come:
            return self._one_row(buffer)
        if buffer[0] not in (0x1B, 0x1C, 0x1D):
            return self._plain(buffer)
        if len(buffer) < 2:
            return None
        head = bytes(buffer[:2])
        if head in (b"\x1dv", b"\x1dV"):
            return self._raster(buffer) if head == b"\x1dv" else self._cut(buffer)
        return self._fixed(buffer, head)

    def _fixed(self, buffer: bytearray, head: bytes) -> "Step | None":
        length = FIXED_LENGTHS.get(head)
        if length is None:
            self.unknown += 1
            del buffer[:2]
            return Step()
        if len(buffer) < length:
            return None
        arguments = bytes(buffer[2:length])
        del buffer[:length]
        return self._simple(head, arguments)

    def forget(self) -> None:
        """Drop what was being printed: the buffers were cleared."""
        self.rows.clear()
        self.rows_to_come = 0

    def picture(self) -> Image.Image:
        """Return what is on the paper since the last cut, mode "1", black is 0."""
        data = b"".join(self.rows)
        picture = Image.frombytes("1", (HEAD_DOTS, len(self.rows)), data)
        return picture.point(lambda dot: 255 - dot)

    def _simple(self, head: bytes, arguments: bytes) -> "Step":
        match head:
            case b"\x1b@":
                self.margin = 0
            case b"\x1bJ":
                self._feed(arguments[0])
                return Step(rows=arguments[0])
            case b"\x1bd":
                self._feed(arguments[0] * TEXT_ROWS)
                return Step(rows=arguments[0] * TEXT_ROWS)
            case b"\x1dL":
                self.margin = int.from_bytes(arguments, "little")
            case b"\x1da":
                self.asb = arguments[0]
                return Step(ask="asb")
            case b"\x1dr":
                return Step(ask="paper")
            case b"\x1dI":
                return Step(ask="model")
        return Step()

    def _raster(self, buffer: bytearray) -> "Step | None":
        """Begin a picture; its rows are printed as they come, for they may be more than the buffer holds."""
        if len(buffer) < 8:
            return None
        self.row_bytes = int.from_bytes(buffer[4:6], "little")
        self.rows_to_come = int.from_bytes(buffer[6:8], "little")
        del buffer[:8]
        return Step()

    def _one_row(self, buffer: bytearray) -> "Step | None":
        if len(buffer) < self.row_bytes:
            return None
        self._print_row(bytes(buffer[: self.row_bytes]))
        del buffer[: self.row_bytes]
        self.rows_to_come -= 1
        return Step(rows=1)

    def _print_row(self, dots: bytes) -> None:
        line = int.from_bytes(dots, "big") << (HEAD_DOTS * 2 - 8 * len(dots))
        line = (line >> self.margin) >> HEAD_DOTS
        self.rows.append((line & ((1 << HEAD_DOTS) - 1)).to_bytes(HEAD_DOTS // 8, "big"))

    def _cut(self, buffer: bytearray) -> "Step | None":
        if len(buffer) < 3 or (buffer[2] in (65, 66) and len(buffer) < 4):
            return None
        fed = buffer[2] in (65, 66)
        del buffer[: 4 if fed else 3]
        if fed:
            self._feed(FEED_TO_CUTTER)
        return Step(cut=True, rows=FEED_TO_CUTTER if fed else 0)

    def _plain(self, buffer: bytearray) -> "Step":
        byte = buffer.pop(0)
        if byte == 0x0A:
            self._feed(TEXT_ROWS)
            return Step(rows=TEXT_ROWS)
        return Step()

    def _feed(self, rows: int) -> None:
        self.rows += [bytes(HEAD_DOTS // 8)] * rows


@dataclass(frozen=True, slots=True)
class Step:
    """What one command did: rows moved, an answer asked for, a cut."""

    rows: int = 0
    ask: str | None = None
    cut: bool = False
