"""From the ticket to the first byte at the printer: the shipped agent, a real server, a simulated printer on a pty.

The clock starts when the server's answer is in the agent, or, for a number in reserve, when its writing begins. It
stops at the far end of the pty: at the first byte of the job (questions of status do not count), and at the first byte
of what is on the page, after the job's set-up.
"""

import queue
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from bench.centre import LINES, furnish
from bench.far_end import WatchedPty
from bench.server import Server
from hardware.simulators.printer import SimulatedPrinter
from kiosk.agent.telling import HOLDS

WAYS: Mapping[str, tuple[str, ...]] = {
    "tcvn": ("--print-mode", "tcvn"),
    "hybrid, stored": ("--print-mode", "hybrid", "--stores-graphics"),
    "hybrid": ("--print-mode", "hybrid"),
    "raster": ("--print-mode", "raster"),
}
BAUD = 115_200
WARM_UP = 5
"""Slips that are not counted: a printer that keeps pictures is given them with the first three."""
RESTS, DRIFT, RHYTHM = 0.3, 0.137, 2.0
"""Seconds from a slip's end to the next ticket, each time some more within the agent's own rhythm, so that every moment
of it is met."""
LONGEST = 60.0
CREATED = 201


def measure_first_byte(folder: Path, tell: Callable[[str], None], *, slips: int) -> dict[str, Any]:
    """Take so many tickets in each mode, with the server and without; return milliseconds."""
    report = {}
    for name, options in WAYS.items():
        tell(f"the first byte of {slips} slips in mode {name}")
        report[name] = _measured(folder / name.replace(", ", "-"), options, slips)
        tell(f"{name}: {report[name]}")
    return report


def _measured(folder: Path, options: Sequence[str], slips: int) -> dict[str, Any]:
    (folder / "agent").mkdir(parents=True)
    database = f"sqlite:///{folder / 'motcua.sqlite'}"
    (folder / "agent" / "token").write_text(furnish(database).kiosks[0])
    with sqlite3.connect(folder / "motcua.sqlite") as centre:
        centre.execute("UPDATE line SET reserve_first = 801, reserve_last = 999")
    centre.close()
    with ExitStack() as stack:
        server = stack.enter_context(Server(data=folder, database=database))
        kiosk = Kiosk(folder, server.port, options)
        stack.callback(kiosk.end)
        kiosk.take(WARM_UP, "answered")
        online = kiosk.take(slips, "answered")
        server.__exit__()
        kiosk.await_server_lost()
        return {
            "from_the_servers_answer": online,
            "from_the_journal": kiosk.take(min(slips, LINES * HOLDS), "given"),
        }


@dataclass(slots=True)
class Kiosk:
    """The agent in a process of its own, its printer here, and who stands before it."""

    folder: Path
    server_port: int
    options: Sequence[str]
    _taken: int = 0
    _marks: "queue.Queue[tuple[str, float]]" = field(default_factory=queue.Queue)
    _line: WatchedPty = field(init=False)
    _printer: SimulatedPrinter = field(init=False)
    _agent: "subprocess.Popen[str]" = field(init=False)
    _page: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._line = WatchedPty(self.folder / "printer")
        self._line.listen()
        self._printer = SimulatedPrinter(line=self._line, slips=self.folder / "slips", baud=BAUD, tell=lambda _: None)
        Thread(target=self._printer.run, name="printer", daemon=True).start()
        port = self.server_port + 1
        command = [
            sys.executable, "-m", "bench.marked_agent", "run", "--server", f"http://127.0.0.1:{self.server_port}",
            "--data", str(self.folder / "agent"), "--listen", f"127.0.0.1:{port}", "--printer", str(self._line.link),
            *self.options,
        ]  # fmt: skip
        log = (self.folder / "agent.log").open("wb")
        self._agent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        Thread(target=self._listen, name="marks", daemon=True).start()
        self._page = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=15)
        self._await(lambda: self._state()["printer"]["state"] == "ready" and self._state()["connected"])

    def take(self, slips: int, mark: str) -> dict[str, Any]:
        """Take so many tickets, each when the slip before is done; return milliseconds since the mark."""
        first, page = [], []
        for _ in range(slips):
            printed = self._printer.printed
            self._line.forget()
            self._tap()
            job_at, page_at = self._line.await_job(seconds=LONGEST)
            began = self._marked(mark)
            first.append((job_at - began) * 1000)
            page.append((page_at - began) * 1000)
            self._await(lambda printed=printed: self._printer.printed > printed)  # type: ignore[misc]
            time.sleep(RESTS + self._taken * DRIFT % RHYTHM)
        return {"slips": slips, "first_byte_ms": percentiles(first), "first_byte_of_the_page_ms": percentiles(page)}

    def await_server_lost(self) -> None:
        """Wait until the agent gives numbers by itself."""
        self._await(lambda: not self._state()["connected"])

    def end(self) -> None:
        """End the agent and its printer."""
        self._agent.terminate()
        self._agent.wait(20)
        self._printer.stop()
        self._page.close()

    def _tap(self) -> None:
        self._taken += 1
        wish = {"service": f"service-{self._taken % LINES}", "language": "vi", "priority": None}
        key = {"Idempotency-Key": f"first-byte-{self._taken:08d}"}
        answer = self._page.post("/api/v1/tickets", json=wish, headers=key)
        if answer.status_code != CREATED:
            raise RuntimeError(answer.text)

    def _marked(self, wanted: str) -> float:
        while True:
            name, at = self._marks.get(timeout=LONGEST)
            if name == wanted:
                return at

    def _state(self) -> Any:
        return self._page.get("/agent/state").json()

    def _listen(self) -> None:
        assert self._agent.stdout is not None
        for line in self._agent.stdout:
            _, name, at = line.split()
            self._marks.put((name, float(at)))

    def _await(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            try:
                if holds():
                    return
            except (httpx.HTTPError, TypeError):
                pass
            time.sleep(0.02)
        raise RuntimeError((self.folder / "agent.log").read_text()[-2_000:])


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return the middle one, the one that 99 of 100 do not exceed, and the worst."""
    ordered = sorted(values)
    return {
        "p50": round(ordered[len(ordered) // 2], 1),
        "p99": round(ordered[max(0, -(-len(ordered) * 99 // 100) - 1)], 1),
        "worst": round(ordered[-1], 1),
    }
