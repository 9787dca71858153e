"""Refunds at terminals, in and out of the database."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, insert, text

from hardware.terminal.till import CardReceipt
from queue_server.domain.errors import NotFound
from queue_server.domain.payment import Payment
from queue_server.domain.refund import Refund, RefundKind, RefundState
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared, Row
from queue_server.store.schema_terminals import RefundRow
from queue_server.store.tables import table
from queue_server.store.tellings import tellings_of

_NAMES = (
    "id", "centre_id", "payment_id", "device_id", "kind", "state", "amount", "undone", "created_at", "asked_by",
    "reason", "asked_at", "ended_at", "newest", "code", "number", "trace",
)  # fmt: skip
_COLUMNS = f"SELECT {', '.join(_NAMES)} FROM refund"  # noqa: S608
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id"))
_OF_PAYMENT = Prepared(text(f"{_COLUMNS} WHERE payment_id = :payment_id ORDER BY created_at, id"))
_OPEN_AT_DEVICE = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND state IN ('created', 'in_doubt', 'pending')"
        " ORDER BY created_at, id"
    )
)
_INSERT = Prepared(insert(table(RefundRow)), columns=_NAMES)
_SAVE = Prepared(
    text(
        "UPDATE refund SET state = :state, asked_at = :asked_at, ended_at = :ended_at, newest = :newest, code = :code,"
        " number = :number, trace = :trace WHERE id = :id"
    )
)


def find_refund(connection: Connection, *, centre_id: int, refund_id: str) -> Refund:
    """Return the centre's refund. Raises NotFound."""
    refund = known_refund(connection, refund_id)
    if refund is None or refund.centre_id != centre_id:
        raise NotFound(what="refund", name=refund_id[:32])
    return refund


def known_refund(connection: Connection, refund_id: str) -> Refund | None:
    """Return the refund of whichever centre."""
    row = _ONE.run(connection, id=refund_id).one_or_none()
    return None if row is None else _refund(row)


def refunds_of(connection: Connection, payment_id: str) -> Sequence[Refund]:
    """Return all attempts to give a payment back at its terminal, in order."""
    return [_refund(row) for row in _OF_PAYMENT.run(connection, payment_id=payment_id)]


def refunds_open_at(connection: Connection, device_id: str) -> Sequence[Refund]:
    """Return what the device's terminal is to give back, works on or is in doubt about, the oldest first."""
    return [_refund(row) for row in _OPEN_AT_DEVICE.run(connection, device_id=device_id)]


def undoable(connection: Connection, payment: Payment) -> CardReceipt | None:
    """Return what the terminal that took a payment told of it; None when it cannot take it back by that."""
    if payment.device_id is None:
        return None
    told = [
        each.telling.receipt
        for each in tellings_of(connection, payment.id)
        if each.device_id == payment.device_id and each.moved_money and each.telling.receipt is not None
    ]
    return told[-1] if told and told[-1].number is not None else None


def insert_refund(connection: Connection, refund: Refund) -> None:
    """Write a new refund. A second one that is open is an integrity error of the database."""
    _INSERT.run(
        connection,
        id=refund.id,
        centre_id=refund.centre_id,
        payment_id=refund.payment_id,
        device_id=refund.device_id,
        kind=refund.kind.value,
        amount=refund.amount,
        undone=json.dumps(asdict(refund.undone), ensure_ascii=False),
        created_at=to_ms(refund.created_at),
        asked_by=refund.asked_by,
        reason=refund.reason,
        **_changing(refund),
    )


def save_refund(connection: Connection, refund: Refund) -> None:
    """Write what can change in a refund."""
    _SAVE.run(connection, id=refund.id, **_changing(refund))


def _changing(refund: Refund) -> dict[str, str | int | None]:
    return {
        "state": refund.state.value,
        "asked_at": maybe_ms(refund.asked_at),
        "ended_at": maybe_ms(refund.ended_at),
        "newest": refund.newest,
        "code": refund.code,
        "number": refund.number,
        "trace": refund.trace,
    }


def _refund(row: Row) -> Refund:
    return Refund(
        id=row[0],
        centre_id=row[1],
        payment_id=row[2],
        device_id=row[3],
        kind=RefundKind(row[4]),
        state=RefundState(row[5]),
        amount=row[6],
        undone=CardReceipt(**json.loads(row[7])),
        created_at=from_ms(row[8]),
        asked_by=row[9],
        reason=row[10],
        asked_at=maybe_from_ms(row[11]),
        ended_at=maybe_from_ms(row[12]),
        newest=row[13],
        code=row[14],
        number=row[15],
        trace=row[16],
    )
