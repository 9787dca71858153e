"""The driver against a printer at the far end of a real serial line."""

import pytest
import zxingcpp
from PIL import Image, ImageChops

from hardware.document import Document, Number, Qr, Text
from hardware.errors import TransportLost
from hardware.escpos.commands import ENABLE_ASB, end_old_job
from hardware.escpos.compose import composed
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult
from hardware.escpos.raster import draw_document, vietnamese_letters
from hardware.faulty import CutAfter, Noisy, OneByteAtATime

PRINTED = PrintResult(PrintOutcome.PRINTED, begun=True)


def test_a_slip_comes_out_dot_for_dot_as_it_was_drawn(printer, slip):
    assert printer.driver().print(slip) == PRINTED
    paper, drawn = papers(printer.pictures()[0]), draw_document(slip)
    assert paper.width == drawn.width
    difference = ImageChops.logical_xor(paper.crop((0, 0, *drawn.size)), drawn)
    assert difference.getbbox() is None
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [
        "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
    ]


def test_all_134_letters_reach_the_paper(printer):
    letters = Document((Text(" ".join(vietnamese_letters()), size="large", align="left"),))
    assert printer.driver().print(letters) == PRINTED
    drawn = draw_document(letters)
    paper = papers(printer.pictures()[0]).crop((0, 0, *drawn.size))
    assert ImageChops.logical_xor(paper, drawn).getbbox() is None


FAULTS = {
    "paper_out": PrintOutcome.PAPER_OUT,
    "cover_open": PrintOutcome.COVER_OPEN,
    "cutter": PrintOutcome.CUTTER,
    "overheated": PrintOutcome.OVERHEATED,
    "offline": PrintOutcome.OFFLINE,
    "silent": PrintOutcome.SILENT,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_own_outcome_and_the_slip_prints_once_it_is_gone(printer, slip, fault):
    driver = printer.driver()
    printer.faults(**{fault: True})
    assert driver.print(slip) == PrintResult(FAULTS[fault], begun=False)
    printer.faults(**{fault: False})
    assert driver.print(slip) == PRINTED
    assert len(printer.pictures()) == 1


@pytest.mark.parametrize("rows", [20, 60, 100, 130, 200, 300])
def test_paper_that_runs_out_in_the_middle_is_reported_as_begun_and_the_rest_is_cut_off_from_the_next_slip(
    printer, slip, rows
):
    driver = printer.driver()
    printer.faults(paper_rows=rows)
    assert driver.print(slip) == PrintResult(PrintOutcome.PAPER_OUT, begun=True)
    printer.faults(paper_out=False)
    other = Document((Number("B707"), Qr("http://motcua.test/t/other")))
    assert driver.print(other) == PRINTED
    assert_last_paper_is(printer, other)


def test_low_paper_prints_and_is_noticed(printer, slip):
    driver = printer.driver()
    printer.faults(paper_low=True)
    assert driver.print(slip) == PRINTED
    assert driver.status().paper_low


def test_answers_may_come_a_byte_at_a_time(printer, slip):
    assert EscposPrinter(lambda: OneByteAtATime(printer.plug())).print(slip) == PRINTED


def test_garbage_on_the_line_is_read_past(printer, slip):
    assert EscposPrinter(lambda: Noisy(printer.plug(), b"\xff\x80\xc5")).print(slip) == PRINTED


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_a_cable_pulled_during_the_slip_leaves_it_in_doubt_and_the_next_attempt_prints_once(printer, slip, share):
    settings = PrinterSettings()
    size = len(composed(slip, settings))
    asked_first = 12 + len(end_old_job(settings.unfinished, cut=False)) + len(ENABLE_ASB)
    lines = iter([CutAfter(printer.plug(), left=asked_first + round(share * size))])
    driver = EscposPrinter(lambda: next(lines, None) or printer.plug())
    assert driver.print(slip) == PrintResult(PrintOutcome.UNKNOWN, begun=True)
    assert driver.print(slip) == PRINTED
    assert_last_paper_is(printer, slip)


@pytest.mark.parametrize("share", [0.116, 0.522, 0.825])
def test_a_mode_chosen_while_a_job_is_in_doubt_prints_whole_after_it(printer, slip, share):
    """A command of the old mode may still want more bytes than any of the new one."""
    size, asked_first = (
        len(composed(slip, PrinterSettings())),
        12 + len(end_old_job(PrinterSettings().unfinished, cut=False)),
    )
    lines = iter([CutAfter(printer.plug(), left=asked_first + round(share * size))])
    driver = EscposPrinter(lambda: next(lines, None) or printer.plug())
    assert driver.print(slip) == PrintResult(PrintOutcome.UNKNOWN, begun=True)
    driver.use(PrinterSettings(mode=PrintMode.TCVN))
    other = Document((Text("B707"), Qr("http://motcua.test/t/other")))
    assert driver.print(other) == PRINTED
    whole = printer.pictures()[-1]
    assert driver.print(other) == PRINTED
    assert whole.read_bytes() == printer.pictures()[-1].read_bytes()


def test_a_printer_that_is_not_there_is_lost_before_anything_was_sent(tmp_path, slip):
    from hardware.transport import SerialTransport

    driver = EscposPrinter(lambda: SerialTransport(str(tmp_path / "nothing")))
    with pytest.raises(TransportLost):
        driver.print(slip)


def assert_last_paper_is(printer, document):
    """What came out last is this document, dot for dot, and nothing else."""
    paper, drawn = papers(printer.pictures()[-1]), draw_document(document)
    assert paper.height == drawn.height + 80
    assert ImageChops.logical_xor(paper.crop((0, 0, *drawn.size)), drawn).getbbox() is None


def papers(path):
    with Image.open(path) as picture:
        return picture.convert("1")
