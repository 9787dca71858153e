"""One card sale under faults: no approval unrecorded, no double charge.

A sequence is a terminal, a box and a server, a citizen who pays, and what goes wrong: the cable cut at a byte, noticed
or not; the box killed at a byte, a write of its disk or a request; the server killed at a write or a commit; requests
lost, late, doubled, answers lost; a terminal that loses acknowledgements, says things twice, garbles or takes back;
disks lost, servers set back. Then all is well again, and judges compare what the terminal has booked with what the
server's database holds. Box, drivers, server and database are the shipped ones; terminal and network are simulated.
"""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bench.sale_judges import KNOWN, at_any_moment, at_the_end
from bench.sale_office import FATES
from bench.sale_places import DEEDS, KINDS, POINTS, STRIKES, WAYS, Dialogue, Place, What
from bench.sale_rig import PROTOCOLS, Fates, Fault, Killed
from bench.sale_site import FIRST, SECOND, Site
from hardware.simulators.cardholder import Cardholder
from kiosk.agent.errors import Refused, ServerUnreachable
from queue_server.domain.errors import DomainError

PEOPLE = (Cardholder.APPROVE,) * 7 + (Cardholder.DECLINE, Cardholder.CANCEL, Cardholder.WRONG_PIN, Cardholder.TIMEOUT)
TROUBLES: dict[str, tuple[dict[str, Any], ...]] = {
    "pipe": ({"lost_ack": True}, {"twice": True}, {"wrong_check": True}),
    "zvt": (
        {"lost_ack": True}, {"twice": True}, {"wrong_check": True}, {"declined_completes": True}, {"gives_up": True},
        {"undoes_unheard": True},
    ),
}  # fmt: skip
MOST_TURNS = 60
TOLD_BY = 2
"""Turns in which a box has told a server that was set back what it has forgotten."""


@dataclass(slots=True)
class Seen:
    """What a sequence came to: how the payments ended, what was wrong, the place that was struck as it was planned, how
    many faults struck in all, and how many days were told."""

    ends: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    struck: Place | None = None
    strikes: int = 0
    days: int = 0


def sequence(number: int, site: Site) -> Seen:
    """Play one sequence; the same number is the same sequence."""
    play = Play(number, site)
    play.troubled()
    play.healed()
    play.judged()
    return play.seen


class Play:
    """One sequence while it goes on."""

    def __init__(self, number: int, site: Site) -> None:
        self.chance = random.Random(number)
        self.site, self.office, self.reader = site, site.office, site.reader
        self.kind = KINDS[number % len(KINDS)]
        self.all_at_once = self.kind == "all at once"
        self.place = site.places.struck_by(number)
        self.dialogue = self._by_chance() if self.place is None else self.place.dialogue
        self.seen = Seen()
        self.fates = Fates(self._faults() if self.all_at_once else [])
        self.planned = list(self.fates.plan)
        self.rig = site.opens(str(number), self.dialogue.protocol, self.dialogue.cardholder, self.fates)
        site.moved = self._moved
        self.disk_lost = False
        self.set_back = self.all_at_once and site.office.store.is_sqlite and self.chance.random() < 0.3
        self.charge = self.office.raises(FIRST)
        if self.dialogue.before:
            self.rig.bookings.book(amount=self.charge.amount)
        self.foreign = len(self.rig.bookings.day)

    def troubled(self) -> None:
        """Let the box live while things go wrong."""
        self._spoil()
        self.first = self.office.wants(self.charge, self.dialogue.suits)
        if self.chance.random() < 0.3:
            self.rig.pass_time(1.0)  # it is behind the first
            self.office.wants(self.office.raises(self.chance.choice((FIRST, SECOND))))
        backup = self.office.copy() if self.set_back else None
        for life in range(1 + max(len(self.planned), self.place is not None)):
            self.rig.live(self.site.server())
            if self._struck_as_planned(life) and self._lived(self.chance.randint(2, 5)) and life:
                break
            self._between()
        if backup is not None and not self.disk_lost:
            backup.put_back()

    def healed(self) -> None:
        """Let everything work again, and the box live until nothing is open and the terminal's day is told."""
        self.seen.strikes = sum(each not in self.fates.plan for each in self.planned)
        self.fates.plan.clear()
        self.office.net.clear()
        self.office.arrives()
        quiet = dict.fromkeys(self._troubles(), False)
        self.rig.device.change(quiet | ({} if self.rig.protocol == "pipe" else {"garble_at": -1}))
        self.rig.live(self.site.server())
        self.rig.pass_time(400)
        begins_again = self.chance.random() < 0.3
        for turn in range(MOST_TURNS):
            self._turned()
            if turn == TOLD_BY and begins_again:
                with suppress(DomainError):
                    self.office.wants(self.charge)
            elif turn > (TOLD_BY if begins_again or self.set_back else 0) and self._at_rest():
                break

    def judged(self) -> None:
        """Compare the terminal's bookings with what the server's database holds."""
        self.seen.ends = [each.state for each in self.reader.payments()]
        self.seen.days = len(self.reader.days())
        booked = self.site.booked().day[self.foreign :]
        for what in at_the_end(self.reader, booked, foreign=None if self.set_back else self.foreign):
            self._object(what)
        for what in self.office.failures:
            self._object(f"the server failed: {what}")
        if not self.seen.days:
            self._object("the terminal's day was never told")

    def _moved(self) -> None:
        booked = self.rig.bookings.day[self.foreign :]
        for what in at_any_moment(self.reader.payments(), self.reader.entries(), booked):
            self._object(what)

    def _at_rest(self) -> bool:
        """See to what waits in vain, have the day told, and say whether nothing is left to do."""
        for each in self.reader.payments():
            if each.state == "created":
                with suppress(DomainError):
                    self.office.cancels(each.id)
        if self.rig.journal.untold() or any(each.state not in KNOWN for each in self.reader.payments()):
            return False
        self._asks_day()
        return bool(self.reader.days())

    def _object(self, what: str) -> None:
        self.seen.wrong.append(f"{self.kind}, {self.rig.protocol}, {self.rig.cardholder}, {self.planned}: {what}")

    def _struck_as_planned(self, life: int) -> bool:
        """Have the dialogue, in the first life, and strike its place; say whether the box is still alive."""
        if self.place is None or life:
            return True
        sale = self.site.places.passed[self.dialogue.sale()]
        self.dialogue.leads_up(self.rig, sale_hears=sale["hears"])
        fault, before = self._strikes_at(self.place), len(self.fates.course)
        try:
            with suppress(ServerUnreachable, Refused):
                self.dialogue.goes_on(self.rig, self.office)
        except Killed:
            return False
        finally:
            struck = fault not in self.fates.plan and self.site.places.is_at(self.place, self.fates.course[before:])
            self.seen.struck = self.place if struck else None
        return True

    def _strikes_at(self, place: Place) -> Fault:
        fault = Fault(place.where, self.fates.passed[place.where] + place.at, DEEDS.get(self.kind, "kill"))
        self.fates.plan.append(fault)
        self.planned.append(fault)
        return fault

    def _lived(self, turns: int) -> bool:
        try:
            for _ in range(turns):
                if self.all_at_once and self.chance.random() < 0.05:
                    self.rig.runner.abort(self.first.id)
                self._turned()
        except Killed:
            return False
        return True

    def _turned(self) -> None:
        with suppress(ServerUnreachable, Refused):
            self.rig.runner.turn()
        self.rig.pass_time(3.0)

    def _between(self) -> None:
        """What happens until the box is started again: nothing, or a while, or the citizen gives up."""
        if self.chance.random() < 0.5:
            self.rig.pass_time(self.chance.choice((2, 20, 300)))
        with suppress(DomainError):
            self._somebody_acts()
        if self.all_at_once and self.chance.random() < 0.2:
            self.rig.lose_disk()
            self.disk_lost = True

    def _somebody_acts(self) -> None:
        """The citizen gives up, or begins once more, or a manager has the terminal tell its day."""
        draw = self.chance.random()
        if draw < 0.1:
            self.office.cancels(self.first.id)
        elif draw < 0.3 and not self.set_back:  # a copy knows nothing of what began after it was made
            self.first = self.office.wants(self.charge)
        elif draw < 0.7:
            self._asks_day()

    def _asks_day(self) -> None:
        if self.reader.days() or self.reader.awaits_day():
            return  # a terminal whose totals are read and not closed says the same again
        with suppress(DomainError):
            self.office.closes_day()

    def _troubles(self) -> list[str]:
        return [name for each in TROUBLES[self.rig.protocol.split()[0]] for name in each]

    def _spoil(self) -> None:
        if self.kind in {"bad network", "all at once"}:
            self.office.net.extend(self.chance.choice(FATES) for _ in range(self.chance.randint(1, 10)))
        if self.kind in {"bad terminal", "all at once"}:
            self.rig.device.change(self.chance.choice(TROUBLES[self.rig.protocol.split()[0]]))
            if self.rig.protocol == "zvt serial" and self.chance.random() < 0.3:  # TCP has its own checksums
                self.rig.device.change({"garble_at": self.chance.randint(0, 400)})

    def _by_chance(self) -> Dialogue:
        protocol, cardholder = self.chance.choice(PROTOCOLS), self.chance.choice(PEOPLE)
        return Dialogue(protocol, What.SALE, cardholder, before=self.chance.random() < 0.5)

    def _faults(self) -> list[Fault]:
        return [self._somewhere(), self._somewhere()]

    def _somewhere(self) -> Fault:
        """Return a fault at whatever a box is then at."""
        passed, kind = self.site.places.usual(self.dialogue.protocol), self.chance.choice(STRIKES)
        where = self.chance.choice(POINTS.get(kind, WAYS))
        return Fault(where, self.chance.randint(1, passed[where]), DEEDS.get(kind, "kill"))
