"""A day of money with two driven card terminals, whose boxes tell late, twice, in any order, and what is not so."""

from dataclasses import replace

from days_of_money import Day

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.payment import Method, PaymentMove
from queue_server.store.tellings import tellings_of, unsettled_tellings
from queue_server.usecases.terminal_days import close_terminal, hear_day


class DayAtTerminals(Day):
    """Every other deed is at a terminal. `told` is all that the boxes said."""

    def __init__(self, hall, seed):
        super().__init__(hall, seed)
        self.boxes = [self.cashiers.terminal(name) for name in ("pos-1", "pos-2")]
        self.sales, self.told = [], []

    def goes_on(self):
        super().goes_on()
        usual = [self.sell, self.box_begins, self.box_tells] * 3
        rare = [
            self.decide_sale,
            self.decide_sale,
            self.refund_sale,
            self.box_tells_again,
            self.close_telling,
            self.explain_telling,
            self.close_day,
            self.strays,
            self.strays,
        ]
        self.tries(self.random.choice([*usual, *rare]))

    def strays(self):
        """Somebody transfers another amount than is asked."""
        payment = self.cashiers.begins(self.random.choice(self.charges), Method.VIETQR)
        self.payments.append(payment)
        self.credits.append(self.cashiers.credit(payment, amount=payment.amount + self.random.choice([-1, 5_000])))
        self.cashiers.receives(self.credits[-1])

    def sell(self):
        box, charge = self.random.choice(self.boxes), self.random.choice(self.charges[-6:])
        payment = self.cashiers.begins(charge, Method.CARD, device=box)
        self.sales.append((box, payment))

    def box_begins(self):
        box, payment = self.random.choice(self.sales[-4:])
        self.cashiers.begins_sale(payment, newest=self.random.randint(1, 99), device=box)

    def box_tells(self):
        """Mostly of a sale of just now; sometimes of one that this server does not know, or of another amount."""
        box, payment = self.random.choice(self.sales[-5:])
        verdict = self.random.choice([Verdict.APPROVED, Verdict.APPROVED, *Verdict])
        amount = self.random.choice([payment.amount] * 6 + [payment.amount * 100, None])
        trace = self.random.choice([len(self.sales)] * 3 + [self.random.randint(1, 999)])
        receipt = CardReceipt(amount=amount, trace=trace, number=str(trace), approval_code="123456", last4="1111")
        if self.random.random() < 0.05:
            payment = replace(payment, id=f"0LOST{len(self.told)}")
        self.told.append((box, payment, verdict, receipt))
        self.tell(*self.told[-1])

    def box_tells_again(self):
        self.tell(*self.random.choice(self.told[-20:]))

    def tell(self, box, payment, verdict, receipt):
        self.cashiers.tells(payment, verdict, device=box, receipt=receipt)

    def decide_sale(self):
        move = self.random.choice([PaymentMove.CONFIRM, PaymentMove.FAIL, PaymentMove.FAIL, PaymentMove.CANCEL])
        self.cashiers.decides(self.random.choice(self.sales[-5:])[1], move)

    def refund_sale(self):
        self.cashiers.refunds(self.random.choice(self.sales)[1])

    def contradictions(self):
        with self.cashiers.hall.store.reading() as connection:
            return unsettled_tellings(connection, self.cashiers.hall.centre_id)

    def close_telling(self):
        self.cashiers.closes_telling(self.random.choice(self.contradictions()))

    def explain_telling(self):
        kept = self.random.choice(self.contradictions())
        charged = (kept.telling.receipt or CardReceipt()).amount
        self.cashiers.explains_telling(kept, self.random.choice([c for c in self.charges if c.amount == charged]))

    def close_day(self):
        box = self.random.choice(self.boxes)
        self.cashiers.does(close_terminal, device_id=box.id, close=True, staff_id=self.cashiers.other)
        self.cashiers.of_box(hear_day, box, count=0, amount=0, receipts=[])

    def forgotten(self):
        """What a box told and the server does not have."""
        with self.cashiers.hall.store.reading() as connection:
            return [
                told
                for told in self.told
                if not any(
                    (kept.device_id, kept.telling.verdict, kept.telling.receipt) == (told[0].id, *told[2:])
                    for kept in tellings_of(connection, told[1].id)
                )
            ]
