"""A simulated ESC/POS receipt printer on a pty or a TCP port.

It paces bytes itself, because a pty ignores baud rates. It has a 4 kB buffer; what comes past it while the mechanism
stands is lost. Real-time commands act on arrival, also in the middle of a picture, as in a real printer; DLE ENQ 2
clears only in an error that the printer can recover from (the cutter), so after a change of paper it goes on where it
stood.
"""

import os
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from threading import Lock

from hardware.simulators.graphics import Graphics
from hardware.simulators.line import Line
from hardware.simulators.paper import Paper
from hardware.simulators.roll import WIDE

BUFFER = 4_096
TICK = 0.005
IDENTITY = {
    b"A": b"\x5f1.04 ESC/POS\x00",
    b"B": b"\x5fMotcua\x00",
    b"C": b"\x5fSimulated Printer\x00",
    b"D": b"\x5fSIM0001\x00",
    b"\x01": b"\x20",
    b"\x02": b"\x02",
    b"\x03": b"\x01",
}
"""Answers to GS I: firmware, maker, model, serial number; model, type and ROM version as one byte."""
REAL_TIME = re.compile(rb"\x10(?:\x04([\x01-\x04])|\x05([\x00-\x03]))")


@dataclass(slots=True)
class Faults:
    """What can be wrong; set and cleared while the printer runs.

    `paper_rows` is how many dot rows are left on the roll, -1 for plenty: it runs out in the middle of a slip.
    `no_graphics`, `chinese` and `old` are no faults but kinds of printer: one that keeps no pictures, one that takes
    two bytes for one letter until it is told otherwise, one that does not answer GS I.
    """

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter: bool = False
    overheated: bool = False
    offline: bool = False
    silent: bool = False
    drop: bool = False
    garble: bool = False
    slow: bool = False
    no_graphics: bool = False
    chinese: bool = False
    old: bool = False
    paper_rows: int = -1

    def change(self, changes: dict[str, object]) -> None:
        """Set the named switches. Raises ValueError for an unknown one or a wrong type."""
        known = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in changes.items():
            if known.get(name) is not type(value):
                raise ValueError(name)
        for name, value in changes.items():
            setattr(self, name, value)

    @property
    def stopped(self) -> bool:
        """Whether the mechanism stands still."""
        return self.paper_out or self.cover_open or self.cutter or self.overheated or self.offline

    def asb(self) -> bytes:
        """Return the four bytes of automatic status."""
        first = 0x10 | (0x08 if self.stopped else 0) | (0x20 if self.cover_open else 0)
        second = (0x08 if self.cutter else 0) | (0x40 if self.overheated else 0)
        third = (0x0F if self.paper_out else 0) | (0x03 if self.paper_low else 0)
        return bytes((first, second, third, 0x0F))

    def real_time(self, n: int) -> bytes:
        """Return the answer to DLE EOT n."""
        error = self.cutter or self.overheated
        bits = {
            1: 0x08 if self.stopped else 0,
            2: (0x04 if self.cover_open else 0) | (0x20 if self.paper_out else 0) | (0x40 if error else 0),
            3: (0x08 if self.cutter else 0) | (0x40 if self.overheated else 0),
            4: (0x6C if self.paper_out else 0) | (0x0C if self.paper_low else 0),
        }
        return bytes((0x12 | bits[n],))

    def in_order(self) -> bytes:
        """Return the answer to GS r 1."""
        return bytes(((0x0C if self.paper_out else 0) | (0x03 if self.paper_low else 0),))


@dataclass(slots=True)
class SimulatedPrinter:
    """The printer behind one line. `run` serves until `stop`; cut slips are written as PNG files into `slips`.

    `width` is the head's, in dots; `said` is what its own letters printed on the last slip, line by line.
    """

    line: Line
    slips: Path
    baud: int = 115_200
    tell: Callable[[str], None] = print
    faults: Faults = field(default_factory=Faults)
    lock: Lock = field(default_factory=Lock)
    width: int = WIDE
    printed: int = 0
    said: list[str] = field(default_factory=list)
    _told_to_stop: bool = False
    _buffer: bytearray = field(default_factory=bytearray)
    _paper: Paper = field(default_factory=Paper)
    _last_asb: bytes = b""
    _tail: bytes = b""

    def __post_init__(self) -> None:
        self._paper = Paper(width=self.width)

    @property
    def memory(self) -> Graphics:
        """The pictures it keeps."""
        return self._paper.graphics

    def run(self) -> None:
        """Serve the line."""
        self.slips.mkdir(parents=True, exist_ok=True)
        self.printed = max((int(path.stem[5:]) for path in self.slips.glob("slip-*.png")), default=0)
        began, allowance = time.monotonic(), 0.0
        while not self._told_to_stop:
            time.sleep(TICK)
            now = time.monotonic()
            rate = self.baud / 10 / (10 if self.faults.slow else 1)
            allowance, began = min(allowance + (now - began) * rate, rate / 10 + 64), now
            with self.lock:
                allowance -= self.turn(int(allowance))
        self.line.close()

    def stop(self) -> None:
        """End soon. Safe in a signal handler: it takes no lock."""
        self._told_to_stop = True

    def change(self, changes: dict[str, object]) -> None:
        """Set faults; a printer with automatic status says so at once."""
        with self.lock:
            self.faults.change(changes)
            self._paper.no_graphics, self._paper.chinese = self.faults.no_graphics, self.faults.chinese

    def turn(self, allowance: int) -> int:
        """Take up to so many bytes from the line and work on them; return how many were taken."""
        if self.faults.drop:
            self.line.close()
            self._forget()
            return 0
        self.line.open()
        data = self.line.read(allowance) if allowance > 0 else b""
        if self.faults.silent:
            return len(data)
        self._receive(data)
        self._work()
        self._push_asb()
        return len(data)

    def _receive(self, data: bytes) -> None:
        """Act on real-time commands at once and put everything else into the buffer."""
        data, self._tail = self._tail + data, b""
        at = 0
        for found in REAL_TIME.finditer(data):
            self._buffer += data[at : found.start()]
            at = found.end()
            self._real_time(found)
        rest = data[at:]
        cut = next((n for n in (2, 1) if rest[-n:] in (b"\x10", b"\x10\x04", b"\x10\x05")), 0)
        self._buffer += rest[: len(rest) - cut]
        self._tail = rest[len(rest) - cut :] if cut else b""
        if self.faults.stopped:
            del self._buffer[BUFFER:]

    def _real_time(self, found: "re.Match[bytes]") -> None:
        status, command = found.groups()
        if status is not None:
            self._answer(self.faults.real_time(status[0]))
        elif command == b"\x02" and self.faults.cutter:
            self._forget()

    def _forget(self) -> None:
        self._buffer.clear()
        self._tail = b""
        self._paper.forget()

    def _work(self) -> None:
        while self._buffer and not self.faults.stopped:
            step = self._paper.take(self._buffer)
            if step is None:
                return
            if step.ask is not None:
                self._asked(step.ask, step.answer)
            elif step.answer:
                self._answer(step.answer)
            if step.rows:
                self._use_paper(step.rows)
            if step.cut and not self.faults.stopped:
                self._finish_slip()

    def _use_paper(self, rows: int) -> None:
        if self.faults.paper_rows >= 0:
            self.faults.paper_rows = max(0, self.faults.paper_rows - rows)
            if self.faults.paper_rows == 0:
                self.faults.paper_out, self.faults.paper_rows = True, -1

    def _asked(self, what: str, which: bytes) -> None:
        if what == "asb":
            self._last_asb = b""
        elif what == "paper":
            self._answer(self.faults.in_order())
        elif not self.faults.old:
            self._answer(IDENTITY.get(which, b""))

    def _push_asb(self) -> None:
        block = self.faults.asb()
        if self._paper.asb and block != self._last_asb:
            self._last_asb = block
            self._answer(block)

    def _answer(self, data: bytes) -> None:
        if self.faults.garble:
            data = random.randbytes(len(data))  # noqa: S311 - noise on a line, not a secret
        self.line.write(data)

    def _finish_slip(self) -> None:
        picture, self.said = self._paper.cut_off()
        self.printed += 1
        path = self.slips / f"slip-{self.printed:04d}.png"
        waiting = path.with_suffix(".part")
        picture.save(waiting, "PNG")
        os.replace(waiting, path)
        self.tell(f"printed {path.name} ({picture.height / 8:.0f} mm)")
