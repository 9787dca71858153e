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
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import httpx
import pytest
import zxingcpp
from flask import Flask, Response, request
from PIL import Image
from werkzeug.serving import WSGIRequestHandler, make_server

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
QUIET = type("Quiet", (WSGIRequestHandler,), {"log": lambda *_: None})
SECRET = "a-secret-approved-beforehand-0001"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        default_factory=lambda: {name: free_port() for name in ("server", "kiosk", "printer")}
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
        elif name == "printer":
            until((self.folder / "printer").exists)
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


def named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text, "zh": text}


class Centre:
    """A server with one kiosk and a bad network. Deeds are done once a key, as the real server does them.

    `lose[name]` answers of that name are lost after the deed was done; `hold[name]` keeps them back until it is set;
    `absent` answers 503 to everything. `told` is what was reported, deed by deed.
    """

    def __init__(self) -> None:
        self.approved, self.known, self.absent = True, True, False
        self.secret, self.token = SECRET, "token-of-the-kiosk-0123456789"
        self.lose: Counter[str] = Counter()
        self.hold: dict[str, Event] = {}
        self.asked: Counter[str] = Counter()
        self.jobs: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, str]] = []
        self.parts: list[Any] = []
        self._answers: dict[str, tuple[int, Any]] = {}
        self._lock = Lock()
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True, request_handler=QUIET)
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        for event in self.hold.values():
            event.set()
        self._server.shutdown()
        self._server.server_close()

    def state_of(self, label: str) -> str:
        return next(str(job["state"]) for job in self.jobs.values() if job["slip"]["label"] == label)

    def issue(self, label: str, *, copy: int = 0) -> None:
        """Order a slip that nobody asked for at the kiosk: a reprint by staff."""
        key = f"{label:0>26}"
        slip = {
            **{"id": key, "label": label, "letter": label[0], "number": int(label[1:]), "state": "waiting"},
            **{"language": "vi", "priority": None, "issued_at": "2026-11-23T01:15:00.000Z", "ahead": 3},
            **{"service": {"code": "birth", "names": named("Khai sinh"), "short_names": named("Khai sinh")}},
            **{
                "expected": None,
                "hall": {"code": "main", "names": named("Sảnh")},
                "url": f"http://motcua.test/t/{key}",
            },
            **{"centre": {"code": "qn", "names": named("Trung tâm")}},
        }
        slip["service"]["bring"] = named("")
        job = {"id": f"{key}-{copy}", "state": "queued", "copy": copy, "attempt": 0, "slip": slip, "outcome": None}
        self.jobs[job["id"]] = job

    def _app(self) -> Flask:
        app = Flask("centre")
        app.before_request(self._arrived)
        for path, name, deed in (
            ("/enrolments", "enrol", self._enrol),
            ("/enrolments/poll", "poll", self._poll),
            ("/device/heartbeat", "beat", self._beat),
            ("/device/jobs/claim", "claim", self._claim),
            ("/device/jobs/<job>/report", "report", self._report),
            ("/tickets", "issue", self._ticket),
        ):
            app.add_url_rule(f"/api/v1{path}", name, self._served(name, deed), methods=["POST"])
        app.add_url_rule("/api/v1/device", "own", self._own)
        app.add_url_rule("/api/v1/tickets/<ticket>/print", "print", self._print)
        return app

    def _arrived(self) -> Response | tuple[dict[str, str], int] | None:
        self.asked[str(request.endpoint)] += 1
        if self.absent:
            return Response("<html>Bad gateway</html>", status=503)
        public = request.endpoint in {"enrol", "poll"}
        if not public and (not self.known or request.headers.get("Authorization") != f"Bearer {self.token}"):
            return {"code": "auth.required"}, 401
        return None

    def _served(self, name: str, deed: Callable[..., tuple[int, Any]]) -> Callable[..., Any]:
        def serve(**path: str) -> Any:
            with self._lock:
                key = f"{request.path} {request.headers.get('Idempotency-Key')}"
                status, answer = self._answers.get(key) or deed(**path)
                if name not in {"beat", "poll"}:
                    self._answers[key] = status, answer
                lost = self.lose[name] > 0
                self.lose[name] -= lost
            if name in self.hold:
                self.hold[name].wait(30)
            if lost:
                with suppress(OSError):
                    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return answer, status

        return serve

    def _own(self) -> dict[str, Any]:
        return {"device": {"id": "k1", "kind": "kiosk", "name": "Kiosk 1"}, "settings": {"pixels_per_mm": 4.0}}

    def _enrol(self) -> tuple[int, Any]:
        self.secret = f"secret-of-enrolment-{self.asked['enrol']}"
        return 201, {"code": "BCDF-GHJK", "secret": self.secret, "expires_at": "", "interval_seconds": 0.2}

    def _poll(self) -> tuple[int, Any]:
        if request.get_json()["secret"] != self.secret:
            return 404, {"code": "enrolment.unknown"}
        if not self.approved:
            return 200, {"state": "pending"}
        return 200, {"state": "approved", "device": self._own()["device"], "token": self.token}

    def _beat(self) -> tuple[int, Any]:
        self.parts = request.get_json()["parts"]
        return 200, {"jobs_waiting": sum(job["state"] != "printed" for job in self.jobs.values())}

    def _claim(self) -> tuple[int, Any]:
        claimed = []
        for job in self.jobs.values():
            if job["state"] in {"queued", "unknown"}:
                job["copy"] += job["state"] == "unknown"
                job["attempt"] += 1
                job["state"] = "sending"
                claimed.append({name: job[name] for name in ("id", "attempt", "copy", "slip")} | {"kind": "print_slip"})
        return 200, json.loads(json.dumps({"jobs": claimed}))

    def _report(self, job: str) -> tuple[int, Any]:
        found, outcome = self.jobs[job], request.get_json()["outcome"]
        self.told.append((found["slip"]["label"], outcome))
        certain = {"paper_out", "cover_open", "cutter", "overheated", "offline"}
        found["outcome"] = outcome
        found["state"] = outcome if outcome == "printed" else "queued" if outcome in certain else "unknown"
        return 200, {"state": found["state"]}

    def _ticket(self) -> tuple[int, Any]:
        label = f"A{len(self.jobs) + 1:03}"
        self.issue(label)
        return 201, self.jobs[f"{label:0>26}-0"]["slip"]

    def _print(self, ticket: str) -> dict[str, Any]:
        return {name: self.jobs[f"{ticket}-0"][name] for name in ("state", "outcome")}


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
        until(lambda: WEB.get(f"{self.page}/agent/state").status_code == 200)

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
