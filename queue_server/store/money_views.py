"""What staff see of money: a dossier's fees and payments, what waits to be settled, a day's books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.charge import Charge, in_vietnamese, state_of
from queue_server.domain.fee import FeeRule
from queue_server.domain.money_errors import NoAccount
from queue_server.domain.payment import Payment, PaymentState
from queue_server.domain.refund import Refund
from queue_server.store.bank_credits import KeptCredit, unsettled_credits
from queue_server.store.bank_polls import hearing_of
from queue_server.store.charges import charges_of
from queue_server.store.citizen_money import transfer_view
from queue_server.store.dossiers import find_dossier
from queue_server.store.fee_rules import all_rules, rules_of_procedure
from queue_server.store.ledgers import moved_between
from queue_server.store.paper_views import all_papers_view
from queue_server.store.payments import (
    account_of,
    being_given_back,
    has_account,
    open_payments,
    payment_names,
    payments_ended_between,
    payments_of,
    unchecked_payments,
)
from queue_server.store.procedures import procedure_code
from queue_server.store.refunds import refunds_of, undoable
from queue_server.store.views import View, moment


def dossier_money_view(connection: Connection, setup: CentreSetup, code: str) -> View:
    """Return the fees of a dossier that were charged, and who can be spared some. Raises DossierUnknown."""
    dossier = find_dossier(connection, centre_id=setup.id, code=code)
    rules: Sequence[FeeRule] = ()
    if dossier.procedure_id is not None:
        procedure = procedure_code(connection, dossier.procedure_id)
        rules = rules_of_procedure(connection, centre_id=setup.id, procedure=procedure)
    fitting = [rule for rule in rules if rule.channel is dossier.channel and rule.approved_at is not None]
    return {
        "dossier": dossier.code,
        "procedure": dossier.procedure_id is not None,
        "rules": len(fitting),
        "unit": fitting[0].unit if fitting else None,
        "groups": sorted({group for rule in fitting for group in rule.exempt}),
        "account": has_account(connection, setup.id),
        "charges": [_charge(connection, charge) for charge in charges_of(connection, dossier.id)],
    }


def payment_view(payment: Payment, *, text: str | None = None) -> View:
    """Return a payment; `text` is what its code holds while it is shown."""
    return {
        "id": payment.id,
        "method": payment.method.value,
        "state": payment.state.value,
        "amount": payment.amount,
        "code": payment.code,
        "created_at": moment(payment.created_at),
        "ended_at": moment(payment.ended_at),
        "reference": payment.reference,
        "last4": payment.last4,
        "checked": not payment.unchecked,
        "vietqr": text,
        "device": payment.device_id,
        "receipt": payment.receipt,
    }


def listed_view(connection: Connection, payment: Payment, *, text: str | None = None) -> View:
    """Return a payment with the code of its dossier, who took it and the device whose terminal did, by their names."""
    dossier, clerk, device = payment_names(connection, payment.id)
    named = {"dossier": dossier, "clerk": clerk, "device_name": device}
    return payment_view(payment, text=text) | named | _at_terminal(connection, payment)


def _at_terminal(connection: Connection, payment: Payment) -> View:
    tried = [] if payment.device_id is None else refunds_of(connection, payment.id)
    can = payment.state is PaymentState.CONFIRMED and undoable(connection, payment) is not None
    return {"at_terminal": can, "refund": _refund(tried[-1]) if tried else None}


def _refund(refund: Refund) -> View:
    return {
        "id": refund.id,
        "kind": refund.kind.value,
        "state": refund.state.value,
        "code": refund.code,
        "created_at": moment(refund.created_at),
    }


def rules_view(connection: Connection, centre_id: int) -> View:
    """Return the fee rules that are not withdrawn."""
    return {"rules": [_rule(rule) for rule in all_rules(connection, centre_id)]}


def settling_view(connection: Connection, centre_id: int) -> View:
    """Return what somebody has to settle, and the centre's account.

    That is credits, payments open or in doubt, those that a terminal is to give back, and typed cards.
    """
    return {
        "credits": [credit_view(kept) for kept in unsettled_credits(connection, centre_id)],
        "payments": [listed_view(connection, payment) for payment in open_payments(connection, centre_id)],
        "given_back": [listed_view(connection, payment) for payment in being_given_back(connection, centre_id)],
        "unchecked": [listed_view(connection, payment) for payment in unchecked_payments(connection, centre_id)],
        "account": _account(connection, centre_id),
        "polled": _polled(connection, centre_id),
    }


def _polled(connection: Connection, centre_id: int) -> View | None:
    hearing = hearing_of(connection, centre_id)
    if hearing is None:
        return None
    return {"heard_at": moment(hearing.heard_at), "failures": hearing.failures, "why": hearing.why}


def credit_view(kept: KeptCredit) -> View:
    """Return a credit."""
    credit = kept.credit
    return {
        "id": kept.id,
        "provider": credit.provider,
        "reference": credit.reference,
        "amount": credit.amount,
        "text": credit.text,
        "at": moment(credit.at),
        "state": kept.state.value,
        "payment": kept.payment_id,
    }


def money_day_view(connection: Connection, setup: CentreSetup, day: date) -> View:
    """Return a day's payments whose outcome came on it, and what moved on each account of the books."""
    begin = datetime.combine(day, time(), tzinfo=ZoneInfo(setup.zone))
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(setup.zone))
    ended = payments_ended_between(connection, centre_id=setup.id, begin=begin, end=end)
    moved = moved_between(connection, centre_id=setup.id, begin=begin, end=end)
    return {
        "day": day.isoformat(),
        "payments": [listed_view(connection, payment) for payment in ended],
        "accounts": {account.value: amount for account, amount in moved.items()},
    }


def _charge(connection: Connection, charge: Charge) -> View:
    payments = payments_of(connection, charge.id)
    return {
        "id": charge.id,
        "state": state_of(charge, payments).value,
        "amount": charge.amount,
        "quantity": charge.quantity,
        "group": charge.group,
        "fees": in_vietnamese(charge.fees),
        "raised_at": moment(charge.raised_at),
        "payments": [_attempt(connection, each) for each in payments],
    }


def _attempt(connection: Connection, payment: Payment) -> View:
    listed = listed_view(connection, payment, text=shown_code(connection, payment))
    return listed | {"papers": all_papers_view(connection, payment)}


def shown_code(connection: Connection, payment: Payment) -> str | None:
    """Return what the code of an open VietQR payment holds; None of any other."""
    transfer = transfer_view(connection, payment)
    return None if transfer is None else str(transfer["vietqr"])


def _account(connection: Connection, centre_id: int) -> Mapping[str, str] | None:
    try:
        account, holder = account_of(connection, centre_id)
    except NoAccount:
        return None
    return {"bank": account.bank, "number": account.number, "holder": holder}


def _rule(rule: FeeRule) -> View:
    return {
        "id": rule.id,
        "procedure": rule.procedure,
        "channel": rule.channel.value,
        "kind": rule.kind.value,
        "name": rule.name,
        "unit": rule.unit,
        "tiers": [{"begins": tier.begins, "price": tier.price} for tier in rule.tiers],
        "most": rule.most,
        "exempt": dict(rule.exempt),
        "basis": rule.basis,
        "translations": {text: dict(said) for text, said in rule.translations.items()},
        "valid_from": rule.valid_from.isoformat(),
        "valid_until": None if rule.valid_until is None else rule.valid_until.isoformat(),
        "approved_at": moment(rule.approved_at),
    }
