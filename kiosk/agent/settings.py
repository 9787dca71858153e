"""What a technician sets."""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hardware.escpos.modes import PrinterSettings
from kiosk.agent.errors import SettingsWrong
from kiosk.agent.tills import TerminalSettings

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSettings:
    """Settings of one agent. `printer` is a device path or any URL pyserial opens, None for a kiosk without paper;
    `printing` is how it prints; `scanner` is named as a printer is, and one that types like a keyboard needs none;
    `terminal` takes cards.

    `browser_command` starts the browser anew when its page is silent.

    `ca` is a file with the certificate authority of a server that has no public one.
    """

    server: str
    data: Path
    host: str
    port: int
    printer: str | None = None
    baud: int = 115_200
    rtscts: bool = False
    xonxoff: bool = False
    printing: PrinterSettings = field(default_factory=PrinterSettings)
    roll_metres: float | None = None
    scanner: str | None = None
    scanner_baud: int = 9_600
    terminal: TerminalSettings | None = None
    pixels_per_mm: float | None = None
    name: str | None = None
    browser_command: str | None = None
    claim_file: Path | None = None
    ca: Path | None = None

    @property
    def roll_mm(self) -> int | None:
        """Length of a new roll of paper, where it was set."""
        return None if self.roll_metres is None else round(self.roll_metres * 1000)

    @property
    def token_file(self) -> Path:
        """Where the device's token lies."""
        return self.data / "token"

    @property
    def journal_file(self) -> Path:
        """Where the journal of slips lies."""
        return self.data / "agent.sqlite"

    @property
    def lock_file(self) -> Path:
        """What keeps a second agent out of the folder."""
        return self.data / "agent.lock"


def loopback(listen: str) -> tuple[str, int]:
    """Read HOST:PORT of this machine alone: the page speaks for the kiosk. Raises SettingsWrong."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not port.isdigit() or not 0 <= int(port) < 65_536:
        raise SettingsWrong(f"{listen!r} is not HOST:PORT")
    try:
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise SettingsWrong(f"{host!r} is not an address of this machine alone; use 127.0.0.1")
    return host, int(port)


def server_url(url: str) -> str:
    """Return the server's address without a slash at its end. Raises SettingsWrong."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise SettingsWrong(f"{url!r} is not http://HOST:PORT or https://HOST")
    return url.rstrip("/")


def read_file(path: Path, *, known: frozenset[str]) -> Mapping[str, Any]:
    """Read a TOML file of settings, named as the options are. Raises SettingsWrong."""
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except OSError as error:
        raise SettingsWrong(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"{path}: {error}") from error
    settings = {name.replace("-", "_"): value for name, value in found.items()}
    if unknown := sorted(set(settings) - known):
        raise SettingsWrong(f"{path}: unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return settings
