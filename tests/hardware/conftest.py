"""A simulated printer on a real pty, in a process of its own."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from hardware.document import Document, Number, Qr, Text
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

    def driver(self) -> EscposPrinter:
        return EscposPrinter(self.plug)

    def pictures(self) -> list[Path]:
        return sorted(self.slips.glob("slip-*.png"))

    def _ask(self, path: str, body: bytes | None) -> Any:
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", data=body), timeout=5) as answer:
            return json.load(answer)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterAtPty]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at = PrinterAtPty(tmp_path / "printer", tmp_path / "slips", port)
    command = [
        sys.executable, "-m", "hardware.simulators", "printer", "--link", str(at.link), "--slips", str(at.slips),
        "--http", str(port), "--baud", "1000000",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("printer at"):
            break
    yield at
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 0


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
