"""What a terminal's box tells of a payment: which move that is, and whether it contradicts what is known already.

The words are the driver's own (`hardware.terminal.till`); here they meet a payment that people may have decided on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from hardware.terminal.card_numbers import lines_without_card_numbers, without_card_numbers
from hardware.terminal.till import LONGEST_LINE, CardReceipt, PrintLine, Verdict
from queue_server.domain.payment import Payment, PaymentMove, PaymentState

REFERENCE = 6
"""Letters of the name under which a terminal knows a payment: the last ones of its pay code."""
LONGEST_TEXT = 200
_LAST_FOUR = re.compile(r"[0-9]{4}")


class Effect(StrEnum):
    """What a telling does."""

    MOVED = "moved"
    AGREES = "agrees"
    """It says what is known, or nothing new."""
    CONTRADICTS = "contradicts"
    """It says another thing than a person, or the terminal itself, said before. Somebody must settle it."""


class Word(StrEnum):
    """A verdict as a payment hears it."""

    PAID = "paid"
    """Approved, and just what was asked."""
    PAID_OTHERWISE = "paid_otherwise"
    """Approved with another amount, or without any."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NOT_STARTED = "not_started"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a box said once. Two that are equal are one, told again, whatever the terminal had printed each time."""

    verdict: Verdict
    code: str | None = None
    detail: str | None = None
    receipt: CardReceipt | None = None
    lines: tuple[PrintLine, ...] = field(default=(), compare=False)
    """The cardholder's receipt, for our paper; only of an approval."""


Meaning = PaymentMove | Effect
_UNPAID = (Word.DECLINED, Word.CANCELLED, Word.NOT_STARTED)
_ASKED: Mapping[Word, Meaning] = {
    Word.PAID: PaymentMove.CONFIRM,
    Word.PAID_OTHERWISE: PaymentMove.DOUBT,
    Word.DECLINED: PaymentMove.FAIL,
    Word.CANCELLED: PaymentMove.CANCEL,
    Word.NOT_STARTED: PaymentMove.FAIL,
    Word.IN_DOUBT: PaymentMove.DOUBT,
}
_IN_DOUBT: Mapping[Word, Meaning] = {
    **dict.fromkeys(_UNPAID, PaymentMove.FAIL),
    Word.PAID: PaymentMove.CONFIRM,
    Word.PAID_OTHERWISE: Effect.AGREES,
    Word.IN_DOUBT: Effect.AGREES,
}
_PAID: Mapping[Word, Meaning] = {
    **dict.fromkeys(_UNPAID, Effect.CONTRADICTS),
    Word.PAID: Effect.AGREES,
    Word.PAID_OTHERWISE: Effect.CONTRADICTS,
    Word.IN_DOUBT: Effect.AGREES,
}
_UNPAID_SO_FAR: Mapping[Word, Meaning] = {
    **dict.fromkeys(_UNPAID, Effect.AGREES),
    Word.PAID: Effect.CONTRADICTS,
    Word.PAID_OTHERWISE: Effect.CONTRADICTS,
    Word.IN_DOUBT: Effect.AGREES,
}
MEANINGS: Mapping[PaymentState, Mapping[Word, Meaning]] = MappingProxyType(
    {
        PaymentState.CREATED: _ASKED,
        PaymentState.PENDING: _ASKED,
        PaymentState.IN_DOUBT: _IN_DOUBT,
        PaymentState.CONFIRMED: _PAID,
        PaymentState.REFUNDED: _PAID,
        PaymentState.FAILED: _UNPAID_SO_FAR,
        PaymentState.CANCELLED: _UNPAID_SO_FAR,
    }
)
"""What each word does in each state. A payment that was never begun here is taken for begun: the box says so, and a
server that was set back to an older copy does not remember."""


def sale_reference(payment: Payment) -> str:
    """Return the payment's name at a terminal: REFERENCE letters and digits."""
    return payment.code[-REFERENCE:]


def word_of(payment: Payment, telling: Telling) -> Word:
    """Return what a telling says of the payment."""
    if telling.verdict is not Verdict.APPROVED:
        return Word(telling.verdict.value)
    right = telling.receipt is not None and telling.receipt.amount == payment.amount
    return Word.PAID if right else Word.PAID_OTHERWISE


def meaning_of(payment: Payment, telling: Telling, before: Sequence[Telling]) -> Meaning:
    """Return the move that a telling makes, or why it makes none. `before` is what was told of the payment already.

    A charge of the card that was told already, in whatever words, is nothing new. An approval that bears another
    receipt is a second charge of the card: it contradicts, whatever the state.
    """
    if any(same_transaction(telling, each) for each in before):
        return Effect.AGREES
    if any(another_transaction(telling, each) for each in before):
        return Effect.CONTRADICTS
    return MEANINGS[payment.state][word_of(payment, telling)]


def meaning_of_unknown(telling: Telling, before: Sequence[Telling]) -> Effect:
    """Return what a telling does of a payment that the server does not know: money may have moved, or none has."""
    may_have_moved = telling.verdict in {Verdict.APPROVED, Verdict.IN_DOUBT}
    new = not any(same_transaction(telling, each) for each in before)
    return Effect.CONTRADICTS if may_have_moved and new else Effect.AGREES


def money_in(telling: Telling) -> int:
    """Return how many dong a telling says that a card was charged; 0 where it says none or no amount."""
    approved = telling.verdict is Verdict.APPROVED and telling.receipt is not None
    return (telling.receipt.amount or 0) if approved and telling.receipt is not None else 0


def cleaned(telling: Telling) -> Telling:
    """Return a telling without card numbers or letters that cannot be kept, its texts cut to LONGEST_TEXT."""
    return Telling(
        verdict=telling.verdict,
        code=_clean(telling.code),
        detail=_clean(telling.detail),
        receipt=None if telling.receipt is None else _clean_receipt(telling.receipt),
        lines=_clean_lines(telling),
    )


def another_transaction(told: Telling, before: Telling) -> bool:
    """Say whether two approvals bear different receipts."""
    pairs = zip(_charge(told)[1:], _charge(before)[1:], strict=True)
    return any(each is not None and other is not None and each != other for each, other in pairs)


def same_transaction(told: Telling, before: Telling) -> bool:
    """Say whether two approvals are of one thing that the terminal did, in whatever words."""
    ours, theirs = _charge(told), _charge(before)
    return ours == theirs and any(each is not None for each in ours[1:])


def _charge(telling: Telling) -> tuple[int | str | None, ...]:
    """Return the amount of an approval and what names it at the terminal, as far as it is told."""
    receipt = telling.receipt if telling.verdict is Verdict.APPROVED else None
    return (None, None, None) if receipt is None else (receipt.amount, receipt.trace, receipt.number)


def _clean_receipt(receipt: CardReceipt) -> CardReceipt:
    texts = {name: _clean(value) for name, value in asdict(receipt).items() if isinstance(value, str)}
    last4 = texts.get("last4")
    return replace(receipt, **texts | {"last4": last4 if last4 and _LAST_FOUR.fullmatch(last4) else None})  # type: ignore[arg-type]


def _clean_lines(telling: Telling) -> tuple[PrintLine, ...]:
    if telling.verdict is not Verdict.APPROVED:
        return ()
    texts = lines_without_card_numbers([_printable(line.text) for line in telling.lines])
    return tuple(replace(line, text=text[:LONGEST_LINE]) for line, text in zip(telling.lines, texts, strict=False))


def _clean(written: str | None) -> str | None:
    return None if written is None else without_card_numbers(_printable(written))[:LONGEST_TEXT]


def _printable(written: str) -> str:
    return "".join(each if each.isprintable() else " " for each in written)
