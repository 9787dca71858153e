"""Card payments given back at the terminal that took them: asked for by a person, told by the terminal's box.

The order is that of a sale (`selling`): the box begins it here, on disk, before the first byte leaves for the terminal,
and tells what became of it until it is heard. The payment is refunded, and booked, only by that word or by a person's.
"""

from dataclasses import replace
from datetime import datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.ids import ticket_id
from queue_server.domain.money_errors import (
    IllegalPaymentMove,
    IllegalRefundMove,
    PaymentLate,
    ReasonNeeded,
    RefundElsewhere,
    SecondPersonNeeded,
    TerminalBusy,
    TerminalClosing,
)
from queue_server.domain.payment import Evidence, Payment, PaymentMove, PaymentState, Source
from queue_server.domain.refund import (
    AT_TERMINAL,
    OPEN,
    Refund,
    RefundKind,
    RefundMove,
    RefundState,
    kind_of,
    refund_waits_in_vain,
)
from queue_server.store.devices import Device, find_device
from queue_server.store.moments import to_ms
from queue_server.store.payments import find_payment
from queue_server.store.refunds import find_refund, insert_refund, undoable
from queue_server.store.setup import setup_for_writing
from queue_server.store.terminal_days import awaited_day, last_day
from queue_server.store.terminal_places import answers
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.paying import check_second_person, move_payment
from queue_server.usecases.refund_moves import drop_waiting, is_busy, move_refund

CHANCE_BYTES = 10


def ask_refund(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    payment_id: str,
    reason: str,
    at: datetime,
    chance: bytes,
    rate: int = 1,
) -> Refund:
    """Have a confirmed card payment given back at the terminal that took it; its box begins it within two minutes.

    `chance` is CHANCE_BYTES. Raises NotFound, ReasonNeeded, IllegalPaymentMove, SecondPersonNeeded as when it is
    written down by hand, RefundOpen, and RefundElsewhere where the terminal does not answer or told no number.
    """
    setup = setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    if payment.state is not PaymentState.CONFIRMED:
        raise IllegalPaymentMove(state=payment.state.value, move=PaymentMove.REFUND.value, source=Source.PERSON.value)
    if not reason.strip():
        raise ReasonNeeded()
    check_second_person(unit, payment, staff_id)
    drop_waiting(unit, payment, at=at, rate=rate)
    refund = _new(unit, setup, payment, at=at, chance=chance, rate=rate)
    refund = replace(refund, asked_by=staff_id, reason=reason.strip())
    insert_refund(unit.connection, refund)
    record(
        unit, EventKind.REFUND_ASKED, at=at, centre_id=centre_id, refund=refund.id, payment=payment.id,
        how=refund.kind.value, amount=refund.amount, device=refund.device_id, actor=staff_id, reason=refund.reason,
    )  # fmt: skip
    return refund


def begin_refund(
    unit: Unit, *, device: Device, refund_id: str, newest: int | None, at: datetime, rate: int = 1
) -> tuple[Refund, Payment]:
    """Write that the terminal is about to be asked; `newest` is the trace of its last transaction.

    Raises NotFound, IllegalRefundMove of what is not waiting to begin or was given back since, PaymentLate, also of a
    reversal whose day has ended, TerminalClosing, and TerminalBusy while a payment or another refund is at the
    terminal.
    """
    setup = setup_for_writing(unit, device.centre_id)
    refund = find_refund(unit.connection, centre_id=device.centre_id, refund_id=refund_id)
    if refund.device_id != device.id:
        raise NotFound(what="refund", name=refund_id[:32])
    payment = find_payment(unit.connection, centre_id=refund.centre_id, payment_id=refund.payment_id)
    if refund.state is not RefundState.CREATED or payment.state is not PaymentState.CONFIRMED:
        raise IllegalRefundMove(state=refund.state.value, move=RefundMove.ASK.value)
    if refund_waits_in_vain(refund, at=at, rate=rate) or _day_is_over(unit, setup, refund, payment, at=at):
        raise PaymentLate()
    if awaited_day(unit.connection, device.id) is not None:
        raise TerminalClosing()
    if is_busy(unit, device):
        raise TerminalBusy()
    return move_refund(unit, replace(refund, newest=newest), RefundMove.ASK, source=Source.TERMINAL, at=at), payment


def decide_refund(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    refund_id: str,
    done: bool,
    reference: str | None,
    reason: str,
    at: datetime,
) -> Payment:
    """Let a person say whether a payment was given back of which the terminal does not; the wish for it is taken back.

    That it was takes another person than who asked for it. Raises NotFound, ReasonNeeded, SecondPersonNeeded,
    IllegalRefundMove.
    """
    setup_for_writing(unit, centre_id)
    refund = find_refund(unit.connection, centre_id=centre_id, refund_id=refund_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=refund.payment_id)
    if not reason.strip():
        raise ReasonNeeded()
    if refund.state not in OPEN or (done and refund.state not in AT_TERMINAL):
        raise IllegalRefundMove(state=refund.state.value, move=(RefundMove.DO if done else RefundMove.FAIL).value)
    if done and refund.asked_by == staff_id:
        raise SecondPersonNeeded()
    check_second_person(unit, payment, staff_id)
    not_done = RefundMove.CANCEL if refund.state is RefundState.CREATED else RefundMove.FAIL
    move_refund(
        unit, refund, RefundMove.DO if done else not_done, source=Source.PERSON, staff_id=staff_id, reason=reason, at=at
    )
    if not done:
        return payment
    word = Evidence(source=Source.PERSON, reference=reference, staff_id=staff_id, reason=reason)
    return move_payment(unit, payment, PaymentMove.REFUND, word, at=at)


def _new(unit: Unit, setup: CentreSetup, payment: Payment, *, at: datetime, chance: bytes, rate: int) -> Refund:
    receipt = undoable(unit.connection, payment)
    if receipt is None or payment.device_id is None:
        raise RefundElsewhere()
    device = find_device(unit.connection, payment.device_id, centre_id=setup.id)
    if device.revoked_at is not None or not answers(device, at=at, rate=rate):
        raise RefundElsewhere()
    return Refund(
        id=ticket_id(milliseconds=to_ms(at), chance=chance),
        centre_id=setup.id,
        payment_id=payment.id,
        device_id=device.id,
        kind=_kind_now(unit, setup, payment, device.id, at=at),
        state=RefundState.CREATED,
        amount=payment.amount,
        undone=receipt,
        created_at=at,
    )


def _kind_now(unit: Unit, setup: CentreSetup, payment: Payment, device_id: str, *, at: datetime) -> RefundKind:
    day = last_day(unit.connection, device_id)
    return kind_of(payment, at=at, zone=setup.zone, closed_at=None if day is None else day.told_at)


def _day_is_over(unit: Unit, setup: CentreSetup, refund: Refund, payment: Payment, *, at: datetime) -> bool:
    """Say whether the terminal can no longer take back what it could when it was asked for: it numbers anew."""
    return refund.kind is not _kind_now(unit, setup, payment, refund.device_id, at=at)
