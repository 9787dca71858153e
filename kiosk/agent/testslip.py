"""The command `motcua-agent testslip`, and the options by which a technician describes a printer."""

from collections.abc import Callable
from typing import Any

import click

from hardware.errors import TransportLost
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import PrintOutcome
from kiosk.agent.errors import SettingsWrong
from kiosk.agent.printing import DOTS, MODES, check_printer, open_printer, printer_settings
from kiosk.samples import self_test
from kiosk.texts import LANGUAGES

ADDRESSES = "/dev/serial/by-id/…, COM3, /dev/usb/lp0 or socket://HOST:9100."
OPTIONS = (
    click.option("--baud", type=int, default=115_200, help="Speed of a serial printer."),
    click.option("--rtscts", is_flag=True, help="The printer's cable carries RTS and CTS."),
    click.option("--xonxoff", is_flag=True, help="The printer says XOFF when its buffer is full."),
    click.option("--paper", type=click.Choice(list(DOTS)), default="80", help="Width of the paper in mm."),
    click.option(
        "--print-mode",
        type=click.Choice(MODES),
        default=PrintMode.RASTER.value,
        help="raster: all drawn; tcvn: the printer's own letters; hybrid: its digits and codes, the rest drawn.",
    ),
    click.option("--stores-graphics", is_flag=True, help="hybrid: the printer keeps pictures in its memory (GS ( L)."),
)


def printer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that describe a printer."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def printing_of(given: dict[str, Any]) -> PrinterSettings:
    """Take the printer's settings out of what was given."""
    return printer_settings(
        paper=given.pop("paper"), mode=given.pop("print_mode"), stores_graphics=given.pop("stores_graphics")
    )


@click.command("testslip", context_settings={"show_default": True})
@click.option("--printer", required=True, help=ADDRESSES)
@printer_options
@click.option("--all-modes", is_flag=True, help="One slip in each mode, to choose from.")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", help="Of the words around the letters.")
def testslip_command(
    *, printer: str, baud: int, rtscts: bool, xonxoff: bool, all_modes: bool, language: str, **given: Any
) -> None:
    """Print the 134 letters of Vietnamese, to see in which mode a printer gets each of them right.

    \b
    Example:  motcua-agent testslip --printer /dev/usb/lp0 --all-modes
    Then:     motcua-agent run … --print-mode tcvn     if no letter on its slip is wrong; else hybrid; else raster
    """
    chosen = printing_of(given)
    modes = [PrintMode(mode) for mode in MODES] if all_modes else [chosen.mode]
    failed = False
    for mode in modes:
        settings = PrinterSettings(width=chosen.width, mode=mode, stores_graphics=chosen.stores_graphics)
        said = _printed(printer, settings, language, baud=baud, rtscts=rtscts, xonxoff=xonxoff)
        failed = failed or said != PrintOutcome.PRINTED
        click.echo(f"{mode.value}: {said}{_warning(printer, baud, settings)}")
    if failed:
        raise SystemExit(1)


def _printed(url: str, settings: PrinterSettings, language: str, **line: Any) -> str:
    driver = open_printer(url, settings, **line)
    try:
        return driver.print(self_test(settings, language=language)).outcome.value
    except TransportLost as lost:
        return f"not reached ({lost})"
    finally:
        driver.close()


def _warning(url: str, baud: int, settings: PrinterSettings) -> str:
    """Say when a mode, however well it prints, is too slow on this line."""
    try:
        check_printer(url, baud, settings)
    except SettingsWrong as wrong:
        return f"; {wrong}"
    return ""
