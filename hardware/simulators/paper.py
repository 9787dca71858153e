"""What a printer makes of the bytes it takes from its buffer: dots on paper, cuts, answers."""

from dataclasses import dataclass, field

from PIL import Image

from hardware.simulators.graphics import Graphics
from hardware.simulators.language import Command, take
from hardware.simulators.roll import WIDE, Roll
from hardware.simulators.typesetter import State, TextLine, changed, read

FEED_TO_CUTTER = 80
ACK = b"\x06"
WIDEST_ROW, TALLEST = 256, 2_303
"""Bytes of a row and rows of the largest picture that GS v 0 prints; a larger one is ignored."""
LEFT, CENTRE = 0, 1


@dataclass(frozen=True, slots=True)
class Step:
    """What one command did: rows moved, an answer asked for (of an identity, which) or given, a cut."""

    rows: int = 0
    ask: str | None = None
    answer: bytes = b""
    cut: bool = False


@dataclass(slots=True)
class Paper:
    """The mechanism: a roll under a head of `width` dots. `said` is what its own letters printed since the last cut.

    `no_graphics` and `chinese` are kinds of printer: one that ignores GS ( L, one that reads two bytes as one letter.
    """

    width: int = WIDE
    no_graphics: bool = False
    chinese: bool = False
    asb: int = 0
    unknown: int = 0
    row_bytes: int = 0
    rows_to_come: int = 0
    said: list[str] = field(default_factory=list)
    roll: Roll = field(default_factory=Roll)
    graphics: Graphics = field(default_factory=Graphics)
    _state: State = field(default_factory=State)
    _line: TextLine = field(default_factory=TextLine)
    _half: int | None = None

    def __post_init__(self) -> None:
        self.roll.width = self.width

    def take(self, buffer: bytearray) -> Step | None:
        """Execute the first command in the buffer; None while it is not complete."""
        if self.rows_to_come:
            return self._one_row(buffer)
        if buffer[0] == 0:
            return _skipped(buffer)
        command = take(buffer)
        if command is None:
            return None
        if not command.known:
            self.unknown += 1
            return Step()
        return self._byte(command.body) if command.head == b"" else self._executed(command)

    def forget(self) -> None:
        """Drop what was being printed: the buffers were cleared."""
        self.roll.rows.clear()
        self.said.clear()
        self._line.clear()
        self.rows_to_come, self._half = 0, None

    def cut_off(self) -> tuple[Image.Image, list[str]]:
        """Return what is on the paper since the last cut and what it says in letters, and begin a new piece."""
        piece = self.roll.picture(), list(self.said)
        self.roll.rows.clear()
        self.said.clear()
        return piece

    def _executed(self, command: Command) -> Step:
        head, body = command.head, command.body
        match head:
            case b"\x1b@":
                self._line.clear()
                self._state, self._half = State(double_bytes=self.chinese), None
            case b"\x1bJ":
                return self._fed(body[0])
            case b"\x1bd":
                return self._fed(body[0] * self._state.spacing)
            case b"\x1b$":
                self._line.at = int.from_bytes(body, "little")
            case b"\x1dv":
                self._begin_picture(body)
            case b"\x1dV":
                return self._cut(body)
            case b"\x1d(" | b"\x1d8":
                return self._parenthesis(head, body)
            case _:
                return self._asked(head, body)
        return Step()

    def _asked(self, head: bytes, body: bytes) -> Step:
        if head == b"\x1da":
            self.asb = body[0]
            return Step(ask="asb")
        if head in (b"\x1dr", b"\x1dI"):
            return Step(ask="paper") if head == b"\x1dr" else Step(ask="identity", answer=body)
        self._state = changed(self._state, head, body)
        return Step()

    def _parenthesis(self, head: bytes, body: bytes) -> Step:
        kind, rest = body[:1], body[5:] if head == b"\x1d8" else body[3:]
        if kind == b"k" and (code := self.graphics.code(rest)) is not None:
            return self._printed(code)
        if kind != b"L" or self.no_graphics:
            return Step()
        done = self.graphics.graphics(rest)
        if isinstance(done, bytes):
            return Step(answer=done)
        return Step() if done is None else self._printed(done)

    def _printed(self, ink: Image.Image) -> Step:
        self.roll.print_picture(ink, self._left(ink.width))
        return Step(rows=ink.height)

    def _left(self, width: int) -> int:
        """Return where something so wide begins."""
        room = self._room()
        spare = max(0, room - width)
        return self._state.margin + {LEFT: 0, CENTRE: spare // 2}.get(self._state.align, spare)

    def _room(self) -> int:
        beside = self.width - self._state.margin
        return beside if self._state.area is None else min(beside, self._state.area)

    def _begin_picture(self, body: bytes) -> None:
        row_bytes, rows = (int.from_bytes(body[at : at + 2], "little") for at in (2, 4))
        if 0 < row_bytes <= WIDEST_ROW and 0 < rows <= TALLEST:
            self.row_bytes, self.rows_to_come = row_bytes, rows

    def _one_row(self, buffer: bytearray) -> Step | None:
        if len(buffer) < self.row_bytes:
            return None
        self.roll.print_row(bytes(buffer[: self.row_bytes]), self._left(8 * self.row_bytes))
        del buffer[: self.row_bytes]
        self.rows_to_come -= 1
        return Step(rows=1)

    def _cut(self, body: bytes) -> Step:
        fed = FEED_TO_CUTTER if len(body) > 1 else 0
        rows = self._end_line(0) + fed
        self.roll.feed(fed)
        return Step(cut=True, rows=rows)

    def _byte(self, byte: bytes) -> Step:
        if byte == b"\n":
            return Step(rows=self._end_line(self._state.spacing))
        if byte == ACK and self.graphics.untold:
            return Step(answer=self.graphics.keys())
        if byte < b" ":
            return Step()
        shown, self._half = read(byte[0], self._half, self._state)
        rows = 0
        if shown and not self._line.add(shown, self._state, self._room()):
            rows = self._end_line(self._state.spacing)
            self._line.add(shown, self._state, self._room())
        return Step(rows=rows)

    def _fed(self, rows: int) -> Step:
        moved = self._end_line(0)
        self.roll.feed(rows)
        return Step(rows=moved + rows)

    def _end_line(self, least: int) -> int:
        """Print the line that was gathered and move on by at least so many rows; return how many."""
        before = len(self.roll.rows)
        if self._line.cells:
            ink = self._line.picture()
            self.said.append(self._line.said)
            self.roll.print_picture(ink, self._left(ink.width))
        self._line.clear()
        self.roll.feed(max(0, least - (len(self.roll.rows) - before)))
        return len(self.roll.rows) - before


def _skipped(buffer: bytearray) -> Step:
    """Drop all NUL bytes at the beginning at once: they are no command, and drivers end unfinished jobs with them."""
    del buffer[: len(buffer) - len(buffer.lstrip(b"\0"))]
    return Step()


def printed(job: bytes, *, width: int = WIDE, graphics: Graphics | None = None) -> tuple[Image.Image, list[str]]:
    """Return what a printer makes of one job up to its first cut: the paper, and what its own letters say on it."""
    paper, buffer = Paper(width=width, graphics=graphics or Graphics()), bytearray(job)
    while buffer and (step := paper.take(buffer)) is not None:
        if step.cut:
            break
    return paper.cut_off()
