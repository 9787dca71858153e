"""Fees at the counter: what is due for a dossier, and attempts to pay it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from queue_server.domain.charge import Charge, in_vietnamese, reckoning
from queue_server.domain.payment import Method, Payment, PaymentMove
from queue_server.domain.roles import Permission
from queue_server.store.charges import find_charge
from queue_server.store.dossiers import code_of_dossier
from queue_server.store.money_views import dossier_money_view, payment_view
from queue_server.store.payments import find_payment
from queue_server.store.setup import setup_of
from queue_server.store.terminal_places import answers
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import charging, paying, refunding
from queue_server.usecases.terminals import terminal_of_clerk
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.api.dossiers import SEE, WORK
from queue_server.web.endpoint import Call
from queue_server.web.schemas_in import Nothing
from queue_server.web.schemas_money import (
    CardRequest,
    ChargeRequest,
    DecisionRequest,
    DossierMoney,
    MoneyReasonRequest,
    PaymentOut,
    PaymentRequest,
    Reckoning,
    RefundDecisionRequest,
    RefundRequest,
)

SETTLE = Permission.MONEY_SETTLE
NOBODY = "-"
"""The group of who is spared nothing."""
NO_FEE = ("dossier.unknown", "charge.procedure_needed", "fee.unknown", "fee.quantity", "fee.group_unknown")
MOVED = ("not_found", "payment.illegal_move")


@api.endpoint("GET", "/dossiers/<code>/money", needs=SEE, gives=DossierMoney, refuses=("dossier.unknown",))
def money_of_dossier(call: Call, code: str) -> View:
    """What is due for a dossier and what was paid."""
    store = call.context.store
    with store.reading() as connection:
        return _seen(call, connection, _read(code))


@api.endpoint("GET", "/dossiers/<code>/fees/<int:quantity>/<group>", needs=SEE, gives=Reckoning, refuses=NO_FEE)
def reckon(call: Call, code: str, quantity: int, group: str) -> View:
    """What a dossier would cost, line by line; the group "-" is spared nothing."""
    store = call.context.store
    with store.reading() as connection:
        fees = charging.fees_due(
            connection,
            setup_of(store, connection, call.centre_id),
            code=_read(code),
            quantity=quantity,
            group=None if group == NOBODY else group,
            at=call.at,
        )
    return {"amount": sum(fee.amount for fee in fees), "fees": in_vietnamese(reckoning(fees))}


@api.endpoint(
    "POST", "/dossiers/<code>/charges", needs=WORK, takes=ChargeRequest, gives=DossierMoney, once=True,
    refuses=(*NO_FEE, "charge.exists"),
)  # fmt: skip
def raise_charge(call: Call, code: str) -> str:
    """Charge a dossier by the rules in force."""
    return _charging(
        call,
        lambda unit: charging.raise_charge(
            unit,
            centre_id=call.centre_id,
            clerk_id=clerk_of(call),
            code=_read(code),
            quantity=call.body.quantity,
            group=call.body.group,
            at=call.at,
            chance=call.context.chance(charging.ID_BYTES),
            again=call.body.again,
        ),
    )


@api.endpoint(
    "POST", "/charges/<charge>/withdraw", needs=WORK, takes=MoneyReasonRequest, gives=DossierMoney, once=True,
    refuses=("not_found", "charge.withdrawn", "charge.paid", "payment.open"),
)  # fmt: skip
def withdraw_charge(call: Call, charge: str) -> str:
    """Take back a charge that was raised by mistake."""
    return _charging(
        call,
        lambda unit: charging.withdraw_charge(
            unit, **_who(call, "clerk_id"), charge_id=charge, reason=call.body.reason, at=call.at
        ),
    )


@api.endpoint(
    "POST", "/charges/<charge>/payments", needs=WORK, takes=PaymentRequest, gives=DossierMoney, once=True,
    refuses=("not_found", "charge.withdrawn", "charge.paid", "payment.open", "payment.no_account"),
)  # fmt: skip
def begin_payment(call: Call, charge: str) -> str:
    """Begin an attempt to pay: a payment code to show, or a card at the counter's terminal.

    Where the counter has none that answers, or it is asked for, the amount is typed into a terminal by hand.
    """
    return _paying(
        call,
        lambda unit: paying.begin_payment(
            unit,
            **_who(call),
            charge_id=charge,
            method=Method(call.body.method),
            at=call.at,
            chance=call.context.chance(paying.CHANCE_BYTES),
            device_id=_terminal_for(call, unit.connection),
        ),
    )


@api.endpoint(
    "POST", "/payments/<payment>/cancel", needs=WORK, takes=Nothing, gives=DossierMoney, once=True, refuses=MOVED
)
def cancel_payment(call: Call, payment: str) -> str:
    """Take a payment code off the screens."""
    return _paying(call, lambda unit: paying.cancel_payment(unit, **_who(call), payment_id=payment, at=call.at))


@api.endpoint(
    "POST", "/payments/<payment>/card", needs=WORK, takes=CardRequest, gives=DossierMoney, once=True,
    refuses=(*MOVED, "payment.card_details"),
)  # fmt: skip
def confirm_card(call: Call, payment: str) -> str:
    """Confirm a card payment by the approval code and the last four digits on the terminal's slip."""
    return _paying(
        call,
        lambda unit: paying.confirm_typed_card(
            unit,
            **_who(call),
            payment_id=payment,
            approval_code=call.body.approval_code,
            last4=call.body.last4.strip(),
            at=call.at,
        ),
    )


@api.endpoint(
    "POST", "/payments/<payment>/decide", needs=(WORK, SETTLE), takes=DecisionRequest, gives=DossierMoney, once=True,
    refuses=(*MOVED, "payment.second_person"),
)  # fmt: skip
def decide_payment(call: Call, payment: str) -> str:
    """Say what became of a payment, with the reason; to confirm it takes another person than who began it."""
    return _paying(
        call,
        lambda unit: paying.decide_payment(
            unit,
            **_who(call),
            payment_id=payment,
            move=PaymentMove(call.body.move),
            reference=call.body.reference,
            reason=call.body.reason,
            at=call.at,
        ),
    )


@api.endpoint(
    "POST", "/payments/<payment>/check", needs=(WORK, SETTLE), takes=Nothing, gives=PaymentOut, once=True,
    refuses=("not_found", "payment.card_details", "payment.second_person"),
)  # fmt: skip
def check_card(call: Call, payment: str) -> str:
    """Say that a card payment that a colleague typed in stands on the terminal's slip."""
    return call.once(lambda unit: payment_view(paying.check_card(unit, **_who(call), payment_id=payment, at=call.at)))


@api.endpoint(
    "POST", "/payments/<payment>/refund", needs=SETTLE, takes=RefundRequest, gives=DossierMoney, once=True,
    refuses=(*MOVED, "payment.second_person", "refund.open"),
)  # fmt: skip
def refund_payment(call: Call, payment: str) -> str:
    """Write that a payment was given back."""
    return _paying(
        call,
        lambda unit: paying.refund_payment(
            unit,
            **_who(call),
            payment_id=payment,
            reference=call.body.reference,
            reason=call.body.reason,
            at=call.at,
        ),
    )


@api.endpoint(
    "POST", "/payments/<payment>/give-back", needs=SETTLE, takes=MoneyReasonRequest, gives=DossierMoney, once=True,
    refuses=(*MOVED, "payment.second_person", "payment.reason_needed", "refund.open", "refund.elsewhere"),
)  # fmt: skip
def give_back(call: Call, payment: str) -> str:
    """Have a card payment given back at the terminal that took it."""

    def action(unit: Unit) -> View:
        refunding.ask_refund(
            unit,
            **_who(call),
            payment_id=payment,
            reason=call.body.reason,
            at=call.at,
            chance=call.context.chance(refunding.CHANCE_BYTES),
            rate=call.context.clock.rate,
        )
        return _of_payment(call, unit, find_payment(unit.connection, centre_id=call.centre_id, payment_id=payment))

    return call.once(action)


@api.endpoint(
    "POST", "/refunds/<refund>/decide", needs=SETTLE, takes=RefundDecisionRequest, gives=DossierMoney, once=True,
    refuses=(*MOVED, "payment.second_person", "payment.reason_needed", "refund.illegal_move"),
)  # fmt: skip
def decide_refund(call: Call, refund: str) -> str:
    """Say whether a payment was given back at its terminal; that it was takes another person than who asked."""
    return _paying(
        call,
        lambda unit: refunding.decide_refund(
            unit,
            **_who(call),
            refund_id=refund,
            done=call.body.done,
            reference=call.body.reference,
            reason=call.body.reason,
            at=call.at,
        ),
    )


def _read(code: str) -> str:
    return code.strip().upper()


def _who(call: Call, name: str = "staff_id") -> dict[str, Any]:
    return {"centre_id": call.centre_id, name: clerk_of(call)}


def _charging(call: Call, deed: Callable[[Unit], Charge]) -> str:
    return call.once(lambda unit: _after(call, unit, deed(unit)))


def _paying(call: Call, deed: Callable[[Unit], Payment]) -> str:
    def action(unit: Unit) -> View:
        return _of_payment(call, unit, deed(unit))

    return call.once(action)


def _of_payment(call: Call, unit: Unit, payment: Payment) -> View:
    return _after(call, unit, find_charge(unit.connection, centre_id=call.centre_id, charge_id=payment.charge_id))


def _after(call: Call, unit: Unit, charge: Charge) -> View:
    return _seen(call, unit.connection, code_of_dossier(unit.connection, charge.dossier_id))


def _seen(call: Call, connection: Connection, code: str) -> View:
    view = dossier_money_view(connection, setup_of(call.context.store, connection, call.centre_id), code)
    return {**view, "terminal": _terminal(call, connection)}


def _terminal(call: Call, connection: Connection) -> View | None:
    setup = setup_of(call.context.store, connection, call.centre_id)
    terminal = terminal_of_clerk(connection, setup, clerk_id=clerk_of(call))
    if terminal is None:
        return None
    there = answers(terminal, at=call.at, rate=call.context.clock.rate)
    return {"device": terminal.id, "name": terminal.name, "answers": there}


def _terminal_for(call: Call, connection: Connection) -> str | None:
    if call.body.method != Method.CARD.value or call.body.typed:
        return None
    terminal = _terminal(call, connection)
    return terminal["device"] if terminal is not None and terminal["answers"] else None
