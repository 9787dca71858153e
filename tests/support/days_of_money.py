"""A centre in which everybody does with money at random what may be done at the moment, and what may not."""

from contextlib import suppress
from random import Random

from cashiers import Cashiers
from dossier_office import CODE

from queue_server.domain.errors import DomainError
from queue_server.domain.payment import Evidence, Method, PaymentMove, Source
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.payments import find_payment
from queue_server.usecases.paying import move_payment


class Day:
    """Everybody does at random what may be done at the moment, and what may not."""

    def __init__(self, hall, seed):
        self.cashiers = Cashiers(hall)
        self.random = Random(seed)
        self.charges, self.payments, self.credits = [], [], []
        self.dossiers = [CODE, *(f"H49.22-261123-000{number}" for number in range(2, 7))]
        for code in self.dossiers[1:]:
            hall.does(self.cashiers.clerk, "dossier", text=code)
            self.cashiers.office.names_procedure(code)

    def goes_on(self):
        usual = [self.charge, self.begin, self.transfer, self.transfer, self.card] * 2
        rare = [self.tell_again, self.cancel, self.doubt, self.decide, self.refund, self.withdraw]
        deed = self.random.choice([*usual, *rare, self.send_back, self.explain])
        self.tries(deed)
        self.cashiers.hall.passes(7)

    def tries(self, deed):
        with suppress(DomainError, IndexError):
            deed()

    def charge(self):
        group = self.random.choice([None, None, None, "poor"])
        code = self.random.choice(self.dossiers)
        self.charges.append(self.cashiers.charges(self.random.randint(1, 90), group, code, again=True))

    def begin(self):
        self.payments.append(
            self.cashiers.begins(self.random.choice(self.charges[-6:]), self.random.choice(list(Method)))
        )

    def transfer(self):
        payment = self.random.choice(self.payments[-5:])
        amount = self.random.choice([payment.amount] * 4 + [payment.amount - 1, payment.amount + 5_000])
        told = self.random.choice([None, None, None, "chuyen tien"])
        self.credits.append(self.cashiers.credit(payment, amount=amount, text=told))
        self.cashiers.receives(self.credits[-1])

    def tell_again(self):
        again = self.random.choice(self.credits)
        self.cashiers.receives(again)

    def cancel(self):
        self.cashiers.cancels(self.random.choice(self.payments[-5:]))

    def card(self):
        self.cashiers.types_card(self.random.choice(self.payments[-5:]))

    def doubt(self):
        payment = self.random.choice(self.payments[-5:])
        self.cashiers.does(self._doubt, payment_id=payment.id)

    def _doubt(self, unit, *, centre_id, payment_id, at):
        payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
        move_payment(unit, payment, PaymentMove.DOUBT, Evidence(source=Source.PRODUCT), at=at)

    def decide(self):
        move = self.random.choice([PaymentMove.CONFIRM, PaymentMove.FAIL, PaymentMove.CANCEL])
        self.cashiers.decides(self.random.choice(self.payments[-5:]), move)

    def refund(self):
        self.cashiers.refunds(self.random.choice(self.payments))

    def withdraw(self):
        self.cashiers.withdraws(self.random.choice(self.charges[-4:]))

    def unsettled(self):
        with self.cashiers.hall.store.reading() as connection:
            return unsettled_credits(connection, self.cashiers.hall.centre_id)

    def send_back(self):
        self.cashiers.sends_back(self.random.choice(self.unsettled()))

    def explain(self):
        kept = self.random.choice(self.unsettled())
        fitting = [charge for charge in self.charges if charge.amount == kept.credit.amount]
        self.cashiers.explains(kept, self.random.choice(fitting))
