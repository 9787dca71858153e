"""Where sequences are played: a box's disk, a terminal's file of bookings, the server and its database, and a judge's
way into that. One site serves many sequences, each with a terminal, a box and dossiers of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.sale_judges import Reader
from bench.sale_office import Office, furnish_sales
from bench.sale_places import DIALOGUES, Dialogue, Places, What
from bench.sale_rig import Fates, Rig, disk_in_memory
from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from kiosk.agent.server import Server

FIRST, SECOND = 10, 12
"""Pages to be certified, which is what the two dossiers of a sequence cost."""
_NOWHERE = httpx.BaseTransport()
NOBODY = "2026-11-26T09:00:00"


class Site:
    """`url` is a database that `furnish_sales` has filled. `moved` is called when something may be committed.

    `places` are counted here, unless they are given.
    """

    def __init__(self, url: str, folder: Path, places: Places | None = None) -> None:
        self.folder = folder
        self.moved: Callable[[], None] = _nothing
        self.office = Office(url, folder, moved=self._tell)
        self.reader = Reader(url)
        self.disk = disk_in_memory()
        self.places = places or self._counted()

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

    def close(self) -> None:
        """Let the server end."""
        self.reader.close()
        self.office.close()

    def course(self, name: str, dialogue: Dialogue, *, sale_hears: int = 0) -> list[str]:
        """Return which bytes, writes and requests the dialogue has, one after the other, where nothing goes wrong.

        `sale_hears` is how many bytes come in the sale that it is about, where it is about one.
        """
        fates = Fates()
        rig = self.opens(name, dialogue.protocol, dialogue.cardholder, fates)
        charge = self.office.raises(FIRST)
        if dialogue.before:
            rig.bookings.book(amount=charge.amount)
        self.office.wants(charge, dialogue.suits)
        rig.live(self.server())
        dialogue.leads_up(rig, sale_hears=sale_hears)
        before = len(fates.course)
        dialogue.goes_on(rig, self.office)
        return fates.course[before:]

    def _counted(self) -> Places:
        courses: dict[Dialogue, list[str]] = {}
        for number, dialogue in enumerate(sorted(DIALOGUES, key=lambda each: each.what is not What.SALE)):
            hears = courses.get(dialogue.sale(), []).count("hears")
            courses[dialogue] = self.course(f"plain-{number}", dialogue, sale_hears=hears)
        return Places(courses)

    def _tell(self) -> None:
        self.moved()

    @property
    def _file(self) -> Path:
        return self.folder / "bookings.json"


def new_site(folder: Path, template: Path, places: Places | None = None) -> Site:
    """Return a site over a copy of a furnished SQLite file."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, folder / "motcua.sqlite")
    return Site(f"sqlite:///{folder / 'motcua.sqlite'}", folder, places)


def furnish_template(folder: Path) -> Path:
    """Return a SQLite file with a small centre that takes fees, to be copied."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "template.sqlite"
    furnish_sales(f"sqlite:///{file}")
    return file


def _nothing() -> None:
    """Judge nothing."""
