"""The one place in which a refund's state changes, and what stands in the way of other deeds."""

from datetime import datetime

from queue_server.domain.event import EventKind
from queue_server.domain.money_errors import RefundOpen
from queue_server.domain.payment import Payment, PaymentState, Source
from queue_server.domain.refund import (
    AT_TERMINAL,
    Refund,
    RefundMove,
    RefundState,
    moved_refund,
    refund_waits_in_vain,
)
from queue_server.store.devices import Device
from queue_server.store.payments import open_at_device
from queue_server.store.refunds import refunds_of, refunds_open_at, save_refund
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def drop_waiting(unit: Unit, payment: Payment, *, at: datetime, rate: int = 1, also_fresh: bool = False) -> None:
    """Take back a wish to give the payment back that no terminal will begin any more, or with `also_fresh` has not yet.

    Raises RefundOpen while the terminal works on it or is in doubt, or may still begin it.
    """
    for refund in refunds_of(unit.connection, payment.id):
        if refund.state in AT_TERMINAL:
            raise RefundOpen(state=refund.state.value)
        if refund.state is RefundState.CREATED:
            if not also_fresh and not refund_waits_in_vain(refund, at=at, rate=rate):
                raise RefundOpen(state=refund.state.value)
            move_refund(unit, refund, RefundMove.CANCEL, source=Source.PRODUCT, at=at)


def is_busy(unit: Unit, device: Device) -> bool:
    """Say whether the device's terminal works on something."""
    at_terminal = any(each.state is PaymentState.PENDING for each in open_at_device(unit.connection, device.id))
    return at_terminal or any(each.state is RefundState.PENDING for each in refunds_open_at(unit.connection, device.id))


def move_refund(
    unit: Unit,
    refund: Refund,
    move: RefundMove,
    *,
    source: Source,
    at: datetime,
    staff_id: int | None = None,
    reason: str | None = None,
) -> Refund:
    """Move a refund and record it. Whoever calls has the centre to itself. Raises IllegalRefundMove."""
    after = moved_refund(refund, move, at=at)
    save_refund(unit.connection, after)
    record(
        unit, EventKind.REFUND_MOVED, at=at, centre_id=refund.centre_id, refund=refund.id, payment=refund.payment_id,
        move=move.value, state=after.state.value, source=source.value, code=after.code, actor=staff_id, reason=reason,
    )  # fmt: skip
    return after
