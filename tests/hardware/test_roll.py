"""When a roll counts as changed, as perhaps changed, and as the same."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from hardware.device import PaperUse
from hardware.escpos.device import PrinterDevice
from hardware.escpos.printer import EscposPrinter
from hardware.escpos.roll import RollWatch
from hardware.escpos.status import PrinterStatus
from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.printer import SimulatedPrinter

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
GOOD = PrinterStatus()
LOW = PrinterStatus(paper_low=True)
OUT = PrinterStatus(paper_out=True, paper_low=True, offline=True)
OPEN = PrinterStatus(cover_open=True, offline=True)
OPEN_EMPTY = PrinterStatus(cover_open=True, paper_out=True, paper_low=True, offline=True)

SAME, MAYBE, NEW = "the same roll", "perhaps another", "a new one"
STORIES = [
    ([GOOD, GOOD], SAME),
    ([GOOD, LOW], SAME),
    ([LOW, OPEN, LOW], SAME),
    ([GOOD, OPEN], SAME),
    ([GOOD, OPEN_EMPTY], SAME),
    ([GOOD, OPEN, GOOD], MAYBE),
    ([GOOD, OPEN_EMPTY, OPEN, GOOD], MAYBE),
    ([GOOD, OUT, GOOD], NEW),
    ([GOOD, OUT, LOW], NEW),
    ([GOOD, OUT, OPEN_EMPTY, OPEN, GOOD], NEW),
    ([LOW, OPEN, GOOD], NEW),
    ([LOW, GOOD], NEW),
    ([GOOD, OUT, OPEN, OUT], SAME),
]


def after(story, *, cover_was_open=False):
    clock = count()
    watch = RollWatch(PaperUse(roll_mm=80_000), now=lambda: AT + timedelta(seconds=next(clock)))
    watch.printed(41_000)
    for status in story:
        watch.seen(status, cover_was_open=cover_was_open)
    return watch


@pytest.mark.parametrize(("story", "roll"), STORIES)
def test_what_a_printer_shows_tells_whether_its_roll_was_changed(story, roll):
    watch = after(story)
    watch.printed(500)
    use = watch.use
    assert (use.mm, use.opened_at is not None, use.mm_since_opened) == {
        SAME: (41_500, False, 0),
        MAYBE: (41_500, True, 500),
        NEW: (500, False, 0),
    }[roll]
    assert use.roll_mm == 80_000


def test_a_cover_opened_and_closed_between_two_looks_counts():
    assert after([GOOD], cover_was_open=True).use.opened_at is not None


def test_nearly_out_is_dated_from_its_beginning_and_an_open_cover_does_not_date_it():
    watch = after([LOW])
    since = watch.use.low_since
    watch.seen(LOW, cover_was_open=False)
    assert since is not None
    assert watch.use.low_since == since
    assert after([OPEN_EMPTY]).use.low_since is None


def test_the_printer_says_by_itself_that_its_cover_was_open_between_two_looks(tmp_path, slip):
    simulated = SimulatedPrinter(line=Wire(), slips=tmp_path, tell=lambda _: None)
    device = PrinterDevice(EscposPrinter(lambda: DirectLine(simulated, simulated.line)), now=lambda: AT)
    device.look()
    device.look()
    assert device.facts().paper == PaperUse()
    for is_open in (True, False):
        simulated.change({"cover_open": is_open})
        simulated.turn(0)
    device.look()
    device.print(slip)
    paper = device.facts().paper
    assert paper.opened_at == AT
    assert paper.mm_since_opened == paper.mm > 50
