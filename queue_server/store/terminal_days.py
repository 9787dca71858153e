"""Terminals' days in and out of the database."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.refund import Refund, RefundKind
from queue_server.domain.telling import Effect, sale_reference
from queue_server.domain.terminal_day import Comparison, Difference, DifferenceKind, Held, OurRefund, OurSale
from queue_server.store.devices import Device
from queue_server.store.ledgers import last_position
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.payments import taken_at_device
from queue_server.store.prepared import Prepared, Row
from queue_server.store.refunds import refunds_of
from queue_server.store.tellings import KeptTelling, charged_at_device, given_back_at_device, last_telling

_COLUMNS = (
    "SELECT id, device_id, told_at, count, amount, our_count, our_amount, matched, differences, upto_entry,"
    " upto_telling FROM terminal_day"
)
_AWAITED = Prepared(
    text("SELECT id FROM terminal_day WHERE device_id = :device_id AND told_at IS NULL AND withdrawn_at IS NULL")
)
_LAST = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND upto_entry IS NOT NULL"
        " ORDER BY upto_entry DESC, upto_telling DESC LIMIT 1"
    )
)
_TOLD_BY = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND upto_entry IS NOT NULL AND told_at <= :at"
        " ORDER BY upto_entry DESC, upto_telling DESC LIMIT 1"
    )
)
_RECENT = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND told_at > :after ORDER BY told_at DESC, id DESC LIMIT 20")
)
_UNCLOSED = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND told_at IS NOT NULL AND day_close_id IS NULL"
        " ORDER BY told_at DESC, id DESC"
    )
)
_CLOSE = Prepared(
    text(
        "UPDATE terminal_day SET day_close_id = :close"
        " WHERE centre_id = :centre_id AND told_at IS NOT NULL AND day_close_id IS NULL"
    )
)
_ASK = Prepared(
    text(
        "INSERT INTO terminal_day (centre_id, device_id, asked_at, asked_by) VALUES (:centre_id, :device_id, :at, :by)"
    )
)
_UNASKED = Prepared(
    text("INSERT INTO terminal_day (centre_id, device_id) VALUES (:centre_id, :device_id) RETURNING id")
)
_WITHDRAW = Prepared(text("UPDATE terminal_day SET withdrawn_at = :at WHERE id = :id"))
_TELL = Prepared(
    text(
        "UPDATE terminal_day SET told_at = :at, count = :count, amount = :amount, our_count = :our_count,"
        " our_amount = :our_amount, matched = :matched, differences = :differences, upto_entry = :upto_entry,"
        " upto_telling = :upto_telling WHERE id = :id"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Up to which entry of the books, and which telling of the terminal, a day was compared."""

    entry: int = 0
    telling: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalDay:
    """A day that a terminal told: its `count` and `amount` in dong, and how that compares with ours up to `mark`."""

    id: int
    device_id: str
    told_at: datetime
    count: int
    amount: int
    comparison: Comparison
    mark: Mark


def awaited_day(connection: Connection, device_id: str) -> int | None:
    """Return the id of the day that the terminal was asked to close and has not told, or None."""
    day: int | None = _AWAITED.run(connection, device_id=device_id).scalar_one_or_none()
    return day


def last_day(connection: Connection, device_id: str) -> TerminalDay | None:
    """Return the day that the terminal told last."""
    row = _LAST.run(connection, device_id=device_id).one_or_none()
    return None if row is None else _day(row)


def day_told_by(connection: Connection, device_id: str, at: datetime) -> TerminalDay | None:
    """Return the day that the terminal had told last at that moment."""
    row = _TOLD_BY.run(connection, device_id=device_id, at=to_ms(at)).one_or_none()
    return None if row is None else _day(row)


def recent_days(connection: Connection, centre_id: int, *, after: datetime) -> Sequence[TerminalDay]:
    """Return the days that the centre's terminals told, the newest first, at most twenty."""
    return [_day(row) for row in _RECENT.run(connection, centre_id=centre_id, after=to_ms(after))]


def unclosed_days(connection: Connection, centre_id: int) -> Sequence[TerminalDay]:
    """Return the days that terminals told and that stand in no close of the centre's day, the newest first."""
    return [_day(row) for row in _UNCLOSED.run(connection, centre_id=centre_id)]


def put_into_close(connection: Connection, centre_id: int, close_id: int) -> None:
    """Let all that `unclosed_days` says stand in that close of the centre's day."""
    _CLOSE.run(connection, centre_id=centre_id, close=close_id)


def ask_day(connection: Connection, *, centre_id: int, device_id: str, staff_id: int, at: datetime) -> None:
    """Write that the terminal's day is to be closed."""
    _ASK.run(connection, centre_id=centre_id, device_id=device_id, at=to_ms(at), by=staff_id)


def withdraw_day(connection: Connection, day_id: int, *, at: datetime) -> None:
    """Write that it is not to be closed after all."""
    _WITHDRAW.run(connection, id=day_id, at=to_ms(at))


def save_told_day(
    connection: Connection,
    compared: Comparison,
    mark: Mark,
    *,
    centre_id: int,
    device_id: str,
    count: int,
    amount: int,
    at: datetime,
) -> None:
    """Write what the terminal told, into the day that was asked for or, unasked, into one of its own."""
    day_id = awaited_day(connection, device_id)
    if day_id is None:
        day_id = int(_UNASKED.run(connection, centre_id=centre_id, device_id=device_id).scalar_one())
    _TELL.run(
        connection,
        id=day_id,
        at=to_ms(at),
        count=count,
        amount=amount,
        our_count=compared.count,
        our_amount=compared.amount,
        matched=compared.matched,
        differences=json.dumps([asdict(each) for each in compared.differences], ensure_ascii=False),
        upto_entry=mark.entry,
        upto_telling=mark.telling,
    )


def mark_now(connection: Connection, device: Device) -> Mark:
    """Return up to where the books and what the device's box told have come."""
    return Mark(
        entry=last_position(connection, device.centre_id),
        telling=last_telling(connection, device.id),
    )


def held_by(connection: Connection, device: Device, *, after: Mark) -> Held:
    """Return what the device's terminal took and gave back after that."""
    sales = _our_sales(connection, device, after=after)
    return Held(sales=sales, refunds=_our_refunds(connection, device, sales, after=after))


def _our_sales(connection: Connection, device: Device, *, after: Mark) -> Sequence[OurSale]:
    """Return what the device's terminal took after that: what was paid, and charges that contradict what we hold."""
    back = _told_back(connection, device, after=after)
    told_back = {telling.payment_id for telling, _ in back}
    reversed_here = {
        telling.payment_id for telling, refund in back if refund is not None and refund.kind is RefundKind.REVERSAL
    }
    charged = charged_at_device(connection, device.id, after=after.telling)
    told = {each.payment_id: each.telling.receipt for each in charged if not each.contradicted}
    paid = [
        OurSale(
            payment=each.id,
            amount=each.amount,
            reference=sale_reference(each),
            trace=None if (receipt := told.get(each.id)) is None else receipt.trace,
            number=None if receipt is None else receipt.number,
            given_back=each.given_back and each.id not in told_back,
            taken_back=each.id in reversed_here,
        )
        for each in taken_at_device(connection, device.id, centre_id=device.centre_id, after=after.entry)
    ]
    others = [
        OurSale(payment=each.payment_id, amount=receipt.amount, trace=receipt.trace, number=receipt.number)
        for each in charged
        if each.contradicted and (receipt := each.telling.receipt) is not None and receipt.amount
    ]
    return [*paid, *others]


def _our_refunds(
    connection: Connection, device: Device, sales: Sequence[OurSale], *, after: Mark
) -> Sequence[OurRefund]:
    """Return what the device's box told after that of money given back; `sales` are those of the day."""
    taken_back = {each.payment for each in sales if each.taken_back}
    return [
        OurRefund(
            payment=telling.payment_id,
            amount=telling.given_back,
            trace=None if telling.telling.receipt is None else telling.telling.receipt.trace,
            number=None if telling.telling.receipt is None else telling.telling.receipt.number,
            of_day=telling.payment_id in taken_back and telling.effect is Effect.MOVED,
        )
        for telling, _ in _told_back(connection, device, after=after)
    ]


def _told_back(connection: Connection, device: Device, *, after: Mark) -> Sequence[tuple[KeptTelling, Refund | None]]:
    """Return each transaction that gave money back, as it was told last, with its refund where this server knows it."""
    told = given_back_at_device(connection, device.id, after=after.telling)
    back = {_transaction(each): each for each in told}.values()
    refunds = {refund.id: refund for each in back for refund in refunds_of(connection, each.payment_id)}
    return [(each, refunds.get(each.refund_id or "")) for each in back]


def _transaction(told: KeptTelling) -> tuple[str | int | None, ...]:
    """Return what makes two tellings of one refund one: the terminal's trace. Without it each is one of its own."""
    trace = None if told.telling.receipt is None else told.telling.receipt.trace
    return (told.refund_id, trace) if trace is not None else (told.id,)


def _day(row: Row) -> TerminalDay:
    differences = (Difference(**{**each, "kind": DifferenceKind(each["kind"])}) for each in json.loads(row[8]))
    return TerminalDay(
        id=row[0],
        device_id=row[1],
        told_at=from_ms(row[2]),
        count=row[3],
        amount=row[4],
        comparison=Comparison(count=row[5], amount=row[6], matched=row[7], differences=tuple(differences)),
        mark=Mark(entry=row[9], telling=row[10]),
    )
