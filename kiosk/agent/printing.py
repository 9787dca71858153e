"""The printer as the technician set it: its line, its mode, and whether a slip gets through in time."""

from hardware.escpos.budget import TooSlow, check_speed
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import EscposPrinter
from hardware.lines import open_line, speed_of
from kiosk.agent.errors import SettingsWrong
from kiosk.samples import standard_slip

DOTS = {"80": 576, "58": 384}
"""Printable dots of the two widths of paper, in mm."""
MODES = tuple(mode.value for mode in PrintMode)


def printer_settings(*, paper: str, mode: str, stores_graphics: bool) -> PrinterSettings:
    """Return the driver's settings from what was given on the command line."""
    return PrinterSettings(width=DOTS[paper], mode=PrintMode(mode), stores_graphics=stores_graphics)


def check_printer(url: str | None, baud: int, settings: PrinterSettings) -> None:
    """Raise SettingsWrong, with the reason, when the standard slip would not get through such a line in time."""
    if baud <= 0:
        raise SettingsWrong("a speed is a number of bits a second such as 115200")
    try:
        check_speed(standard_slip(), settings, None if url is None else speed_of(url, baud))
    except TooSlow as slow:
        raise SettingsWrong(f"printer: {slow}") from slow


def open_printer(
    url: str, settings: PrinterSettings, *, baud: int, rtscts: bool = False, xonxoff: bool = False
) -> EscposPrinter:
    """Return the driver of the printer at an address; the line is opened when it is needed."""
    return EscposPrinter(lambda: open_line(url, baud=baud, rtscts=rtscts, xonxoff=xonxoff), settings)
