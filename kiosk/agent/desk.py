"""Giving numbers, with the server or without.

A request for a number has a key, and one number comes of it whatever happens: what was answered once is answered again,
by whichever of the two gave it. When the server's answer is lost, the number in reserve bears the key of the request,
and the server lets that number alone stand.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any

from hardware.terminal.card_numbers import without_card_numbers
from kiosk.agent.clock import MAY_RUN_BACK, ServerClock, milliseconds, moment
from kiosk.agent.database import Database
from kiosk.agent.errors import GivesNone
from kiosk.agent.numbers import Block, ticket_id
from kiosk.agent.offer import Offer, closed_alone
from kiosk.agent.reserve import Reserve, slip_of
from kiosk.agent.server import Server
from kiosk.texts import LANGUAGES

SINGLE = frozenset({"service", "language", "priority"})
"""All that a wish may hold of which a kiosk knows enough: one person, one service."""

OWN_REASONS = frozenset({"needs_server", "no_clock", "no_reserve"})
NOTHING_SPECIAL: tuple[object, ...] = (None, [], 1)
"""Values of the other members of a wish that mean the same as leaving them out."""

View = Mapping[str, Any]
"""A ticket as the server's POST /tickets answers it."""


class Desk:
    """Gives numbers. Safe to use from several threads."""

    def __init__(
        self,
        database: Database,
        server: Server,
        reserve: Reserve,
        offer: Offer,
        clock: ServerClock,
        *,
        chance: Callable[[int], bytes] = token_bytes,
    ) -> None:
        self._database = database
        self._server = server
        self._reserve = reserve
        self._offer = offer
        self._clock = clock
        self._chance = chance

    @property
    def alone(self) -> bool:
        """Whether it gives numbers by itself: the server is away, or has not heard yet what was given meanwhile."""
        return self._server.away or self._reserve.untold_count() > 0

    def offered(self) -> View | None:
        """Return the catalogue of what the kiosk gives alone, None when it never had one."""
        at = self._clock.now()
        lines = frozenset() if at is None else self._reserve.lines_left(at=at)
        offered = self._offer.alone(at=at, lines=lines)
        shown = at or datetime.now(UTC)
        return None if offered is None else {**offered, "server_time": moment(shown), "clock_rate": self._clock.rate}

    def took(self, catalogue: View) -> None:
        """Keep what the server offers, and its time."""
        self._offer.keep(catalogue)
        self._clock.hear(catalogue["server_time"], catalogue["clock_rate"])

    def own_slip(self, ticket: str) -> Mapping[str, str | None] | None:
        """Return how far the slip of a number in reserve is, None for a ticket that is none."""
        return self._reserve.own_slip(ticket)

    def known(self, request: str, wish: View) -> View | None:
        """Return what the request was answered before, None for a new one. Raises GivesNone for another wish."""
        known = self._reserve.given(request)
        if known is None:
            return None
        if known[0] not in {"", written(wish)}:
            raise GivesNone("agent.invalid")
        return known[1]

    def heard(self, request: str, wish: View, view: View) -> View:
        """Keep the server's answer and return the one that counts: what the citizen was given before stands."""
        return self._reserve.heard(request, written(wish), view, at=self._now())

    def give(self, request: str, wish: View) -> View:
        """Give the next number in reserve for the wish, once a request. Raises GivesNone with the reason."""
        group, service = self._wanted(wish)
        with self._database.transaction():
            known = self.known(request, wish)
            if known is not None:
                return known
            at = self._time()
            found = None if at is None else self._reserve.next(group["code"], at=at)
            reason = closed_alone(service, at=at, has_numbers=found is not None)
            if reason is not None or at is None or found is None:
                raise GivesNone(f"agent.{reason}" if reason in OWN_REASONS else "agent.closed")
            view = self._view(wish, group, service, *found, at=at)
            self._reserve.give(request, written(wish), view, block=found[0], number=found[1], at=milliseconds(at))
        return view

    def printed(self, job: Mapping[str, Any]) -> bool:
        """Say whether a slip that the server hands out is to be printed; learn from it what its request was answered.

        It is not, when that request's answer was lost and the citizen has a number in reserve instead.
        """
        slip = job["slip"]
        request = slip.get("request_key")
        if request is None or slip.get("party"):
            return True
        if self._reserve.gave_instead(request):
            return False
        view = {**slip, "print": {"job": job["id"], "state": "queued"}}
        del view["request_key"]
        self._reserve.heard(request, "", view, at=self._now())
        return True

    def _now(self) -> int:
        return milliseconds(self._clock.now() or datetime.now(UTC))

    def _wanted(self, wish: View) -> tuple[View, View]:
        if any(wish[name] not in NOTHING_SPECIAL for name in wish.keys() - SINGLE):
            raise GivesNone("agent.needs_server")
        if wish.get("language") not in LANGUAGES or not isinstance(wish.get("service"), str):
            raise GivesNone("agent.invalid")
        found = self._offer.find(wish["service"])
        if found is None:
            raise GivesNone("agent.no_reserve")
        return found

    def _time(self) -> datetime | None:
        """Return the time, never before the last number; None when it is not known, or far behind that."""
        at, last = self._clock.now(), datetime.fromtimestamp(self._reserve.last_given_at() / 1000, UTC)
        if at is None or at < last - MAY_RUN_BACK:
            return None
        return max(at, last)

    def _view(self, wish: View, group: View, service: View, block: Block, number: int, *, at: datetime) -> View:
        ticket = ticket_id(milliseconds=milliseconds(at), chance=self._chance(10))
        return {
            "id": ticket,
            "label": block.label(number),
            "letter": block.letter,
            "number": number,
            "state": "waiting",
            "language": wish["language"],
            "service": {name: service[name] for name in ("code", "names", "short_names", "bring")},
            "priority": self._offer.priority(wish.get("priority")),
            "issued_at": moment(at),
            "ahead": None,
            "expected": None,
            "hall": group["hall"],
            "centre": self._offer.centre,
            "url": self._offer.address_of(ticket),
            "appointment_at": None,
            "itinerary": [],
            "party": [],
            "offline": True,
            "print": {"job": slip_of(ticket), "state": "queued"},
        }


def written(wish: View) -> str:
    """Return the wish as one text: equal wishes are equal texts. It is kept, and so has no card number."""
    said = {name: value for name, value in wish.items() if value not in NOTHING_SPECIAL}
    return without_card_numbers(json.dumps(said, sort_keys=True))
