"""What holds of the driver in every mode, on every kind of line, and wherever the cable is pulled."""

from dataclasses import dataclass, field, replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from hardware.document import Document, Mark, Number, Qr, Text
from hardware.errors import TransportLost
from hardware.escpos.compose import composed, pictures
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult
from hardware.escpos.stored import present
from hardware.faulty import CutAfter, Late, Lossy, Noisy, OneByteAtATime
from hardware.lines import open_line
from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.graphics import Graphics
from hardware.simulators.paper import printed as on_paper
from hardware.simulators.printer import SimulatedPrinter

PRINTED = PrintResult(PrintOutcome.PRINTED, begun=True)
URL = "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
WAYS = {
    "raster": PrinterSettings(),
    "tcvn": PrinterSettings(mode=PrintMode.TCVN),
    "hybrid": PrinterSettings(mode=PrintMode.HYBRID),
    "stored": PrinterSettings(mode=PrintMode.HYBRID, stores_graphics=True),
}


def slip(*, copy=False):
    marks = (Mark("IN LẠI"),) if copy else ()
    return Document(
        (
            Text("Trung tâm Phục vụ hành chính công", bold=True, fixed=True),
            *marks,
            Number("A012"),
            Text("Đăng ký khai sinh – Ủy quyền", size="large"),
            Qr(URL),
            Text("Quét để theo dõi", fixed=True),
        )
    )


@dataclass
class Counted:
    """A line that counts what is written."""

    line: object
    counts: list = field(default_factory=lambda: [0])

    def write(self, data, *, seconds):
        self.counts[0] += len(data)
        self.line.write(data, seconds=seconds)

    def __getattr__(self, name):
        return getattr(self.line, name)


@dataclass
class Watched:
    """A line that notes how long each read would wait, and what is written."""

    line: object
    reads: list = field(default_factory=list)
    writes: list = field(default_factory=list)

    def write(self, data, *, seconds):
        self.writes.append(data)
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds):
        self.reads.append(seconds)
        return self.line.read(seconds=seconds)

    def __getattr__(self, name):
        return getattr(self.line, name)


@dataclass
class Bench:
    """A printer on a wire in memory, and drivers before it."""

    printer: SimulatedPrinter
    wire: Wire

    def plug(self):
        return DirectLine(self.printer, self.wire)

    def driver(self, way, connect=None):
        return EscposPrinter(connect or self.plug, way)

    def papers(self):
        return sorted(self.printer.slips.glob("slip-*.png"))

    def last_paper(self):
        with Image.open(self.papers()[-1]) as picture:
            return picture.convert("1")

    def size(self, way, document):
        """Bytes that a driver at a printer that has printed once sends for the document, cutting the line included."""
        counts = [0]
        driver = self.driver(way, lambda: Counted(self.plug(), counts))
        driver.print(document)
        before = counts[0]
        driver.close()
        assert driver.print(document) == PRINTED
        return counts[0] - before


@pytest.fixture
def bench(tmp_path):
    wire = Wire()
    (tmp_path / "slips").mkdir()
    return Bench(SimulatedPrinter(line=wire, slips=tmp_path / "slips", tell=lambda _: None), wire)


def expected(document, way, kept_by=None):
    """The paper as the printer makes it of the document alone."""
    keeps, wanted = kept_by or Graphics(), pictures(document, way)
    kept = present(keeps.kept, wanted)
    return on_paper(composed(document, way, kept=kept), width=way.width, graphics=keeps)[0]


def same(paper, other):
    return paper.size == other.size and ImageChops.logical_xor(paper, other).getbbox() is None


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("place", ["pty", "usb", "tcp"])
def test_each_mode_prints_on_each_kind_of_line(simulated, tmp_path, name, place):
    address = f"127.0.0.1:{free_port()}"
    printer = simulated(*(("--tcp", address) if place == "tcp" else ()))
    url = {"pty": str(printer.link), "usb": f"usb:{printer.link}", "tcp": f"socket://{address}"}[place]
    driver = EscposPrinter(lambda: open_line(url), WAYS[name])
    for copy in (False, True):
        assert driver.print(slip(copy=copy)) == PRINTED
    driver.close()
    assert len(printer.pictures()) == 2
    for path in printer.pictures():
        with Image.open(path) as paper:
            assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [URL]


def test_a_status_is_four_questions_and_no_wait(bench):
    """Each answer is taken as soon as it is there: one read that waits for each."""
    reads = []
    assert bench.driver(WAYS["raster"], lambda: Watched(bench.plug(), reads)).status().can_print
    assert len([seconds for seconds in reads if seconds > 0]) == 4


@pytest.mark.parametrize("name", WAYS)
def test_the_paper_is_what_the_job_says_and_a_second_slip_like_the_first(bench, name):
    driver = bench.driver(WAYS[name])
    for _ in range(2):
        assert driver.print(slip()) == PRINTED
        assert same(bench.last_paper(), expected(slip(), WAYS[name], bench.printer.memory))
    assert len(bench.papers()) == 2


def test_pictures_are_given_to_the_printer_once_and_then_only_named(bench):
    counts = [0]
    driver = bench.driver(WAYS["stored"], lambda: Counted(bench.plug(), counts))
    sent = []
    for _ in range(3):
        before = counts[0]
        assert driver.print(slip()) == PRINTED
        sent.append(counts[0] - before)
    assert sent[0] > sent[1] + 2_000
    assert sent[1] == sent[2]
    assert len(bench.printer.memory.kept) == 4


def test_another_printer_at_the_same_cable_is_asked_anew_what_it_keeps(bench):
    driver = bench.driver(WAYS["stored"])
    assert driver.print(slip()) == PRINTED
    first = bench.last_paper()
    bench.printer.memory.kept.clear()
    driver.close()
    assert driver.print(slip()) == PRINTED
    assert same(bench.last_paper(), first)


def test_a_printer_that_keeps_no_pictures_prints_them_all_the_same(bench):
    bench.printer.change({"no_graphics": True})
    driver = bench.driver(WAYS["stored"])
    assert driver.print(slip()) == PRINTED
    assert same(bench.last_paper(), expected(slip(), WAYS["hybrid"]))


def test_a_key_that_something_else_took_is_neither_used_nor_written_over(bench):
    strange = Image.new("1", (8, 8), 1)
    wanted = pictures(slip(), WAYS["stored"])
    bench.printer.memory.kept[wanted[0].key] = strange
    assert bench.driver(WAYS["stored"]).print(slip()) == PRINTED
    assert bench.printer.memory.kept[wanted[0].key] is strange
    assert wanted[0].witness not in bench.printer.memory.kept
    assert wanted[1].witness in bench.printer.memory.kept


MISBEHAVING = {
    "a byte at a time": OneByteAtATime,
    "garbage before answers": lambda line: Noisy(line, b"\xff\x80\xc5"),
    "late answers": lambda line: Late(line, 3),
}


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("line", MISBEHAVING)
def test_a_slow_or_noisy_line_prints_all_the_same(bench, name, line):
    driver = bench.driver(WAYS[name], lambda: MISBEHAVING[line](bench.plug()))
    assert driver.print(slip()) == PRINTED
    assert len(bench.papers()) == 1


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("every", [7, 61, 397])
def test_a_line_that_loses_bytes_is_survived_and_the_printer_switched_off_and_on_prints_again(bench, name, every):
    lines = iter([Lossy(bench.plug(), every)])
    hasty = replace(WAYS[name], settle_seconds=0.05)
    driver = bench.driver(hasty, lambda: next(lines, None) or bench.plug())
    assert driver.print(slip()).outcome in PrintOutcome
    driver.close()
    bench.printer.change({"drop": True})
    with pytest.raises(TransportLost):
        driver.print(slip())
    bench.printer.change({"drop": False})
    assert driver.print(slip(copy=True)) == PRINTED
    assert same(bench.last_paper(), expected(slip(copy=True), WAYS[name], bench.printer.memory))


SHARES = [0, 2, 7, 19, 31, 53, 68, 83, 96, 99]
"""Hundredths of a job; `python -m bench --cable` pulls it at every byte."""


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("share", SHARES)
def test_wherever_the_cable_is_pulled_the_same_number_comes_again_whole_and_marked(bench, name, share):
    left = bench.size(WAYS[name], slip()) * share // 100
    before = len(bench.papers())
    pulled_at(bench, WAYS[name], left)
    assert len(bench.papers()) - before <= 3


def pulled_at(bench, way, left):
    """Pull the cable at a byte: what comes after is a whole slip, and no piece of paper bears two codes."""
    before = len(bench.papers())
    lines = iter([CutAfter(bench.plug(), left=left)])
    driver = bench.driver(way, lambda: next(lines, None) or bench.plug())
    try:
        result = driver.print(slip())
    except TransportLost:
        result = PrintResult(PrintOutcome.OFFLINE, begun=False)
    assert result.outcome is not PrintOutcome.PRINTED
    assert driver.print(slip(copy=True)) == PRINTED
    assert same(bench.last_paper(), expected(slip(copy=True), way, bench.printer.memory))
    for path in bench.papers()[before:]:
        with Image.open(path) as paper:
            assert len(zxingcpp.read_barcodes(paper.convert("L"))) <= 1


@pytest.mark.parametrize("name", WAYS)
def test_paper_changed_in_the_middle_gives_one_whole_slip_after_it(bench, name):
    driver = bench.driver(WAYS[name])
    assert driver.print(slip()) == PRINTED
    bench.printer.change({"paper_rows": 150})
    assert driver.print(slip()) == PrintResult(PrintOutcome.PAPER_OUT, begun=True)
    bench.printer.change({"paper_out": False})
    assert driver.print(slip(copy=True)) == PRINTED
    assert same(bench.last_paper(), expected(slip(copy=True), WAYS[name], bench.printer.memory))


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
