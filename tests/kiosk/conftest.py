"""Kiosk boxes: the real agent before the real server, or before a centre that loses and delays answers; a printer."""

import atexit
import importlib.util
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest
import zxingcpp
from agent_centre import SECRET, Centre
from PIL import Image

from hardware.simulators.line import PtyLine
from hardware.simulators.printer import SimulatedPrinter
from queue_server.domain.ids import enrolment_code
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.enrolling import approve_enrolment, request_enrolment

WEB = httpx.Client(trust_env=False)
"""One for all tests: each new client reads the certificates of the world first."""
atexit.register(WEB.close)


PORTS = count(20_000 + os.getpid() * 17 % 11_000)


def free_port() -> int:
    """Return a port below those that the system gives to outgoing connections: nobody takes it between two starts."""
    for port in PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def until(holds: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Look every 50 ms until the answer is truthy."""
    for _ in range(int(seconds / 0.05)):
        try:
            if found := holds():
                return found
        except httpx.HTTPError:
            pass
        Event().wait(0.05)
    raise AssertionError(f"did not come true in {seconds} s: {holds}")


@dataclass(slots=True)
class Box:
    """The parts of one kiosk box, and what a person standing before it does."""

    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(
        default_factory=lambda: {name: free_port() for name in ("server", "kiosk", "printer", "pads")}
    )

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.ports['kiosk']}"

    @property
    def server(self) -> str:
        return f"http://127.0.0.1:{self.ports['server']}"

    def start(self, name: str) -> None:
        link = str(self.folder / "printer")
        arguments = {
            "server": ["queue_server.cli", "serve", "--data", str(self.folder), "--port", str(self.ports["server"])],
            "printer": [
                "hardware.simulators", "printer", "--link", link, "--slips", str(self.folder / "slips"),
                "--http", str(self.ports["printer"]), "--baud", "1000000",
            ],
            "pads": [
                "hardware.simulators", "keypad", "--link", str(self.folder / "pads"),
                "--http", str(self.ports["pads"]), "--baud", "1000000",
            ],
            "keypads": [
                "kiosk.agent", "keypads", "--server", self.server, "--data", str(self.folder / "keypads"),
                "--port", str(self.folder / "pads"),
            ],
            "kiosk": [
                "kiosk.agent", "run", "--server", self.server, "--data", str(self.folder / "agent"),
                "--listen", f"127.0.0.1:{self.ports['kiosk']}", "--printer", link,
                "--claim-file", str(self.folder / "claim"),
            ],
        }[name]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen([sys.executable, "-m", *arguments], stdout=log, stderr=log)
        self._ready(name)

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        process = self.processes.pop(name)
        process.send_signal(number)
        return process.wait(15)

    def end(self) -> None:
        for name in list(self.processes)[::-1]:
            self.kill(name, signal.SIGTERM)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def state(self) -> Any:
        return WEB.get(f"{self.page}/agent/state").json()

    def faults(self, **switches: object) -> None:
        WEB.post(f"http://127.0.0.1:{self.ports['printer']}/faults", content=json.dumps(switches)).raise_for_status()

    def takes_ticket(self, key: str, service: str = "birth") -> httpx.Response:
        wish = {"service": service, "language": "vi", "priority": None}
        return WEB.post(f"{self.page}/api/v1/tickets", json=wish, headers={"Idempotency-Key": key}, timeout=15)

    def print_state(self, ticket: str) -> Any:
        return WEB.get(f"{self.page}/api/v1/tickets/{ticket}/print").json()

    def slips(self) -> list[Path]:
        return sorted((self.folder / "slips").glob("slip-*.png"))

    def _ready(self, name: str) -> None:
        if name == "server":
            until(lambda: WEB.get(f"{self.server}/api/v1/healthz").status_code == 200)
        elif name in {"printer", "pads"}:
            until((self.folder / name).exists)
        elif name == "keypads":
            until(lambda: "code " in self.log("keypads"), seconds=60)
        else:
            until(lambda: WEB.get(f"{self.page}/agent/state").status_code == 200)


@pytest.fixture
def box(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Box]:
    """A box with server and printer running and a kiosk approved beforehand; the agent is the test's to start."""
    furnish(tmp_path, request)
    with ExitStack() as stack:
        box = Box(tmp_path)
        stack.callback(box.end)
        box.start("server")
        box.start("printer")
        yield box


def furnish(folder: Path, request: pytest.FixtureRequest) -> None:
    path = Path(str(request.config.rootpath)) / "tests" / "conftest.py"
    spec = importlib.util.spec_from_file_location("shared_halls", path)
    assert spec is not None
    assert spec.loader is not None
    halls = importlib.util.module_from_spec(spec)
    sys.modules["shared_halls"] = halls
    spec.loader.exec_module(halls)
    store = Store(f"sqlite:///{folder / 'motcua.sqlite'}")
    migrate(store)
    hall = halls.furnish(store)
    at, code = Clock().now(), enrolment_code(os.urandom(16))
    with Unit(store) as unit:
        request_enrolment(unit, kind="kiosk", name="Kiosk", code=code, secret=SECRET, at=at, lives=timedelta(hours=1))
    with Unit(store) as unit:
        approve_enrolment(unit, centre_id=hall.centre_id, code=code, name="Kiosk", hall="main", device_id="k1", at=at)
    store.close()
    (folder / "claim").write_text(SECRET)


@dataclass(slots=True)
class Kiosk:
    """An agent before a centre with a bad network, and the printer it prints on."""

    folder: Path
    centre: Centre
    printer: SimulatedPrinter
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the agent and wait until its page is there."""
        self.process = self.spawn()
        until(lambda: WEB.get(f"{self.page}/agent/state").status_code == 200, seconds=60)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start an agent's process."""
        command = [
            sys.executable, "-m", "kiosk.agent", "run", "--server", self.centre.url,
            "--data", str(self.folder / "agent"), "--listen", f"127.0.0.1:{self.port}",
            "--printer", str(self.folder / "printer"), "--claim-file", str(self.folder / "claim"),
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def end(self, number: int = signal.SIGKILL) -> int:
        """Kill the agent, or tell it to end; return its exit status."""
        assert self.process is not None
        process, self.process = self.process, None
        process.send_signal(number)
        return process.wait(15)

    def is_ready(self) -> bool:
        state = self.state()
        return bool(state["connected"] and state["printer"]["state"] == "ready")

    def state(self) -> Any:
        return WEB.get(f"{self.page}/agent/state").json()

    def takes_ticket(self, key: str) -> httpx.Response:
        wish = {"service": "birth", "language": "vi", "priority": None}
        return WEB.post(f"{self.page}/api/v1/tickets", json=wish, headers={"Idempotency-Key": key}, timeout=15)

    def journal_states(self) -> list[str]:
        """The states in the agent's journal, oldest job first."""
        with closing(sqlite3.connect(self.folder / "agent" / "agent.sqlite")) as database:
            return [row[0] for row in database.execute("SELECT state FROM job ORDER BY seq")]

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def paper(self) -> list[tuple[str, bool]]:
        """What came out: label and whether it is marked as a copy, slip by slip; what was cut off from one is none."""
        read = [read_slip(path) for path in sorted((self.folder / "slips").glob("slip-*.png"))]
        return [slip for slip in read if slip is not None]


def read_slip(path: Path) -> tuple[str, bool] | None:
    """Read a slip as a phone does, and see whether it bears the black band of a copy; None when no code is on it."""
    picture = Image.open(path).convert("1")
    code = next(iter(zxingcpp.read_barcodes(picture.convert("L"))), None)
    rows, width = picture.tobytes(), picture.width // 8
    black = [not any(rows[at : at + width]) for at in range(0, len(rows), width)]
    band = any(all(black[at : at + 6]) for at in range(len(black)))
    return None if code is None else (code.text.rpartition("/")[2].lstrip("0"), band)


@pytest.fixture
def centre() -> Iterator[Centre]:
    with closing(Centre()) as centre:
        yield centre


@pytest.fixture
def kiosk(tmp_path: Path, centre: Centre) -> Iterator[Kiosk]:
    """A kiosk approved beforehand, its printer on; the agent is the test's to start."""
    (tmp_path / "claim").write_text(SECRET)
    line = PtyLine(tmp_path / "printer")
    printer = SimulatedPrinter(line=line, slips=tmp_path / "slips", baud=1_000_000, tell=lambda _words: None)
    line.open()
    running = Thread(target=printer.run, daemon=True)
    running.start()
    box = Kiosk(tmp_path, centre, printer)
    yield box
    if box.process is not None:
        box.end()
    printer.stop()
    running.join()
