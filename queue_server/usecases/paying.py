"""Attempts to pay a charge, and what becomes of them. The one place in which a payment's state changes."""

import re
from dataclasses import replace
from datetime import datetime

from hardware.terminal.till import CardReceipt
from queue_server.domain.charge import Charge, check_payable
from queue_server.domain.event import EventKind
from queue_server.domain.ids import ticket_id
from queue_server.domain.ledger import Entry, explained, paid, paid_back
from queue_server.domain.money_errors import CardDetails, IllegalPaymentMove, SecondPersonNeeded
from queue_server.domain.pay_code import pay_code
from queue_server.domain.payment import (
    Evidence,
    Method,
    Payment,
    PaymentMove,
    PaymentState,
    Source,
    moved_payment,
    waits_in_vain,
)
from queue_server.store.charges import find_charge
from queue_server.store.ledgers import book
from queue_server.store.moments import to_ms
from queue_server.store.payments import account_of, find_payment, insert_payment, payments_of, save_payment
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.refund_moves import drop_waiting

CHANCE_BYTES = 18
"""Ten for the payment's id, eight for its pay code."""
REFUND_ALONE = 500_000
"""Dong up to which the person who took the money may refund it; above, somebody else does."""
APPROVAL_CODE = re.compile(r"[0-9A-Z]{4,8}")
LAST_FOUR = re.compile(r"[0-9]{4}")
TYPED = "typed from the terminal's slip"


def begin_payment(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int | None,
    charge_id: str,
    method: Method,
    at: datetime,
    chance: bytes,
    device_id: str | None = None,
) -> Payment:
    """Begin an attempt to pay a charge: its payment code may be shown, its amount typed into a terminal, after this.

    With `device_id` a card payment waits, CREATED, until that device's box begins it (`selling.begin_sale`). One that
    waited in vain, of which no terminal was asked, is cancelled for it. `chance`
    is at least CHANCE_BYTES from a secure source. Raises NotFound, ChargeWithdrawn, ChargePaid, PaymentOpen and, of a
    payment code, NoAccount.
    """
    setup_for_writing(unit, centre_id)
    if method is Method.VIETQR:
        account_of(unit.connection, centre_id)
    charge = find_charge(unit.connection, centre_id=centre_id, charge_id=charge_id)
    _give_up_waiting(unit, charge_id, at=at)
    check_payable(charge, payments_of(unit.connection, charge_id))
    payment = Payment(
        id=ticket_id(milliseconds=to_ms(at), chance=chance[:10]),
        centre_id=centre_id,
        charge_id=charge_id,
        method=method,
        amount=charge.amount,
        code=pay_code(chance[10:]),
        state=PaymentState.CREATED,
        created_at=at,
        created_by=staff_id,
        device_id=device_id,
    )
    insert_payment(unit.connection, payment)
    if device_id is None:
        return move_payment(unit, payment, PaymentMove.ASK, Evidence(source=Source.PRODUCT, staff_id=staff_id), at=at)
    record(
        unit, EventKind.PAYMENT_BEGUN, at=at, centre_id=centre_id, payment=payment.id, charge=charge_id,
        amount=payment.amount, device=device_id, actor=staff_id,
    )  # fmt: skip
    return payment


def cancel_payment(unit: Unit, *, centre_id: int, staff_id: int | None, payment_id: str, at: datetime) -> Payment:
    """Take a payment code off the screens, or a card from a terminal that has not begun, which frees its charge.

    A transfer that still comes is a late credit, which somebody settles. Raises NotFound and IllegalPaymentMove.
    """
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    word = Evidence(source=Source.PRODUCT, staff_id=staff_id)
    return move_payment(unit, payment, PaymentMove.CANCEL, word, at=at)


def confirm_typed_card(
    unit: Unit, *, centre_id: int, staff_id: int, payment_id: str, approval_code: str, last4: str, at: datetime
) -> Payment:
    """Confirm a card payment by what staff read off the terminal's slip; somebody else checks it before the day ends.

    What a driven terminal takes is its own to confirm, and in doubt `decide_payment`'s. Raises NotFound, CardDetails
    and IllegalPaymentMove.
    """
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    written = approval_code.strip().upper()
    if payment.device_id is not None:
        raise IllegalPaymentMove(state=payment.state.value, move=PaymentMove.CONFIRM.value, source=Source.PERSON.value)
    if payment.method is not Method.CARD or not APPROVAL_CODE.fullmatch(written) or not LAST_FOUR.fullmatch(last4):
        raise CardDetails()
    typed = replace(payment, approval_code=written, last4=last4)
    word = Evidence(source=Source.PERSON, reference=written, staff_id=staff_id, reason=TYPED)
    return move_payment(unit, typed, PaymentMove.CONFIRM, word, at=at)


def decide_payment(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    payment_id: str,
    move: PaymentMove,
    reference: str | None,
    reason: str,
    at: datetime,
) -> Payment:
    """Let a person say what became of a payment: confirmed, failed, cancelled or in doubt, with the reason.

    To confirm takes another person than who began it; of what a citizen began alone, than who raised the charge.
    Raises NotFound, SecondPersonNeeded, ReasonNeeded and IllegalPaymentMove.
    """
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    if move is PaymentMove.CONFIRM and _answers_for(unit, payment) == staff_id:
        raise SecondPersonNeeded()
    word = Evidence(source=Source.PERSON, reference=reference, staff_id=staff_id, reason=reason)
    return move_payment(unit, payment, move, word, at=at)


def check_card(unit: Unit, *, centre_id: int, staff_id: int, payment_id: str, at: datetime) -> Payment:
    """Say that a typed card payment stands on the terminal's slip. Raises NotFound, SecondPersonNeeded, CardDetails."""
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    if payment.approval_code is None or payment.device_id is not None:
        raise CardDetails()
    if staff_id == payment.created_by:
        raise SecondPersonNeeded()
    checked = replace(payment, checked_by=staff_id)
    save_payment(unit.connection, checked)
    record(unit, EventKind.PAYMENT_CHECKED, at=at, centre_id=centre_id, payment=payment.id, by=staff_id)
    return checked


def refund_payment(
    unit: Unit, *, centre_id: int, staff_id: int, payment_id: str, reference: str | None, reason: str, at: datetime
) -> Payment:
    """Write that a confirmed payment was given back; its charge is due again until it is withdrawn.

    Above REFUND_ALONE it takes another person than who took it; of what a kiosk or a phone took, than who raised the
    charge. Raises NotFound, ReasonNeeded, IllegalPaymentMove, SecondPersonNeeded, and RefundOpen while a terminal was
    asked for it.
    """
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    check_second_person(unit, payment, staff_id)
    drop_waiting(unit, payment, at=at, also_fresh=True)
    word = Evidence(source=Source.PERSON, reference=reference, staff_id=staff_id, reason=reason)
    return move_payment(unit, payment, PaymentMove.REFUND, word, at=at)


def check_second_person(unit: Unit, payment: Payment, staff_id: int) -> None:
    """Check that this person alone may give the payment back. Raises SecondPersonNeeded."""
    if payment.amount > REFUND_ALONE and staff_id == _answers_for(unit, payment):
        raise SecondPersonNeeded()


def pay_from_suspense(
    unit: Unit,
    *,
    charge: Charge,
    method: Method,
    word: Evidence,
    at: datetime,
    chance: bytes,
    credit_id: int | None = None,
    card: CardReceipt | None = None,
) -> Payment:
    """Let money that is in suspense pay a charge that is due for the very amount, on a person's word.

    `chance` is at least CHANCE_BYTES; `card` is the receipt of a card that was charged. Whoever calls has the centre
    to itself. Raises ReasonNeeded.
    """
    payment = Payment(
        id=ticket_id(milliseconds=to_ms(at), chance=chance[:10]),
        centre_id=charge.centre_id,
        charge_id=charge.id,
        method=method,
        amount=charge.amount,
        code=pay_code(chance[10:]),
        state=PaymentState.CREATED,
        created_at=at,
        created_by=word.staff_id,
        approval_code=None if card is None else card.approval_code or card.number,
        last4=None if card is None else card.last4,
    )
    insert_payment(unit.connection, payment)
    asked = move_payment(unit, payment, PaymentMove.ASK, word, at=at)
    entry = explained(charge.amount)
    return move_payment(unit, asked, PaymentMove.CONFIRM, word, at=at, entry=entry, credit_id=credit_id)


def move_payment(
    unit: Unit,
    payment: Payment,
    move: PaymentMove,
    evidence: Evidence,
    *,
    at: datetime,
    entry: Entry | None = None,
    credit_id: int | None = None,
) -> Payment:
    """Move a payment, book it and record it. `entry` is what is booked where it is not the usual.

    Whoever calls has the centre to itself. Raises IllegalPaymentMove and ReasonNeeded.
    """
    after = moved_payment(payment, move, evidence, at=at)
    save_payment(unit.connection, after)
    booked = _booked(after, move) if entry is None else entry
    book(
        unit.connection,
        booked,
        centre_id=payment.centre_id,
        at=at,
        charge_id=payment.charge_id,
        payment_id=payment.id,
        credit_id=credit_id,
        staff_id=_whose_shift(payment, move, evidence),
    )
    record(
        unit,
        EventKind.PAYMENT_MOVED,
        at=at,
        centre_id=payment.centre_id,
        payment=payment.id,
        charge=payment.charge_id,
        method=payment.method.value,
        amount=payment.amount,
        move=move.value,
        state=after.state.value,
        source=evidence.source.value,
        reference=evidence.reference,
        actor=evidence.staff_id,
        reason=evidence.reason,
    )
    return after


def _give_up_waiting(unit: Unit, charge_id: str, *, at: datetime) -> None:
    for payment in payments_of(unit.connection, charge_id):
        if waits_in_vain(payment, at=at):
            move_payment(unit, payment, PaymentMove.CANCEL, Evidence(source=Source.PRODUCT), at=at)


def _answers_for(unit: Unit, payment: Payment) -> int:
    """Return whose word alone is not enough about a payment."""
    if payment.created_by is not None:
        return payment.created_by
    return find_charge(unit.connection, centre_id=payment.centre_id, charge_id=payment.charge_id).raised_by


def _booked(payment: Payment, move: PaymentMove) -> Entry:
    if move is PaymentMove.CONFIRM:
        return paid(payment.method, payment.amount)
    return paid_back(payment.method, payment.amount) if move is PaymentMove.REFUND else ()


def _whose_shift(payment: Payment, move: PaymentMove, evidence: Evidence) -> int | None:
    gives_back = move is PaymentMove.REFUND and evidence.staff_id is not None
    return evidence.staff_id if gives_back else payment.created_by
