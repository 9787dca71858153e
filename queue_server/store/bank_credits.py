"""Bank credits in and out of the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from queue_server.domain.bank_credit import BankCredit, CreditState
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = (
    "SELECT id, provider, reference, account, amount, text, at, state, payment_id, bank_reference FROM bank_credit"
)
_BY_REFERENCE = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND provider = :provider AND reference = :reference")
)
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id AND centre_id = :centre_id"))
_AROUND = Prepared(
    text(
        f"{_COLUMNS}"  # noqa: S608
        " WHERE centre_id = :centre_id AND amount = :amount AND at >= :begin AND at <= :end"
        " AND provider <> :provider AND NOT EXISTS (SELECT 1 FROM bank_telling AS told"
        " WHERE told.credit_id = bank_credit.id AND told.provider = :provider) ORDER BY at, id"
    )
)
_TOLD = Prepared(
    text(
        "SELECT credit_id FROM bank_telling WHERE centre_id = :centre_id AND provider = :provider"
        " AND reference = :reference"
    )
)
_TELL = Prepared(
    text(
        "INSERT INTO bank_telling (centre_id, provider, reference, credit_id, told_at) VALUES (:centre_id, :provider,"
        " :reference, :credit_id, :told_at)"
    )
)
_UNSETTLED = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND state IN ('double', 'late', 'over', 'under', 'unknown')"
        " ORDER BY at, id"
    )
)
_INSERT = Prepared(
    text(
        "INSERT INTO bank_credit (centre_id, provider, reference, account, amount, text, at, received_at, state,"
        " payment_id, bank_reference) VALUES (:centre_id, :provider, :reference, :account, :amount, :text, :at,"
        " :received_at, :state, :payment_id, :bank_reference) RETURNING id"
    )
)
_SETTLE = Prepared(
    text(
        "UPDATE bank_credit SET state = :state, payment_id = coalesce(:payment_id, payment_id), settled_at = :at,"
        " settled_by = :by, reason = :reason WHERE id = :id"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCredit:
    """A credit as it is kept; `new` where it was not known before."""

    id: int
    credit: BankCredit
    state: CreditState
    payment_id: str | None
    new: bool = field(default=False, compare=False)


def known_credit(connection: Connection, credit: BankCredit, *, centre_id: int) -> KeptCredit | None:
    """Return what is kept under the provider's name for it, or None."""
    named: dict[str, int | str] = {"centre_id": centre_id, "provider": credit.provider, "reference": credit.reference}
    row = _BY_REFERENCE.run(connection, **named).one_or_none()
    if row is not None:
        return _kept(row)
    told = _TOLD.run(connection, **named).scalar()
    return None if told is None else find_credit(connection, centre_id=centre_id, credit_id=told)


def credits_told_by_others(
    connection: Connection, credit: BankCredit, *, centre_id: int, within: timedelta
) -> Sequence[KeptCredit]:
    """Return the centre's credits of that amount, at most `within` apart, of which this provider has not told yet."""
    rows = _AROUND.run(
        connection,
        centre_id=centre_id,
        amount=credit.amount,
        provider=credit.provider,
        begin=to_ms(credit.at - within),
        end=to_ms(credit.at + within),
    )
    return [_kept(row) for row in rows]


def insert_telling(connection: Connection, credit: BankCredit, *, centre_id: int, credit_id: int, at: datetime) -> None:
    """Write that another provider told of a kept credit too, under its own name."""
    _TELL.run(
        connection,
        centre_id=centre_id,
        provider=credit.provider,
        reference=credit.reference,
        credit_id=credit_id,
        told_at=to_ms(at),
    )


def find_credit(connection: Connection, *, centre_id: int, credit_id: int) -> KeptCredit:
    """Return the centre's credit. Raises NotFound."""
    row = _ONE.run(connection, id=credit_id, centre_id=centre_id).one_or_none()
    if row is None:
        raise NotFound(what="credit", name=str(credit_id))
    return _kept(row)


def unsettled_credits(connection: Connection, centre_id: int) -> Sequence[KeptCredit]:
    """Return what waits for somebody to settle it, the oldest first."""
    return [_kept(row) for row in _UNSETTLED.run(connection, centre_id=centre_id)]


def insert_credit(
    connection: Connection,
    credit: BankCredit,
    *,
    centre_id: int,
    state: CreditState,
    payment_id: str | None,
    at: datetime,
) -> int:
    """Write a credit that is new; return its id."""
    inserted = _INSERT.run(
        connection,
        centre_id=centre_id,
        provider=credit.provider,
        reference=credit.reference,
        account=credit.account,
        amount=credit.amount,
        text=credit.text,
        at=to_ms(credit.at),
        received_at=to_ms(at),
        state=state.value,
        payment_id=payment_id,
        bank_reference=credit.bank_reference,
    )
    return int(inserted.scalar_one())


def save_settled(
    connection: Connection,
    credit_id: int,
    *,
    state: CreditState,
    payment_id: str | None,
    staff_id: int,
    reason: str,
    at: datetime,
) -> None:
    """Write what somebody decided about a credit."""
    _SETTLE.run(
        connection, id=credit_id, state=state.value, payment_id=payment_id, by=staff_id, reason=reason, at=to_ms(at)
    )


def _kept(row: Row) -> KeptCredit:
    return KeptCredit(
        id=row[0],
        credit=BankCredit(
            provider=row[1],
            reference=row[2],
            account=row[3],
            amount=row[4],
            text=row[5],
            at=from_ms(row[6]),
            bank_reference=row[9],
        ),
        state=CreditState(row[7]),
        payment_id=row[8],
    )
