"""The books of closed days for accounting: payments fee by fee, every posting, the closed shifts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from queue_server.domain.closing import DayClose, Movement
from queue_server.store.ledgers import ListedPosting, postings_in
from queue_server.store.movements import movements_in
from queue_server.store.staff import staff_name
from queue_server.store.views import View, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksExport:
    """A row for each fee of each payment that was taken or given back, for each posting and each closed shift."""

    payments: Sequence[View]
    postings: Sequence[View]
    shifts: Sequence[View]


def books_export(connection: Connection, closes: Sequence[DayClose]) -> BooksExport:
    """Return the books of closed days. What was given back is below 0 among the payments."""
    return BooksExport(
        payments=[row for close in closes for row in _payments(connection, close)],
        postings=[row for close in closes for row in _postings(connection, close)],
        shifts=[_shift(close, shift) for close in closes for shift in close.figures["shifts"]],
    )


def _payments(connection: Connection, close: DayClose) -> Iterator[View]:
    for movement in movements_in(connection, centre_id=close.centre_id, after=close.after, upto=close.upto):
        clerk = staff_name(connection, movement.staff_id)
        yield from _fees(close, movement, clerk)


def _fees(close: DayClose, movement: Movement, clerk: str | None) -> Iterator[View]:
    for part in movement.parts:
        yield {
            "books_day": close.day.isoformat(),
            "paid_at": moment(movement.at),
            "payment": movement.payment_id,
            "code": movement.dossier,
            "procedure": movement.procedure,
            "fee": part.name,
            "kind": part.kind.value,
            "amount": part.amount,
            "method": movement.method.value,
            "pay_code": movement.code,
            "reference": movement.reference,
            "last4": movement.last4,
            "receipt": movement.receipt,
            "clerk": clerk,
            "device": movement.device,
        }


def _postings(connection: Connection, close: DayClose) -> Iterator[View]:
    for listed in postings_in(connection, centre_id=close.centre_id, after=close.after, upto=close.upto):
        yield _posting(close, listed)


def _posting(close: DayClose, listed: ListedPosting) -> View:
    amount = listed.posting.amount
    return {
        "books_day": close.day.isoformat(),
        "booked_at": moment(listed.at),
        "entry": listed.entry,
        "account": listed.posting.account.value,
        "debit": max(amount, 0),
        "credit": max(-amount, 0),
        "charge": listed.charge_id,
        "payment": listed.payment_id,
        "bank_credit": listed.credit_id,
    }


def _shift(close: DayClose, shift: Mapping[str, Any]) -> View:
    # Days that were closed when nobody could close for another say less of their shifts.
    return {
        "books_day": close.day.isoformat(),
        "clerk": shift["clerk"],
        "payments": shift["payments"],
        "total": shift["total"],
        "closed_at": shift.get("closed_at"),
        "closed_in_place_by": shift.get("closed_by"),
        "close_reason": shift.get("reason"),
        "signed_by": shift.get("signed_by"),
        "signed": shift["signed"],
    }
