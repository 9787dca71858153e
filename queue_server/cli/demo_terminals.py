"""The card terminals of the demonstration: simulated, one at its kiosk and one at a counter, with a page each."""

from collections.abc import Sequence
from pathlib import Path

from queue_server.cli.processes import Processes

PACE = "1.5"
"""Seconds of each step before the terminal, so that a person sees what the screen says to it, and may press a key."""
COUNTER_BOX = "counter-terminal"


def token_file(data: Path) -> Path:
    """Return where the counter's box keeps its token."""
    return data / COUNTER_BOX / "token"


def start_terminal(processes: Processes, data: Path, *, name: str, page: int, line: int) -> None:
    """Start a terminal: its page on the port `page`, its ZVT on the port `line`; what it booked stays in the folder."""
    folder = data / "terminals"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    processes.start(
        f"{name}-terminal",
        [
            "hardware.simulators", "terminal", "--protocol", "zvt", "--tcp", str(line), "--http", str(page),
            "--pace", PACE, "--state", str(folder / f"{name}.json"),
        ],
    )  # fmt: skip


def start_counter_box(processes: Processes, data: Path, *, server: str, line: int) -> None:
    """Start the box that takes cards at the counter's terminal."""
    box = str(data / COUNTER_BOX)
    processes.start(
        "counter-box", ["kiosk.agent", "terminal", "--server", server, "--data", box, "--port", address_of(line)]
    )


def kiosk_options(line: int | None) -> Sequence[str]:
    """Return the options with which a kiosk takes cards at the terminal there."""
    return () if line is None else ("--terminal", address_of(line))


def address_of(line: int) -> str:
    """Return how a box reaches a terminal's ZVT."""
    return f"socket://127.0.0.1:{line}"
