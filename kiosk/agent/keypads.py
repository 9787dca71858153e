"""Call keypads at counters, driven from the server's public API: a press is done now or refused on the pad."""

import queue
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from secrets import token_urlsafe
from time import monotonic
from typing import Any

import httpx

from hardware.host import DeviceHost
from hardware.keypad.driver import CallPads
from hardware.keypad.frame import Face, Lamp, PadFrames, Press
from hardware.transport import Connect
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.entrance import Entrance
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.pad_codes import AWAY, NO_COUNTER, NO_KEY, NOT_IN, code_of
from kiosk.agent.server import Server
from kiosk.agent.slips import part

KEYPADS = "keypads"
ASKS_EVERY = 1.0
BEATS_EVERY = 5.0
TIMEOUT = httpx.Timeout(3.0, connect=1.0)
"""A clerk who has pressed looks at the pad."""
TRIES = 2
"""A press whose answer is lost is asked about once more, with the same key."""
OLDEST_PRESS = 2.0
"""Seconds that a press may wait for the one before it."""
OLDEST_STATE = 5.0
"""Seconds without the server after which no pad may go on showing what was."""
SHOWN_FOR = 3.0
"""Seconds for which a pad shows that its press did nothing."""
BREAK = "----"
MOVES = ("advance", "call", "recall", "start", "complete", "no_show", "hold")
USUAL_KEYS: Mapping[str, str] = {str(at): move for at, move in enumerate(MOVES)}
LAMPS: Mapping[str, Lamp] = {
    "calling": Lamp.CALLING, "serving": Lamp.SERVING, "free": Lamp.FREE, "ready": Lamp.FREE, "break": Lamp.PAUSE,
    "closed": Lamp.DARK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A counter as the server told of it, and the server's time then."""

    counter: Mapping[str, Any]
    seen: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A press, when it came and what its pad showed then."""

    press: Press
    at: float
    shown: Shown | None


class KeypadAgent:
    """Shows on each pad how its counter is and does what its keys say. `addresses` is counter number -> pad address; a
    counter that is not in it has its own number as address, unless `only` those are meant. One thread calls `step`.
    """

    def __init__(
        self,
        server: Server,
        token: TokenFile,
        host: DeviceHost,
        connect: Connect,
        frames: PadFrames,
        *,
        addresses: Mapping[int, int],
        only: bool = False,
        keys: Mapping[str, str] = USUAL_KEYS,
        answers: bool = False,
        name: str | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._server = server
        self._entrance = Entrance(server, token, kind="keypad", what="keypads", name=name)
        self._host = host
        self._pads = CallPads(connect, frames, self._take, answers=answers, clock=clock)
        self._addresses = addresses
        self._only = only
        self._keys = keys
        self._clock = clock
        self._presses: queue.SimpleQueue[Asked] = queue.SimpleQueue()
        self._shown: dict[int, Shown] = {}
        self._known: set[int] = set()
        self._refusals: dict[int, tuple[str, float]] = {}
        self._heard_at = clock()
        self._due = self._beat_at = 0.0
        host.add(KEYPADS, self._pads)

    @property
    def code(self) -> str | None:
        """What a manager enters to let these keypads in; None when they are in, or have not asked yet."""
        return self._entrance.code

    def step(self, *, seconds: float) -> None:
        """Wait at most that long for a press and do it; ask the server when it is time.

        Raises nothing of the network's.
        """
        with suppress(queue.Empty):
            self._do(self._presses.get(timeout=seconds))
        if self._clock() >= self._due:
            self._due = self._clock() + self._asked()
        self._pads.show(self._faces())

    def _take(self, press: Press) -> None:
        """On the device's own thread: what the pad shows at this moment is what the finger meant."""
        self._presses.put(Asked(press, self._clock(), self._shown.get(press.address)))

    def _do(self, asked: Asked) -> None:
        reason = self._refusal(asked)
        if reason is None:
            self._refusals.pop(asked.press.address, None)
        else:
            self._refusals[asked.press.address] = code_of(reason), self._clock() + SHOWN_FOR

    def _refusal(self, asked: Asked) -> str | None:
        """Do the press and return None, or why nothing was done."""
        move = self._keys.get(asked.press.key)
        if not self._server.has_token:
            return NOT_IN
        if self._server.away or self._clock() - asked.at > OLDEST_PRESS or not self._shown or self._lost():
            return AWAY
        if move is None or asked.shown is None:
            return NO_KEY if move is None else NO_COUNTER
        try:
            self._shown[asked.press.address] = self._pressed(asked.shown, move)
        except ServerUnreachable:
            return AWAY
        except Refused as refused:
            self._due = 0.0
            return refused.reason
        return None

    def _pressed(self, shown: Shown, move: str) -> Shown:
        """Tell the server. Raises ServerUnreachable and Refused."""
        told = {
            "counter": shown.counter["number"], "move": move, "ticket": shown.counter["label"], "seen": shown.seen,
        }  # fmt: skip
        key = token_urlsafe(24)
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                answer = self._server.post("/keypads/press", told, key=key)
                break
            except ServerUnreachable:
                if last:
                    raise
        return Shown(answer["counter"], answer["server_time"])

    def _asked(self) -> float:
        try:
            return self._told() if self._server.has_token else self._entrance.step()
        except ServerUnreachable:
            return ASKS_EVERY
        except Refused as refused:
            return self._entrance.refused(refused)

    def _told(self) -> float:
        answer = self._server.get("/keypads")
        self._heard_at = self._clock()
        self._shown = {
            address: Shown(each, answer["server_time"])
            for each in answer["counters"]
            if (address := self._address(int(each["number"]))) is not None
        }
        self._known |= self._shown.keys()
        if self._clock() >= self._beat_at:
            self._beat_at = self._clock() + BEATS_EVERY
            software, parts = f"motcua-agent keypads {version('motcua')}", [part(each) for each in self._host.health()]
            self._server.post("/device/heartbeat", {"software": software, "parts": parts})
        return ASKS_EVERY

    def _address(self, counter: int) -> int | None:
        return self._addresses.get(counter, None if self._only else counter)

    def _lost(self) -> bool:
        return self._clock() - self._heard_at > OLDEST_STATE

    def _faces(self) -> dict[int, Face]:
        self._refusals = {at: each for at, each in self._refusals.items() if each[1] > self._clock()}
        states = {at: face_of(shown.counter) for at, shown in self._shown.items()}
        if self._lost():
            states = dict.fromkeys(self._known, _refused(code_of(AWAY)))
        refusals = {at: _refused(code) for at, (code, _) in self._refusals.items()}
        self._known |= refusals.keys()
        return dict.fromkeys(self._known, Face()) | states | refusals


def face_of(counter: Mapping[str, Any]) -> Face:
    """Return what the pad of a counter shows: its ticket, else how many wait; BREAK in a pause, nothing when closed."""
    waiting = int(counter["waiting"])
    idle = {"break": BREAK, "closed": ""}.get(counter["state"], str(waiting))
    return Face(str(counter["label"] or idle), LAMPS[counter["state"]], waiting)


def _refused(code: str) -> Face:
    return Face(code, Lamp.ERROR)
