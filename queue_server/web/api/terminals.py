"""Boxes of card terminals: which sales they have, that one begins, what became of it."""

from typing import Any

from hardware.terminal.till import CardReceipt, PrintLine, Verdict
from queue_server.domain.refund import RefundKind
from queue_server.domain.roles import Permission
from queue_server.domain.telling import Telling
from queue_server.store.devices import Device
from queue_server.store.terminal_days import awaited_day
from queue_server.store.terminal_views import refund_view, sale_view
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import refund_words, refunding, selling, terminal_days
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.schemas_terminals import (
    BeginRequest,
    Begun,
    DayTold,
    Outcome,
    OutcomeRequest,
    RefundBegun,
    RefundOutcome,
    RefundOutcomeRequest,
    Sales,
    TerminalDayRequest,
)

WORK = Permission.TERMINAL_WORK


@api.endpoint("GET", "/terminal/sales", needs=WORK, gives=Sales)
def terminal_sales(call: Call) -> View:
    """The open card payments of the device and what it is to give back, the oldest first."""
    moment: dict[str, Any] = {"at": call.at, "rate": call.context.clock.rate}
    with call.context.store.reading() as connection:
        refunds = refund_words.refunds_at(connection, _own(call))
        return {
            "sales": [sale_view(each, **moment) for each in selling.sales_of(connection, _own(call))],
            "refunds": [refund_view(refund, payment, **moment) for refund, payment in refunds],
            "close_day": awaited_day(connection, _own(call).id) is not None,
        }


@api.endpoint(
    "POST", "/terminal/sales/<payment>/begin", needs=WORK, takes=BeginRequest, gives=Begun, once=True,
    refuses=("not_found", "payment.illegal_move", "payment.late", "terminal.busy", "terminal.closing"),
)  # fmt: skip
def begin_sale(call: Call, payment: str) -> str:
    """Write that the terminal is about to be asked. Its first byte leaves after the answer."""
    return call.once(
        lambda unit: {
            "sale": sale_view(
                selling.begin_sale(
                    unit,
                    device=_own(call),
                    payment_id=payment,
                    newest=call.body.newest,
                    at=call.at,
                    rate=call.context.clock.rate,
                ),
                at=call.at,
                rate=call.context.clock.rate,
            )
        }
    )


@api.endpoint(
    "POST", "/terminal/sales/<payment>/outcome", needs=WORK, takes=OutcomeRequest, gives=Outcome, once=True,
    refuses=("not_found",),
)  # fmt: skip
def tell_outcome(call: Call, payment: str) -> str:
    """Say what became of a sale. Told again it changes nothing; what contradicts a decision is kept to be settled."""

    def action(unit: Unit) -> View:
        found, effect = selling.hear_outcome(
            unit, device=_own(call), payment_id=payment, telling=_told(call), at=call.at
        )
        return {"payment": payment, "state": None if found is None else found.state.value, "effect": effect.value}

    return call.once(action)


@api.endpoint(
    "POST", "/terminal/refunds/<refund>/begin", needs=WORK, takes=BeginRequest, gives=RefundBegun, once=True,
    refuses=("not_found", "refund.illegal_move", "payment.late", "terminal.busy", "terminal.closing"),
)  # fmt: skip
def begin_refund(call: Call, refund: str) -> str:
    """Write that the terminal is about to be asked to give back. Its first byte leaves after the answer."""

    def action(unit: Unit) -> View:
        begun = refunding.begin_refund(
            unit,
            device=_own(call),
            refund_id=refund,
            newest=call.body.newest,
            at=call.at,
            rate=call.context.clock.rate,
        )
        return {"refund": refund_view(*begun, at=call.at, rate=call.context.clock.rate)}

    return call.once(action)


@api.endpoint(
    "POST", "/terminal/refunds/<refund>/outcome", needs=WORK, takes=RefundOutcomeRequest, gives=RefundOutcome,
    once=True, refuses=("not_found",),
)  # fmt: skip
def tell_refund(call: Call, refund: str) -> str:
    """Say what became of giving back. Told again it changes nothing; what contradicts is kept to be settled."""

    def action(unit: Unit) -> View:
        found, effect = refund_words.hear_refund(
            unit,
            device=_own(call),
            refund_id=refund,
            payment_id=call.body.payment,
            kind=RefundKind(call.body.kind),
            telling=_told(call),
            at=call.at,
        )
        return {"refund": refund, "state": None if found is None else found.state.value, "effect": effect.value}

    return call.once(action)


@api.endpoint("POST", "/terminal/day", needs=WORK, takes=TerminalDayRequest, gives=DayTold, once=True)
def tell_day(call: Call) -> str:
    """What the terminal says of its day: it is compared with ours, to the transaction where it lists them."""
    body = call.body
    receipts = None if body.receipts is None else [CardReceipt(**each.model_dump()) for each in body.receipts]

    def action(unit: Unit) -> View:
        compared = terminal_days.hear_day(
            unit, device=_own(call), count=body.count, amount=body.amount, receipts=receipts, at=call.at
        )
        return {"agrees": not compared.differences, "differences": len(compared.differences)}

    return call.once(action)


def _told(call: Call) -> Telling:
    body = call.body
    receipt = None if body.receipt is None else CardReceipt(**body.receipt.model_dump())
    lines = tuple(PrintLine(**each.model_dump()) for each in body.lines)
    return Telling(verdict=Verdict(body.verdict), code=body.code, detail=body.detail, receipt=receipt, lines=lines)


def _own(call: Call) -> Device:
    assert call.caller.device is not None
    return call.caller.device
