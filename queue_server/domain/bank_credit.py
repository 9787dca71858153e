"""Credits to the centre's bank account, and which payment each of them pays: at most one, of the very amount."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from queue_server.domain.pay_code import pay_codes_in
from queue_server.domain.payment import OPEN, Method, Payment, PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCredit:
    """Money that came in. `provider` and its own `reference` name it for ever; `at` is the bank's time."""

    provider: str
    reference: str
    account: str
    amount: int
    text: str
    at: datetime


class CreditState(StrEnum):
    """What came of a credit. All but the first and the last two wait for somebody to settle them."""

    MATCHED = "matched"
    UNKNOWN = "unknown"
    """No pay code of ours, or of several payments."""
    UNDER = "under"
    OVER = "over"
    LATE = "late"
    """Of a payment that was given up or failed."""
    DOUBLE = "double"
    """Of a payment that is paid already."""
    EXPLAINED = "explained"
    SENT_BACK = "sent_back"


TO_SETTLE = frozenset({CreditState.UNKNOWN, CreditState.UNDER, CreditState.OVER, CreditState.LATE, CreditState.DOUBLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a credit is, and the payment it names."""

    state: CreditState
    payment: Payment | None = None


def match_credit(credit: BankCredit, find: Callable[[str], Payment | None]) -> Match:
    """Say which payment a credit pays. `find` gives the centre's payment of a pay code.

    It pays a payment only when it names that one alone, the payment is open, and the amount is the same. What confirmed
    a payment already may be told again by another provider under the bank's same reference: it is matched, and pays
    nothing more.
    """
    named = [payment for code in pay_codes_in(credit.text) if (payment := find(code)) is not None]
    if len(named) != 1 or named[0].method is not Method.VIETQR:
        return Match(state=CreditState.UNKNOWN)
    payment = named[0]
    if payment.state is PaymentState.CONFIRMED and (payment.reference, payment.amount) == (
        credit.reference,
        credit.amount,
    ):
        return Match(state=CreditState.MATCHED, payment=payment)
    if payment.state not in OPEN:
        late = payment.state in {PaymentState.CANCELLED, PaymentState.FAILED}
        return Match(state=CreditState.LATE if late else CreditState.DOUBLE, payment=payment)
    if credit.amount != payment.amount:
        return Match(state=CreditState.UNDER if credit.amount < payment.amount else CreditState.OVER, payment=payment)
    return Match(state=CreditState.MATCHED, payment=payment)
