"""Bank credits in and out of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.bank_credit import BankCredit, CreditState
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = "SELECT id, provider, reference, account, amount, text, at, state, payment_id FROM bank_credit"
_BY_REFERENCE = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND provider = :provider AND reference = :reference")
)
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id AND centre_id = :centre_id"))
_UNSETTLED = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND state IN ('double', 'late', 'over', 'under', 'unknown')"
        " ORDER BY at, id"
    )
)
_INSERT = Prepared(
    text(
        "INSERT INTO bank_credit (centre_id, provider, reference, account, amount, text, at, received_at, state,"
        " payment_id) VALUES (:centre_id, :provider, :reference, :account, :amount, :text, :at, :received_at, :state,"
        " :payment_id) RETURNING id"
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
    """A credit as it is kept."""

    id: int
    credit: BankCredit
    state: CreditState
    payment_id: str | None


def known_credit(connection: Connection, credit: BankCredit, *, centre_id: int) -> KeptCredit | None:
    """Return what is kept under the provider's name for it, or None."""
    row = _BY_REFERENCE.run(
        connection, centre_id=centre_id, provider=credit.provider, reference=credit.reference
    ).one_or_none()
    return None if row is None else _kept(row)


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
            provider=row[1], reference=row[2], account=row[3], amount=row[4], text=row[5], at=from_ms(row[6])
        ),
        state=CreditState(row[7]),
        payment_id=row[8],
    )
