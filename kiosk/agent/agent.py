"""The agent as a whole: enrols, then serves the page and prints."""

import json
import logging
from collections.abc import Mapping
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import waitress

from hardware.device import DeviceState, Health
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.printer import EscposPrinter, PrintResult
from hardware.host import DeviceHost, utc_now
from hardware.scanner.driver import SerialScanner
from hardware.transport import SerialTransport
from kiosk.agent.browser import BrowserWatch
from kiosk.agent.card_desk import TERMINAL, CardDesk
from kiosk.agent.choice import Printing
from kiosk.agent.clock import ServerClock
from kiosk.agent.database import open_database
from kiosk.agent.desk import Desk
from kiosk.agent.enrolling import Enrolment, TokenFile
from kiosk.agent.errors import Refused, ServerUnreachable, SettingsWrong
from kiosk.agent.journal import SlipJournal
from kiosk.agent.lock import FolderLock
from kiosk.agent.offer import Offer
from kiosk.agent.pages import kiosk_pages
from kiosk.agent.printing import open_printer, warm_up
from kiosk.agent.reserve import Reserve
from kiosk.agent.roll import RollMemory
from kiosk.agent.scans import Scans
from kiosk.agent.server import Server
from kiosk.agent.settings import AgentSettings
from kiosk.agent.slips import BEATS_EVERY, PRINTER, SlipWorker
from kiosk.agent.telling import Teller
from kiosk.agent.watchdog import Watchdog
from kiosk.scanning.router import Reading

log = logging.getLogger("motcua.agent")

WEB_THREADS = 8
DEFAULT_PIXELS_PER_MM = 3.78
LEARNS_EVERY = 60.0
"""Seconds between two looks at what the server calls this device."""
LOOKS_EVERY = 0.1
TURNS_WITHIN = 60.0
"""Seconds; one turn of the loop to the server asks a few things, each with its deadline of some seconds."""
BUSY_WITHIN = 180.0
"""Seconds after which a device that is still busy is stuck: every job of a driver has its deadline."""
PULSE = "pulse"
PRINTER_ENDS_WITHIN = 2.5
"""Seconds that a slip being printed may still take after the agent was told to end."""
OWN = "device"
SCANNER = "scanner"


class Agent:
    """One kiosk box. Raises AlreadyRunning and SettingsWrong (the port is taken) when it is made."""

    def __init__(self, settings: AgentSettings) -> None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = FolderLock(settings.lock_file)
        self._settings = settings
        self._stopping, self._wake, self._paper = Event(), Event(), Event()
        self._told_to_stop = False
        self._database = open_database(settings.journal_file)
        self._journal = SlipJournal(self._database)
        self._server = Server(settings.server, ca=settings.ca)
        self._token = TokenFile(settings.token_file)
        self._server.use_token(self._token.read())
        self._enrolment = Enrolment(settings, self._server, self._database, self._token)
        clock, self._reserve = ServerClock(self._database), Reserve(self._database, self._journal)
        self._desk = Desk(self._database, self._server, self._reserve, Offer(self._database), clock)
        self._teller = Teller(self._server, self._reserve, clock)
        self._printers = DeviceHost(self._on_result)
        self._own: Mapping[str, Any] = json.loads(self._database.fact(OWN) or "{}")
        self._printing = Printing(settings)
        self._printing.take(self._own)
        self._slips = SlipWorker(
            self._server, self._journal, self._printers, self._wake, wanted=self._desk.printed, first=self._teller.turn,
            printing=self._printing, heard=self._heard,
        )  # fmt: skip
        self._learn_at = 0.0
        self._trouble = ""
        self._turned_at = monotonic()
        self._browser = BrowserWatch(settings.browser_command)
        self._watchdog = Watchdog(
            {"journal": self._journal_writes, "loop": self._loop_turns, "devices": self._devices_answer}
        )
        self._cards = (
            None
            if settings.terminal is None
            else CardDesk(settings.terminal, self._server, self._database, ended=self._slips.issued)
        )
        self._scans, self._roll = Scans(), RollMemory(self._database, roll_mm=settings.roll_mm)
        self._web = self._listen()

    def run(self) -> None:
        """Serve until `stop`."""
        if left := self._journal.recover():
            log.warning("%d slips were left unfinished when the agent ended; the server is told", left)
        if self._settings.printer is not None:
            printer = _printer(self._settings, self._settings.printer, self._printing.settings)
            self._printers.add_printer(PRINTER, printer, paper=self._roll.known())
        if self._settings.scanner is not None:
            self._printers.add(SCANNER, _scanner(self._settings, self._settings.scanner, self._scans))
        if self._cards is not None:
            self._printers.add(TERMINAL, self._cards.device)
            self._cards.start()
        Thread(target=self._web.run, name="web", daemon=True).start()
        Thread(target=self._print, name="paper", daemon=True).start()
        life = Thread(target=self._live, name="life", daemon=True)
        life.start()
        log.info("the kiosk page is at http://%s:%s/", self._settings.host, self._settings.port)
        self._watchdog.ready()
        while not self._told_to_stop:
            sleep(LOOKS_EVERY)
            self._browser.look()
            self._watchdog.look()
        self._end(life)

    def stop(self) -> None:
        """End soon; `run` returns. Safe in a signal handler: it takes no lock."""
        self._told_to_stop = True

    def state(self) -> Mapping[str, object]:
        """Return the answer of GET /agent/state, which the page asks for all the time."""
        self._browser.heard()
        enrolled, devices = self._server.has_token, {each.name: each for each in self._printers.health()}
        code = None if enrolled else self._enrolment.code
        return {
            "connected": enrolled and self._server.connected,
            "enrolment": None if code is None else {"code": code},
            **{name: _how(devices.get(name)) for name in (PRINTER, SCANNER, TERMINAL)},
            "device": self._described() if enrolled else None,
            "untold": self._reserve.untold_count(),
        }

    def issued(self) -> None:
        """A ticket was taken here: its slip waits at the server."""
        self._slips.issued()

    def next_scan(self, *, seconds: float) -> Reading | None:
        """Return what the scanner read."""
        return self._scans.take(seconds=seconds)

    def paying(self) -> None:
        """A payment was begun on the page."""
        if self._cards is not None:
            self._cards.begun()

    def card_stage(self, payment: str, *, seen: int, seconds: float) -> Mapping[str, object] | None:
        """Return how far a payment by card is; None without a terminal."""
        return None if self._cards is None else self._cards.stage(payment, seen=seen, seconds=seconds)

    def give_up_card(self, payment: str) -> None:
        """The citizen gave up a payment by card."""
        if self._cards is not None:
            self._cards.abort(payment)

    def gave(self) -> None:
        """A number in reserve was given: its slip waits in the journal."""
        self._paper.set()

    def _on_result(self, job: str, result: PrintResult) -> None:
        self._slips.printed(job, result)
        self._paper.set()

    def _listen(self) -> Any:
        settings = self._settings
        app = kiosk_pages(self._server, self._desk, self, host=settings.host, port=settings.port)
        try:
            return waitress.create_server(app, host=settings.host, port=settings.port, threads=WEB_THREADS, ident=None)
        except OSError as error:
            raise SettingsWrong(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from error

    def _live(self) -> None:
        while not self._stopping.is_set():
            self._turned_at = monotonic()
            self._wake.clear()
            self._wake.wait(self._turn())

    def _journal_writes(self) -> bool:
        self._database.remember(PULSE, str(int(monotonic())))
        return True

    def _loop_turns(self) -> bool:
        return monotonic() - self._turned_at < TURNS_WITHIN

    def _devices_answer(self) -> bool:
        now = utc_now()
        busy = [each for each in self._printers.health() if each.state is DeviceState.BUSY]
        return all((now - each.since).total_seconds() < BUSY_WITHIN for each in busy)

    def _print(self) -> None:
        """Print whatever may be printed, however long the server keeps the other thread waiting."""
        warm_up(self._printing.settings)
        while not self._stopping.is_set():
            self._paper.wait()
            self._paper.clear()
            try:
                if not self._stopping.is_set():
                    self._slips.work()
            except Exception:
                log.exception("printing did not work; it is tried again with the next heartbeat")

    def _turn(self) -> float:
        """Do what there is to do and return the seconds until there may be more."""
        try:
            pause = self._turned()
            self._trouble = ""
        except ServerUnreachable:
            pause = BEATS_EVERY  # the server says in the log when it is lost
        except Refused as refused:
            pause = self._refused(refused)
        except Exception as error:
            if self._trouble != repr(error):
                log.exception("this did not work and is tried again every two seconds")
            self._trouble, pause = repr(error), BEATS_EVERY
        return pause

    def _turned(self) -> float:
        self._roll.keep(self._printers.health())
        if not self._server.has_token:
            self._slips.record()
            pause = self._enrolment.step()
            self._server.use_token(self._token.read())
            return pause
        pause = self._slips.turn()
        if monotonic() >= self._learn_at:
            self._learn()
        return pause

    def _learn(self) -> None:
        own = self._server.get("/device")
        if any(own.get(name) != self._own.get(name) for name in ("device", "settings", "settings_name", "logo")):
            self._database.remember(OWN, json.dumps(own))
        self._own = own
        if self._printing.take(own) and self._settings.printer is not None:
            log.info("the printer prints in mode %s from now on", self._printing.settings.mode)
            self._printers.change_printing(PRINTER, self._printing.settings)
        self._desk.took(self._server.get("/kiosk/catalogue"))
        self._learn_at = monotonic() + LEARNS_EVERY

    def _heard(self, beat: Mapping[str, Any]) -> None:
        """Learn at once what the server has for this device, when a heartbeat says that it is something new."""
        if beat.get("settings_name") != self._own.get("settings_name"):
            self._learn_at = 0.0

    def _refused(self, refused: Refused) -> float:
        if refused.reason == "auth.required":
            log.error("the server does not know this kiosk any more; it has to be approved anew")
            self._token.put_aside()
            self._server.use_token(None)
            return 0.0
        if self._trouble != str(refused):
            log.error("the server refused: %s", refused)
            self._trouble = str(refused)
        return max(BEATS_EVERY, refused.retry_after)

    def _described(self) -> Mapping[str, object] | None:
        if not self._own:
            return None
        known = self._own["settings"].get("pixels_per_mm", DEFAULT_PIXELS_PER_MM)
        return {"name": self._own["device"]["name"], "pixels_per_mm": self._settings.pixels_per_mm or known}

    def _end(self, life: Thread) -> None:
        """Let the slip that is being printed come out, write down its outcome, and leave the rest to the next start."""
        self._stopping.set()
        self._wake.set()
        self._scans.close()
        if self._cards is not None:
            self._cards.stop()
        self._paper.set()
        self._web.trigger.pull_trigger(self._web.close)
        printers = Thread(target=self._printers.stop, name="ending", daemon=True)
        printers.start()
        printers.join(PRINTER_ENDS_WITHIN)
        life.join(0.1)
        self._slips.record()
        self._database.close()
        self._folder.release()
        log.info("ended")


def _how(device: Health | None) -> Mapping[str, object] | None:
    return None if device is None else {"state": device.state.value, "detail": device.detail}


def _scanner(settings: AgentSettings, url: str, scans: Scans) -> SerialScanner:
    return SerialScanner(lambda: SerialTransport(url, baud=settings.scanner_baud), scans.give)


def _printer(settings: AgentSettings, url: str, printing: PrinterSettings) -> EscposPrinter:
    return open_printer(url, printing, baud=settings.baud, rtscts=settings.rtscts, xonxoff=settings.xonxoff)
