"""What stands between a ticket and the first byte of its slip: one question, and nothing that is drawn."""

from dataclasses import dataclass, field

import pytest

from hardware.document import Document, Mark, Number, Qr, Text
from hardware.escpos import commands
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import FRESH_SECONDS, EscposPrinter, PrintOutcome, PrintResult
from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.printer import SimulatedPrinter

PRINTED = PrintResult(PrintOutcome.PRINTED, begun=True)
WAYS = [
    PrinterSettings(mode=PrintMode.TCVN),
    PrinterSettings(mode=PrintMode.HYBRID),
    PrinterSettings(mode=PrintMode.HYBRID, stores_graphics=True),
    PrinterSettings(),
]
BLOCKS = (Mark("IN LẠI"), Text("Trung tâm", fixed=True), Number("A012"), Qr("http://motcua.test/t/1"))


@dataclass
class Wired:
    """A printer on a wire in memory that notes what was written, and the blocks that had been drawn by then."""

    folder: object
    written: list = field(default_factory=list)
    drawn: list = field(default_factory=list)

    def __post_init__(self):
        self.printer = SimulatedPrinter(line=Wire(), slips=self.folder, tell=lambda _: None)

    def plug(self):
        return Line(self.printer, self.printer.line, self)

    def slip(self):
        return Document(Blocks(self.drawn))


class Line(DirectLine):
    """Notes each write."""

    def __init__(self, printer, wire, wired):
        super().__init__(printer, wire)
        self.wired = wired

    def write(self, data, *, seconds):
        self.wired.written.append((data, len(self.wired.drawn)))
        super().write(data, seconds=seconds)


class Blocks(tuple):
    """Blocks that note how many of them were asked for."""

    def __new__(cls, drawn):
        made = super().__new__(cls, BLOCKS)
        made.drawn = drawn
        return made

    def __iter__(self):
        for block in super().__iter__():
            self.drawn.append(block)
            yield block


@pytest.fixture
def wired(tmp_path):
    return Wired(tmp_path)


def questions(wired):
    return [data[2] for data, _ in wired.written if data.startswith(b"\x10\x04")]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_printer_gets_the_beginning_of_a_slip_before_anything_of_it_is_drawn(wired, way):
    driver = EscposPrinter(wired.plug, way)
    driver.print(Document(BLOCKS))
    assert driver.print(Document(BLOCKS)) == PRINTED
    asked_for_pictures = len(BLOCKS) if way.stores_graphics else 0
    wired.written.clear()
    assert driver.print(wired.slip()) == PRINTED
    begin = next(drawn for data, drawn in wired.written if data.startswith(commands.SET_UP))
    assert begin == asked_for_pictures
    assert len(wired.drawn) == asked_for_pictures + len(BLOCKS)


def test_a_printer_that_was_looked_at_a_moment_ago_is_asked_one_question(wired):
    driver = EscposPrinter(wired.plug, WAYS[0])
    driver.status()
    wired.written.clear()
    assert driver.print(Document(BLOCKS)) == PRINTED
    assert questions(wired) == [1]


def test_a_printer_that_was_not_looked_at_for_long_is_asked_everything(wired, monkeypatch):
    driver = EscposPrinter(wired.plug, WAYS[0])
    driver.status()
    wired.written.clear()
    monkeypatch.setattr("hardware.escpos.printer.FRESH_SECONDS", -FRESH_SECONDS)
    assert driver.print(Document(BLOCKS)) == PRINTED
    assert questions(wired) == [1, 2, 3, 4]


FAULTS = {
    "paper_out": PrintOutcome.PAPER_OUT,
    "cover_open": PrintOutcome.COVER_OPEN,
    "cutter": PrintOutcome.CUTTER,
    "overheated": PrintOutcome.OVERHEATED,
    "offline": PrintOutcome.OFFLINE,
    "silent": PrintOutcome.SILENT,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_since_the_last_look_is_named_and_nothing_of_the_slip_is_sent(wired, fault):
    driver = EscposPrinter(wired.plug, WAYS[0])
    driver.status()
    wired.written.clear()
    wired.printer.change({fault: True})
    assert driver.print(Document(BLOCKS)) == PrintResult(FAULTS[fault], begun=False)
    assert all(data.startswith(b"\x10") for data, _ in wired.written)
    wired.printer.change({fault: False})
    assert driver.print(Document(BLOCKS)) == PRINTED
