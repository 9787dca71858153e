"""Fees at the kiosk: what is due for a dossier, and attempts to pay it. Whoever knows the code may ask."""

from flask import Response

from queue_server.domain.paper import PaperKind
from queue_server.domain.payment import Method, Payment
from queue_server.domain.roles import Permission
from queue_server.store.kiosk_money_views import kiosk_money_view, kiosk_payment_view
from queue_server.store.payments import find_payment
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import kiosk_paying, paying
from queue_server.usecases.confirmations import print_confirmation, print_payment_code
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.schemas_in import Nothing
from queue_server.web.schemas_kiosk_money import (
    KioskMoney,
    KioskPaperRequest,
    KioskPayment,
    KioskPaymentRequest,
    MoneyQuestion,
)

PAY = Permission.KIOSK_PAY


@api.endpoint("POST", "/kiosk/money", needs=PAY, takes=MoneyQuestion, gives=KioskMoney, refuses=("dossier.unknown",))
def money_due(call: Call) -> View:
    """What is due for the dossier of a code, line by line, and the attempt to pay it that is open."""
    store = call.context.store
    with store.reading() as connection:
        return kiosk_money_view(connection, setup_of(store, connection, call.centre_id), call.body.code.strip().upper())


@api.endpoint(
    "POST", "/kiosk/charges/<charge>/payments", needs=PAY, takes=KioskPaymentRequest, gives=KioskPayment, once=True,
    refuses=("not_found", "charge.withdrawn", "charge.paid", "payment.open", "payment.no_account"),
)  # fmt: skip
def begin_kiosk_payment(call: Call, charge: str) -> str:
    """Begin an attempt to pay at this kiosk: a payment code to show, or a sale for its card terminal."""

    device, method = call.caller.device, Method(call.body.method)
    assert device is not None

    def begin(unit: Unit) -> Payment:
        return paying.begin_payment(
            unit,
            centre_id=call.centre_id,
            staff_id=None,
            charge_id=charge,
            method=method,
            device_id=device.id if method is Method.CARD else None,
            at=call.at,
            chance=call.context.chance(paying.CHANCE_BYTES),
        )

    return call.once(lambda unit: _seen(call, unit, begin(unit)))


@api.endpoint("GET", "/kiosk/payments/<payment>", needs=PAY, gives=KioskPayment, refuses=("not_found",))
def follow_kiosk_payment(call: Call, payment: str) -> Response:
    """What has become of a payment; unchanged state answers 304 to its ETag."""
    with call.context.store.reading() as connection:
        found = find_payment(connection, centre_id=call.centre_id, payment_id=payment)
        return call.tagged(kiosk_payment_view(connection, found))


@api.endpoint(
    "POST", "/kiosk/payments/<payment>/cancel", needs=PAY, takes=Nothing, gives=KioskPayment, once=True,
    refuses=("not_found", "payment.illegal_move"),
)  # fmt: skip
def cancel_kiosk_payment(call: Call, payment: str) -> str:
    """Take a payment code off the screens, or a sale back that no terminal has begun; none that staff began."""

    def cancel(unit: Unit) -> Payment:
        return kiosk_paying.cancel_kiosk_payment(unit, centre_id=call.centre_id, payment_id=payment, at=call.at)

    return call.once(lambda unit: _seen(call, unit, cancel(unit)))


@api.endpoint(
    "POST", "/kiosk/payments/<payment>/papers", needs=PAY, takes=KioskPaperRequest, gives=KioskPayment, once=True,
    refuses=("not_found", "payment.no_paper", "payment.no_account"),
)  # fmt: skip
def print_kiosk_paper(call: Call, payment: str) -> str:
    """Print at this kiosk that it is paid, or the code to pay it by; marked as a copy from the second time on."""
    device, body = call.caller.device, call.body
    assert device is not None

    def ordered(unit: Unit) -> View:
        found = find_payment(unit.connection, centre_id=call.centre_id, payment_id=payment)
        printed = print_confirmation if body.kind == PaperKind.CONFIRMATION.value else print_payment_code
        printed(unit, payment=found, kiosk=device, language=body.language, at=call.at)
        return _seen(call, unit, found)

    return call.once(ordered)


def _seen(call: Call, unit: Unit, payment: Payment) -> View:
    return {**kiosk_payment_view(unit.connection, payment), **clock_view(call.context, call.at)}
