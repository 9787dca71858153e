"""What terminals told, in and out of the database."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from hardware.terminal.till import CardReceipt, PrintLine, Verdict
from queue_server.domain.errors import NotFound
from queue_server.domain.telling import Effect, Telling, money_in
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = (
    "SELECT id, centre_id, device_id, payment_id, told_at, verdict, code, detail, receipt, effect, settled_at,"
    " refund_id, amount, lines"
    " FROM terminal_telling"
)
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id"))
_OF_PAYMENT = Prepared(text(f"{_COLUMNS} WHERE payment_id = :payment_id AND refund_id IS NULL ORDER BY id"))
_OF_REFUND = Prepared(text(f"{_COLUMNS} WHERE refund_id = :refund_id ORDER BY id"))
_UNSETTLED = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND effect = 'contradicts' AND settled_at IS NULL ORDER BY id")
)
_CHARGED = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND id > :after AND verdict = 'approved'"
        " AND refund_id IS NULL AND effect IN ('contradicts', 'moved') ORDER BY id"
    )
)
_GIVEN_BACK = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND id > :after AND verdict = 'approved'"
        " AND refund_id IS NOT NULL AND effect IN ('contradicts', 'moved') ORDER BY id"
    )
)
_LAST = Prepared(text("SELECT max(id) FROM terminal_telling WHERE device_id = :device_id"))
_INSERT = Prepared(
    text(
        "INSERT INTO terminal_telling (centre_id, device_id, payment_id, told_at, verdict, code, detail, amount,"
        " receipt, lines, effect, refund_id) VALUES (:centre_id, :device_id, :payment_id, :told_at, :verdict, :code,"
        " :detail, :amount, :receipt, :lines, :effect, :refund_id)"
    )
)
_SETTLE = Prepared(
    text("UPDATE terminal_telling SET settled_at = :at, settled_by = :by, reason = :reason WHERE id = :id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTelling:
    """A telling as it was kept, and what it did. `refund_id`: it is of giving the payment back, `amount` dong."""

    id: int
    centre_id: int
    device_id: str
    payment_id: str
    told_at: datetime
    telling: Telling
    effect: Effect
    settled_at: datetime | None
    refund_id: str | None = None
    amount: int | None = None

    @property
    def contradicted(self) -> bool:
        """Whether it contradicted what was known."""
        return self.effect is Effect.CONTRADICTS

    @property
    def moved_money(self) -> bool:
        """Whether it is the approval that moved its payment."""
        return self.effect is Effect.MOVED and self.telling.verdict is Verdict.APPROVED

    @property
    def charged(self) -> int:
        """Dong that it says that a card was charged."""
        return money_in(self.telling) if self.refund_id is None else 0

    @property
    def given_back(self) -> int:
        """Dong that it says that a card was given."""
        back = self.refund_id is not None and self.telling.verdict is Verdict.APPROVED
        return (self.amount or 0) if back else 0


def insert_telling(
    connection: Connection,
    telling: Telling,
    *,
    centre_id: int,
    device_id: str,
    payment_id: str,
    effect: Effect,
    at: datetime,
    refund_id: str | None = None,
    amount: int | None = None,
) -> None:
    """Keep what a box told; `amount` is of a refund, of a sale it is the receipt's."""
    receipt = telling.receipt
    _INSERT.run(
        connection,
        centre_id=centre_id,
        device_id=device_id,
        payment_id=payment_id,
        told_at=to_ms(at),
        verdict=telling.verdict.value,
        code=telling.code,
        detail=telling.detail,
        amount=amount if refund_id is not None or receipt is None else receipt.amount,
        receipt=None if receipt is None else json.dumps(asdict(receipt), ensure_ascii=False),
        lines=json.dumps([asdict(each) for each in telling.lines], ensure_ascii=False) if telling.lines else None,
        effect=effect.value,
        refund_id=refund_id,
    )


def tellings_of(connection: Connection, payment_id: str) -> Sequence[KeptTelling]:
    """Return all that was told of a payment, in order, but not of giving it back."""
    return [_kept(row) for row in _OF_PAYMENT.run(connection, payment_id=payment_id)]


def tellings_of_refund(connection: Connection, refund_id: str) -> Sequence[KeptTelling]:
    """Return all that was told of a refund, in order."""
    return [_kept(row) for row in _OF_REFUND.run(connection, refund_id=refund_id)]


def unsettled_tellings(connection: Connection, centre_id: int) -> Sequence[KeptTelling]:
    """Return the tellings that contradict what is known and wait for somebody, the oldest first."""
    return [_kept(row) for row in _UNSETTLED.run(connection, centre_id=centre_id)]


def charged_at_device(connection: Connection, device_id: str, *, after: int) -> Sequence[KeptTelling]:
    """Return the approvals that the device's box told after that telling, in order."""
    return [_kept(row) for row in _CHARGED.run(connection, device_id=device_id, after=after)]


def given_back_at_device(connection: Connection, device_id: str, *, after: int) -> Sequence[KeptTelling]:
    """Return what the device's box told after that telling of money given back, in order."""
    return [_kept(row) for row in _GIVEN_BACK.run(connection, device_id=device_id, after=after)]


def last_telling(connection: Connection, device_id: str) -> int:
    """Return the last telling of the device's box; 0 before the first."""
    return int(_LAST.run(connection, device_id=device_id).scalar() or 0)


def find_telling(connection: Connection, *, centre_id: int, telling_id: int) -> KeptTelling:
    """Return the centre's telling. Raises NotFound."""
    row = _ONE.run(connection, id=telling_id).one_or_none()
    if row is None or row[1] != centre_id:
        raise NotFound(what="telling", name=telling_id)
    return _kept(row)


def settle_telling(connection: Connection, telling_id: int, *, staff_id: int, reason: str, at: datetime) -> None:
    """Write who settled it and how."""
    _SETTLE.run(connection, id=telling_id, at=to_ms(at), by=staff_id, reason=reason)


def _kept(row: Row) -> KeptTelling:
    return KeptTelling(
        id=row[0],
        centre_id=row[1],
        device_id=row[2],
        payment_id=row[3],
        told_at=from_ms(row[4]),
        telling=Telling(
            verdict=Verdict(row[5]),
            code=row[6],
            detail=row[7],
            receipt=None if row[8] is None else CardReceipt(**json.loads(row[8])),
            lines=tuple(PrintLine(**each) for each in json.loads(row[13] or "[]")),
        ),
        effect=Effect(row[9]),
        settled_at=maybe_from_ms(row[10]),
        refund_id=row[11],
        amount=row[12],
    )
