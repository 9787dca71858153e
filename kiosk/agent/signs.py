"""LED signs at counters, driven from the server's public API as any outside client would: enrolled as a board."""

from collections.abc import Mapping
from importlib.metadata import version
from time import monotonic
from typing import Any

from hardware.host import DeviceHost
from hardware.sign.driver import LedSigns
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.entrance import Entrance
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.server import Server
from kiosk.agent.slips import part

SIGNS = "signs"
ASKS_EVERY = 1.0
BEATS_EVERY = 5.0
SETTLES_WITHIN = 15.0
"""Seconds without the server after which no panel may go on showing an old number."""
BREAK = "----"
FREE = "-"
DARK = ""


class SignAgent:
    """Asks the server what each counter shows and tells the panels. `addresses` is counter number -> panel address; a
    counter that is not in it has its own number as address, unless `only` those are meant.

    A counter shows its number while it calls or serves, FREE while it is open and waits, BREAK in a pause, nothing
    when it is closed. Without the server all panels go dark.
    """

    def __init__(
        self,
        server: Server,
        token: TokenFile,
        host: DeviceHost,
        signs: LedSigns,
        *,
        addresses: Mapping[int, int],
        only: bool = False,
        name: str | None = None,
    ) -> None:
        self._server = server
        self._host = host
        self._signs = signs
        self._entrance = Entrance(server, token, kind="board", what="signs", name=name)
        self._addresses = addresses
        self._only = only
        self._known: set[int] = set()
        self._heard_at = monotonic()
        self._beat_at = 0.0

    @property
    def code(self) -> str | None:
        """What a manager enters to let this device in; None when it is in, or has not asked yet."""
        return self._entrance.code

    def step(self) -> float:
        """Do what there is to do and return the seconds until there may be more. Raises nothing of the network's."""
        try:
            return self._shown() if self._server.has_token else self._entrance.step()
        except ServerUnreachable:
            self._darken()
            return ASKS_EVERY
        except Refused as refused:
            self._darken()
            return self._entrance.refused(refused)

    def _shown(self) -> float:
        board = self._server.get("/board")
        self._heard_at = monotonic()
        texts = {address: text_of(each) for each in board["counters"] if (address := self._address(each)) is not None}
        self._known |= texts.keys()
        self._signs.show(texts | dict.fromkeys(self._known - texts.keys(), DARK))
        if monotonic() >= self._beat_at:
            self._beat_at = monotonic() + BEATS_EVERY
            software = f"motcua-agent signs {version('motcua')}"
            parts = [part(each) for each in self._host.health()]
            self._server.post("/device/heartbeat", {"software": software, "parts": parts})
        return ASKS_EVERY

    def _address(self, counter: Mapping[str, Any]) -> int | None:
        number = int(counter["number"])
        return self._addresses.get(number, None if self._only else number)

    def _darken(self) -> None:
        if monotonic() - self._heard_at >= SETTLES_WITHIN:
            self._signs.show(dict.fromkeys(self._known, DARK))


def text_of(counter: Mapping[str, Any]) -> str:
    """Return what the panel of a counter shows."""
    if counter["label"] is not None:
        return str(counter["label"])
    return {"break": BREAK, "closed": DARK}.get(counter["state"], FREE)
