"""A card terminal at counters: lets its box in and tells the server how it is. Selling has a thread of its own."""

from collections.abc import Callable
from importlib.metadata import version
from time import monotonic

from hardware.host import DeviceHost
from kiosk.agent.card_desk import TERMINAL, CardDesk
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.entrance import Entrance
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.server import Server
from kiosk.agent.slips import part

BEATS_EVERY = 5.0


class CounterTerminal:
    """One terminal's box. One thread calls `step`."""

    def __init__(
        self,
        server: Server,
        token: TokenFile,
        host: DeviceHost,
        cards: CardDesk,
        *,
        name: str | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._server = server
        self._entrance = Entrance(server, token, kind="terminal", what="card terminals", name=name)
        self._host = host
        self._clock = clock
        self._due = 0.0
        host.add(TERMINAL, cards.device)
        cards.start()

    @property
    def code(self) -> str | None:
        """What a manager enters to let this terminal in; None when it is in, or has not asked yet."""
        return self._entrance.code

    def step(self) -> None:
        """Ask the server when it is time. Raises nothing of the network's."""
        if self._clock() >= self._due:
            self._due = self._clock() + self._asked()

    def _asked(self) -> float:
        try:
            return self._told() if self._server.has_token else self._entrance.step()
        except ServerUnreachable:
            return BEATS_EVERY
        except Refused as refused:
            return self._entrance.refused(refused)

    def _told(self) -> float:
        software, parts = f"motcua-agent terminal {version('motcua')}", [part(each) for each in self._host.health()]
        self._server.post("/device/heartbeat", {"software": software, "parts": parts})
        return BEATS_EVERY
