"""A simulated printer on a real pty, in a process of its own."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from hardware.document import Document, Number, Qr, Text
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.printer import EscposPrinter
from hardware.transport import SerialTransport, Transport


@dataclass(slots=True)
class PrinterAtPty:
    """The simulator as a test drives it."""

    link: Path
    slips: Path
    port: int

    def faults(self, **switches: object) -> None:
        self._ask("/faults", json.dumps(switches).encode())

    def state(self) -> Any:
        return self._ask("/state", None)

    def plug(self) -> Transport:
        return SerialTransport(str(self.link))

    def driver(self, settings: PrinterSettings | None = None) -> EscposPrinter:
        return EscposPrinter(self.plug, settings)

    def pictures(self) -> list[Path]:
        return sorted(self.slips.glob("slip-*.png"))

    def _ask(self, path: str, body: bytes | None) -> Any:
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", data=body), timeout=5) as answer:
            return json.load(answer)


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[Callable[..., PrinterAtPty]]:
    """Starts simulated printers, each with the options given."""
    with ExitStack() as stack:

        def start(*options: str, baud: int = 1_000_000) -> PrinterAtPty:
            at = PrinterAtPty(tmp_path / "printer", tmp_path / "slips", free_port())
            place = () if "--tcp" in options else ("--link", str(at.link))
            command = [
                sys.executable, "-m", "hardware.simulators", "printer", *place, "--slips", str(at.slips),
                "--http", str(at.port), "--baud", str(baud), *options,
            ]  # fmt: skip
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            stack.callback(end, process)
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("printer at"):
                    break
            return at

        yield start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 0


@dataclass(slots=True)
class Simulator:
    """Any other simulator as a test drives it; `url` is what a driver opens."""

    url: str
    port: int

    def faults(self, **switches: object) -> None:
        self._ask("/faults", json.dumps(switches))

    def deed(self, name: str, **given: object) -> None:
        self._ask(f"/deed/{name}", json.dumps(given))

    def state(self) -> Any:
        return json.loads(self._ask("/state", None))

    def page(self) -> str:
        return self._ask("/", None)

    def refuses(self, path: str, body: str) -> bool:
        try:
            self._ask(path, body)
        except HTTPError as error:
            return error.code == 422
        return False

    def _ask(self, path: str, body: str | None) -> str:
        data = None if body is None else body.encode()
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", data=data), timeout=5) as answer:
            return str(answer.read().decode())


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Callable[..., Simulator]]:
    """Start a simulator of that name on a "pty" or on "tcp", in a process of its own."""
    with ExitStack() as stack:

        def start(name: str, wire: str, *options: str) -> Simulator:
            http, tcp, link = free_port(), free_port(), tmp_path / name
            where = ["--link", str(link)] if wire == "pty" else ["--tcp", str(tcp)]
            command = [
                sys.executable, "-m", "hardware.simulators", name, *where, "--http", str(http),
                "--baud", "1000000", *options,
            ]  # fmt: skip
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            stack.callback(end, process)
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith(f"{name} at"):
                    break
            return Simulator(str(link) if wire == "pty" else f"socket://127.0.0.1:{tcp}", http)

        yield start


@pytest.fixture
def printer(simulated: Callable[..., PrinterAtPty]) -> PrinterAtPty:
    return simulated()


@pytest.fixture
def slip() -> Document:
    return Document(
        (
            Text("PHIẾU SỐ THỨ TỰ", size="large", bold=True),
            Number("A012"),
            Text("Đăng ký khai sinh – Ủy quyền", size="large"),
            Qr("http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"),
        )
    )
