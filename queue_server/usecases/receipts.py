"""Numbers of statutory receipts (biên lai), which the centre's own provider of receipts issues and staff enter here."""

import re
from dataclasses import replace
from datetime import datetime

from queue_server.domain.event import EventKind
from queue_server.domain.money_errors import NoPaper, ReasonNeeded, ReceiptNumber, ReceiptTaken
from queue_server.domain.payment import Payment, PaymentState
from queue_server.store.payments import find_payment, payment_of_receipt, save_payment
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

SERIES = re.compile(r"[0-9A-Z](?:[0-9A-Z/-]{0,18}[0-9A-Z])?")
NUMBER = re.compile(r"[0-9]{1,10}")
RECEIPTED = frozenset({PaymentState.CONFIRMED, PaymentState.REFUNDED})


def enter_receipt(
    unit: Unit,
    *,
    centre_id: int,
    staff_id: int,
    payment_id: str,
    series: str,
    number: str,
    reason: str | None,
    at: datetime,
) -> Payment:
    """Keep the series and number of a paid payment's receipt; who and when, and what stood before, is in the journal.

    The same again changes nothing. Another one in its place takes a `reason`. Raises NotFound, NoPaper, ReceiptNumber,
    ReceiptTaken and ReasonNeeded.
    """
    setup_for_writing(unit, centre_id)
    payment = find_payment(unit.connection, centre_id=centre_id, payment_id=payment_id)
    receipt = receipt_number(series, number)
    if payment.state not in RECEIPTED:
        raise NoPaper(state=payment.state.value)
    if payment.receipt == receipt:
        return payment
    if payment_of_receipt(unit.connection, centre_id=centre_id, receipt=receipt) is not None:
        raise ReceiptTaken(number=receipt)
    if payment.receipt is not None and not (reason or "").strip():
        raise ReasonNeeded()
    numbered = replace(payment, receipt=receipt)
    save_payment(unit.connection, numbered)
    record(
        unit,
        EventKind.RECEIPT_NUMBERED,
        at=at,
        centre_id=centre_id,
        payment=payment.id,
        receipt=receipt,
        before=payment.receipt,
        by=staff_id,
        reason=reason,
    )
    return numbered


def receipt_number(series: str, number: str) -> str:
    """Return series and number as one spelling, "AA/26E 0000123". Raises ReceiptNumber."""
    written = "".join(series.split()).upper(), "".join(number.split())
    if not SERIES.fullmatch(written[0]) or not NUMBER.fullmatch(written[1]):
        raise ReceiptNumber()
    return " ".join(written)
