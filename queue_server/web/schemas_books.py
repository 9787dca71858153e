"""What requests and answers about closed shifts and days hold. Amounts are whole dong, below 0 given back."""

from typing import Literal

from queue_server.web.schemas_in import Strict
from queue_server.web.schemas_money import CreditStateName, MethodName, PaymentStateName, Reason
from queue_server.web.schemas_out import Moment, Out
from queue_server.web.schemas_terminals import TellingOut, TerminalDayOut


class BooksCloseRequest(Strict):
    """`reason` must be given when something is not settled."""

    reason: Reason | None = None


class BooksSum(Out):
    method: MethodName
    kind: Literal["phi", "le_phi"]
    back: bool
    count: int
    amount: int


class BooksPayment(Out):
    payment: str
    dossier: str
    method: MethodName
    amount: int
    state: PaymentStateName


class ShiftFigures(Out):
    """`typed` counts the cards that staff typed in; `waiting` is open or in doubt and carried over."""

    payments: int
    total: int
    sums: list[BooksSum]
    typed: int
    given_back: list[BooksPayment]
    waiting: list[BooksPayment]


class MovementOut(Out):
    payment: str
    at: Moment
    code: str
    dossier: str
    method: MethodName
    amount: int
    reference: str | None
    last4: str | None
    unchecked: bool


class ShiftCloseOut(Out):
    """`closed_by` closed it in the clerk's place, for the `reason`."""

    id: int
    clerk: str
    closed_at: Moment
    figures: ShiftFigures
    to_sign: bool
    closed_by: str | None
    reason: str | None
    signed_by: str | None
    signed_at: Moment | None
    unchecked: list[MovementOut]


class MyShift(Out):
    """What the caller took since the last close; `to_sign` are closes of others that wait for a second person."""

    figures: ShiftFigures
    movements: list[MovementOut]
    closes: list[ShiftCloseOut]
    to_sign: list[ShiftCloseOut]


class AccountLine(Out):
    """Debits above 0, credits below."""

    account: Literal["due", "bank", "card", "phi", "le_phi", "suspense"]
    opening: int
    moved: int
    closing: int


class ShiftLine(Out):
    """`closed_by` closed it in the clerk's place, for the `reason`. Days closed by an older version say less."""

    close: int
    clerk: str
    payments: int
    total: int
    closed_at: Moment | None = None
    closed_by: str | None = None
    reason: str | None = None
    signed: bool
    signed_by: str | None = None


class OpenShift(Out):
    staff: int
    clerk: str
    payments: int
    total: int


class BooksCredit(Out):
    id: int
    amount: int
    state: CreditStateName
    reference: str


class CountedSum(Out):
    count: int
    amount: int


class UnattendedSum(Out):
    payments: int
    total: int


class DayFigures(Out):
    """`unattended` was taken at kiosks and on phones. `matched` and `suspense` are bank credits of the day.

    `terminals` are the days that card terminals told. What somebody has yet to do stands in `waiting`, `credits`,
    `tellings`, `differing` (terminals' days that are not ours), `unchecked`, `unproven` (confirmed by a
    person, told by no bank), `not_closed` and `to_sign`.
    """

    payments: int
    total: int
    sums: list[BooksSum]
    unattended: UnattendedSum
    accounts: list[AccountLine]
    shifts: list[ShiftLine]
    matched: CountedSum
    suspense: CountedSum
    terminals: list[TerminalDayOut]
    differing: list[TerminalDayOut]
    tellings: list[TellingOut]
    not_closed: list[OpenShift]
    to_sign: list[ShiftLine]
    waiting: list[BooksPayment]
    credits: list[BooksCredit]
    unchecked: list[BooksPayment]
    unproven: list[BooksPayment]


class BooksDay(Out):
    """A closed day as it was closed, or one that is not (`closed_at` null) as its close would say now."""

    day: str
    figures: DayFigures
    unsettled: int
    closed_at: Moment | None
    closed_by: str | None
    reason: str | None


class ClosedDay(Out):
    day: str
    total: int
    unsettled: int


class ClosedDays(Out):
    last: str | None
    days: list[ClosedDay]


class BooksPaymentRow(Out):
    """A fee of a payment that was taken, or given back (`amount` below 0), in the books of `books_day`."""

    books_day: str
    paid_at: Moment
    payment: str
    code: str
    procedure: str | None
    fee: str
    kind: Literal["phi", "le_phi"]
    amount: int
    method: MethodName
    pay_code: str
    reference: str | None
    last4: str | None
    receipt: str | None
    clerk: str | None
    device: str | None


class BooksPostingRow(Out):
    books_day: str
    booked_at: Moment
    entry: int
    account: Literal["due", "bank", "card", "phi", "le_phi", "suspense"]
    debit: int
    credit: int
    charge: str | None
    payment: str | None
    bank_credit: int | None


class BooksShiftRow(Out):
    """A shift that stands in a closed day, as it stood when that was closed."""

    books_day: str
    clerk: str
    payments: int
    total: int
    closed_at: Moment | None
    closed_in_place_by: str | None
    close_reason: str | None
    signed_by: str | None
    signed: bool
