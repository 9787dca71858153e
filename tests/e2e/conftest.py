"""A whole centre as a newcomer sees it: `motcua demo` in a process, real Chromium before it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

PORTS = 8
expect.set_options(timeout=15_000)


@dataclass(slots=True)
class Demonstration:
    """What `make demo` printed."""

    process: subprocess.Popen[str]
    data: Path
    said: str
    kiosk: str = field(init=False)
    console: str = field(init=False)
    manager: str = field(init=False)
    province: str = field(init=False)
    board: str = field(init=False)
    printer: str = field(init=False)
    bank: str | None = field(init=False)
    kiosk_terminal: str | None = field(init=False)
    counter_terminal: str | None = field(init=False)
    to_pay: list[str] = field(init=False)
    """Codes of dossiers that wait to be paid; like bank and terminals, only of a demonstration with fees."""

    def __post_init__(self) -> None:
        self.kiosk = self._found(r"Kiosk\s+(http\S+)")
        self.console = self._found(r"Counter console\s+(http\S+)")
        self.manager = self._found(r"Manager\s+(http\S+)")
        self.province = self._found(r"The province\s+(http\S+)")
        self.board = self._found(r"Lobby board\s+(http\S+)")
        self.printer = self._found(r"Printed slips\s+(http\S+)")
        self.bank = self._told(r"The bank\s+(http\S+)")
        self.kiosk_terminal = self._told(r"Kiosk's cards\s+(http\S+)")
        self.counter_terminal = self._told(r"Counters' cards\s+(http\S+)")
        self.to_pay = re.findall(r"H49\S+(?= \()", self._told(r"To pay(.*)") or "")

    @property
    def passwords(self) -> dict[str, str]:
        read: dict[str, str] = json.loads((self.data / "passwords.json").read_text())
        return read

    def slips(self) -> list[Path]:
        return sorted((self.data / "slips").glob("slip-*.png"))

    def faults(self, **switches: object) -> None:
        urlopen(Request(f"{self.printer}faults", data=json.dumps(switches).encode()), timeout=5).close()

    def _found(self, pattern: str) -> str:
        found = self._told(pattern)
        assert found is not None, self.said
        return found

    def _told(self, pattern: str) -> str | None:
        found = re.search(pattern, self.said)
        return None if found is None else found[1]


def free_ports() -> int:
    """Return the first of free ports in a row, from below those that the system gives to outgoing connections."""
    for first in range(20_000 + os.getpid() % 1_000 * PORTS, 32_000, PORTS):
        with ExitStack() as open_ones:
            try:
                for port in range(first, first + PORTS):
                    open_ones.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no ports in a row are free")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Demonstration]:
    """One a module, with fees where the module says WITH_FEES."""
    data = tmp_path_factory.mktemp("demo")
    fees = [] if getattr(request.module, "WITH_FEES", False) else ["--without-fees"]
    process = subprocess.Popen(
        [sys.executable, "-m", "queue_server.cli", "demo", "--data", data.name, "--port", str(free_ports()), *fees],
        cwd=data.parent,  # as make demo names it: relative
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            break
    yield Demonstration(process, data, said)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "All parts have ended." in rest


@dataclass(slots=True)
class Screens:
    """Browsers of their own, as on machines of their own; what goes wrong in a page fails the test."""

    browser: Browser
    artefacts: Path
    faults: list[str] = field(default_factory=list)

    def open(self, address: str, width: int, height: int) -> Page:
        page = self.browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.set_default_timeout(10_000)
        page.goto(address)
        return page

    def keep(self, page: Page, name: str, *, whole: bool = False) -> None:
        self.artefacts.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.artefacts / f"{name}.png", full_page=whole)


@pytest.fixture(scope="module")
def screens(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Screens]:
    screens = Screens(browser, Path(str(request.config.rootpath)) / "artefacts")
    yield screens
    for context in browser.contexts:
        context.close()
    assert screens.faults == []
