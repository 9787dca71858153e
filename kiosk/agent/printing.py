"""The printer as the technician set it: its line, its mode, and whether a slip gets through in time."""

from typing import get_args

from hardware.document import Document, Mark, Size, Text
from hardware.escpos.budget import TooSlow, check_speed
from hardware.escpos.compose import composed
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


def warm_up(settings: PrinterSettings) -> None:
    """Compose once what slips are made of: the fonts are read by then, and no citizen waits for that."""
    chinese = Document(tuple(Text("号", size=size, bold=bold) for size in get_args(Size) for bold in (False, True)))
    for document in (standard_slip(), chinese, Document((Mark("IN LẠI"),))):
        composed(document, settings)


def open_printer(
    url: str, settings: PrinterSettings, *, baud: int, rtscts: bool = False, xonxoff: bool = False
) -> EscposPrinter:
    """Return the driver of the printer at an address; the line is opened when it is needed."""
    return EscposPrinter(lambda: open_line(url, baud=baud, rtscts=rtscts, xonxoff=xonxoff), settings)
