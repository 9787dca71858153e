"""A counter's terminal and its box before the real server, where money is taken and given back."""

from dataclasses import replace
from itertools import count

import httpx
from cashiers import Cashiers
from till_box import TillBox
from zvt_bench import ZvtBench

from queue_server.domain.payment import Method
from queue_server.domain.refund import RefundKind, RefundState
from queue_server.store.devices import find_device
from queue_server.store.payments import find_payment
from queue_server.store.refunds import refunds_of
from queue_server.store.tellings import tellings_of_refund
from queue_server.store.terminal_days import last_day
from queue_server.store.unit import Unit
from queue_server.usecases import refunding, reporting, terminal_days

DISKS = count()
READY = {
    "name": "terminal", "kind": "terminal", "state": "ready", "detail": None, "since": None, "model": None,
    "last_job_at": None,
}  # fmt: skip


class RefundCounter:
    """`pays` and `asks` are what a citizen and a manager do; `lives` and `wakes` what the box does."""

    def __init__(self, site, folder, bench=None):
        self.site, self.folder, self.cashiers = site, folder, Cashiers(site.hall)
        with Unit(site.hall.store) as unit:
            self.device = find_device(unit.connection, site.ids["terminal"], centre_id=site.hall.centre_id)
        self.bench, self.last = bench or ZvtBench(), None
        self.new_box()

    def new_box(self):
        """Another box with an empty disk at the same terminal."""
        server = httpx.WSGITransport(app=self.site.application.flask)
        file = self.folder / f"box-{next(DISKS)}"
        self.box = TillBox(file, self.bench, office=server, token=self.site.tokens["terminal"])

    def takes_back_any(self):
        """Somebody has seen that the terminal takes back any transaction of its day, and set the box so."""
        self.bench.settings = replace(self.bench.settings, reverses_any=True)
        self.starts()

    def closes(self):
        """A manager has the terminal close its day."""
        self.cashiers.does(
            terminal_days.close_terminal, device_id=self.device.id, close=True, staff_id=self.cashiers.other
        )

    def told_day(self):
        with self.site.hall.store.reading() as connection:
            return last_day(connection, self.device.id)

    def starts(self, **killed):
        self.box.starts(self.bench.another_till(), **killed)

    def beats(self):
        with Unit(self.site.hall.store) as unit:
            reporting.note_heartbeat(unit, device=self.device, parts=[READY], at=self.site.hall.at)

    def pays(self, quantity=1):
        """A citizen pays at the terminal; what was given back is due still, and paid again."""
        due = self.last is not None and self.payment(self.last).state.value == "refunded"
        charge = self.cashiers.charges_of(self.last) if due else self.cashiers.charges(quantity, again=True)
        payment = self.cashiers.begins(charge, Method.CARD, device=self.device)
        self.starts()
        self.box.lives(2)
        self.last = self.payment(payment)
        return self.last

    def asks(self, payment, by=None, reason="thu nhầm"):
        """A manager wants it given back."""
        self.beats()
        return self.cashiers.does(
            refunding.ask_refund,
            staff_id=by or self.cashiers.other,
            payment_id=payment.id,
            reason=reason,
            chance=self.cashiers.chance()[:10],
        )

    def decides(self, refund, *, done, by=None, reason="phiếu ghi vậy"):
        return self.cashiers.does(
            refunding.decide_refund,
            staff_id=by or self.cashiers.clerk,
            refund_id=refund.id,
            done=done,
            reference=None,
            reason=reason,
        )

    def wakes(self, turns=3):
        """The box comes up again, minutes later."""
        self.bench.pass_time(300)
        self.starts()
        self.box.lives(turns)

    def payment(self, payment):
        with self.site.hall.store.reading() as connection:
            return find_payment(connection, centre_id=self.site.hall.centre_id, payment_id=payment.id)

    def refund(self, payment):
        """The last attempt to give it back."""
        with self.site.hall.store.reading() as connection:
            return refunds_of(connection, payment.id)[-1]

    def told(self, refund):
        with self.site.hall.store.reading() as connection:
            return [each.telling.verdict.value for each in tellings_of_refund(connection, refund.id)]

    def agrees(self, payment):
        """Whether server, books and terminal say the same of it; doubt is never agreement."""
        refund = self.refund(payment)
        of_day = refund.kind is RefundKind.REVERSAL
        paid_back = [each for each in self.bench.bookings.standing if each.amount < 0]
        back = self.bench.bookings.of(refund.undone.trace).taken_back if of_day else bool(paid_back)
        said = ("refunded", RefundState.DONE) if back else ("confirmed", RefundState.FAILED)
        same = (self.payment(payment).state.value, self.refund(payment).state) == said
        return same and self.cashiers.books().get("card", 0) == sum(self.bench.booked())
