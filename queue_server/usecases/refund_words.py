"""What a terminal's box tells of giving money back: kept once each, whatever it says, and done where it may be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.ledger import charge_given_back
from queue_server.domain.payment import Evidence, Payment, PaymentMove, PaymentState, Source
from queue_server.domain.refund import (
    OPEN,
    Refund,
    RefundKind,
    RefundMove,
    RefundState,
    money_back_in,
    refund_meaning,
)
from queue_server.domain.telling import Effect, Telling, cleaned, meaning_of_unknown
from queue_server.store.devices import Device
from queue_server.store.ledgers import book
from queue_server.store.payments import find_payment
from queue_server.store.refunds import insert_refund, known_refund, refunds_of, refunds_open_at, undoable
from queue_server.store.setup import setup_for_writing
from queue_server.store.tellings import insert_telling, tellings_of_refund
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.paying import move_payment
from queue_server.usecases.refund_moves import move_refund
from queue_server.usecases.selling import NAME


def refunds_at(connection: Connection, device: Device) -> Sequence[tuple[Refund, Payment]]:
    """Return what the device's terminal is to give back or is asked about, with the payments, the oldest first.

    What was created too long ago to begin is among them, as in `selling.sales_of`.
    """
    return [
        (each, find_payment(connection, centre_id=each.centre_id, payment_id=each.payment_id))
        for each in refunds_open_at(connection, device.id)
    ]


def hear_refund(
    unit: Unit, *, device: Device, refund_id: str, payment_id: str, kind: RefundKind, telling: Telling, at: datetime
) -> tuple[Refund | None, Effect]:
    """Take in what a box tells of a refund; return it as it is then, and what the telling did.

    The same told again changes nothing. That money is back of a payment that was given back in another way, or is not
    known here, lies in suspense until somebody settles it. Raises NotFound only of what cannot be an id.
    """
    setup_for_writing(unit, device.centre_id)
    for each in (refund_id, payment_id):
        if not NAME.fullmatch(each):
            raise NotFound(what="refund", name=each[:32])
    told = cleaned(telling)
    payment = _payment(unit, device, payment_id)
    refund = _refund(unit, device, payment, refund_id, kind, at=at)
    before = [each for each in tellings_of_refund(unit.connection, refund_id) if each.device_id == device.id]
    again = next((each for each in before if each.telling == told), None)
    if again is not None:
        return refund, again.effect
    words = [each.telling for each in before]
    effect = meaning_of_unknown(told, words)
    if refund is not None and payment is not None:
        refund, effect = _take(unit, refund, payment, told, words, at=at)
    amount = money_back_in(0 if refund is None else refund.amount, told)
    insert_telling(
        unit.connection,
        told,
        centre_id=device.centre_id,
        device_id=device.id,
        payment_id=payment_id,
        effect=effect,
        at=at,
        refund_id=refund_id,
        amount=amount,
    )
    if effect is Effect.CONTRADICTS:
        known = None if payment is None else payment.id
        book(unit.connection, charge_given_back(amount), centre_id=device.centre_id, at=at, payment_id=known)
    record(
        unit, EventKind.TERMINAL_TOLD, at=at, centre_id=device.centre_id, device=device.id, payment=payment_id,
        refund=refund_id, verdict=told.verdict.value, effect=effect.value, code=told.code, amount=-amount,
    )  # fmt: skip
    return refund, effect


def _take(
    unit: Unit, refund: Refund, payment: Payment, told: Telling, before: Sequence[Telling], *, at: datetime
) -> tuple[Refund, Effect]:
    meaning = refund_meaning(refund, told, before)
    if isinstance(meaning, Effect):
        return refund, meaning
    if refund.state is RefundState.CREATED:
        refund = move_refund(unit, refund, RefundMove.ASK, source=Source.TERMINAL, at=at)
    effect = Effect.MOVED
    if meaning is RefundMove.DO:
        effect = _given_back(unit, refund, payment, told, at=at)
    receipt = told.receipt
    named = replace(refund, code=told.code)
    if receipt is not None and meaning is RefundMove.DO:
        named = replace(named, number=receipt.number, trace=receipt.trace)
    return move_refund(unit, named, meaning, source=Source.TERMINAL, at=at), effect


def _given_back(unit: Unit, refund: Refund, payment: Payment, told: Telling, *, at: datetime) -> Effect:
    """Refund the payment; one that is refunded already was given back twice, unless it is the same reversal."""
    if payment.state is PaymentState.CONFIRMED:
        number = None if told.receipt is None else told.receipt.number
        word = Evidence(
            source=Source.TERMINAL, reference=number, staff_id=refund.asked_by, reason=refund.reason or told.detail
        )
        move_payment(unit, payment, PaymentMove.REFUND, word, at=at)
        _drop_others(unit, refund, at=at)
        return Effect.MOVED
    reversed_before = any(
        each.state is RefundState.DONE and each.kind is RefundKind.REVERSAL and each.id != refund.id
        for each in refunds_of(unit.connection, payment.id)
    )
    return Effect.AGREES if reversed_before and refund.kind is RefundKind.REVERSAL else Effect.CONTRADICTS


def _drop_others(unit: Unit, refund: Refund, *, at: datetime) -> None:
    """Take back a newer wish for the same: the money is back."""
    for each in refunds_of(unit.connection, refund.payment_id):
        if each.id != refund.id and each.state is RefundState.CREATED:
            move_refund(unit, each, RefundMove.CANCEL, source=Source.PRODUCT, at=at)


def _payment(unit: Unit, device: Device, payment_id: str) -> Payment | None:
    try:
        payment = find_payment(unit.connection, centre_id=device.centre_id, payment_id=payment_id)
    except NotFound:
        return None
    return payment if payment.device_id == device.id else None


def _refund(
    unit: Unit, device: Device, payment: Payment | None, refund_id: str, kind: RefundKind, *, at: datetime
) -> Refund | None:
    """Return the refund; of a known payment one is made that only the box knows, for this server was set back."""
    refund = known_refund(unit.connection, refund_id)
    if refund is None:
        return None if payment is None else _adopted(unit, device, payment, refund_id, kind, at=at)
    mine = payment is not None and (refund.device_id, refund.payment_id) == (device.id, payment.id)
    return refund if mine else None


def _adopted(
    unit: Unit, device: Device, payment: Payment, refund_id: str, kind: RefundKind, *, at: datetime
) -> Refund | None:
    receipt = undoable(unit.connection, payment)
    if receipt is None or any(each.state in OPEN for each in refunds_of(unit.connection, payment.id)):
        return None
    refund = Refund(
        id=refund_id,
        centre_id=device.centre_id,
        payment_id=payment.id,
        device_id=device.id,
        kind=kind,
        state=RefundState.CREATED,
        amount=payment.amount,
        undone=receipt,
        created_at=at,
    )
    insert_refund(unit.connection, refund)
    return refund
