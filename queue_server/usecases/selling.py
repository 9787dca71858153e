"""Card payments at driven terminals: what a terminal's box is to do, and what it tells of it.

The order is the guarantee: the box begins a sale here, which is on disk as pending before the first byte leaves for
the terminal, and tells what became of it until it is heard.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.ledger import charged_unexplained
from queue_server.domain.money_errors import IllegalPaymentMove, PaymentLate, TerminalBusy, TerminalClosing
from queue_server.domain.payment import Evidence, Payment, PaymentMove, PaymentState, Source, waits_in_vain
from queue_server.domain.telling import Effect, Telling, cleaned, meaning_of, meaning_of_unknown, money_in
from queue_server.store.devices import Device
from queue_server.store.ledgers import book
from queue_server.store.payments import find_payment, open_at_device
from queue_server.store.setup import setup_for_writing
from queue_server.store.tellings import insert_telling, tellings_of
from queue_server.store.terminal_days import awaited_day
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.paying import move_payment
from queue_server.usecases.refund_moves import is_busy

NAME = re.compile(r"[0-9A-Za-z]{1,40}")


def sales_of(connection: Connection, device: Device) -> Sequence[Payment]:
    """Return the payments by the device's terminal that are open or in doubt, the oldest first.

    What was created too long ago to begin is among them: a server that was set back to an older copy may have
    forgotten that it was begun and paid, and only the box, when it sees it here, can say so.
    """
    return open_at_device(connection, device.id)


def begin_sale(
    unit: Unit, *, device: Device, payment_id: str, newest: int | None, at: datetime, rate: int = 1
) -> Payment:
    """Write that the terminal is about to be asked; `newest` is the trace of its last transaction.

    Raises NotFound, IllegalPaymentMove of what is not waiting to begin, PaymentLate, TerminalClosing, and TerminalBusy
    while another payment or a refund is at the terminal.
    """
    setup_for_writing(unit, device.centre_id)
    payment = _at_device(unit, device, payment_id)
    if payment is None:
        raise NotFound(what="payment", name=payment_id[:32])
    if payment.state is not PaymentState.CREATED:
        raise IllegalPaymentMove(state=payment.state.value, move=PaymentMove.ASK.value, source=Source.TERMINAL.value)
    if waits_in_vain(payment, at=at, rate=rate):
        raise PaymentLate()
    if awaited_day(unit.connection, device.id) is not None:
        raise TerminalClosing()
    if is_busy(unit, device):
        raise TerminalBusy()
    about_to = replace(payment, newest=newest)
    return move_payment(unit, about_to, PaymentMove.ASK, Evidence(source=Source.TERMINAL), at=at)


def hear_outcome(
    unit: Unit, *, device: Device, payment_id: str, telling: Telling, at: datetime
) -> tuple[Payment | None, Effect]:
    """Take in what a box tells of a payment and return the payment as it is then, and what the telling did.

    The same told again changes nothing. What contradicts a decision, or is of a payment that this server does not know
    at that device, changes no payment either: it is kept for somebody to settle, and what a card was charged lies in
    suspense. Raises NotFound only of what cannot be a payment's id.
    """
    setup_for_writing(unit, device.centre_id)
    if not NAME.fullmatch(payment_id):
        raise NotFound(what="payment", name=payment_id[:32])
    told = cleaned(telling)
    payment = _at_device(unit, device, payment_id)
    before = [each for each in tellings_of(unit.connection, payment_id) if each.device_id == device.id]
    again = next((each for each in before if each.telling == told), None)
    if again is not None:
        return payment, again.effect
    words = [each.telling for each in before]
    effect = meaning_of_unknown(told, words)
    if payment is not None:
        payment, effect = _take(unit, payment, told, words, at=at)
    insert_telling(
        unit.connection,
        told,
        centre_id=device.centre_id,
        device_id=device.id,
        payment_id=payment_id,
        effect=effect,
        at=at,
    )
    if effect is Effect.CONTRADICTS:
        known = None if payment is None else payment.id
        book(unit.connection, charged_unexplained(money_in(told)), centre_id=device.centre_id, at=at, payment_id=known)
    record(
        unit, EventKind.TERMINAL_TOLD, at=at, centre_id=device.centre_id, device=device.id, payment=payment_id,
        verdict=told.verdict.value, effect=effect.value, code=told.code, amount=money_in(told),
    )  # fmt: skip
    return payment, effect


def _take(
    unit: Unit, payment: Payment, told: Telling, before: Sequence[Telling], *, at: datetime
) -> tuple[Payment, Effect]:
    meaning = meaning_of(payment, told, before)
    if isinstance(meaning, Effect):
        return payment, meaning
    if payment.state is PaymentState.CREATED:
        payment = move_payment(unit, payment, PaymentMove.ASK, Evidence(source=Source.TERMINAL), at=at)
    receipt = told.receipt
    if receipt is not None and meaning is PaymentMove.CONFIRM:
        payment = replace(payment, approval_code=receipt.approval_code, last4=receipt.last4)
    word = Evidence(source=Source.TERMINAL, reference=None if receipt is None else receipt.number, reason=told.detail)
    return move_payment(unit, payment, meaning, word, at=at), Effect.MOVED


def _at_device(unit: Unit, device: Device, payment_id: str) -> Payment | None:
    if not NAME.fullmatch(payment_id):
        return None
    try:
        payment = find_payment(unit.connection, centre_id=device.centre_id, payment_id=payment_id)
    except NotFound:
        return None
    return payment if payment.device_id == device.id else None
