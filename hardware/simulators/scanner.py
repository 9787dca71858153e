"""A simulated barcode scanner on a serial line: sends what is held before it, in UTF-8 and ended by CR."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.simulators.device_page import button
from hardware.simulators.line import Line
from hardware.simulators.serial_device import LineFaults, SerialDevice

LONGEST = 2_048
SAMPLES: Mapping[str, str] = {
    "dossier": "H49.22-261123-0001",
    "identity card": "022204123289|012345678|Nguyễn Văn A|01011990|Nam|Phường Hồng Gai, Hạ Long|15042021",
    "health card": "GD4222212345678|4e677579e1bb856e2056c4836e2041|01/01/1990|1|48e1baa1204c6f6e67|22 - 001|$",
    "rubbish": "4006381333931",
}
"""Invented, each of the shape that its kind has."""


@dataclass(slots=True)
class ScannerFaults(LineFaults):
    """What can be wrong with a scanner beside its line."""

    no_ending: bool = False
    """It was set up to send no CR."""
    legacy: bool = False
    """It sends the Vietnamese code page of Windows; what that lacks is lost."""
    halved: bool = False
    """Only the first half of a code gets through."""
    twice: bool = False
    """It reads each code twice."""


class SimulatedScanner(SerialDevice):
    """The scanner. `scanned` counts the codes held before it."""

    title = "Simulated scanner"
    faults: ScannerFaults

    def __init__(self, line: Line, *, baud: int = 9_600, tell: Callable[[str], None] = print) -> None:
        super().__init__(line, ScannerFaults(), baud=baud, tell=tell)
        self.scanned = 0

    def shown(self) -> dict[str, object]:
        """Return how many codes were held before it."""
        return {"scanned": self.scanned}

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """Hold a code before it: the deed "scan" with its `text`, or its bytes as `hex`. Raises ValueError."""
        if name != "scan":
            raise ValueError(name)
        data = bytes.fromhex(str(given["hex"])) if "hex" in given else self._bytes(str(given.get("text", "")))
        if len(data) > LONGEST:
            raise ValueError(f"a code has at most {LONGEST} bytes")
        self.scanned += 1
        if self.faults.halved:
            data = data[: len(data) // 2]
        ending = b"" if self.faults.no_ending else b"\r"
        self.send((data + ending) * (2 if self.faults.twice else 1))
        self.tell(f"scanned {len(data)} bytes")

    def page(self) -> str:
        """Return codes to hold before it, and a field for another."""
        samples = "".join(button("scan", name, text=text) for name, text in SAMPLES.items())
        field = '<form method="post" action="/deed/scan"><input name="text" size="60"><button>scan</button></form>'
        return f"<section>{samples}</section><section>{field}</section>"

    def _bytes(self, text: str) -> bytes:
        return text.encode("cp1258", "replace") if self.faults.legacy else text.encode()
