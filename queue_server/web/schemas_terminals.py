"""What boxes of card terminals ask and tell. Amounts are whole dong. See `schemas_in` and `schemas_out`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hardware.terminal.card_numbers import without_card_numbers
from hardware.terminal.till import MOST_LINES
from queue_server.web.schemas_in import Strict
from queue_server.web.schemas_money import PaymentStateName, RefundKindName, RefundStateName
from queue_server.web.schemas_out import Moment, Out

VerdictName = Literal["approved", "declined", "cancelled", "not_started", "in_doubt"]
EffectName = Literal["moved", "agrees", "contradicts"]
Said = Annotated[str, Field(max_length=2_000), AfterValidator(without_card_numbers)]
"""Whatever a terminal says: it is cleaned and cut here, never refused for its letters."""
LONGEST_AMOUNT = 10**12 - 1
"""In twelve digits a terminal tells every amount, and no card number is as short."""
Number = Annotated[int, Field(ge=0, le=LONGEST_AMOUNT)]


def _of_no_card(number: int | None) -> int | None:
    return None if number is not None and number > LONGEST_AMOUNT else number


Told = Annotated[Annotated[int, Field(ge=0, le=10**19)] | None, AfterValidator(_of_no_card)]
"""A number that a terminal tells; one with as many digits as a card's is taken as not told, and never refused."""


class BeginRequest(Strict):
    """`newest` is the trace of the terminal's last transaction, null when it has none."""

    newest: Told = None


class ReceiptIn(Strict):
    """What the terminal tells of the transaction (`hardware.terminal.till.CardReceipt`)."""

    amount: Told = None
    trace: Told = None
    number: Said | None = None
    reference: Said | None = None
    approval_code: Said | None = None
    last4: Said | None = None
    brand: Said | None = None
    terminal_id: Said | None = None
    merchant_id: Said | None = None
    at: Said | None = None


class LineIn(Strict):
    """A line of the cardholder's receipt (`hardware.terminal.till.PrintLine`)."""

    text: Said
    centred: bool = False
    large: bool = False


class OutcomeRequest(Strict):
    """`lines` is the cardholder's receipt where the terminal has us print it."""

    verdict: VerdictName
    code: Said | None = None
    detail: Said | None = None
    receipt: ReceiptIn | None = None
    lines: Annotated[list[LineIn], Field(max_length=MOST_LINES, default_factory=list)]


class TerminalDayRequest(Strict):
    """`count` and `amount` as the terminal says; `receipts` null where it lists no transactions."""

    count: Annotated[int, Field(ge=0, le=10**6)]
    amount: Number
    receipts: Annotated[list[ReceiptIn], Field(max_length=10_000)] | None = None


class DayTold(Out):
    agrees: bool
    differences: int


class CloseTerminalRequest(Strict):
    """False takes it back."""

    close: bool


class TillOut(Out):
    """A card terminal, of a kiosk or at `counters`. `closing`: it was asked to close its day and has not told it."""

    device: str
    name: str
    kind: Literal["kiosk", "terminal"]
    counters: list[int]
    answers: bool
    closing: bool


class DifferenceOut(Out):
    """`payment` is the pay code, or the id of what is not known here."""

    kind: Literal["only_terminal", "only_ours", "amount", "totals"]
    payment: str | None
    trace: int | None
    number: str | None
    ours: int | None
    theirs: int | None


class TerminalDayOut(Out):
    id: int
    device: str
    name: str
    told_at: Moment
    count: int
    amount: int
    our_count: int
    our_amount: int
    matched: int
    differences: list[DifferenceOut]


class TellingOut(Out):
    """What a terminal said against what is known. `charged` is what it says a card was charged, 0 for nothing;
    `given_back` what it was given, where `refund` says that it is of giving back.

    `payment` is the pay code and `state` the state of the payment, null of one that is not known here.
    """

    id: int
    device: str
    name: str
    told_at: Moment
    verdict: VerdictName
    charged: int
    given_back: int
    refund: bool
    trace: int | None
    number: str | None
    last4: str | None
    detail: str | None
    payment: str | None
    state: PaymentStateName | None


class Terminals(Out):
    """`days` of the last two weeks, the newest first; `tellings` wait to be settled."""

    terminals: list[TillOut]
    days: list[TerminalDayOut]
    tellings: list[TellingOut]


class SaleOut(Out):
    """`reference` is the payment's name at the terminal; `newest` and `asked_at` are null until it is begun.

    `late`: it waited too long and cannot begin any more; it is shown for a box that knows that it did.
    """

    payment: str
    reference: str
    amount: int
    state: Literal["created", "pending", "in_doubt"]
    newest: int | None
    asked_at: Moment | None
    late: bool


class ReceiptOut(ReceiptIn):
    """What the terminal told of the transaction that is to be given back."""


class RefundSaleOut(Out):
    """What is to be given back: `reversal` by the terminal's own `receipt`, `refund` to a card; else a SaleOut."""

    refund: str
    payment: str
    kind: RefundKindName
    reference: str
    amount: int
    receipt: ReceiptOut
    state: Literal["created", "pending", "in_doubt"]
    newest: int | None
    asked_at: Moment | None
    late: bool


class Sales(Out):
    """The open card payments and refunds of the device, the oldest first; `close_day`: its day is to be told."""

    sales: list[SaleOut]
    refunds: list[RefundSaleOut]
    close_day: bool


class Begun(Out):
    sale: SaleOut


class RefundBegun(Out):
    refund: RefundSaleOut


class RefundOutcomeRequest(OutcomeRequest):
    """`payment` and `kind` as the box was told them: a server that was set back may not know the refund."""

    payment: Annotated[str, Field(min_length=1, max_length=40)]
    kind: RefundKindName


class RefundOutcome(Out):
    """How the refund is after a telling, null of one that the server does not know at this device."""

    refund: str
    state: RefundStateName | None
    effect: EffectName


class Outcome(Out):
    """How the payment is after a telling, null of one that the server does not know at this device."""

    payment: str
    state: PaymentStateName | None
    effect: EffectName
