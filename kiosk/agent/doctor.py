"""What a technician wants to know before calling anybody: ports, printer, server, clock, token, disk, journal.

Each check gives findings; a finding's words are the text `agent.doctor.<code>` of the catalogue with its facts.
"""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile

import httpx
from serial.tools import list_ports

from hardware.errors import HardwareError, TransportLost
from hardware.escpos.printer import EscposPrinter, PrintOutcome, outcome_of
from hardware.terminal.till import TerminalRefused
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.server import Server
from kiosk.agent.settings import AgentSettings
from kiosk.agent.tills import TerminalSettings, till_at
from kiosk.samples import self_test
from kiosk.texts import text

BY_ID = Path("/dev/serial/by-id")
"""Where Linux names serial devices by what they are, not by when they were plugged in."""
USB_PRINTERS = Path("/dev/usb")
CLOCK_MAY_DIFFER = 5.0
"""Seconds; the answer's way and the whole seconds of an HTTP date are within."""
MEGABYTE = 1_000_000
LITTLE_DISK, NO_DISK = 500 * MEGABYTE, 20 * MEGABYTE


class Level(StrEnum):
    """How bad a finding is. Only a fault keeps the kiosk from its work."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `code` is stable."""

    code: str
    level: Level
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Return it in a technician's words."""
        return text(f"agent.doctor.{self.code}", language, **self.facts)


def ok(code: str, **facts: object) -> Finding:
    """All is well."""
    return Finding(code=code, level=Level.OK, facts=facts)


def warning(code: str, **facts: object) -> Finding:
    """To be looked at."""
    return Finding(code=code, level=Level.WARNING, facts=facts)


def fault(code: str, **facts: object) -> Finding:
    """To be put right."""
    return Finding(code=code, level=Level.FAULT, facts=facts)


def find_ports(*, by_id: Path = BY_ID, usb: Path = USB_PRINTERS) -> Finding:
    """List what is plugged in, by the names that stay the same."""
    stable = {path.resolve(): path for path in sorted(by_id.glob("*"))}
    serial = [stable.get(Path(port.device).resolve(), Path(port.device)) for port in list_ports.comports()]
    found = sorted({*map(str, stable.values()), *map(str, serial), *map(str, usb.glob("lp*"))})
    return ok("ports.found", ports=", ".join(found)) if found else warning("ports.none")


def look_at_printer(url: str | None, printer: EscposPrinter | None) -> Finding:
    """Ask the printer how it is."""
    if url is None or printer is None:
        return warning("printer.none")
    try:
        status = printer.status()
    except TransportLost as lost:
        return fault(_why_lost(lost), port=url, why=str(lost))
    finally:
        printer.close()
    if status is None:
        return fault("printer.silent", port=url)
    if not status.can_print:
        return fault(f"printer.{outcome_of(status).value}", port=url)
    return warning("printer.paper_low", port=url) if status.paper_low else ok("printer.ready", port=url)


def look_at_terminal(settings: TerminalSettings | None) -> Finding:
    """Ask a card terminal how it is; nothing is sold, shown or printed by that."""
    if settings is None:
        return ok("terminal.none")
    till = till_at(settings)
    try:
        facts = till.look()
    except TransportLost as lost:
        code = _why_lost(lost).replace("printer.", "terminal.")
        return fault(code, port=settings.url, why=str(lost))
    except TerminalRefused as refused:
        return fault("terminal.refused", port=settings.url, why=refused.reason)
    finally:
        till.close()
    return ok("terminal.ready", port=settings.url, number=facts.terminal_id or "?", software=facts.software or "?")


def print_test_slip(printer: EscposPrinter, settings: AgentSettings, *, language: str) -> Finding:
    """Print the letters that a slip can have."""
    try:
        outcome = printer.print(self_test(settings.printing, language=language)).outcome
    except HardwareError as lost:
        return fault("slip.failed", outcome=str(lost))
    finally:
        printer.close()
    return ok("slip.printed") if outcome is PrintOutcome.PRINTED else fault("slip.failed", outcome=outcome.value)


def ask_server(settings: AgentSettings, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Finding]:
    """Say whether the server is reached, knows this kiosk, and has the same time."""
    try:
        answer = httpx.get(
            f"{settings.server}/api/v1/healthz",
            timeout=5.0,
            trust_env=False,
            verify=True if settings.ca is None else str(settings.ca),
        )
    except (httpx.HTTPError, OSError) as error:
        return [fault("server.unreachable", server=settings.server, why=str(error) or type(error).__name__)]
    if answer.status_code != 200 or '"status"' not in answer.text:
        return [fault("server.other", server=settings.server, status=answer.status_code)]
    return [ok("server.reached", server=settings.server), *_clock(answer, now()), _token(settings)]


def look_at_disk(folder: Path, *, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Finding:
    """Say whether the folder of the agent can be written, and for how long."""
    if not folder.is_dir():
        return warning("disk.no_folder", folder=folder)
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"motcua")
            probe.flush()
    except OSError as error:
        return fault("disk.not_writable", folder=folder, why=error.strerror)
    left = free(folder)
    facts = {"folder": folder, "megabytes": left // MEGABYTE}
    if left < NO_DISK:
        return fault("disk.full", **facts)
    return warning("disk.little", **facts) if left < LITTLE_DISK else ok("disk.free", **facts)


def look_at_journal(file: Path) -> Finding:
    """Say whether the journal is whole, and what in it the server does not know yet."""
    if not file.exists():
        return warning("journal.none")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            whole = database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            counted = dict(database.execute("SELECT state, count(*) FROM given GROUP BY state"))
    except sqlite3.Error as error:
        return fault("journal.damaged", why=str(error))
    if not whole:
        return fault("journal.damaged", why="quick_check")
    if counted.get("refused"):
        return warning("journal.refused", count=counted["refused"])
    return warning("journal.untold", count=counted["untold"]) if counted.get("untold") else ok("journal.whole")


def worst(findings: Iterable[Finding]) -> Level:
    """Return the worst level of them."""
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.FAULT, Level.WARNING) if level in levels), Level.OK)


def _why_lost(lost: TransportLost) -> str:
    words = str(lost).lower()
    if "exclusively lock" in words or f"errno {errno.EBUSY}" in words:
        return "printer.in_use"
    if f"errno {errno.EACCES}" in words or "permission" in words or "access is denied" in words:
        return "printer.no_permission"
    return "printer.not_there"


def _clock(answer: httpx.Response, now: datetime) -> list[Finding]:
    try:
        server = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return []
    seconds = round((now - server).total_seconds())
    if abs(seconds) <= CLOCK_MAY_DIFFER:
        return [ok("clock.right")]
    return [warning("clock.ahead" if seconds > 0 else "clock.behind", seconds=abs(seconds))]


def _token(settings: AgentSettings) -> Finding:
    try:
        token = settings.token_file.read_text(encoding="utf-8").strip()
    except OSError:
        return warning("token.none")
    server = Server(settings.server, ca=settings.ca)
    server.use_token(token)
    try:
        return ok("token.known", name=server.get("/device")["device"]["name"])
    except Refused:
        return fault("token.refused")
    except ServerUnreachable as error:
        return fault("server.unreachable", server=settings.server, why=error)
    finally:
        server.close()
