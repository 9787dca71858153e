"""Where sequences are played: a box's disk, a terminal's file of bookings, the server and its database, and a judge's
way into that. One site serves many sequences, each with a terminal, a box and dossiers of its own."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.sale_judges import Reader
from bench.sale_office import Office, furnish_sales
from bench.sale_rig import Fates, Rig, disk_in_memory
from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from kiosk.agent.server import Server

FIRST, SECOND = 10, 12
"""Pages to be certified, which is what the two dossiers of a sequence cost."""
_NOWHERE = httpx.BaseTransport()
NOBODY = "2026-11-26T09:00:00"


class Site:
    """`url` is a database that `furnish_sales` has filled. `moved` is called when something may be committed."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.moved: Callable[[], None] = _nothing
        self.office = Office(url, folder, moved=self._tell)
        self.reader = Reader(url)
        self.disk = disk_in_memory()
        self._passed: dict[str, Counter[str]] = {}

    def opens(self, name: str, protocol: str, cardholder: Cardholder, fates: Fates) -> Rig:
        """Set another terminal and its box up, all empty."""
        self.moved = _nothing
        self._file.unlink(missing_ok=True)
        rig = Rig(protocol, cardholder, self.disk, fates, Bookings(self._file, now=lambda: NOBODY))
        rig.lose_disk()
        self.office.begins(name, fates=fates, seconds=rig.clock)
        self.reader.begins(self.office.device)
        return rig

    def server(self) -> Server:
        """Return the box's way to the server."""
        server = Server("http://office.test", transport=_NOWHERE)
        server._client = self.office  # type: ignore[assignment]
        server.use_token(self.office.token)
        return server

    def booked(self) -> Bookings:
        """Return what the terminal's own file says."""
        return Bookings(self._file)

    def passed(self, protocol: str) -> Counter[str]:
        """Return how many bytes, writes and requests a sale and the telling of a day have where nothing goes wrong."""
        if protocol not in self._passed:
            fates = Fates()
            rig = self.opens(f"plain-{protocol.replace(' ', '-')}", protocol, Cardholder.APPROVE, fates)
            self.office.wants(self.office.raises(FIRST))
            rig.live(self.server())
            rig.runner.turn()
            self.office.closes_day()
            rig.runner.turn()
            self._passed[protocol] = Counter(fates.passed)
        return self._passed[protocol]

    def close(self) -> None:
        """Let the server end."""
        self.reader.close()
        self.office.close()

    def _tell(self) -> None:
        self.moved()

    @property
    def _file(self) -> Path:
        return self.folder / "bookings.json"


def new_site(folder: Path, template: Path) -> Site:
    """Return a site over a copy of a furnished SQLite file."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, folder / "motcua.sqlite")
    return Site(f"sqlite:///{folder / 'motcua.sqlite'}", folder)


def furnish_template(folder: Path) -> Path:
    """Return a SQLite file with a small centre that takes fees, to be copied."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "template.sqlite"
    furnish_sales(f"sqlite:///{file}")
    return file


def _nothing() -> None:
    """Judge nothing."""
