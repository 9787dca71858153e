"""A kiosk's box with a card terminal: the shipped agent and the simulated ZVT terminal, each a process of its own."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

LONGEST = 60.0


class CardKiosk:
    """Both, for a server that knows the kiosk's token; `way` is another address at which the agent finds the terminal.

    `page` is the kiosk page's address, `terminal_port` where the terminal listens.
    """

    def __init__(self, folder: Path, *, server: str, token: str, pace: float = 0.05) -> None:
        self._folder, self._server, self._pace = folder, server, pace
        self._data = folder / "agent"
        self._data.mkdir(parents=True)
        (self._data / "token").write_text(token)
        self._port, self._http, self.terminal_port = free_port(), free_port(), free_port()
        self.page = f"http://127.0.0.1:{self._port}/"
        self._terminal = subprocess.Popen(
            [
                sys.executable, "-m", "hardware.simulators", "terminal", "--protocol", "zvt", "--tcp",
                str(self.terminal_port), "--http", str(self._http), "--pace", str(pace), "--state",
                str(folder / "bookings.json"),
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        await_(lambda: self.booked() is not None)
        self._agent: subprocess.Popen[bytes] | None = None

    def starts(self, way: int | None = None) -> Self:
        """Start the agent and wait until the terminal is ready; `way` is another port to it."""
        command = [
            sys.executable, "-m", "kiosk.agent", "run", "--server", self._server, "--data", str(self._data),
            "--listen", f"127.0.0.1:{self._port}", "--terminal", f"socket://127.0.0.1:{way or self.terminal_port}",
        ]  # fmt: skip
        with (self._folder / "agent.log").open("ab") as log:
            self._agent = subprocess.Popen(command, stderr=log)
        await_(lambda: self.state()["terminal"]["state"] == "ready")
        return self

    def dies(self) -> None:
        """Kill the agent as a power cut does."""
        assert self._agent is not None
        self._agent.kill()
        self._agent.wait(20)

    def ends(self) -> None:
        """End both."""
        for process in (self._agent, self._terminal):
            if process is not None:
                process.terminate()
                process.wait(20)

    def state(self) -> Any:
        """Return the agent's GET /agent/state."""
        return _json(f"{self.page}agent/state")

    def people(self, does: str) -> None:
        """Let somebody stand before the terminal who does that."""
        _json(f"http://127.0.0.1:{self._http}/deed/cardholder", {"does": does})

    def faults(self, **switches: object) -> None:
        """Throw switches of the terminal."""
        _json(f"http://127.0.0.1:{self._http}/faults", switches)

    def booked(self) -> list[int]:
        """Return the amounts that the terminal has booked and not taken back."""
        day = _json(f"http://127.0.0.1:{self._http}/state")["booked"]
        return [each["amount"] for each in day if not each["taken_back"]]


def await_(holds: Callable[[], bool]) -> None:
    """Wait until that holds; while nobody answers it does not. Raises RuntimeError."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        try:
            if holds():
                return
        except (URLError, OSError, KeyError, TypeError):
            pass
        time.sleep(0.05)
    raise RuntimeError("it did not come about")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _json(address: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(address, data=data), timeout=10) as answer:
        return json.load(answer)
