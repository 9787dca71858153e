"""The device host: one worker thread a device, a queue of jobs, states, a reconnect ladder, health."""

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event, Lock, Thread

from hardware.document import Document
from hardware.errors import TransportLost, UnknownDevice
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult, outcome_of
from hardware.escpos.status import PrinterStatus

log = logging.getLogger("motcua.devices")

LOOKS_EVERY = 2.0
"""Seconds between two looks at an idle device."""
LADDER = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to reach a lost device."""


class DeviceState(StrEnum):
    """How a device is."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    READY = "ready"
    BUSY = "busy"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a technician wants to know of a device at a glance. Times are aware, UTC."""

    name: str
    kind: str
    state: DeviceState
    detail: str | None
    since: datetime
    last_job_at: datetime | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A document to print under a name its owner knows."""

    id: str
    document: Document


OnResult = Callable[[str, PrintResult], None]
Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


class DeviceHost:
    """Owns the devices of a box. Results arrive on the device's own thread."""

    def __init__(self, on_result: OnResult, *, now: Now = utc_now) -> None:
        self._on_result = on_result
        self._now = now
        self._workers: dict[str, PrinterWorker] = {}

    def add_printer(self, name: str, printer: EscposPrinter) -> None:
        """Begin to look after a printer."""
        worker = PrinterWorker(name, printer, self._on_result, self._now)
        self._workers[name] = worker
        worker.start()

    def submit(self, device_name: str, job_id: str, document: Document) -> None:
        """Queue a document. Raises UnknownDevice."""
        if device_name not in self._workers:
            raise UnknownDevice(device_name)
        self._workers[device_name].submit(Job(job_id, document))

    def health(self) -> tuple[Health, ...]:
        """Return how all devices are."""
        return tuple(worker.health for worker in self._workers.values())

    def stop(self) -> None:
        """End all workers; a job being printed is finished or given up within its deadline."""
        for worker in self._workers.values():
            worker.stop()


class PrinterWorker:
    """One printer's thread."""

    def __init__(self, name: str, printer: EscposPrinter, on_result: OnResult, now: Now) -> None:
        self._printer = printer
        self._on_result = on_result
        self._now = now
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stopping = Event()
        self._lock = Lock()
        self._step = 0
        self._health = Health(name=name, kind="printer", state=DeviceState.CONNECTING, detail=None, since=now())
        self._thread = Thread(target=self._run, name=f"device-{name}", daemon=True)

    @property
    def health(self) -> Health:
        """How the printer is."""
        with self._lock:
            return self._health

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job."""
        self._jobs.put(job)

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._jobs.put(None)
        self._thread.join(timeout=3)

    def _run(self) -> None:
        self._look()
        while not self._stopping.is_set():
            try:
                job = self._jobs.get(timeout=self._pause())
            except queue.Empty:
                self._look()
                continue
            if job is not None:
                self._on_result(job.id, self._printed(job))
        self._printer.close()

    def _pause(self) -> float:
        if self.health.state is DeviceState.OFFLINE:
            return LADDER[min(self._step, len(LADDER) - 1)]
        return LOOKS_EVERY

    def _look(self) -> None:
        try:
            status = self._printer.status()
        except TransportLost:
            self._lost("disconnected")
        except Exception:
            log.exception("the driver of %s failed", self.health.name)
            self._lost("driver_fault")
        else:
            self._lost("silent") if status is None else self._seen(status)

    def _printed(self, job: Job) -> PrintResult:
        self._become(DeviceState.BUSY, self.health.detail)
        try:
            result = self._printer.print(job.document)
        except TransportLost:
            result = PrintResult(PrintOutcome.OFFLINE, begun=False)
        except Exception:
            log.exception("the driver of %s failed on job %s", self.health.name, job.id)
            self._printer.close()
            result = PrintResult(PrintOutcome.UNKNOWN, begun=True)
        if result.outcome is PrintOutcome.PRINTED:
            with self._lock:
                self._health = replace(self._health, last_job_at=self._now())
        self._look()
        return result

    def _seen(self, status: PrinterStatus) -> None:
        self._step = 0
        if status.can_print:
            self._become(DeviceState.READY, "paper_low" if status.paper_low else None)
        else:
            self._become(DeviceState.FAULTY, outcome_of(status).value)

    def _lost(self, detail: str) -> None:
        self._printer.close()
        self._step += 1
        self._become(DeviceState.OFFLINE, detail)

    def _become(self, state: DeviceState, detail: str | None) -> None:
        with self._lock:
            old = self._health
            if (old.state, old.detail) != (state, detail):
                self._health = replace(old, state=state, detail=detail, since=self._now())
            self._health = replace(self._health, model=self._printer.model)
        self._log_change(old, state, detail)

    def _log_change(self, old: Health, state: DeviceState, detail: str | None) -> None:
        bad = {DeviceState.OFFLINE, DeviceState.FAULTY}
        if state in bad and (old.state not in bad or old.detail != detail):
            log.warning("%s: %s", old.name, detail)
        elif state is DeviceState.READY and old.state in bad:
            log.info("%s is back", old.name)
