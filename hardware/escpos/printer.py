"""The driver: prints a document and says what became of it.

A slip counts as printed only when the printer answers the in-order paper question that follows it. After any doubt the
printer's buffers are cleared before the next job, or it might finish the old one by itself.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

from hardware.document import Document
from hardware.errors import TransportLost, WriteTimedOut
from hardware.escpos import commands
from hardware.escpos.compose import composed, pictures
from hardware.escpos.memory import GraphicsMemory
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.status import (
    AutomaticStatus,
    BlockReply,
    Frame,
    InOrderPaper,
    PrinterStatus,
    RealTimeReply,
    StatusParser,
    with_real_time,
)
from hardware.transport import Connect, Transport

log = logging.getLogger("motcua.printer")

CHUNK = 512
ANSWER_SECONDS = 0.6
"""A printer that is on answers DLE EOT within milliseconds; a radio or network bridge may take some hundred."""
STALL_SECONDS = 4.0
"""No byte taken for this long: the printer holds the line because it cannot print."""


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


class EscposPrinter:
    """One printer on one line. Not for two threads at once: the device host gives each device one worker."""

    def __init__(self, connect: Connect, settings: PrinterSettings | None = None) -> None:
        self._connect = connect
        self._settings = settings or PrinterSettings()
        self._owed = self._settings.unfinished
        self._line: Transport | None = None
        self._parser = StatusParser()
        self._status = PrinterStatus()
        self._in_doubt = True
        self._cut_off = False
        self._memory = GraphicsMemory()
        self.model: str | None = None

    def print(self, document: Document) -> PrintResult:
        """Print and wait for the printer's word. Raises TransportLost only when nothing of the document was sent."""
        line = self._opened()
        status = self.status()
        if status is None:
            return PrintResult(PrintOutcome.SILENT, begun=False)
        if not status.can_print and not self._recovered(line):
            return PrintResult(outcome_of(self._status), begun=False)
        try:
            kept = self._kept(line, document)
        except TransportLost:
            self.close()
            raise
        job = composed(document, self._settings, kept=kept)
        try:
            return PrintResult(self._printed(line, job), begun=True)
        except TransportLost:
            self.close()
            return PrintResult(PrintOutcome.UNKNOWN, begun=True)

    def use(self, settings: PrinterSettings) -> None:
        """Print so from the next document on; of a job that was cut off before, the old mode's command may be open."""
        self._settings = settings
        self._owed = max(self._owed, settings.unfinished)

    def status(self) -> PrinterStatus | None:
        """Ask how the printer is; None when it does not answer. Raises TransportLost."""
        line = self._opened()
        try:
            status = PrinterStatus()
            for n in (1, 2, 3, 4):
                byte = self._real_time(line, n)
                if byte is None:
                    return None
                status = with_real_time(status, n, byte)
        except (TransportLost, WriteTimedOut) as error:
            self.close()
            raise TransportLost(str(error)) from error
        self._status = status
        return status

    def close(self) -> None:
        """Give the line back; what the printer still holds is cleared before the next job."""
        if self._line is not None:
            self._line.close()
        self._line, self._in_doubt = None, True
        self._memory.forget()

    def _opened(self) -> Transport:
        if self._line is None:
            self._line = self._connect()
            self._parser = StatusParser()
        return self._line

    def _real_time(self, line: Transport, n: int) -> int | None:
        line.write(commands.ask_status(n), seconds=ANSWER_SECONDS)
        for frame in self._frames(line, ANSWER_SECONDS):
            if isinstance(frame, RealTimeReply):
                return frame.byte
        return None

    def _recovered(self, line: Transport) -> bool:
        """Try to clear an error that the printer can clear itself (a cutter jam that was freed)."""
        line.write(commands.RECOVER_AND_CLEAR, seconds=ANSWER_SECONDS)
        status = self.status()
        return status is not None and status.can_print

    def _kept(self, line: Transport, document: Document) -> frozenset[bytes]:
        """Return the keys of the document's fixed pictures in the printer. Raises TransportLost."""
        wanted = pictures(document, self._settings)
        if not wanted or not self._sent(line, self._end_of_old_job()):
            return frozenset()
        self._certain()
        return self._memory.kept(
            wanted, lambda data: self._sent(line, data), lambda seconds: self._frames(line, seconds)
        )

    def _certain(self) -> None:
        """The printer holds nothing of an old job any more."""
        self._in_doubt = self._cut_off = False
        self._owed = self._settings.unfinished

    def _end_of_old_job(self) -> bytes:
        return commands.end_old_job(self._owed, cut=self._cut_off) if self._in_doubt else b""

    def _printed(self, line: Transport, job: bytes) -> PrintOutcome:
        data = self._end_of_old_job() + commands.INITIALISE + commands.ENABLE_ASB + commands.ASK_MODEL + job
        self._in_doubt = self._cut_off = True
        if not self._sent(line, data + commands.ASK_PAPER_IN_ORDER):
            return self._stopped()
        return self._settled(line)

    def _sent(self, line: Transport, data: bytes) -> bool:
        """Send, listening before each part; False when the printer stopped or took too long. Raises TransportLost."""
        deadline = monotonic() + self._settings.job_seconds
        try:
            for start in range(0, len(data), CHUNK):
                for frame in self._parser.feed(line.read(seconds=0) if start else b""):
                    self._note(frame)
                if not self._status.can_print or monotonic() > deadline:
                    return False
                line.write(data[start : start + CHUNK], seconds=STALL_SECONDS)
        except WriteTimedOut:
            return False
        return True

    def _settled(self, line: Transport) -> PrintOutcome:
        for frame in self._frames(line, self._settings.settle_seconds):
            self._note(frame)
            if isinstance(frame, InOrderPaper) and not frame.paper_out:
                self._certain()
                self._status = replace(self._status, paper_low=frame.paper_low)
                return PrintOutcome.PRINTED
            if not self._status.can_print:
                return self._stopped()
        return PrintOutcome.UNKNOWN

    def _stopped(self) -> PrintOutcome:
        """The job did not get through: find out why, and make the printer forget the rest of it."""
        line = self._opened()
        line.discard()
        try:
            status = self.status()
            line.write(commands.RECOVER_AND_CLEAR, seconds=ANSWER_SECONDS)
        except (TransportLost, WriteTimedOut):
            status = None
        if status is None:
            self.close()
            return PrintOutcome.UNKNOWN
        return PrintOutcome.UNKNOWN if status.can_print else outcome_of(status)

    def _note(self, frame: Frame) -> None:
        if isinstance(frame, AutomaticStatus):
            self._status = frame.status
        elif isinstance(frame, BlockReply):
            self.model = frame.text

    def _frames(self, line: Transport, seconds: float) -> Iterator[Frame]:
        """Yield what comes within the time, and in any case what has come by then."""
        deadline, left = monotonic() + seconds, seconds
        while left > 0:
            left = deadline - monotonic()
            yield from self._parser.feed(line.read(seconds=min(max(left, 0.0), 0.1)))
