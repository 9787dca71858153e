"""What anybody is shown of a fee, on the phone and at a kiosk. Amounts are whole dong."""

from typing import Literal

from queue_server.web.schemas_money import MethodName, PaymentStateName
from queue_server.web.schemas_out import Moment, Out


class TransferOut(Out):
    """How a payment is made from any bank's app: what the payment code holds, and the same to be typed in."""

    vietqr: str
    bank: str
    account: str
    holder: str
    amount: int
    content: str


class CitizenPayment(Out):
    """`own`: no member of staff began it, so that the citizen may take it down. `transfer` while a code is shown."""

    id: str
    method: MethodName
    state: PaymentStateName
    amount: int
    own: bool
    ended_at: Moment | None
    transfer: TransferOut | None


class CitizenFeeLine(Out):
    reason: Literal["units", "most", "exempt"]
    quantity: int
    price: int
    amount: int
    percent: int | None


class CitizenFee(Out):
    """`name`, `unit` and `basis` are Vietnamese; `names`, `units` and `bases` by language, Vietnamese always."""

    kind: Literal["phi", "le_phi"]
    name: str
    unit: str
    basis: str
    names: dict[str, str]
    units: dict[str, str]
    bases: dict[str, str]
    amount: int
    lines: list[CitizenFeeLine]


class CitizenCharge(Out):
    """`payment`: the one that is open, in doubt or confirmed; a charge has at most one of them."""

    id: str
    dossier: str
    state: Literal["due", "paid", "withdrawn"]
    amount: int
    fees: list[CitizenFee]
    payment: CitizenPayment | None
