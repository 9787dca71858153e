"""The cable to the printer pulled at every byte of a slip, in every mode: the same number comes again, whole.

Wire, printer and driver are in one process and nothing waits for a clock, so as many processes as the machine has cores
pull at once, each at its own share of the bytes.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
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
from hardware.simulators.graphics import Graphics
from hardware.simulators.paper import printed
from hardware.simulators.printer import SimulatedPrinter
from kiosk.samples import standard_slip

WAYS = {
    "tcvn": PrinterSettings(mode=PrintMode.TCVN),
    "hybrid": PrinterSettings(mode=PrintMode.HYBRID),
    "hybrid, stored": PrinterSettings(mode=PrintMode.HYBRID, stores_graphics=True),
    "raster": PrinterSettings(),
}
SHORT = Document(
    (
        Text("Trung tâm", bold=True, fixed=True),
        Number("A012"),
        Text("Đăng ký khai sinh"),
        Qr("http://motcua.test/t/01JDB3V8Z7", module=4),
    )
)
SLIPS = {"short": SHORT, "standard": standard_slip()}


@dataclass(slots=True)
class KeepsTheLast(SimulatedPrinter):
    """A printer whose last slip stays in memory instead of becoming a file."""

    last: Image.Image | None = None

    def _finish_slip(self) -> None:
        self.last, self.said = self._paper.cut_off()
        self.printed += 1


def measure_cable(tell: Callable[[str], None], *, every: int, slip: str) -> dict[str, Any]:
    """Pull the cable at each `every`-th byte until one of SLIPS gets through; return what happened, mode by mode."""
    report = {}
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for name in WAYS:
            tell(f"the cable pulled at each byte of the {slip} slip in mode {name}")
            shares = [pool.submit(_share, name, slip, every * share, every * workers) for share in range(workers)]
            pulled = [cut for share in shares for cut in share.result()]
            wrong = sorted(at for at, whole in pulled if not whole)
            report[name] = {"cuts": len(pulled), "not_whole_or_not_printed_afterwards": len(wrong), "at": wrong[:20]}
            tell(f"{name}: {report[name]}")
    return report


def _share(name: str, slip: str, first: int, every: int) -> list[tuple[int, bool]]:
    return list(_pulled(WAYS[name], SLIPS[slip], first, every))


def _pulled(way: PrinterSettings, slip: Document, first: int, every: int) -> Iterator[tuple[int, bool]]:
    """Yield at which byte the cable was pulled, and whether the slip came whole afterwards."""
    left, marked = first, Document((Mark("IN LẠI"), *slip.blocks))
    while True:
        wire = Wire()
        printer = KeepsTheLast(line=wire, slips=Path())
        lines = iter([CutAfter(DirectLine(printer, wire), left=left)])

        def connect(printer: KeepsTheLast = printer, wire: Wire = wire, lines: Any = lines) -> Any:
            return next(lines, None) or DirectLine(printer, wire)

        driver = EscposPrinter(connect, way)
        if _outcome(driver, slip) is PrintOutcome.PRINTED:
            return
        again = _outcome(driver, marked)
        yield left, again is PrintOutcome.PRINTED and _is_whole(printer, way, marked)
        left += every


def _outcome(driver: EscposPrinter, document: Document) -> PrintOutcome:
    try:
        return driver.print(document).outcome
    except TransportLost:
        return PrintOutcome.OFFLINE


def _is_whole(printer: KeepsTheLast, way: PrinterSettings, slip: Document) -> bool:
    """Say whether the last paper is the slip and nothing else."""
    wanted = _wanted(way, slip, present(printer.memory.kept, pictures(slip, way)))
    paper = printer.last
    if paper is None or paper.size != wanted.size:
        return False
    return ImageChops.logical_xor(paper, wanted).getbbox() is None


@cache
def _wanted(way: PrinterSettings, slip: Document, kept: frozenset[bytes]) -> Image.Image:
    """Return the paper that the slip is, from a printer that keeps these pictures and has printed nothing before."""
    keeps = Graphics()
    definitions = b"".join(each.definition for each in pictures(slip, way) if each.key in kept)
    printed(definitions + composed(Document(()), way), width=way.width, graphics=keeps)
    return printed(composed(slip, way, kept=kept), width=way.width, graphics=keeps)[0]
