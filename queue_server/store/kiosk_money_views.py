"""What a kiosk shows of a dossier's fees and their payments: what `citizen_money` says, found by a code."""

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import ChargeState
from queue_server.domain.pay_code import pay_codes_in
from queue_server.domain.payment import Payment
from queue_server.store.charges import charges_of, find_charge
from queue_server.store.citizen_money import citizen_charge_view, citizen_payment_view
from queue_server.store.dossiers import code_of_dossier, find_dossier
from queue_server.store.jobs import jobs_of_payment
from queue_server.store.payments import has_account, payment_by_code
from queue_server.store.views import View


def kiosk_money_view(connection: Connection, setup: CentreSetup, written: str) -> View:
    """Return what is due of the dossier of a dossier's code or a pay code. Raises DossierUnknown.

    What is due stands first, then what was charged last; charges that were taken back are left out.
    """
    dossier = find_dossier(connection, centre_id=setup.id, code=_dossier_named(connection, setup.id, written))
    charges = [
        citizen_charge_view(connection, charge, dossier=dossier.code)
        for charge in reversed(charges_of(connection, dossier.id))
        if charge.withdrawn_at is None
    ]
    return {
        "dossier": dossier.code,
        "account": has_account(connection, setup.id),
        "charges": sorted(charges, key=lambda charge: charge["state"] != ChargeState.DUE.value),
    }


def kiosk_payment_view(connection: Connection, payment: Payment) -> View:
    """Return one attempt to pay as a kiosk follows it."""
    charge = find_charge(connection, centre_id=payment.centre_id, charge_id=payment.charge_id)
    return {
        **citizen_payment_view(connection, payment),
        "dossier": code_of_dossier(connection, charge.dossier_id),
        "code": payment.code,
        "device": payment.device_id,
        "paper": _paper(connection, payment),
    }


def _paper(connection: Connection, payment: Payment) -> View | None:
    job = next(iter(jobs_of_payment(connection, payment.id)), None)
    return None if job is None else {"kind": job.kind.value, "state": job.state, "outcome": job.outcome}


def _dossier_named(connection: Connection, centre_id: int, written: str) -> str:
    """A pay code names the dossier of its payment; anything else may be a dossier's own code."""
    for code in pay_codes_in(written):
        payment = payment_by_code(connection, centre_id=centre_id, code=code)
        if payment is not None:
            charge = find_charge(connection, centre_id=centre_id, charge_id=payment.charge_id)
            return code_of_dossier(connection, charge.dossier_id)
    return written
