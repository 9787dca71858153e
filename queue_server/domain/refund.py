"""A refund: one attempt to give a card payment back at the terminal that took it. Its states, and what words do to it.

The payment itself stays confirmed until the terminal, or a person with a reason, says that the money is back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.money_errors import IllegalRefundMove
from queue_server.domain.payment import BEGINS_WITHIN, Payment
from queue_server.domain.telling import Effect, Telling, another_transaction, same_transaction


class RefundKind(StrEnum):
    """How a terminal gives back."""

    REVERSAL = "reversal"
    """It takes the transaction back by its receipt, on the same business day."""
    REFUND = "refund"
    """It pays the amount to a card."""


class RefundState(StrEnum):
    """Where a refund is."""

    CREATED = "created"
    """On disk; the terminal was not asked."""
    PENDING = "pending"
    """The terminal works on it."""
    DONE = "done"
    FAILED = "failed"
    """Asked, and certainly not given back."""
    CANCELLED = "cancelled"
    """Given up before the terminal was asked."""
    IN_DOUBT = "in_doubt"
    """Asked, and it is not known whether it was given back."""


class RefundMove(StrEnum):
    """What can happen to a refund."""

    ASK = "ask"
    DO = "do"
    FAIL = "fail"
    CANCEL = "cancel"
    DOUBT = "doubt"


class RefundWord(StrEnum):
    """A terminal's verdict as a refund hears it."""

    BACK = "back"
    BACK_OTHERWISE = "back_otherwise"
    """Given back with another amount, or to a card without any."""
    NOT_BACK = "not_back"
    IN_DOUBT = "in_doubt"


TRANSITIONS: Mapping[tuple[RefundState, RefundMove], RefundState] = MappingProxyType(
    {
        (RefundState.CREATED, RefundMove.ASK): RefundState.PENDING,
        (RefundState.CREATED, RefundMove.CANCEL): RefundState.CANCELLED,
        (RefundState.PENDING, RefundMove.DO): RefundState.DONE,
        (RefundState.PENDING, RefundMove.FAIL): RefundState.FAILED,
        (RefundState.PENDING, RefundMove.DOUBT): RefundState.IN_DOUBT,
        (RefundState.IN_DOUBT, RefundMove.DO): RefundState.DONE,
        (RefundState.IN_DOUBT, RefundMove.FAIL): RefundState.FAILED,
        (RefundState.FAILED, RefundMove.DO): RefundState.DONE,
        (RefundState.CANCELLED, RefundMove.DO): RefundState.DONE,
    }
)
"""The last two: a terminal that says later that the money is back is believed also against a person."""

OPEN = frozenset({RefundState.CREATED, RefundState.PENDING, RefundState.IN_DOUBT})
"""States in which the payment can be given back in no other way."""
AT_TERMINAL = frozenset({RefundState.PENDING, RefundState.IN_DOUBT})

Meaning = RefundMove | Effect
_ASKED: Mapping[RefundWord, Meaning] = {
    RefundWord.BACK: RefundMove.DO,
    RefundWord.BACK_OTHERWISE: RefundMove.DOUBT,
    RefundWord.NOT_BACK: RefundMove.FAIL,
    RefundWord.IN_DOUBT: RefundMove.DOUBT,
}
_NOT_BACK: Mapping[RefundWord, Meaning] = {
    RefundWord.BACK: RefundMove.DO,
    RefundWord.BACK_OTHERWISE: Effect.CONTRADICTS,
    RefundWord.NOT_BACK: Effect.AGREES,
    RefundWord.IN_DOUBT: Effect.AGREES,
}
MEANINGS: Mapping[RefundState, Mapping[RefundWord, Meaning]] = MappingProxyType(
    {
        RefundState.CREATED: _ASKED,
        RefundState.PENDING: _ASKED,
        RefundState.IN_DOUBT: {
            **_ASKED,
            RefundWord.BACK_OTHERWISE: Effect.AGREES,
            RefundWord.IN_DOUBT: Effect.AGREES,
        },
        RefundState.DONE: {
            RefundWord.BACK: Effect.AGREES,
            RefundWord.BACK_OTHERWISE: Effect.CONTRADICTS,
            RefundWord.NOT_BACK: Effect.CONTRADICTS,
            RefundWord.IN_DOUBT: Effect.AGREES,
        },
        RefundState.FAILED: _NOT_BACK,
        RefundState.CANCELLED: _NOT_BACK,
    }
)
"""What each word does in each state. One that was never begun here is taken for begun: the box says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """One attempt. `undone` is what the terminal told of the payment, by which it takes it back.

    `newest` is the trace of the terminal's last transaction before it; `code` its own word on why not. `asked_by` and
    `reason` are null of one that only a box knows: the server was set back to an older copy.
    """

    id: str
    centre_id: int
    payment_id: str
    device_id: str
    kind: RefundKind
    state: RefundState
    amount: int
    undone: CardReceipt
    created_at: datetime
    asked_by: int | None = None
    reason: str | None = None
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    newest: int | None = None
    code: str | None = None
    number: str | None = None
    trace: int | None = None


def kind_of(payment: Payment, *, at: datetime, zone: str, closed_at: datetime | None) -> RefundKind:
    """Return how a terminal gives a payment back now; `closed_at` is when it told its last day."""
    place, taken = ZoneInfo(zone), payment.asked_at or payment.created_at
    same_day = taken.astimezone(place).date() == at.astimezone(place).date()
    stands = closed_at is None or closed_at < taken
    return RefundKind.REVERSAL if same_day and stands else RefundKind.REFUND


def moved_refund(refund: Refund, move: RefundMove, *, at: datetime) -> Refund:
    """Return the refund after the move. Raises IllegalRefundMove."""
    state = TRANSITIONS.get((refund.state, move))
    if state is None:
        raise IllegalRefundMove(state=refund.state.value, move=move.value)
    asked = at if move is RefundMove.ASK else refund.asked_at
    return replace(refund, state=state, asked_at=asked, ended_at=refund.ended_at if state in OPEN else at)


def refund_waits_in_vain(refund: Refund, *, at: datetime, rate: int = 1) -> bool:
    """Say whether no terminal has begun it and none will any more; `rate` is how fast the clock runs."""
    return refund.state is RefundState.CREATED and at - refund.created_at > BEGINS_WITHIN * rate


def refund_word(refund: Refund, telling: Telling) -> RefundWord:
    """Return what a telling says of the refund. A terminal that took a receipt back need not repeat its amount."""
    if telling.verdict is Verdict.IN_DOUBT:
        return RefundWord.IN_DOUBT
    if telling.verdict is not Verdict.APPROVED:
        return RefundWord.NOT_BACK
    amount = None if telling.receipt is None else telling.receipt.amount
    silent = amount is None and refund.kind is RefundKind.REVERSAL
    return RefundWord.BACK if silent or amount == refund.amount else RefundWord.BACK_OTHERWISE


def refund_meaning(refund: Refund, telling: Telling, before: Sequence[Telling]) -> Meaning:
    """Return the move that a telling makes, or why it makes none. `before` is what was told of the refund already.

    What was given back and told already, in whatever words, is nothing new. Paid to a card under another receipt it is
    money given a second time, whatever the state; a reversal of one transaction is one.
    """
    if any(same_transaction(telling, each) for each in before):
        return Effect.AGREES
    if refund.kind is RefundKind.REFUND and any(another_transaction(telling, each) for each in before):
        return Effect.CONTRADICTS
    return MEANINGS[refund.state][refund_word(refund, telling)]


def money_back_in(refund_amount: int, telling: Telling) -> int:
    """Return how many dong a telling of a refund says that a card was given; 0 where it says none."""
    if telling.verdict is not Verdict.APPROVED:
        return 0
    told = None if telling.receipt is None else telling.receipt.amount
    return refund_amount if told is None else told
