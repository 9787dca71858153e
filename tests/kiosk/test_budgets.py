"""How much a slip takes on the line, and what a technician is told when that is too slow."""

import pytest
import zxingcpp

from hardware.escpos.budget import LONGEST_SECONDS, TooSlow, check_speed, line_seconds, slip_size
from hardware.escpos.compose import composed, pictures
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.raster import WIDTH_58, WIDTH_80
from hardware.simulators.graphics import Graphics
from hardware.simulators.paper import printed
from kiosk.agent.errors import SettingsWrong
from kiosk.agent.printing import check_printer
from kiosk.samples import SAMPLE_URL, letter_rows, self_test, standard_slip

BUDGETS = [
    (PrintMode.TCVN, False, 600),
    (PrintMode.HYBRID, True, 6_000),
    (PrintMode.HYBRID, False, 12_000),
    (PrintMode.RASTER, False, 32_000),
]
"""Bytes of the standard slip with its code."""


@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
@pytest.mark.parametrize(("mode", "stores", "most"), BUDGETS)
def test_the_standard_slip_keeps_within_the_bytes_of_its_mode(width, mode, stores, most):
    way = PrinterSettings(width=width, mode=mode, stores_graphics=stores)
    keeps, wanted = Graphics(), pictures(standard_slip(), way)
    printed(b"".join(each.definition for each in wanted), graphics=keeps)
    job = composed(standard_slip(), way, kept=frozenset(each.key for each in wanted))
    assert len(job) == slip_size(standard_slip(), way) <= most
    paper, _ = printed(job, width=width, graphics=keeps)
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [SAMPLE_URL]


def test_a_byte_takes_ten_bits_on_the_line():
    assert line_seconds(960, 9_600) == 1.0


ALLOWED = {
    (PrintMode.TCVN, False): 9_600,
    (PrintMode.HYBRID, True): 19_200,
    (PrintMode.HYBRID, False): 38_400,
    (PrintMode.RASTER, False): 115_200,
}
"""The slowest speed of each mode at 80 mm."""


@pytest.mark.parametrize("baud", [9_600, 19_200, 38_400, 57_600, 115_200])
@pytest.mark.parametrize(("mode", "stores"), ALLOWED)
def test_a_mode_is_refused_at_a_speed_that_would_keep_a_citizen_waiting(mode, stores, baud):
    way = PrinterSettings(mode=mode, stores_graphics=stores)
    if baud >= ALLOWED[mode, stores]:
        check_speed(standard_slip(), way, baud)
        return
    with pytest.raises(TooSlow) as refused:
        check_speed(standard_slip(), way, baud)
    assert refused.value.seconds > LONGEST_SECONDS
    assert refused.value.least == ALLOWED[mode, stores]


def test_the_reason_is_said_in_words_with_what_to_do():
    with pytest.raises(SettingsWrong) as refused:
        check_printer("/dev/ttyUSB0", 9_600, PrinterSettings())
    for word in ("raster", "kB", "9,600 baud", "5 s", "115,200", "another print mode"):
        assert word in str(refused.value)


@pytest.mark.parametrize("url", ["socket://10.0.0.5:9100", "/dev/usb/lp0", "usb:/dev/printer", None])
def test_a_line_without_a_speed_takes_every_mode(url):
    for mode in PrintMode:
        check_printer(url, 9_600, PrinterSettings(mode=mode))


@pytest.mark.parametrize("baud", [0, -9600])
def test_a_speed_that_is_none_is_refused(baud):
    with pytest.raises(SettingsWrong):
        check_printer("/dev/ttyUSB0", baud, PrinterSettings())


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
@pytest.mark.parametrize("mode", list(PrintMode))
@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
def test_the_self_test_names_its_mode_and_shows_every_letter_and_a_code(width, mode, language):
    way = PrinterSettings(width=width, mode=mode)
    document = self_test(way, language=language)
    words = [block.text for block in document.blocks if hasattr(block, "text")]
    assert any(mode.value in word for word in words)
    assert set("".join(letter_rows()).replace(" ", "")) <= set("".join(words))
    paper, said = printed(composed(document, way), width=width)
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [SAMPLE_URL]
    if mode is PrintMode.TCVN:
        assert [line for line in said if line in letter_rows()] == letter_rows()
