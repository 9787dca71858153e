"""What a kiosk sends and gets when fees are paid there. Amounts are whole dong."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_in import Strict, Words
from queue_server.web.schemas_money import AccountOut, FeeOut, MethodName, PaymentStateName
from queue_server.web.schemas_out import Clocked, Moment, Out


class MoneyQuestion(Strict):
    """`code` is a dossier's code, a pay code, or a text that holds a pay code."""

    code: Annotated[Words, Field(min_length=1, max_length=80)]


class KioskPaymentRequest(Strict):
    method: MethodName


class KioskPaymentFacts(Out):
    """`device` is where its terminal stands, null where none takes it."""

    id: str
    dossier: str
    method: MethodName
    state: PaymentStateName
    amount: int
    code: str
    device: str | None
    created_at: Moment
    ended_at: Moment | None
    vietqr: str | None
    account: AccountOut | None


class KioskPayment(KioskPaymentFacts, Clocked):
    """A payment as a kiosk follows it."""


class KioskCharge(Out):
    """`payment` is the attempt that is open or has paid it."""

    id: str
    state: Literal["due", "paid"]
    amount: int
    group: str | None
    fees: list[FeeOut]
    payment: KioskPaymentFacts | None


class KioskMoney(Out):
    """`account` says whether a payment code can be shown."""

    dossier: str
    account: bool
    charges: list[KioskCharge]
