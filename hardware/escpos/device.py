"""A printer as the device host looks after it: its condition, its paper, and jobs that always have a result."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hardware.device import Condition, Facts, PaperUse
from hardware.document import Document
from hardware.errors import TransportLost
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult, outcome_of
from hardware.escpos.raster import DOTS_PER_MM, draw_document
from hardware.escpos.status import PrinterStatus

log = logging.getLogger("motcua.devices")


class PrinterDevice:
    """One printer. `paper` is what was known of its roll before."""

    kind = "printer"
    rests = 2.0

    def __init__(self, printer: EscposPrinter, *, now: Callable[[], datetime], paper: PaperUse | None = None) -> None:
        self._printer = printer
        self._now = now
        self._paper = paper or PaperUse()
        self._out = False

    def look(self) -> Condition | None:
        """Ask the printer how it is. Raises TransportLost."""
        status = self._printer.status()
        if status is None:
            return None
        self._note_paper(status)
        if status.can_print:
            return Condition(note="paper_low" if status.paper_low else None)
        return Condition(fault=outcome_of(status).value)

    def print(self, document: Document) -> PrintResult:
        """Print and return what became of it; raises nothing."""
        try:
            result = self._printer.print(document)
        except TransportLost:
            return PrintResult(PrintOutcome.OFFLINE, begun=False)
        except Exception:
            log.exception("the printer's driver failed on a job")
            self._printer.close()
            return PrintResult(PrintOutcome.UNKNOWN, begun=True)
        if result.begun:
            self._paper = replace(self._paper, mm=self._paper.mm + _mm(document))
        return result

    def use(self, settings: PrinterSettings) -> None:
        """Print so from the next document on."""
        self._printer.use(settings)

    def facts(self) -> Facts:
        """Return its model and its paper."""
        return Facts(model=self._printer.model, paper=self._paper)

    def close(self) -> None:
        """Give the line back."""
        self._printer.close()

    def _note_paper(self, status: PrinterStatus) -> None:
        """A roll was changed when there is paper again, or enough again."""
        low = status.paper_low or status.paper_out
        if (self._out and not status.paper_out) or (self._paper.low_since is not None and not low):
            self._paper = PaperUse()
        if low and self._paper.low_since is None:
            self._paper = replace(self._paper, low_since=self._now())
        self._out = status.paper_out


def _mm(document: Document) -> int:
    """Return the length of the document, as wide paper takes it."""
    return round(draw_document(document).height / DOTS_PER_MM)
