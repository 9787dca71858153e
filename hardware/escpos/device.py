"""A printer as the device host looks after it: its condition, its paper, and jobs that always have a result."""

import logging
from collections.abc import Callable
from datetime import datetime

from hardware.device import Condition, Facts, PaperUse
from hardware.document import Document
from hardware.errors import TransportLost
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult, outcome_of
from hardware.escpos.roll import RollWatch

log = logging.getLogger("motcua.devices")


class PrinterDevice:
    """One printer. `paper` is what was known of its roll before."""

    kind = "printer"
    rests = 2.0

    def __init__(self, printer: EscposPrinter, *, now: Callable[[], datetime], paper: PaperUse | None = None) -> None:
        self._printer = printer
        self._roll = RollWatch(paper or PaperUse(), now=now)

    def look(self) -> Condition | None:
        """Ask the printer how it is. Raises TransportLost."""
        status = self._printer.status()
        if status is None:
            return None
        self._roll.seen(status, cover_was_open=self._printer.cover_was_open())
        if status.can_print:
            self._printer.learn()
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
            self._roll.printed(self._printer.last_mm)
        return result

    def use(self, settings: PrinterSettings) -> None:
        """Print so from the next document on."""
        self._printer.use(settings)

    def facts(self) -> Facts:
        """Return its model and its paper."""
        identity = self._printer.identity
        return Facts(model=identity.model, firmware=identity.firmware, serial=identity.serial, paper=self._roll.use)

    def close(self) -> None:
        """Give the line back."""
        self._printer.close()
