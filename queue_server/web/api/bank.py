"""Transfers to the centres' accounts, as providers tell of them. The signature is looked at before anything else."""

import logging

from flask import g, request

from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.bank_signing import has_api_key, signed_by_payos, signed_by_sepay
from queue_server.domain.bank_words import bank_moment
from queue_server.domain.money_errors import AccountUnknown, Unsigned
from queue_server.store.given_secrets import given_secrets
from queue_server.store.unit import Unit
from queue_server.usecases.crediting import receive_at_account
from queue_server.web.api import api
from queue_server.web.endpoint import Answer, Call, parsed_json
from queue_server.web.schemas_bank import PayosNotice, SepayTransfer, Taken, payos_data

log = logging.getLogger("motcua.bank")

SEPAY_SECRETS = "sepay-hmac.secrets"
SEPAY_KEYS = "sepay-api.secrets"
PAYOS_SECRETS = "payos-checksum.secrets"
REFUSES = ("bank.unsigned", "bank.account_unknown")
CAME_IN = "in"
PAID = "00"
PAYOS_EXAMPLE = (123, "12345678", "TF230204212323")
"""Order, account and reference of the message with which payOS tries an address that is being registered."""


@api.endpoint("POST", "/bank/sepay", needs=None, takes=SepayTransfer, gives=Taken, raw=True, refuses=REFUSES)
def told_by_sepay(call: Call) -> Answer:
    """A transfer, told by SePay and signed with one of the secrets; repeating it changes nothing."""
    _signed("sepay", _by_sepay(call))
    told = SepayTransfer.model_validate(parsed_json(call.body))
    if told.transfer_type != CAME_IN:
        return {"success": True}
    credit = BankCredit(
        provider="sepay",
        reference=str(told.id),
        account=told.account_number,
        amount=told.transfer_amount,
        text=told.content,
        at=bank_moment(told.transaction_date),
        bank_reference=told.reference_code or None,
    )
    return _receive(call, credit)


@api.endpoint("POST", "/bank/payos", needs=None, takes=PayosNotice, gives=Taken, raw=True, refuses=REFUSES)
def told_by_payos(call: Call) -> Answer:
    """A payment, told by payOS and signed with one of the checksum keys; repeating it changes nothing."""
    parsed = parsed_json(call.body)
    data, signature = payos_data(parsed)
    secrets = given_secrets(call.context.data / PAYOS_SECRETS)
    _signed("payos", signed_by_payos(data, signature=signature, secrets=secrets))
    told = PayosNotice.model_validate(parsed).data
    if told.code != PAID or (told.order_code, told.account_number, told.reference) == PAYOS_EXAMPLE:
        return {"success": True}
    credit = BankCredit(
        provider="payos",
        reference=f"{told.payment_link_id}:{told.reference}",
        account=told.account_number,
        amount=told.amount,
        text=told.description,
        at=bank_moment(told.transaction_date_time),
        bank_reference=told.reference,
    )
    return _receive(call, credit)


def _by_sepay(call: Call) -> bool:
    headers, folder = request.headers, call.context.data
    if "X-SePay-Signature" in headers:
        return signed_by_sepay(
            call.body,
            signature=headers["X-SePay-Signature"],
            timestamp=headers.get("X-SePay-Timestamp", ""),
            secrets=given_secrets(folder / SEPAY_SECRETS),
            at=call.at,
        )
    return has_api_key(headers.get("Authorization", ""), keys=given_secrets(folder / SEPAY_KEYS))


def _signed(provider: str, signed: bool) -> None:
    if not signed:
        log.warning("%s: refused, not signed; request=%s", provider, g.request_id)
        raise Unsigned()


def _receive(call: Call, credit: BankCredit) -> Answer:
    try:
        with Unit(call.context.store) as unit:
            receive_at_account(unit, credit=credit, at=call.at)
    except AccountUnknown:
        log.warning("%s: refused, no centre has the account; request=%s", credit.provider, g.request_id)
        raise
    return {"success": True}
