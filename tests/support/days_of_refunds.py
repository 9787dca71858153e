"""A day of money in which cards are given back at terminals, whose boxes tell late, twice, and what is not so."""

from days_at_terminals import DayAtTerminals
from refund_counter import READY

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.refund import RefundKind
from queue_server.domain.telling import Telling
from queue_server.store.tellings import tellings_of_refund
from queue_server.store.unit import Unit
from queue_server.usecases import refund_words, refunding, reporting


class DayOfRefunds(DayAtTerminals):
    """Every other deed is about giving back. `told_back` is all that the boxes said of that."""

    def __init__(self, hall, seed):
        super().__init__(hall, seed)
        self.refunds, self.told_back = [], []

    def goes_on(self):
        super().goes_on()
        usual = [self.pays, self.ask, self.ask, self.box_begins_refund, self.box_tells_refund, self.box_tells_refund]
        rare = [self.tell_refund_again, self.decide_refund, self.lost_refund, self.writes_down, self.next_day]
        self.tries(self.random.choice([*usual * 2, *rare]))

    def pays(self):
        """A sale from its beginning to its end, so that there is something to give back."""
        self.sell()
        box, payment = self.sales[-1]
        self.cashiers.begins_sale(payment, device=box)
        self.cashiers.approves(payment, trace=len(self.sales) + 1_000, device=box)

    def ask(self):
        box, payment = self.random.choice(self.sales[-12:])
        with Unit(self.cashiers.hall.store) as unit:
            reporting.note_heartbeat(unit, device=box, parts=[READY], at=self.cashiers.hall.at)
        refund = self.cashiers.does(
            refunding.ask_refund,
            staff_id=self.random.choice([self.cashiers.clerk, self.cashiers.other]),
            payment_id=payment.id,
            reason="thu nhầm",
            chance=self.cashiers.chance()[:10],
        )
        self.refunds.append((box, payment, refund.id, refund.kind))

    def box_begins_refund(self):
        box, _, refund_id, _ = self.random.choice(self.refunds[-3:])
        self.cashiers.of_box(refunding.begin_refund, box, refund_id=refund_id, newest=self.random.randint(1, 99))

    def box_tells_refund(self):
        box, payment, refund_id, kind = self.random.choice(self.refunds[-4:])
        verdict = self.random.choice([Verdict.APPROVED, Verdict.APPROVED, Verdict.IN_DOUBT, *Verdict])
        amount = self.random.choice([payment.amount] * 4 + [payment.amount * 100, None])
        number = str(len(self.told_back) + 5_000)
        receipt = self.random.choice([None, CardReceipt(amount=amount, trace=int(number), number=number)])
        self.tells_refund(box, payment.id, refund_id, kind, Telling(verdict=verdict, receipt=receipt))

    def writes_down(self):
        """Somebody gives it back by hand after all."""
        self.cashiers.refunds(self.refunds[-1][1])

    def lost_refund(self):
        """A server that was set back: it does not know the refund, or not even the payment."""
        box, payment = self.random.choice(self.sales[-8:])
        payment_id = self.random.choice([payment.id, f"0LOST{len(self.told_back)}"])
        telling = Telling(verdict=self.random.choice(list(Verdict)), receipt=CardReceipt(amount=payment.amount))
        kind = self.random.choice(list(RefundKind))
        self.tells_refund(box, payment_id, f"0GONE{len(self.told_back)}", kind, telling)

    def tell_refund_again(self):
        self.tells_refund(*self.random.choice(self.told_back[-20:]))

    def tells_refund(self, box, payment_id, refund_id, kind, telling):
        self.told_back.append((box, payment_id, refund_id, kind, telling))
        self.cashiers.of_box(
            refund_words.hear_refund, box, payment_id=payment_id, refund_id=refund_id, kind=kind, telling=telling
        )

    def decide_refund(self):
        self.cashiers.does(
            refunding.decide_refund,
            staff_id=self.random.choice([self.cashiers.clerk, self.cashiers.other]),
            refund_id=self.random.choice(self.refunds[-4:])[2],
            done=self.random.random() < 0.5,
            reference=None,
            reason="phiếu ghi vậy",
        )

    def next_day(self):
        """What was taken today is given back tomorrow, or nobody began it within two minutes."""
        self.cashiers.hall.passes(self.random.choice([130, 130, 24 * 3600]))

    def unheard(self):
        """What a box told of giving back and the server does not have."""
        with self.cashiers.hall.store.reading() as connection:
            return [
                told
                for told in self.told_back
                if not any(
                    (kept.device_id, kept.telling) == (told[0].id, told[4])
                    for kept in tellings_of_refund(connection, told[2])
                )
            ]
