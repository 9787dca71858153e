"""Printing: claims slips and other papers from the server, prints them one by one, reports what became of them."""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from threading import Event, RLock
from time import monotonic
from typing import Any

from hardware.device import DeviceState, Health, PaperUse
from hardware.errors import UnknownDevice
from hardware.escpos.printer import PrintOutcome, PrintResult
from hardware.host import DeviceHost
from kiosk.agent.choice import Printing
from kiosk.agent.clock import moment
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.journal import MOST_DOUBTS, Job, Report, SlipJournal
from kiosk.agent.server import Server
from kiosk.papers import paper_document
from kiosk.views import SlipError

log = logging.getLogger("motcua.agent")

PRINTER = "printer"
BEATS_EVERY = 2.0
RESTS = 60.0
"""Seconds until slips that we will not print are looked at again: the server closes them in time."""
MOST_TROUBLES = 10
"""So many of the last troubles of a device are told."""
NOT_PRINTED = PrintResult(PrintOutcome.OFFLINE, begun=False)


class SlipWorker:
    """Keeps the server and the printer together. One thread calls `turn`; all else may come from others.

    `wanted` says of a job of the server's whether its slip is to be printed. `first` is done before the server is asked
    for anything, whenever it is thought to be there. `printing` is how the printer prints, `heard` takes the server's
    answer to a heartbeat.
    """

    def __init__(
        self,
        server: Server,
        journal: SlipJournal,
        printers: DeviceHost,
        wake: Event,
        *,
        clock: Callable[[], float] = monotonic,
        wanted: Callable[[Mapping[str, Any]], bool] = lambda _job: True,
        first: Callable[[], None] = lambda: None,
        printing: Printing | None = None,
        heard: Callable[[Mapping[str, Any]], None] = lambda _answer: None,
    ) -> None:
        self._server = server
        self._journal = journal
        self._printers = printers
        self._wake = wake
        self._clock = clock
        self._results: deque[tuple[str, PrintResult]] = deque()
        self._wanted = wanted
        self._first = first
        self._way = printing
        self._heard = heard
        self._at_work = RLock()
        self._fresh = Event()
        self._beat_at = 0.0
        self._claim_at = 0.0
        self._tried = 0

    def issued(self) -> None:
        """A ticket was taken here: look for its slip now."""
        self._fresh.set()
        self._wake.set()

    def printed(self, job: str, result: PrintResult) -> None:
        """Take the printer's word, on the printer's thread."""
        self._results.append((job, result))
        self._wake.set()

    def turn(self) -> float:
        """Do what can be done now, return the seconds until there may be more. Raises ServerUnreachable, Refused."""
        self.work()
        try:
            self._exchange()
        finally:
            self.work()
        return max(0.0, self._beat_at - self._clock())

    def work(self) -> None:
        """Do what needs no server: write down what the printer said, and print."""
        with self._at_work:
            self.record()
            self._print_next()

    def record(self) -> None:
        """Write the printer's words into the journal."""
        with self._at_work:
            while self._results:
                name, result = self._results[0]
                self._record(int(name), result)
                self._results.popleft()

    def _exchange(self) -> None:
        due = self._clock() >= self._beat_at
        if due:
            self._beat_at = self._clock() + BEATS_EVERY
            self._try_own_again()
        if not (due or self._server.connected):
            return
        self._first()
        if self._fresh.is_set():
            self._claim()
        for report in self._journal.unreported():
            self._report(report)
        if due and self._beat():
            self._claim()

    def _try_own_again(self) -> None:
        if any(each.state is DeviceState.READY for each in self._printers.health()):
            self._journal.try_own_again()
            self.work()

    def _beat(self) -> bool:
        """Tell the server how the printer is; return whether slips wait there that could be printed now."""
        health = self._printers.health()
        software = f"motcua-agent {version('motcua')}"
        way = {} if self._way is None else {"printing": self._way.report()}
        parts = [part(each) | (way if each.name == PRINTER else {}) for each in health]
        answer = self._server.post("/device/heartbeat", {"software": software, "parts": parts})
        self._heard(answer)
        ready = any(each.name == PRINTER and each.state is DeviceState.READY for each in health)
        waits = ready and answer["jobs_waiting"] > 0 and self._journal.open_jobs() == 0
        return waits and self._clock() >= self._claim_at

    def _claim(self) -> None:
        """Take all slips there are, also those of a printer that is out of order: their citizens are told at once."""
        fresh = self._fresh.is_set()
        self._fresh.clear()
        try:
            jobs = self._server.post("/device/jobs/claim", {}, key=self._journal.claim_key())["jobs"]
        except ServerUnreachable:
            if fresh:
                self._fresh.set()
            raise
        tried = self._tried
        self._journal.claimed([job for job in jobs if self._wanted(job)])
        self.work()
        # A printer that refuses at once has done so by now; what it refused is asked for again when it is ready.
        none = self._tried == tried and self._journal.next_claimed() is None and not self._journal.is_printing()
        self._claim_at = self._clock() + RESTS if none else 0.0

    def _print_next(self) -> None:
        while (job := self._journal.next_claimed()) is not None and not self._printing(job):
            pass

    def _printing(self, job: Job) -> bool:
        """Give the job to the printer; False when it is not to be printed."""
        if job.doubts >= MOST_DOUBTS:
            self._journal.give_up(job.seq, "printed in doubt too often")
            return False
        logo = None if self._way is None else self._way.logo
        try:
            document = paper_document(job.kind, job.slip, copy=max(job.copy, job.begun), logo=logo)
        except SlipError as error:
            log.error("the server sent a slip that cannot be printed: %s", error)
            self._journal.give_up(job.seq, str(error))
            return False
        self._journal.sending(job.seq)
        self._tried += 1
        try:
            self._printers.submit(PRINTER, str(job.seq), document)
        except UnknownDevice:
            self.printed(str(job.seq), NOT_PRINTED)
        return True

    def _record(self, seq: int, result: PrintResult) -> None:
        outcome, detail = told(result)
        doubt = result.begun and result.outcome is PrintOutcome.UNKNOWN
        self._journal.done(seq, outcome, detail, begun=result.begun, doubt=doubt)
        if result.outcome is PrintOutcome.PRINTED:
            log.info("slip %s printed", self._journal.label(seq))
            return
        log.warning("slip %s not printed: %s", self._journal.label(seq), result.outcome.value)
        if not result.begun:
            self._journal.give_back(outcome, detail)

    def _report(self, report: Report) -> None:
        body = {"outcome": report.outcome, "detail": report.detail}
        try:
            self._server.post(f"/device/jobs/{report.job}/report", body, key=report.key)
        except Refused as refused:
            if refused.passes:
                raise
            log.warning("the server does not take the word on a slip (%s); it is left at that", refused.reason)
        self._journal.reported(report)


def told(result: PrintResult) -> tuple[str, str | None]:
    """Return outcome and detail for the server. A printer that was silent before the first byte printed nothing."""
    if result.outcome is PrintOutcome.SILENT and not result.begun:
        return PrintOutcome.OFFLINE.value, PrintOutcome.SILENT.value
    return result.outcome.value, None


def part(health: Health) -> dict[str, Any]:
    """Return a device's health as the server takes it."""
    return {
        "name": health.name,
        "kind": health.kind,
        "state": health.state.value,
        "detail": health.detail,
        "since": moment(health.since),
        "last_job_at": None if health.last_job_at is None else moment(health.last_job_at),
        "model": None if health.model is None else health.model[:80],
        "firmware": None if health.firmware is None else health.firmware[:80],
        "serial": None if health.serial is None else health.serial[:80],
        "paper": None if health.paper is None else _paper(health.paper),
        "troubles": [
            {"at": moment(each.at), "state": each.state.value, "detail": each.detail, "until": _maybe(each.until)}
            for each in health.troubles[-MOST_TROUBLES:]
        ],
    }


def _paper(use: PaperUse) -> Mapping[str, Any]:
    return {
        "mm": use.mm,
        "low_since": _maybe(use.low_since),
        "opened_at": _maybe(use.opened_at),
        "mm_since_opened": use.mm_since_opened,
        "roll_mm": use.roll_mm,
    }


def _maybe(at: datetime | None) -> str | None:
    return None if at is None else moment(at)
