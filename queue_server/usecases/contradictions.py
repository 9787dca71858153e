"""What a terminal says against what is known: settled by a person, with a reason."""

from datetime import datetime

from hardware.terminal.till import CardReceipt
from queue_server.domain.charge import check_payable
from queue_server.domain.event import EventKind
from queue_server.domain.ledger import charge_given_back, charged_unexplained
from queue_server.domain.money_errors import AmountDiffers, ReasonNeeded, TellingSettled
from queue_server.domain.payment import Evidence, Method, Payment, Source
from queue_server.store.charges import find_charge
from queue_server.store.ledgers import book
from queue_server.store.payments import payments_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.tellings import KeptTelling, find_telling, settle_telling
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.paying import pay_from_suspense


def close_telling(unit: Unit, *, centre_id: int, staff_id: int, telling_id: int, reason: str, at: datetime) -> None:
    """Write that a contradiction was looked into; what a card was charged, or given, was put right at the terminal.

    Raises NotFound, TellingSettled and ReasonNeeded.
    """
    kept = _to_settle(unit, centre_id=centre_id, telling_id=telling_id, reason=reason)
    entry = charged_unexplained(kept.given_back) if kept.refund_id else charge_given_back(kept.charged)
    book(unit.connection, entry, centre_id=centre_id, at=at)
    _settled(unit, kept, None, centre_id=centre_id, staff_id=staff_id, reason=reason, at=at)


def explain_telling(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    telling_id: int,
    charge_id: str,
    reason: str,
    at: datetime,
    chance: bytes,
) -> Payment:
    """Say that what a card was charged pays a charge, which must be due for the very amount.

    It counts as a typed card: somebody else checks it against the terminal's slip. `chance` is at least CHANCE_BYTES.
    Raises NotFound, TellingSettled, ReasonNeeded, AmountDiffers, ChargeWithdrawn, ChargePaid and PaymentOpen.
    """
    kept = _to_settle(unit, centre_id=centre_id, telling_id=telling_id, reason=reason)
    charge = find_charge(unit.connection, centre_id=centre_id, charge_id=charge_id)
    check_payable(charge, payments_of(unit.connection, charge_id))
    if kept.charged != charge.amount:
        raise AmountDiffers(due=charge.amount, came=kept.charged)
    receipt = kept.telling.receipt or CardReceipt()
    word = Evidence(
        source=Source.PERSON, reference=receipt.number or receipt.approval_code, staff_id=staff_id, reason=reason
    )
    payment = pay_from_suspense(unit, charge=charge, method=Method.CARD, word=word, at=at, chance=chance, card=receipt)
    _settled(unit, kept, payment.id, centre_id=centre_id, staff_id=staff_id, reason=reason, at=at)
    return payment


def _to_settle(unit: Unit, *, centre_id: int, telling_id: int, reason: str) -> KeptTelling:
    setup_for_writing(unit, centre_id)
    kept = find_telling(unit.connection, centre_id=centre_id, telling_id=telling_id)
    if not kept.contradicted or kept.settled_at is not None:
        raise TellingSettled()
    if not reason.strip():
        raise ReasonNeeded()
    return kept


def _settled(
    unit: Unit, kept: KeptTelling, payment_id: str | None, *, centre_id: int, staff_id: int, reason: str, at: datetime
) -> None:
    settle_telling(unit.connection, kept.id, staff_id=staff_id, reason=reason.strip(), at=at)
    record(
        unit, EventKind.TERMINAL_SETTLED, at=at, centre_id=centre_id, telling=kept.id, told_of=kept.payment_id,
        payment=payment_id, amount=kept.charged or -kept.given_back, actor=staff_id, reason=reason.strip(),
    )  # fmt: skip
