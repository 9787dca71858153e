"""What requests and answers about money hold. Amounts are whole dong."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.domain.fee import LARGEST_AMOUNT, MOST_UNITS, SMALLEST_UNIT_PRICE, WHOLE
from queue_server.web.schemas_dossiers import ChannelName
from queue_server.web.schemas_in import Exact, Strict, Words
from queue_server.web.schemas_out import Moment, Out

RefundKindName = Literal["reversal", "refund"]
RefundStateName = Literal["created", "pending", "done", "failed", "cancelled", "in_doubt"]
PaymentStateName = Literal["created", "pending", "confirmed", "failed", "cancelled", "in_doubt", "refunded"]
CreditStateName = Literal["matched", "unknown", "under", "over", "late", "double", "explained", "sent_back"]
MethodName = Literal["vietqr", "card"]
Group = Annotated[Words, Field(min_length=1, max_length=40)]
Reason = Annotated[Words, Field(min_length=1, max_length=200)]
Reference = Annotated[Words, Field(min_length=1, max_length=64)]
Day = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class ChargeRequest(Strict):
    """`again`: more is due although a charge of the dossier is paid."""

    quantity: Annotated[int, Field(ge=1, le=MOST_UNITS)] = 1
    group: Group | None = None
    again: bool = False


class MoneyReasonRequest(Strict):
    reason: Reason


class PaymentRequest(Strict):
    """`typed`: a card at a terminal that is not driven from here, although the counter has one that is."""

    method: MethodName
    typed: bool = False


class CardRequest(Strict):
    approval_code: Annotated[Words, Field(max_length=20)]
    last4: Annotated[Words, Field(max_length=20)]


class DecisionRequest(Strict):
    """What a person says became of a payment."""

    move: Literal["confirm", "fail", "cancel"]
    reference: Reference | None = None
    reason: Reason


class RefundRequest(Strict):
    reference: Reference | None = None
    reason: Reason


class RefundDecisionRequest(Strict):
    """What a person says of a refund at a terminal: whether the money was given back."""

    done: bool
    reference: Reference | None = None
    reason: Reason


class ReceiptRequest(Strict):
    """Series and number of a statutory receipt (biên lai); a reason where another one was entered before."""

    series: Annotated[Words, Field(max_length=40)]
    number: Annotated[Words, Field(max_length=20)]
    reason: Reason | None = None


class ExplainRequest(Strict):
    charge: Annotated[Exact, Field(min_length=1, max_length=40)]
    reason: Reason


class TierIn(Strict):
    begins: Annotated[int, Field(ge=1, le=MOST_UNITS)]
    price: Annotated[int, Field(ge=SMALLEST_UNIT_PRICE, le=LARGEST_AMOUNT)]


class ExemptIn(Strict):
    """A group of people and what it is spared, in percent."""

    group: Group
    percent: Annotated[int, Field(ge=1, le=WHOLE)]


class TranslatedIn(Strict):
    """A text in the languages that it is translated into."""

    en: Annotated[Words, Field(min_length=1, max_length=200)] | None = None
    zh: Annotated[Words, Field(min_length=1, max_length=200)] | None = None


class TranslatedUnitIn(Strict):
    """The same of a unit, which stands in the middle of a line."""

    en: Annotated[Words, Field(min_length=1, max_length=40)] | None = None
    zh: Annotated[Words, Field(min_length=1, max_length=40)] | None = None


class FeeTranslationsIn(Strict):
    """What citizens read of a fee in other languages."""

    name: TranslatedIn = TranslatedIn()
    unit: TranslatedUnitIn = TranslatedUnitIn()
    basis: TranslatedIn = TranslatedIn()


class FeeRuleRequest(Strict):
    """`name`, `unit` and `basis` are Vietnamese, and what is said where a translation is missing."""

    procedure: Annotated[str, Field(pattern=r"^[0-9]\.[0-9]{6}$")]
    channel: ChannelName
    kind: Literal["phi", "le_phi"]
    name: Annotated[Words, Field(min_length=1, max_length=200)]
    unit: Annotated[Words, Field(min_length=1, max_length=40)]
    tiers: Annotated[list[TierIn], Field(min_length=1, max_length=10)]
    most: Annotated[int, Field(ge=SMALLEST_UNIT_PRICE, le=LARGEST_AMOUNT)] | None = None
    exempt: list[ExemptIn] = Field(default_factory=list, max_length=10)
    basis: Annotated[Words, Field(min_length=1, max_length=200)]
    translations: FeeTranslationsIn = FeeTranslationsIn()
    valid_from: Day
    valid_until: Day | None = None


class AccountRequest(Strict):
    bank: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    number: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,19}$")]
    holder: Annotated[Words, Field(min_length=1, max_length=100)]


class FeeLineOut(Out):
    reason: Literal["units", "most", "exempt"]
    quantity: int
    price: int
    amount: int
    group: str | None
    percent: int | None


class FeeOut(Out):
    rule: int
    kind: Literal["phi", "le_phi"]
    name: str
    unit: str
    basis: str
    amount: int
    lines: list[FeeLineOut]


class Reckoning(Out):
    amount: int
    fees: list[FeeOut]


class PaymentOut(Out):
    """`vietqr` is what the payment code holds while it is shown; `device` the one whose terminal takes a card;
    `receipt` the number of the statutory receipt.
    """

    id: str
    method: MethodName
    state: PaymentStateName
    amount: int
    code: str
    created_at: Moment
    ended_at: Moment | None
    reference: str | None
    last4: str | None
    checked: bool
    vietqr: str | None
    device: str | None
    receipt: str | None


class RefundOut(Out):
    """An attempt to give a payment back at its terminal. `code` is the terminal's, or a word for why not."""

    id: str
    kind: RefundKindName
    state: RefundStateName
    code: str | None
    created_at: Moment


class ListedPayment(PaymentOut):
    """With its dossier, who took it (null: a kiosk) and the device whose terminal did.

    `at_terminal`: its terminal told by what it can be given back there; `refund` is the last attempt at that.
    """

    dossier: str
    clerk: str | None
    device_name: str | None
    at_terminal: bool
    refund: RefundOut | None


class PaperLine(Out):
    """A paper of a payment that was ordered. `copy` is 0 of the first and unmarked one; `heard_at` is of its state."""

    kind: Literal["confirmation", "payment_code"]
    ordered_at: Moment
    state: str
    outcome: str | None
    heard_at: Moment
    kiosk: str
    copy_: Annotated[int, Field(alias="copy")]


class DossierPayment(ListedPayment):
    """With all papers of it, the first ordered first."""

    papers: list[PaperLine]


class ChargeOut(Out):
    id: str
    state: Literal["due", "paid", "withdrawn"]
    amount: int
    quantity: int
    group: str | None
    fees: list[FeeOut]
    raised_at: Moment
    payments: list[DossierPayment]


class TerminalOut(Out):
    """A card terminal; `answers`: it can take a card now."""

    device: str
    name: str
    answers: bool


class DossierMoney(Out):
    """`procedure` and `rules` say whether a fee can be reckoned, `account` whether a payment code can be shown.

    `terminal` is the one that serves the counter of the clerk who asks.
    """

    dossier: str
    procedure: bool
    rules: int
    unit: str | None
    groups: list[str]
    account: bool
    charges: list[ChargeOut]
    terminal: TerminalOut | None


class TierOut(Out):
    begins: int
    price: int


class FeeRuleOut(Out):
    id: int
    procedure: str
    channel: ChannelName
    kind: Literal["phi", "le_phi"]
    name: str
    unit: str
    tiers: list[TierOut]
    most: int | None
    exempt: dict[str, int]
    basis: str
    translations: dict[str, dict[str, str]]
    valid_from: str
    valid_until: str | None
    approved_at: Moment | None


class FeeRules(Out):
    rules: list[FeeRuleOut]


class CreditOut(Out):
    id: int
    provider: str
    reference: str
    amount: int
    text: str
    at: Moment
    state: CreditStateName
    payment: str | None


class AccountOut(Out):
    bank: str
    number: str
    holder: str


class PolledOut(Out):
    """Up to when a bank that is asked was heard; since then so many questions failed, the last because of `why`."""

    heard_at: Moment | None
    failures: int
    why: str | None


class ToSettle(Out):
    """`given_back` are those that a terminal is to give back, or of which it is in doubt.

    `refund_alone`: dong up to which whoever took a payment may refund it; `polled` null where no bank is asked.
    """

    credits: list[CreditOut]
    payments: list[ListedPayment]
    given_back: list[ListedPayment]
    unchecked: list[ListedPayment]
    account: AccountOut | None
    polled: PolledOut | None
    refund_alone: int


class MoneyDay(Out):
    """`accounts` has what moved on each account of the books: debits above 0, credits below."""

    day: str
    payments: list[ListedPayment]
    accounts: dict[str, int]
