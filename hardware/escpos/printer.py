"""The driver: prints a document and says what became of it.

A slip counts as printed only when the printer answers the in-order paper question that follows it. After any doubt the
printer's buffers are cleared before the next job, or it might finish the old one by itself.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from time import monotonic

from hardware.document import Document
from hardware.errors import TransportLost, WriteTimedOut
from hardware.escpos import commands
from hardware.escpos.compose import Job, pictures
from hardware.escpos.identity import Identity
from hardware.escpos.memory import GraphicsMemory
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.outcome import PrintOutcome, PrintResult, outcome_of
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

__all__ = ["EscposPrinter", "PrintOutcome", "PrintResult", "outcome_of"]

log = logging.getLogger("motcua.printer")

CHUNK = 512
ANSWER_SECONDS = 0.6
"""A printer that is on answers DLE EOT within milliseconds; a radio or network bridge may take some hundred."""
STALL_SECONDS = 4.0
"""No byte taken for this long: the printer holds the line because it cannot print."""
FRESH_SECONDS = 3.0
"""So long all that a printer said of itself still stands, and one question before a job tells whether it is there and
online. The device host asks everything every two seconds."""
ALL_QUESTIONS = (1, 2, 3, 4)


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
        self._heard: deque[Frame] = deque()
        self._looked_at: float | None = None
        self._cover_was_open = False
        self.identity = Identity()
        self.last_mm = 0

    def print(self, document: Document) -> PrintResult:
        """Print and wait for the printer's word. Raises TransportLost only when nothing of the document was sent.

        `last_mm` is about how much paper the last one took, or the part of it that was sent.
        """
        line = self._opened()
        status = self._ready()
        if status is None:
            return PrintResult(PrintOutcome.SILENT, begun=False)
        if not status.can_print and not self._recovered(line):
            return PrintResult(outcome_of(self._status), begun=False)
        try:
            kept = self._kept(line, document)
        except TransportLost:
            self.close()
            raise
        job = Job(document, self._settings, kept=kept)
        try:
            return PrintResult(self._printed(line, job), begun=True)
        except TransportLost:
            self.close()
            return PrintResult(PrintOutcome.UNKNOWN, begun=True)
        finally:
            self.last_mm = job.millimetres

    def use(self, settings: PrinterSettings) -> None:
        """Print so from the next document on; of a job that was cut off before, the old mode's command may be open."""
        self._settings = settings
        self._owed = max(self._owed, settings.unfinished)

    def status(self) -> PrinterStatus | None:
        """Ask how the printer is; None when it does not answer. Raises TransportLost."""
        status = self._asked(ALL_QUESTIONS)
        if status is not None:
            self._status, self._looked_at = status, monotonic()
            self._cover_was_open |= status.cover_open
        return status

    def learn(self) -> None:
        """Ask a ready printer the next thing that it has not said of itself on this connection; wait for nothing.

        What it may still hold of an old job is ended first, or the question would be taken for a part of that, and
        automatic status is enabled. Raises TransportLost.
        """
        line, subject = self._opened(), self.identity.next(now=monotonic())
        if subject is None:
            return
        try:
            ended = self._end_of_old_job() + commands.ENABLE_ASB
            if self._sent(line, [ended + commands.ask_identity(subject)]):
                self._certain()
                self.identity.asked(now=monotonic())
        except TransportLost:
            self.close()
            raise

    def cover_was_open(self) -> bool:
        """Say whether the cover was seen open since this was asked last."""
        was, self._cover_was_open = self._cover_was_open, False
        return was

    def close(self) -> None:
        """Give the line back; what the printer still holds is cleared before the next job."""
        if self._line is not None:
            self._line.close()
        self._line, self._in_doubt, self._looked_at = None, True, None
        self._memory.forget()

    def _opened(self) -> Transport:
        if self._line is None:
            self._line = self._connect()
            self._parser, self.identity = StatusParser(), Identity()
            self._heard.clear()
        return self._line

    def _ready(self) -> PrinterStatus | None:
        """Return how the printer is before a job: by one question while what it said of the rest is fresh."""
        looked_at = self._looked_at
        if looked_at is None or not self._status.can_print or monotonic() - looked_at > FRESH_SECONDS:
            return self.status()
        status = self._asked((1,))
        return status if status is None or status.can_print else self.status()

    def _asked(self, questions: Iterable[int]) -> PrinterStatus | None:
        """Ask in real time and return what was known with the answers; None when one does not come."""
        line = self._opened()
        try:
            self._take_notice(line)
            known = self._status if questions == (1,) else PrinterStatus()
            for n in questions:
                byte = self._real_time(line, n)
                if byte is None:
                    return None
                known = with_real_time(known, n, byte)
        except (TransportLost, WriteTimedOut) as error:
            self.close()
            raise TransportLost(str(error)) from error
        return known

    def _real_time(self, line: Transport, n: int) -> int | None:
        line.write(commands.ask_status(n), seconds=ANSWER_SECONDS)
        for frame in self._frames(line, ANSWER_SECONDS):
            if isinstance(frame, RealTimeReply):
                return frame.byte
            self._note(frame)
        return None

    def _recovered(self, line: Transport) -> bool:
        """Try to clear an error that the printer can clear itself (a cutter jam that was freed)."""
        line.write(commands.RECOVER_AND_CLEAR, seconds=ANSWER_SECONDS)
        status = self.status()
        return status is not None and status.can_print

    def _kept(self, line: Transport, document: Document) -> frozenset[bytes]:
        """Return the keys of the document's fixed pictures in the printer. Raises TransportLost."""
        wanted = pictures(document, self._settings)
        if not wanted or not self._sent(line, [self._end_of_old_job()]):
            return frozenset()
        self._certain()
        return self._memory.kept(
            wanted, lambda data: self._sent(line, [data]), lambda seconds: self._frames(line, seconds)
        )

    def _certain(self) -> None:
        """The printer holds nothing of an old job any more."""
        self._in_doubt = self._cut_off = False
        self._owed = self._settings.unfinished

    def _end_of_old_job(self) -> bytes:
        return commands.end_old_job(self._owed, cut=self._cut_off) if self._in_doubt else b""

    def _printed(self, line: Transport, job: Iterable[bytes]) -> PrintOutcome:
        """Send the beginning at once and the rest while it is composed."""
        begin = self._end_of_old_job() + commands.SET_UP + commands.ENABLE_ASB
        self._in_doubt = self._cut_off = True
        if not self._sent(line, chain([begin], _gathered(job), [commands.ASK_PAPER_IN_ORDER])):
            return self._stopped()
        return self._settled(line)

    def _sent(self, line: Transport, parts: Iterable[bytes]) -> bool:
        """Send, listening before each piece; False when the printer stopped or took too long. Raises TransportLost."""
        deadline = monotonic() + self._settings.job_seconds
        try:
            for part in parts:
                for start in range(0, len(part), CHUNK):
                    self._take_notice(line)
                    if not self._status.can_print or monotonic() > deadline:
                        return False
                    line.write(part[start : start + CHUNK], seconds=STALL_SECONDS)
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

    def _take_notice(self, line: Transport) -> None:
        """Note what the printer has said by itself; an answer that nobody waits for any more is dropped."""
        for frame in self._frames(line, 0.0):
            self._note(frame)

    def _note(self, frame: Frame) -> None:
        if isinstance(frame, AutomaticStatus):
            self._status = frame.status
            self._cover_was_open |= frame.status.cover_open
        elif isinstance(frame, BlockReply):
            self.identity.heard(frame.text)

    def _frames(self, line: Transport, seconds: float) -> Iterator[Frame]:
        """Yield what comes within the time, and in any case what has come by then."""
        deadline, left = monotonic() + seconds, seconds
        while True:
            left = deadline - monotonic()
            self._heard.extend(self._parser.feed(line.read(seconds=min(max(left, 0.0), 0.1))))
            while self._heard:
                yield self._heard.popleft()
            if left <= 0:
                return


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Join small parts to pieces that are worth a write."""
    gathered = b""
    for part in parts:
        gathered += part
        if len(gathered) >= CHUNK:
            yield gathered
            gathered = b""
    yield gathered
