"""The cable to the printer pulled at every byte of a slip, in every mode: the same number comes again, whole."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from hardware.document import Document, Mark, Number, Qr, Text
from hardware.errors import TransportLost
from hardware.escpos.compose import composed, pictures
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.printer import EscposPrinter, PrintOutcome
from hardware.escpos.stored import present
from hardware.faulty import CutAfter
from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.paper import printed
from hardware.simulators.printer import SimulatedPrinter

WAYS = {
    "tcvn": PrinterSettings(mode=PrintMode.TCVN),
    "hybrid, stored": PrinterSettings(mode=PrintMode.HYBRID, stores_graphics=True),
    "hybrid": PrinterSettings(mode=PrintMode.HYBRID),
    "raster": PrinterSettings(),
}
SLIP = (
    Text("Trung tâm", bold=True, fixed=True),
    Number("A012"),
    Text("Đăng ký khai sinh"),
    Qr("http://motcua.test/t/01JDB3V8Z7", module=4),
)
AGAIN = Document((Mark("IN LẠI"), *SLIP))


def measure_cable(folder: Path, tell: Callable[[str], None], *, every: int) -> dict[str, Any]:
    """Pull the cable at each `every`-th byte until the slip gets through; return what happened, mode by mode."""
    report = {}
    for name, way in WAYS.items():
        tell(f"the cable pulled at each byte of a slip in mode {name}")
        found = list(_pulled(folder / name, way, every))
        report[name] = {"cuts": len(found), "not_whole_or_not_printed_afterwards": found.count(False)}
    return report


def _pulled(folder: Path, way: PrinterSettings, every: int) -> Iterator[bool]:
    folder.mkdir(parents=True)
    left = 0
    while True:
        wire = Wire()
        printer = SimulatedPrinter(line=wire, slips=folder, tell=lambda _: None)
        lines = iter([CutAfter(DirectLine(printer, wire), left=left)])

        def connect(printer: SimulatedPrinter = printer, wire: Wire = wire, lines: Any = lines) -> Any:
            return next(lines, None) or DirectLine(printer, wire)

        driver = EscposPrinter(connect, way)
        if _outcome(driver, Document(SLIP)) is PrintOutcome.PRINTED:
            return
        again = _outcome(driver, AGAIN)
        yield again is PrintOutcome.PRINTED and _is_whole(printer, way)
        left += every


def _outcome(driver: EscposPrinter, document: Document) -> PrintOutcome:
    try:
        return driver.print(document).outcome
    except TransportLost:
        return PrintOutcome.OFFLINE


def _is_whole(printer: SimulatedPrinter, way: PrinterSettings) -> bool:
    """Say whether the last paper is the slip and nothing else."""
    kept = present(printer.memory.kept, pictures(AGAIN, way))
    wanted, _ = printed(composed(AGAIN, way, kept=kept), width=way.width, graphics=printer.memory)
    with Image.open(printer.slips / f"slip-{printer.printed:04d}.png") as paper:
        return paper.size == wanted.size and ImageChops.logical_xor(paper.convert("1"), wanted).getbbox() is None
