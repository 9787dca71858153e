"""Card sales under every fault there is, one sequence after the other: no approval unrecorded, no double charge.

A sequence is a terminal, a box and a server, a citizen who pays, and what goes wrong: the cable cut at a byte, noticed
or not; the box killed at a byte, a write of its disk or a request; requests lost, late, doubled, answers lost; a
terminal that loses acknowledgements, says things twice, garbles or takes back; disks lost, servers set back. Then all
is well again, and judges compare what the terminal has booked with what the server believes and the books say.
"""

import logging
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from typing import Any

from bench.sale_office import FATES, Office
from bench.sale_rig import PROTOCOLS, Fates, Fault, Killed, Rig, disk_in_memory
from hardware.simulators.cardholder import Cardholder
from kiosk.agent.database import Database
from kiosk.agent.errors import Refused, ServerUnreachable
from queue_server.domain.ledger import Ledger, balances
from queue_server.domain.payment import Payment, PaymentState

KINDS = (
    "cable cut", "cable cut unnoticed", "killed at a byte", "killed at a write", "killed at a request", "bad network",
    "bad terminal", "all at once",
)  # fmt: skip
WAYS = ("sends", "hears")
WRITES = ("write before", "write after")
REQUESTS = ("request before", "request after")
PEOPLE = (Cardholder.APPROVE,) * 7 + (Cardholder.DECLINE, Cardholder.CANCEL, Cardholder.WRONG_PIN, Cardholder.TIMEOUT)
TROUBLES: dict[str, tuple[dict[str, Any], ...]] = {
    "pipe": ({"lost_ack": True}, {"twice": True}, {"wrong_check": True}),
    "zvt": (
        {"lost_ack": True}, {"twice": True}, {"wrong_check": True}, {"declined_completes": True}, {"gives_up": True},
        {"undoes_unheard": True},
    ),
}  # fmt: skip
FIRST, SECOND = 50_000, 70_000
MOST_TURNS = 40
UNPAID = frozenset({PaymentState.FAILED, PaymentState.CANCELLED})
SHARE = 500


@dataclass(slots=True)
class Seen:
    """What a sequence came to: how the payments ended, what was wrong, and where it struck."""

    ends: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


def measure_sales(tell: Callable[[str], None], *, sequences: int) -> dict[str, Any]:
    """Run so many sequences and return how they ended, kind by kind; `wrong` names each that a judge objects to."""
    ends: Counter[str] = Counter()
    struck: set[str] = set()
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    done = 0
    shares = [range(first, min(first + SHARE, sequences)) for first in range(0, sequences, SHARE)]
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        for seen in pool.map(_share, shares):
            for number, each in seen:
                kinds[KINDS[number % len(KINDS)]] += 1
                ends.update(each.ends)
                struck.update(each.struck)
                wrong += [f"{number}: {what}" for what in each.wrong]
            done += len(seen)
            if done % 10_000 < SHARE:
                tell(f"{done} sequences, {len(wrong)} wrong")
    places = Counter(where.rpartition(" ")[0] for where in struck)
    return {
        "sequences": done, "kinds": dict(kinds), "payments ended": dict(ends), "places struck": dict(places),
        "wrong": len(wrong), "first wrong": wrong[:20],
    }  # fmt: skip


def sequence(number: int, disk: Database) -> Seen:
    """Play one sequence; the same number is the same sequence. `disk` is the box's, emptied before."""
    play = Play(number, disk)
    play.rig.lose_disk()
    play.troubled()
    play.healed()
    play.judged()
    return play.seen


class Play:
    """One sequence while it goes on."""

    def __init__(self, number: int, disk: Database) -> None:
        self.chance = random.Random(number)
        self.kind = KINDS[number % len(KINDS)]
        protocol = self.chance.choice(PROTOCOLS)
        self.seen = Seen()
        self.fates = Fates(self._faults(protocol))
        self.planned = list(self.fates.plan)
        self.rig = Rig(protocol, self.chance.choice(PEOPLE), disk, self.fates)
        self.office = Office(dies=self.fates.point, decided=self._decided)
        self.all_at_once = self.kind == "all at once"
        self.disk_lost = False
        self.two = self.chance.random() < 0.3
        if self.chance.random() < 0.5:
            self.rig.bookings.book(amount=FIRST)
        self.before = len(self.rig.bookings.day)

    def troubled(self) -> None:
        """Let the box live while things go wrong."""
        self._spoil()
        self.office.wants("p1", FIRST)
        if self.two:
            self.office.wants("p2", self.chance.choice((FIRST, SECOND)))
        backup = self.office.copy()
        for life in range(1 + len(self.planned)):
            self.rig.live(self.office)
            if self._lived(self.chance.randint(2, 5)) and life:
                break
            self._between()
        if self.all_at_once and not self.disk_lost and self.chance.random() < 0.1:
            self.office.kept = backup  # an operator sets the server back to its copy

    def healed(self) -> None:
        """Let everything work again, and the box live until nothing is open."""
        self.seen.struck = [f"{self.rig.protocol} {each.where} {each.at}" for each in self._struck()]
        self.fates.plan.clear()
        self.office.net.clear()
        self.office.arrives()
        quiet = dict.fromkeys(self._troubles(), False)
        self.rig.device.change(quiet | ({} if self.rig.protocol == "pipe" else {"garble_at": -1}))
        self.rig.live(self.office)
        self.rig.pass_time(400)
        for _ in range(MOST_TURNS):
            self._turned()
            if not self.office.open and not self.rig.journal.untold():
                break

    def judged(self) -> None:
        """Compare the terminal's bookings, the server's payments and the books."""
        payments = self.office.kept.payments
        self.seen.ends = [each.state.value for each in payments.values()]
        booked = self.rig.bookings.day[self.before :]
        standing = sorted(each.amount for each in booked if not each.taken_back)
        confirmed = sorted(each.amount for each in payments.values() if each.state is PaymentState.CONFIRMED)
        left = [each.id for each in payments.values() if each.state not in UNPAID | {PaymentState.CONFIRMED}]
        if left:
            self._object(f"never known: {left}")
        elif standing != confirmed:
            self._object(f"booked {standing}, confirmed {confirmed}")
        if len(standing) > len(payments):
            self._object(f"charged twice: {standing}")
        self._books_judged(sum(standing))

    def _books_judged(self, standing: int) -> None:
        entries = self.office.kept.entries
        cards = sum(each.amount for entry in entries for each in entry if each.account is Ledger.CARD)
        suspense = sum(each.amount for entry in entries for each in entry if each.account is Ledger.SUSPENSE)
        if not all(balances(entry) for entry in entries):
            self._object("an entry that does not add up to 0")
        if cards != standing or suspense:
            self._object(f"books say {cards} on cards, {suspense} in suspense; the terminal {standing}")

    def _decided(self, payment: Payment) -> None:
        """Judge at the moment at which the server believes it: paid is what the terminal has booked already."""
        if payment.state is PaymentState.CONFIRMED and not self.rig.booked(payment.amount)[self._earlier(payment) :]:
            self._object(f"{payment.id} is called paid and was not booked")

    def _earlier(self, payment: Payment) -> int:
        return sum(each.amount == payment.amount for each in self.rig.bookings.day[: self.before])

    def _object(self, what: str) -> None:
        self.seen.wrong.append(f"{self.kind}, {self.rig.protocol}, {self.rig.cardholder}, {self.planned}: {what}")

    def _lived(self, turns: int) -> bool:
        try:
            for _ in range(turns):
                if self.all_at_once and self.chance.random() < 0.05:
                    self.rig.runner.abort("p1")
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
        if self.chance.random() < 0.1:
            self.office.cancels("p1")
        if self.all_at_once and self.chance.random() < 0.2:
            self.rig.lose_disk()
            self.disk_lost = True

    def _struck(self) -> list[Fault]:
        return [each for each in self.planned if each not in self.fates.plan]

    def _troubles(self) -> list[str]:
        return [name for each in TROUBLES[self.rig.protocol.split()[0]] for name in each]

    def _spoil(self) -> None:
        if self.kind in {"bad network", "all at once"}:
            self.office.net.extend(self.chance.choice(FATES) for _ in range(self.chance.randint(1, 10)))
        if self.kind in {"bad terminal", "all at once"}:
            self.rig.device.change(self.chance.choice(TROUBLES[self.rig.protocol.split()[0]]))
            if self.rig.protocol == "zvt serial" and self.chance.random() < 0.3:  # TCP has its own checksums
                self.rig.device.change({"garble_at": self.chance.randint(0, 400)})

    def _faults(self, protocol: str) -> list[Fault]:
        plan = list(self._planned(protocol))
        return plan + list(self._planned(protocol)) if self.kind == "all at once" else plan

    def _planned(self, protocol: str) -> Iterator[Fault]:
        passed, chance = _passed(protocol), self.chance
        kind = chance.choice(KINDS[:5]) if self.kind == "all at once" else self.kind
        way = chance.choice(WAYS)
        if kind in {"cable cut", "cable cut unnoticed", "killed at a byte"}:
            deed = {"cable cut": "cut", "cable cut unnoticed": "hush"}.get(kind, "kill")
            yield Fault(way, chance.randint(1, passed[way]), deed)
        elif kind in {"killed at a write", "killed at a request"}:
            where = chance.choice(WRITES if kind == "killed at a write" else REQUESTS)
            yield Fault(where, chance.randint(1, passed[where]))


@cache
def _passed(protocol: str) -> Counter[str]:
    """Return how many bytes, writes and requests a sale has in which nothing goes wrong."""
    fates = Fates()
    rig = Rig(protocol, Cardholder.APPROVE, disk_in_memory(), fates)
    office = Office(dies=fates.point, decided=lambda _: None)
    office.wants("p1", FIRST)
    rig.live(office)
    for _ in range(2):
        rig.runner.turn()
    return fates.passed


def _share(numbers: range) -> list[tuple[int, Seen]]:
    logging.disable(logging.CRITICAL)  # a terminal that is away is said a hundred thousand times
    disk = disk_in_memory()
    return [(number, sequence(number, disk)) for number in numbers]
