"""Keeping the numbers in reserve filled up, and telling the server what was given without it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from kiosk.agent.clock import ServerClock
from kiosk.agent.errors import Refused
from kiosk.agent.reserve import Reserve, Untold
from kiosk.agent.server import Server

log = logging.getLogger("motcua.agent")

HOLDS = 20
"""Numbers of a line; the server gives up to 50."""
RENEWS_EVERY = 60.0
AT_ONCE = 200
"""The server takes no more in one request."""


class Teller:
    """Does both, whenever the server is there. One thread calls `turn`."""

    def __init__(
        self, server: Server, reserve: Reserve, clock: ServerClock, *, running: Callable[[], float] = monotonic
    ) -> None:
        self._server = server
        self._reserve = reserve
        self._clock = clock
        self._running = running
        self._renew_at = 0.0
        self._said = ""

    def turn(self) -> None:
        """Tell what there is to tell, then see to the reserve. Raises ServerUnreachable, Refused for what passes."""
        while untold := self._reserve.untold(AT_ONCE):
            self._tell(untold)
            self._renew_at = 0.0
        if self._running() >= self._renew_at or self._day_turned():
            self._renew()
            self._renew_at = self._running() + RENEWS_EVERY

    def _tell(self, untold: list[Untold]) -> None:
        """Tell all at once; what the server cannot read at all is told one by one, so that one keeps no other back."""
        try:
            answer = self._server.post("/kiosk/leases/tickets", {"tickets": [each.told() for each in untold]})
        except Refused as refused:
            if refused.passes:
                raise
            if len(untold) == 1:
                self._told(untold[0].id, untold[0].view["label"], refused.reason)
                return
            for each in untold:
                self._tell([each])
            return
        for fate in answer["tickets"]:
            self._told(fate["id"], fate["label"], fate["code"])

    def _told(self, ticket: str, label: str, refusal: str | None) -> None:
        self._reserve.was_told(ticket, refusal=refusal)
        if refusal is None:
            log.info("the server knows of %s, given without it", label)
        else:
            log.error("the server did not take in %s (%s): its citizen has to be helped by staff", label, refusal)

    def _renew(self, *, twice: bool = True) -> None:
        asked = {"numbers": HOLDS, "holder": self._reserve.holder}
        try:
            leases = self._server.post("/kiosk/leases", asked)["leases"]
        except Refused as refused:
            if refused.passes:
                raise
            log.warning("no numbers in reserve (%s)", refused.reason)
            return
        if not self._reserve.hold(leases):
            log.error("this journal is not the one from which numbers were given; asking for others")
            if twice:
                self._renew(twice=False)
            return
        if (said := _said(leases)) != self._said:
            self._said = said
            log.info("numbers in reserve: %s", said)

    def _day_turned(self) -> bool:
        at = self._clock.now()
        return at is not None and self._reserve.holds_of_another_day(at=at)


def _said(leases: Sequence[Mapping[str, object]]) -> str:
    return ", ".join(f"{lease['letter']}{lease['first']}-{lease['last']}" for lease in leases) or "none"
