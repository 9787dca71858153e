"""A payment: one attempt to be paid a charge. Its state machine, and who may say what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.money_errors import IllegalPaymentMove, ReasonNeeded


class PaymentState(StrEnum):
    """Where a payment is. (design.md, Payments.)"""

    CREATED = "created"
    """On disk; nobody outside has been asked."""
    PENDING = "pending"
    """A terminal works on it, or a payment code is shown."""
    CONFIRMED = "confirmed"
    FAILED = "failed"
    """Asked, and certainly not paid."""
    CANCELLED = "cancelled"
    """Given up; a terminal had certainly begun nothing, of a payment code a late credit may still come."""
    IN_DOUBT = "in_doubt"
    """Asked, and it is not known whether it was paid."""
    REFUNDED = "refunded"


class PaymentMove(StrEnum):
    """What can happen to a payment."""

    ASK = "ask"
    CONFIRM = "confirm"
    FAIL = "fail"
    CANCEL = "cancel"
    DOUBT = "doubt"
    REFUND = "refund"


class Source(StrEnum):
    """Who says what became of a payment."""

    TERMINAL = "terminal"
    """The card terminal, in the transaction itself or asked afterwards."""
    BANK = "bank"
    """A credit to the centre's account, by webhook, polling or statement."""
    RECONCILIATION = "reconciliation"
    """The day's totals of a terminal or a bank."""
    PERSON = "person"
    """Somebody with a reason."""
    PRODUCT = "product"
    """Ourselves, of our own doing: asked, gave up, lost the line."""


class Method(StrEnum):
    """How it is paid."""

    VIETQR = "vietqr"
    CARD = "card"


TRANSITIONS: Mapping[tuple[PaymentState, PaymentMove], PaymentState] = MappingProxyType(
    {
        (PaymentState.CREATED, PaymentMove.ASK): PaymentState.PENDING,
        (PaymentState.CREATED, PaymentMove.CANCEL): PaymentState.CANCELLED,
        (PaymentState.PENDING, PaymentMove.CONFIRM): PaymentState.CONFIRMED,
        (PaymentState.PENDING, PaymentMove.FAIL): PaymentState.FAILED,
        (PaymentState.PENDING, PaymentMove.CANCEL): PaymentState.CANCELLED,
        (PaymentState.PENDING, PaymentMove.DOUBT): PaymentState.IN_DOUBT,
        (PaymentState.IN_DOUBT, PaymentMove.CONFIRM): PaymentState.CONFIRMED,
        (PaymentState.IN_DOUBT, PaymentMove.FAIL): PaymentState.FAILED,
        (PaymentState.CONFIRMED, PaymentMove.REFUND): PaymentState.REFUNDED,
    }
)

OPEN = frozenset({PaymentState.CREATED, PaymentState.PENDING, PaymentState.IN_DOUBT})
"""States in which no second attempt for the same charge may begin."""

HOLDING = OPEN | {PaymentState.CONFIRMED}
"""States of which a charge has at most one payment."""

MAY_END_DOUBT = frozenset({Source.TERMINAL, Source.BANK, Source.RECONCILIATION, Source.PERSON})
"""Time is not among them: an unknown outcome never becomes a known one by waiting."""

MAY_REFUND = frozenset({Source.TERMINAL, Source.PERSON})
MAY_DOUBT = frozenset({Source.PRODUCT, Source.TERMINAL})


BEGINS_WITHIN = timedelta(minutes=2)
"""Whoever was to hold a card to a driven terminal waits this long for it at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a payment moves: who says so, their own name for it, and of a person who it is and the reason."""

    source: Source
    reference: str | None = None
    staff_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One attempt. `amount` in dong; `code` is its pay code; `reference` the other side's name for what happened.

    `asked_at` is when the first byte was about to leave, `ended_at` when its outcome was known. `approval_code` and
    `last4` are a card's; a card typed in by staff stands unchecked until `checked_by`, somebody else, has seen it.
    `device_id` is the device whose terminal takes it, None where an amount is typed into one; `newest` is the trace of
    that terminal's last transaction before it.
    `receipt` is the number of the statutory receipt (biên lai), once it was entered.
    """

    id: str
    centre_id: int
    charge_id: str
    method: Method
    amount: int
    code: str
    state: PaymentState
    created_at: datetime
    created_by: int | None
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    reference: str | None = None
    approval_code: str | None = None
    last4: str | None = None
    checked_by: int | None = None
    device_id: str | None = None
    newest: int | None = None
    receipt: str | None = None

    @property
    def given_back(self) -> bool:
        """Whether it was paid and refunded."""
        return self.state is PaymentState.REFUNDED

    @property
    def unchecked(self) -> bool:
        """Whether a colleague has yet to see that a typed card stands on the terminal's slip."""
        return self.device_id is None and self.approval_code is not None and self.checked_by is None


def waits_in_vain(payment: Payment, *, at: datetime, rate: int = 1) -> bool:
    """Say whether no terminal has begun it and none will any more; `rate` is how fast the clock runs."""
    return payment.state is PaymentState.CREATED and at - payment.created_at > BEGINS_WITHIN * rate


def next_payment_state(payment: Payment, move: PaymentMove, evidence: Evidence) -> PaymentState:
    """Look the move up in the table. Raises IllegalPaymentMove, and ReasonNeeded of a person without a reason."""
    state = TRANSITIONS.get((payment.state, move))
    if state is None or evidence.source not in _sources(payment, move):
        raise IllegalPaymentMove(state=payment.state.value, move=move.value, source=evidence.source.value)
    if evidence.source is Source.PERSON and not (evidence.reason or "").strip():
        raise ReasonNeeded()
    return state


def moved_payment(payment: Payment, move: PaymentMove, evidence: Evidence, *, at: datetime) -> Payment:
    """Return the payment after the move. Raises IllegalPaymentMove and ReasonNeeded."""
    state = next_payment_state(payment, move, evidence)
    asked = at if move is PaymentMove.ASK else payment.asked_at
    ended = payment.ended_at if state in OPEN else at
    return replace(
        payment, state=state, asked_at=asked, ended_at=ended, reference=evidence.reference or payment.reference
    )


def _sources(payment: Payment, move: PaymentMove) -> frozenset[Source]:
    if move is PaymentMove.REFUND:
        return MAY_REFUND
    if move is PaymentMove.DOUBT:
        return MAY_DOUBT
    at_the_terminal = payment.method is Method.CARD and payment.state is PaymentState.PENDING
    if move in {PaymentMove.CONFIRM, PaymentMove.FAIL} or (at_the_terminal and move is PaymentMove.CANCEL):
        return MAY_END_DOUBT
    return frozenset(Source)
