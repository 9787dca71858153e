"""What a centre's day says when it is closed: everything that moved, and by name everything that is not settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.closing import DayClose, Movement, ShiftClose, account_lines, tally, waiting_facts
from queue_server.store.bank_credits import unsettled_credits
from queue_server.store.closes import closed_upto, closes_to_sign, shift_closes_after
from queue_server.store.ledgers import moved_in
from queue_server.store.movements import (
    movements_in,
    movements_of,
    staff_who_moved,
    unchecked_cards,
    unproven_transfers,
    waiting_payments,
    waiting_refunds,
)
from queue_server.store.prepared import Prepared
from queue_server.store.staff import staff_name
from queue_server.store.terminal_days import unclosed_days
from queue_server.store.terminal_views import tellings_view, told_days_view
from queue_server.store.views import moment

_CREDITS = Prepared(
    text(
        "SELECT CASE WHEN e.payment_id IS NULL THEN 'suspense' ELSE 'matched' END, count(*), sum(l.amount)"
        " FROM ledger_entry e JOIN ledger_posting l ON l.entry_id = e.id AND l.account = 'bank' AND l.amount > 0"
        " WHERE e.centre_id = :centre_id AND e.id > :after AND e.id <= :upto AND e.credit_id IS NOT NULL GROUP BY 1"
    )
)
UNSETTLED = ("waiting", "credits", "tellings", "differing", "unchecked", "unproven", "not_closed", "to_sign")
"""The lists of what somebody has yet to do."""

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Entries of a centre's books after one up to another, and the closed day before."""

    centre_id: int
    after: int
    upto: int
    before: DayClose | None


def day_figures(connection: Connection, stretch: Stretch) -> Facts:
    """Return what the day says, as plain JSON values."""
    place: Mapping[str, int] = {"centre_id": stretch.centre_id, "after": stretch.after, "upto": stretch.upto}
    movements = movements_in(connection, **place)
    days = told_days_view(connection, stretch.centre_id, unclosed_days(connection, stretch.centre_id))
    shifts = shift_closes_after(connection, stretch.centre_id, after=_last_shift(stretch.before))
    return {
        "payments": len(movements),
        "total": sum(movement.amount for movement in movements),
        "sums": tally(movements),
        "unattended": _sum(movement for movement in movements if movement.staff_id is None),
        "accounts": account_lines(_opening(stretch.before), moved_in(connection, **place)),
        "shifts": [shift_facts(connection, close) for close in shifts],
        "matched": _credits(connection, place, "matched"),
        "suspense": _credits(connection, place, "suspense"),
        "unproven": [waiting_facts(each) for each in unproven_transfers(connection, **place)],
        "terminals": days,
        "differing": [day for day in days if day["differences"]],
        **unsettled_facts(connection, stretch),
    }


def unsettled_facts(connection: Connection, stretch: Stretch) -> Facts:
    """Return by name what somebody has yet to do."""
    centre_id = stretch.centre_id
    return {
        "not_closed": _not_closed(connection, stretch),
        "to_sign": [shift_facts(connection, close) for close in closes_to_sign(connection, centre_id)],
        "waiting": [
            waiting_facts(each)
            for each in (*waiting_payments(connection, centre_id), *waiting_refunds(connection, centre_id))
        ],
        "credits": [
            {"id": kept.id, "amount": kept.credit.amount, "state": kept.state.value, "reference": kept.credit.reference}
            for kept in unsettled_credits(connection, centre_id)
        ],
        "tellings": tellings_view(connection, centre_id),
        "unchecked": [waiting_facts(each) for each in unchecked_cards(connection, centre_id)],
    }


def unsettled_count(figures: Mapping[str, Any]) -> int:
    """Return how many things are not settled."""
    return sum(len(figures[name]) for name in UNSETTLED)


def shift_facts(connection: Connection, close: ShiftClose) -> Facts:
    """Return the close of a shift in one line."""
    return {
        "close": close.id,
        "clerk": staff_name(connection, close.staff_id),
        "payments": close.figures["payments"],
        "total": close.figures["total"],
        "closed_at": moment(close.closed_at),
        "closed_by": staff_name(connection, close.closed_by),
        "reason": close.reason,
        "signed": close.signed_by is not None or not close.to_sign,
        "signed_by": staff_name(connection, close.signed_by),
    }


def _not_closed(connection: Connection, stretch: Stretch) -> list[Facts]:
    before = [] if stretch.before is None else [each["staff"] for each in stretch.before.figures["not_closed"]]
    took = staff_who_moved(connection, centre_id=stretch.centre_id, after=stretch.after, upto=stretch.upto)
    named = [_open_shift(connection, stretch, staff_id) for staff_id in sorted({*before, *took})]
    return [each for each in named if each["payments"]]


def _open_shift(connection: Connection, stretch: Stretch, staff_id: int) -> Facts:
    who = {"centre_id": stretch.centre_id, "staff_id": staff_id}
    after = closed_upto(connection, **who)
    taken: Sequence[Movement] = movements_of(connection, **who, after=after, upto=stretch.upto)
    return {"staff": staff_id, "clerk": staff_name(connection, staff_id), **_sum(taken)}


def _sum(movements: Iterable[Movement]) -> Facts:
    amounts = [movement.amount for movement in movements]
    return {"payments": len(amounts), "total": sum(amounts)}


def _credits(connection: Connection, place: Mapping[str, int], what: str) -> Facts:
    found = {row[0]: (row[1], int(row[2])) for row in _CREDITS.run(connection, **place)}
    count, amount = found.get(what, (0, 0))
    return {"count": count, "amount": amount}


def _opening(before: DayClose | None) -> Mapping[str, int]:
    lines = [] if before is None else before.figures["accounts"]
    return {line["account"]: line["closing"] for line in lines}


def _last_shift(before: DayClose | None) -> int:
    return 0 if before is None else before.upto_shift
