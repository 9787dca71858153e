"""A simulated ZVT terminal and the box that drives it, in processes of their own, let in for one counter."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.request import Request, urlopen


class PosBox:
    """The terminal at a counter. `code` is what a manager lets it in with."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        link = str(folder / "pos")
        self._processes = [
            self._start(
                "simulator", "hardware.simulators", "terminal", "--protocol", "zvt", "--link", link,
                "--state", str(folder / "pos.json"), "--http", str(self.port), "--baud", "1000000",
                "--patience", "12",
            ),
            self._start(
                "agent", "kiosk.agent", "terminal", "--server", server, "--data", str(folder / "box"), "--port", link,
            ),
        ]  # fmt: skip

    @property
    def code(self) -> str:
        """Wait until the box has asked to be let in."""
        ends = monotonic() + 60
        while monotonic() < ends:
            found = re.search(r"with code ([A-Z]{4}-[A-Z]{4})", (self.folder / "agent.log").read_text())
            if found:
                return found[1]
            Event().wait(0.1)
        raise AssertionError((self.folder / "agent.log").read_text())

    def cardholder(self, does: str) -> None:
        """Let whoever stands there do so from now on: approve, decline, cancel, timeout, wrong_pin."""
        self._post("deed/cardholder", {"does": does})

    def booked(self) -> list[int]:
        """What cards were charged, in dong."""
        file = self.folder / "pos.json"
        return [each["amount"] for each in json.loads(file.read_text())["day"]] if file.exists() else []

    def kill(self) -> None:
        """The box is gone from one moment to the next; the terminal goes on."""
        self._processes[1].kill()

    def end(self) -> None:
        for process in self._processes[::-1]:
            process.send_signal(signal.SIGTERM)
            process.wait(30)

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", *arguments], stdout=log, stderr=log)

    def _post(self, path: str, body: dict[str, object]) -> None:
        request = Request(f"http://127.0.0.1:{self.port}/{path}", data=json.dumps(body).encode())
        urlopen(request, timeout=30).close()
