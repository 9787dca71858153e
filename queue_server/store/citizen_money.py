"""What anybody is shown of a fee: what is due and why, and how to pay it. No names of citizens or staff."""

from typing import Any

from sqlalchemy import Connection

from queue_server.domain.banks import bank_name
from queue_server.domain.charge import Charge, in_each_language, state_of
from queue_server.domain.payment import HOLDING, OPEN, Method, Payment
from queue_server.domain.vietqr import VietQr, vietqr_text
from queue_server.store.payments import account_of, payments_of
from queue_server.store.views import View, moment


def citizen_charge_view(connection: Connection, charge: Charge, *, dossier: str) -> View:
    """Return what is due for a dossier, line by line, and the payment that holds it: open, in doubt or confirmed.

    For whom a part is spared is left out: the percentage says enough, and the group is nobody else's business.
    """
    payments = payments_of(connection, charge.id)
    holding = next((payment for payment in payments if payment.state in HOLDING), None)
    return {
        "id": charge.id,
        "dossier": dossier,
        "state": state_of(charge, payments).value,
        "amount": charge.amount,
        "fees": [_fee(fee) for fee in charge.fees],
        "payment": None if holding is None else citizen_payment_view(connection, holding),
    }


def citizen_payment_view(connection: Connection, payment: Payment) -> View:
    """Return a payment as the one who pays is shown it: kiosk, sign, phone and paper say the same.

    `transfer` is how an open payment by payment code is paid, None of any other. `own` says that nobody of the staff
    began it, so that the citizen may take it down.
    """
    return {
        "id": payment.id,
        "method": payment.method.value,
        "state": payment.state.value,
        "amount": payment.amount,
        "own": payment.created_by is None,
        "ended_at": moment(payment.ended_at),
        "transfer": transfer_view(connection, payment),
    }


def transfer_view(connection: Connection, payment: Payment) -> View | None:
    """Return how an open payment by payment code is paid: what its code holds, and the same to be typed in.

    `vietqr` is the text of the code, `bank` the bank's short name, `account` and `holder` are the centre's, `content`
    is the pay code that the transfer has to bear. None of a payment that is not open or is not by payment code.
    """
    if payment.method is not Method.VIETQR or payment.state not in OPEN:
        return None
    account, holder = account_of(connection, payment.centre_id)
    return {
        "vietqr": vietqr_text(VietQr(account=account, amount=payment.amount, purpose=payment.code)),
        "bank": bank_name(account.bank),
        "account": account.number,
        "holder": holder,
        "amount": payment.amount,
        "content": payment.code,
    }


def _fee(fee: Any) -> View:
    lines = [{name: line[name] for name in line if name != "group"} for line in fee["lines"]]
    said = {f"{text}s": in_each_language(fee, text) for text in ("name", "unit")}
    said["bases"] = in_each_language(fee, "basis")
    return {name: fee[name] for name in ("kind", "name", "unit", "basis", "amount")} | said | {"lines": lines}
