"""The device host: one worker thread a device, a queue of jobs, states, a reconnect ladder, health."""

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from hardware.device import BAD, Condition, Device, DeviceState, Health, PaperUse, Trouble
from hardware.document import Document
from hardware.errors import TransportLost, UnknownDevice
from hardware.escpos.device import PrinterDevice
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.printer import EscposPrinter, PrintOutcome, PrintResult

log = logging.getLogger("motcua.devices")

LADDER = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to reach a lost device."""
MOST_TROUBLES = 20
"""So many past troubles are remembered of a device."""
ENDS_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: whether the device has done it, and who is told so once the device was looked at."""

    well: bool
    tell: Callable[[], None]


Job = Callable[[], Done]
"""Done on the device's own thread. Raises nothing."""
OnResult = Callable[[str, PrintResult], None]
Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


def _nobody_asks(_job: str, _result: PrintResult) -> None:
    """Do nothing with a result."""


class DeviceHost:
    """Owns the devices of a box. Results arrive on the device's own thread."""

    def __init__(self, on_result: OnResult | None = None, *, now: Now = utc_now) -> None:
        self._on_result = on_result or _nobody_asks
        self._now = now
        self._workers: dict[str, DeviceWorker] = {}
        self._printers: dict[str, PrinterDevice] = {}

    def add(self, name: str, device: Device) -> None:
        """Begin to look after a device."""
        worker = self._workers[name] = DeviceWorker(name, device, self._now)
        worker.start()

    def add_printer(self, name: str, printer: EscposPrinter, *, paper: PaperUse | None = None) -> None:
        """Begin to look after a printer; `paper` is what was known of its roll before."""
        self._printers[name] = PrinterDevice(printer, now=self._now, paper=paper)
        self.add(name, self._printers[name])

    def submit(self, device_name: str, job_id: str, document: Document) -> None:
        """Queue a document for a printer. Raises UnknownDevice."""
        printer = self._printer(device_name)
        self._workers[device_name].submit(lambda: self._print(printer, job_id, document))

    def change_printing(self, device_name: str, settings: PrinterSettings) -> None:
        """Let a printer print otherwise, from the next document on that is queued. Raises UnknownDevice."""
        printer = self._printer(device_name)
        self._workers[device_name].submit(lambda: _changed(printer, settings))

    def health(self) -> tuple[Health, ...]:
        """Return how all devices are."""
        return tuple(worker.health for worker in self._workers.values())

    def stop(self) -> None:
        """End all workers; a job being done is finished or given up within its deadline."""
        for worker in self._workers.values():
            worker.tell_to_stop()
        for worker in self._workers.values():
            worker.join()

    def _printer(self, device_name: str) -> PrinterDevice:
        printer = self._printers.get(device_name)
        if printer is None:
            raise UnknownDevice(device_name)
        return printer

    def _print(self, printer: PrinterDevice, job_id: str, document: Document) -> Done:
        result = printer.print(document)
        return Done(result.outcome is PrintOutcome.PRINTED, lambda: self._on_result(job_id, result))


def _changed(printer: PrinterDevice, settings: PrinterSettings) -> Done:
    printer.use(settings)
    return Done(well=False, tell=lambda: None)


class DeviceWorker:
    """One device's thread. It ends by itself with the process."""

    def __init__(self, name: str, device: Device, now: Now) -> None:
        self._device = device
        self._now = now
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stopping = Event()
        self._lock = Lock()
        self._lost_times = 0
        self._health = Health(name=name, kind=device.kind, state=DeviceState.CONNECTING, detail=None, since=now())
        self._thread = Thread(target=self._run, name=f"device-{name}", daemon=True)

    @property
    def health(self) -> Health:
        """How the device is."""
        with self._lock:
            return self._health

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job."""
        self._jobs.put(job)

    def tell_to_stop(self) -> None:
        """End soon."""
        self._stopping.set()
        self._jobs.put(None)

    def join(self) -> None:
        """Wait for the end, not for ever."""
        self._thread.join(timeout=ENDS_WITHIN)

    def _run(self) -> None:
        self._look()
        while not self._stopping.is_set():
            try:
                job = self._jobs.get(timeout=self._pause())
            except queue.Empty:
                self._look()
                continue
            if job is not None:
                self._do(job)
        self._device.close()

    def _pause(self) -> float:
        if self._lost_times:
            return LADDER[min(self._lost_times, len(LADDER)) - 1]
        return self._device.rests

    def _look(self) -> None:
        try:
            found = self._device.look()
        except TransportLost:
            self._lost("disconnected")
        except Exception:
            log.exception("the driver of %s failed", self.health.name)
            self._lost("driver_fault")
        else:
            self._lost("silent") if found is None else self._seen(found)

    def _do(self, job: Job) -> None:
        self._become(DeviceState.BUSY, self.health.detail)
        done = job()
        if done.well:
            self._has_worked()
        self._look()
        done.tell()

    def _seen(self, found: Condition) -> None:
        self._lost_times = 0
        if found.worked:
            self._has_worked()
        if found.fault is None:
            self._become(DeviceState.READY, found.note)
        else:
            self._become(DeviceState.FAULTY, found.fault)

    def _lost(self, detail: str) -> None:
        self._device.close()
        self._lost_times += 1
        self._become(DeviceState.OFFLINE, detail)

    def _has_worked(self) -> None:
        with self._lock:
            self._health = replace(self._health, last_job_at=self._now())

    def _become(self, state: DeviceState, detail: str | None) -> None:
        facts, at = self._device.facts(), self._now()
        with self._lock:
            old = self._health
            new = replace(old, model=facts.model, firmware=facts.firmware, serial=facts.serial, paper=facts.paper)
            if (old.state, old.detail) != (state, detail):
                troubles = _troubles(old.troubles, state, detail, at)
                new = replace(new, state=state, detail=detail, since=at, troubles=troubles)
            self._health = new
        _log_change(old, state, detail)


def _troubles(past: tuple[Trouble, ...], state: DeviceState, detail: str | None, at: datetime) -> tuple[Trouble, ...]:
    """Return the history after a change: the last trouble goes on, or ends and a new one may begin."""
    going_on = past[-1] if past and past[-1].until is None else None
    if state is DeviceState.BUSY or (going_on is not None and (going_on.state, going_on.detail) == (state, detail)):
        return past
    if going_on is not None:
        past = (*past[:-1], replace(going_on, until=at))
    if state in BAD:
        past = (*past, Trouble(at=at, state=state, detail=detail))
    return past[-MOST_TROUBLES:]


def _log_change(old: Health, state: DeviceState, detail: str | None) -> None:
    """Log once when a device is lost or faulty and once when it is back."""
    ill = old.state in BAD or (old.state is DeviceState.BUSY and _unended(old))
    if state in BAD and (not ill or old.detail != detail):
        log.warning("%s: %s", old.name, detail)
    elif state is DeviceState.READY and ill:
        log.info("%s is back", old.name)


def _unended(health: Health) -> bool:
    return bool(health.troubles) and health.troubles[-1].until is None
