"""Credits to the centre's bank account, and which payment each of them pays: at most one, of the very amount."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from queue_server.domain.pay_code import pay_codes_in
from queue_server.domain.payment import OPEN, Method, Payment, PaymentState

LARGEST_CREDIT = 10**12 - 1
"""Dong; no centre is paid more at once, and what has more digits may be a card number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCredit:
    """Money that came in. `provider` and its own `reference` name it for ever; `at` is the bank's time.

    `bank_reference` is the bank's name for the transfer, where the provider passes it on.
    """

    provider: str
    reference: str
    account: str
    amount: int
    text: str
    at: datetime
    bank_reference: str | None = None

    @property
    def proof(self) -> str:
        """What a payment that it confirmed can be asked about at the bank."""
        return self.bank_reference or self.reference


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


SAME_TRANSFER_WITHIN = timedelta(hours=36)
"""A statement may know the day alone, and of a transfer in the evening the next one."""


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
        credit.proof,
        credit.amount,
    ):
        return Match(state=CreditState.MATCHED, payment=payment)
    if payment.state not in OPEN:
        late = payment.state in {PaymentState.CANCELLED, PaymentState.FAILED}
        return Match(state=CreditState.LATE if late else CreditState.DOUBLE, payment=payment)
    if credit.amount != payment.amount:
        return Match(state=CreditState.UNDER if credit.amount < payment.amount else CreditState.OVER, payment=payment)
    return Match(state=CreditState.MATCHED, payment=payment)


def same_transfer(credit: BankCredit, told: Sequence[BankCredit]) -> BankCredit | None:
    """Return which of the credits that other providers told of is the same transfer, or None.

    The bank's reference says it; where a provider writes that in its own way, the same pay code or text does.
    """
    likely = [each for each in told if _could_be(credit, each)]
    by_name = (each for each in likely if credit.bank_reference and credit.bank_reference == each.bank_reference)
    return next(by_name, None) or next((each for each in likely if _says_the_same(credit.text, each.text)), None)


def _could_be(one: BankCredit, other: BankCredit) -> bool:
    same = (one.account, one.amount) == (other.account, other.amount)
    return same and one.provider != other.provider and abs(one.at - other.at) <= SAME_TRANSFER_WITHIN


def _says_the_same(one: str, other: str) -> bool:
    codes = pay_codes_in(one)
    return codes == pay_codes_in(other) if codes else bool(_letters(one)) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
