"""What a kiosk shows of a dossier's fees and their payments. Whoever knows the code sees it, so it names nobody."""

from collections.abc import Sequence

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import Charge, ChargeState, state_of
from queue_server.domain.money_errors import NoAccount
from queue_server.domain.pay_code import pay_codes_in
from queue_server.domain.payment import HOLDING, Method, Payment
from queue_server.store.charges import charges_of, find_charge
from queue_server.store.dossiers import code_of_dossier, find_dossier
from queue_server.store.money_views import shown_code
from queue_server.store.payments import account_of, has_account, payment_by_code, payments_of
from queue_server.store.views import View, moment


def kiosk_money_view(connection: Connection, setup: CentreSetup, written: str) -> View:
    """Return what is due of the dossier of a dossier's code or a pay code. Raises DossierUnknown.

    What is due stands first, then what was charged last; charges that were taken back are left out.
    """
    dossier = find_dossier(connection, centre_id=setup.id, code=_dossier_named(connection, setup.id, written))
    charges = [_charge(connection, each) for each in reversed(charges_of(connection, dossier.id))]
    shown = [each for each in charges if each["state"] != ChargeState.WITHDRAWN.value]
    return {
        "dossier": dossier.code,
        "account": has_account(connection, setup.id),
        "charges": sorted(shown, key=lambda each: each["state"] != ChargeState.DUE.value),
    }


def kiosk_payment_view(connection: Connection, payment: Payment) -> View:
    """Return one attempt to pay; `vietqr` is what its code holds while it is shown, and `account` where it pays to."""
    charge = find_charge(connection, centre_id=payment.centre_id, charge_id=payment.charge_id)
    return {
        "id": payment.id,
        "dossier": code_of_dossier(connection, charge.dossier_id),
        "method": payment.method.value,
        "state": payment.state.value,
        "amount": payment.amount,
        "code": payment.code,
        "device": payment.device_id,
        "created_at": moment(payment.created_at),
        "ended_at": moment(payment.ended_at),
        "vietqr": shown_code(connection, payment),
        "account": _account(connection, payment),
    }


def _dossier_named(connection: Connection, centre_id: int, written: str) -> str:
    """A pay code names the dossier of its payment; anything else may be a dossier's own code."""
    for code in pay_codes_in(written):
        payment = payment_by_code(connection, centre_id=centre_id, code=code)
        if payment is not None:
            charge = find_charge(connection, centre_id=centre_id, charge_id=payment.charge_id)
            return code_of_dossier(connection, charge.dossier_id)
    return written


def _charge(connection: Connection, charge: Charge) -> View:
    payments = payments_of(connection, charge.id)
    held = _held(payments)
    return {
        "id": charge.id,
        "state": state_of(charge, payments).value,
        "amount": charge.amount,
        "group": charge.group,
        "fees": list(charge.fees),
        "payment": None if held is None else kiosk_payment_view(connection, held),
    }


def _held(payments: Sequence[Payment]) -> Payment | None:
    return next((each for each in payments if each.state in HOLDING), None)


def _account(connection: Connection, payment: Payment) -> View | None:
    if payment.method is not Method.VIETQR:
        return None
    try:
        account, holder = account_of(connection, payment.centre_id)
    except NoAccount:
        return None
    return {"bank": account.bank, "number": account.number, "holder": holder}
