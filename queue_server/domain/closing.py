"""Closing a cashier's shift and a centre's day: what moved since the close before, by the positions of the books.

Entries of the books are numbered in the order in which they were written, so a close is a stretch of them: nothing is
in two closes of a kind and nothing in none, however late the word about a payment comes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from queue_server.domain.fee import FeeKind
from queue_server.domain.ledger import Ledger
from queue_server.domain.money_errors import (
    CardsUnchecked,
    CloseSigned,
    DayAhead,
    DayClosed,
    NothingTaken,
    ReasonNeeded,
    SecondPersonNeeded,
)
from queue_server.domain.payment import Method, PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePart:
    """How much of a payment is for which fee."""

    kind: FeeKind
    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A payment that was taken (`amount` above 0) or given back (below), as entry `position` of the books.

    `staff_id` is whose shift it is of: who began the payment, and who gave it back; None is a kiosk's or a phone's.
    `device` is the name of the device whose terminal took it. A card is `typed` when staff read it off the terminal's
    slip, and `checked` once somebody else has.
    """

    position: int
    at: datetime
    staff_id: int | None
    device: str | None
    payment_id: str
    code: str
    dossier: str
    procedure: str | None
    method: Method
    amount: int
    parts: tuple[FeePart, ...]
    reference: str | None
    last4: str | None
    receipt: str | None
    typed: bool
    checked: bool

    @property
    def back(self) -> bool:
        """Whether the money was given back."""
        return self.amount < 0

    @property
    def unchecked(self) -> bool:
        """Whether nobody else has seen the terminal's slip of it."""
        return self.typed and not self.checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A payment that somebody has yet to look at (open, in doubt, a card not checked), with the code of its dossier."""

    payment_id: str
    dossier: str
    method: Method
    amount: int
    state: PaymentState
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClose:
    """A closed shift: the clerk's movements after `after` up to `upto`. `figures` never change.

    `closed_by` is who closed it in the clerk's place, with the `reason`; None is the clerk.
    """

    id: int
    centre_id: int
    staff_id: int
    after: int
    upto: int
    closed_at: datetime
    figures: Mapping[str, Any]
    to_sign: bool
    closed_by: int | None = None
    reason: str | None = None
    signed_by: int | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClose:
    """A closed day: all entries after `after` up to `upto`, and the closes of shifts up to `upto_shift`.

    `figures` never change.
    """

    id: int
    centre_id: int
    day: date
    after: int
    upto: int
    upto_shift: int
    closed_at: datetime
    closed_by: int
    reason: str | None
    figures: Mapping[str, Any]


def tally(movements: Iterable[Movement]) -> list[dict[str, Any]]:
    """Return sums by method, kind of fee and direction: `count` of payments, `amount` in dong (below 0 given back)."""
    counts: Counter[tuple[Method, FeeKind, bool]] = Counter()
    amounts: Counter[tuple[Method, FeeKind, bool]] = Counter()
    for movement in movements:
        for kind in FeeKind:
            amount = sum(part.amount for part in movement.parts if part.kind is kind)
            if amount:
                key = (movement.method, kind, movement.back)
                counts[key] += 1
                amounts[key] += amount
    return [
        {"method": method.value, "kind": kind.value, "back": back, "count": counts[key], "amount": amounts[key]}
        for key in sorted(counts)
        for method, kind, back in [key]
    ]


def shift_figures(movements: Sequence[Movement], waiting: Sequence[Waiting]) -> dict[str, Any]:
    """Return what a shift's close says: sums, and by name what stays open and is carried over. Plain JSON values."""
    return {
        "payments": len(movements),
        "total": sum(movement.amount for movement in movements),
        "sums": tally(movements),
        "typed": sum(movement.typed and not movement.back for movement in movements),
        "given_back": [_named(movement) for movement in movements if movement.back],
        "waiting": [waiting_facts(each) for each in waiting],
    }


def waiting_facts(waiting: Waiting) -> dict[str, Any]:
    """Return a payment that somebody has yet to look at as plain JSON values."""
    return {
        "payment": waiting.payment_id,
        "dossier": waiting.dossier,
        "method": waiting.method.value,
        "amount": waiting.amount,
        "state": waiting.state.value,
    }


def needs_signature(movements: Iterable[Movement]) -> bool:
    """Say whether a second person signs the close: where staff typed a card in, or gave money back."""
    return any(movement.typed or movement.back for movement in movements)


def check_shift(movements: Sequence[Movement]) -> None:
    """Check that there is something to close. Raises NothingTaken."""
    if not movements:
        raise NothingTaken()


def check_in_place(*, staff_id: int, closed_by: int, reason: str) -> None:
    """Check that this person may close somebody's shift in their place. Raises SecondPersonNeeded and ReasonNeeded."""
    if closed_by == staff_id:
        raise SecondPersonNeeded()
    if not reason.strip():
        raise ReasonNeeded()


def check_signature(close: ShiftClose, movements: Iterable[Movement], *, staff_id: int) -> None:
    """Check that this person may sign: neither whose shift it is nor who closed it.

    Raises CloseSigned, SecondPersonNeeded and CardsUnchecked.
    """
    if not close.to_sign or close.signed_by is not None:
        raise CloseSigned()
    if staff_id in {close.staff_id, close.closed_by}:
        raise SecondPersonNeeded()
    unchecked = sum(movement.unchecked for movement in movements)
    if unchecked:
        raise CardsUnchecked(count=unchecked)


def check_day(day: date, *, today: date, last: date | None, unsettled: int, reason: str | None) -> None:
    """Check that a day may be closed; what is unsettled takes a reason. Raises DayAhead, DayClosed and ReasonNeeded."""
    if day > today:
        raise DayAhead(day=day.isoformat())
    if last is not None and day <= last:
        raise DayClosed(day=last.isoformat())
    if unsettled and not (reason or "").strip():
        raise ReasonNeeded()


def account_lines(opening: Mapping[str, int], moved: Mapping[Ledger, int]) -> list[dict[str, Any]]:
    """Return each account's balance before and after, and what moved: debits above 0, credits below."""
    return [
        {
            "account": account.value,
            "opening": opening.get(account.value, 0),
            "moved": moved.get(account, 0),
            "closing": opening.get(account.value, 0) + moved.get(account, 0),
        }
        for account in Ledger
    ]


def _named(movement: Movement) -> dict[str, Any]:
    return {
        "payment": movement.payment_id,
        "dossier": movement.dossier,
        "method": movement.method.value,
        "amount": movement.amount,
        "state": PaymentState.REFUNDED.value,
    }
