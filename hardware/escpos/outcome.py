"""What can become of a job."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.escpos.status import PrinterStatus


class PrintOutcome(StrEnum):
    """What became of a job. Only `printed` means paper in the citizen's hand; after `unknown` there may be some."""

    PRINTED = "printed"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    OFFLINE = "offline"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """An outcome, and whether any of the job had been sent by then: if so, part of a slip may have come out."""

    outcome: PrintOutcome
    begun: bool


def outcome_of(status: PrinterStatus) -> PrintOutcome:
    """Return why a printer in this state does not print; the cause a person can remove comes first."""
    for wrong, outcome in (
        (status.cover_open, PrintOutcome.COVER_OPEN),
        (status.paper_out, PrintOutcome.PAPER_OUT),
        (status.cutter or status.broken, PrintOutcome.CUTTER),
        (status.overheated, PrintOutcome.OVERHEATED),
    ):
        if wrong:
            return outcome
    return PrintOutcome.OFFLINE
