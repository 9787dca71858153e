"""Payments in and out of the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, text

from queue_server.domain.errors import NotFound
from queue_server.domain.money_errors import NoAccount
from queue_server.domain.payment import Method, Payment, PaymentState
from queue_server.domain.vietqr import Account
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared, Row
from queue_server.store.schema_money import PaymentRow
from queue_server.store.tables import table

_NAMES = (
    "id", "centre_id", "charge_id", "method", "amount", "code", "state", "created_at", "created_by", "asked_at",
    "ended_at", "reference", "approval_code", "last4", "checked_by", "device_id", "newest", "receipt",
)  # fmt: skip
_COLUMNS = f"SELECT {', '.join(_NAMES)} FROM payment"  # noqa: S608
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id"))
_BY_CODE = Prepared(text(f"{_COLUMNS} WHERE code = :code"))
_CENTRE_OF = Prepared(text("SELECT centre_id FROM payment WHERE id = :id"))
_BY_RECEIPT = Prepared(text("SELECT id FROM payment WHERE centre_id = :centre_id AND receipt = :receipt"))
_OF_CHARGE = Prepared(text(f"{_COLUMNS} WHERE charge_id = :charge_id ORDER BY created_at, id"))
_BETWEEN = Prepared(
    text(f"{_COLUMNS} WHERE centre_id = :centre_id AND ended_at >= :begin AND ended_at < :end ORDER BY ended_at, id")
)
_OPEN = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND state IN ('created', 'in_doubt', 'pending')"
        " ORDER BY created_at, id"
    )
)
_GIVEN_BACK = Prepared(
    text(
        f"{_COLUMNS} WHERE id IN (SELECT payment_id FROM refund WHERE centre_id = :centre_id"  # noqa: S608
        " AND state IN ('created', 'in_doubt', 'pending')) ORDER BY created_at, id"
    )
)
_UNCHECKED = Prepared(
    text(
        f"{_COLUMNS} WHERE centre_id = :centre_id AND approval_code IS NOT NULL AND checked_by IS NULL"
        " AND device_id IS NULL ORDER BY created_at, id"
    )
)
_NAMED = Prepared(
    text(
        "SELECT d.code, s.name, v.name FROM payment p JOIN charge c ON c.id = p.charge_id"
        " JOIN dossier d ON d.id = c.dossier_id LEFT JOIN staff s ON s.id = p.created_by"
        " LEFT JOIN device v ON v.id = p.device_id WHERE p.id = :id"
    )
)
_OPEN_AT_DEVICE = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND state IN ('created', 'in_doubt', 'pending')"
        " ORDER BY created_at, id"
    )
)
_TAKEN_AT_DEVICE = Prepared(
    text(
        f"{_COLUMNS} WHERE device_id = :device_id AND id IN (SELECT e.payment_id FROM ledger_entry e"  # noqa: S608
        " JOIN ledger_posting l ON l.entry_id = e.id AND l.account = 'due' AND l.amount < 0"
        " WHERE e.centre_id = :centre_id AND e.id > :after) ORDER BY created_at, id"
    )
)
_INSERT = Prepared(insert(table(PaymentRow)), columns=_NAMES)
_SAVE = Prepared(
    text(
        "UPDATE payment SET state = :state, asked_at = :asked_at, ended_at = :ended_at, reference = :reference,"
        " approval_code = :approval_code, last4 = :last4, checked_by = :checked_by,"
        " newest = :newest, receipt = :receipt WHERE id = :id"
    )
)
_ACCOUNT = Prepared(text("SELECT bank, number, holder FROM bank_account WHERE centre_id = :centre_id"))
_SET_ACCOUNT = Prepared(
    text(
        "INSERT INTO bank_account (centre_id, bank, number, holder) VALUES (:centre_id, :bank, :number, :holder)"
        " ON CONFLICT (centre_id) DO UPDATE SET bank = excluded.bank, number = excluded.number,"
        " holder = excluded.holder"
    )
)
_CENTRE_OF_ACCOUNT = Prepared(text("SELECT centre_id FROM bank_account WHERE number = :number"))


def find_payment(connection: Connection, *, centre_id: int, payment_id: str) -> Payment:
    """Return the centre's payment. Raises NotFound."""
    row = _ONE.run(connection, id=payment_id).one_or_none()
    if row is None or row[1] != centre_id:
        raise NotFound(what="payment", name=payment_id[:32])
    return _payment(row)


def payment_by_code(connection: Connection, *, centre_id: int, code: str) -> Payment | None:
    """Return the centre's payment of that pay code, or None."""
    row = _BY_CODE.run(connection, code=code).one_or_none()
    return None if row is None or row[1] != centre_id else _payment(row)


def centre_of_payment(connection: Connection, payment_id: str) -> int:
    """Return the centre of a payment that is there."""
    return int(_CENTRE_OF.run(connection, id=payment_id).scalar_one())


def payment_of_receipt(connection: Connection, *, centre_id: int, receipt: str) -> str | None:
    """Return the id of the payment with that statutory receipt, or None."""
    row = _BY_RECEIPT.run(connection, centre_id=centre_id, receipt=receipt).one_or_none()
    return None if row is None else str(row[0])


def payments_of(connection: Connection, charge_id: str) -> Sequence[Payment]:
    """Return all attempts to pay a charge, in order."""
    return [_payment(row) for row in _OF_CHARGE.run(connection, charge_id=charge_id)]


def payments_ended_between(
    connection: Connection, *, centre_id: int, begin: datetime, end: datetime
) -> Sequence[Payment]:
    """Return the payments whose outcome came from `begin` (included) to `end` (excluded), in order."""
    rows = _BETWEEN.run(connection, centre_id=centre_id, begin=to_ms(begin), end=to_ms(end))
    return [_payment(row) for row in rows]


def open_payments(connection: Connection, centre_id: int) -> Sequence[Payment]:
    """Return the payments that are open or in doubt, the oldest first."""
    return [_payment(row) for row in _OPEN.run(connection, centre_id=centre_id)]


def being_given_back(connection: Connection, centre_id: int) -> Sequence[Payment]:
    """Return the payments that a terminal is to give back, or of which it is in doubt, the oldest first."""
    return [_payment(row) for row in _GIVEN_BACK.run(connection, centre_id=centre_id)]


def unchecked_payments(connection: Connection, centre_id: int) -> Sequence[Payment]:
    """Return the typed cards of which nobody else has seen the terminal's slip, the oldest first."""
    return [_payment(row) for row in _UNCHECKED.run(connection, centre_id=centre_id)]


def payment_names(connection: Connection, payment_id: str) -> tuple[str, str | None, str | None]:
    """Return the dossier's code, who took the payment and the device whose terminal did. The payment must exist."""
    row = _NAMED.run(connection, id=payment_id).one_or_none()
    assert row is not None
    return row[0], row[1], row[2]


def open_at_device(connection: Connection, device_id: str) -> Sequence[Payment]:
    """Return the payments by the device's terminal that are open or in doubt, the oldest first."""
    return [_payment(row) for row in _OPEN_AT_DEVICE.run(connection, device_id=device_id)]


def taken_at_device(connection: Connection, device_id: str, *, centre_id: int, after: int) -> Sequence[Payment]:
    """Return what was paid at the device's terminal by entries of the books after that one, refunded since or not."""
    rows = _TAKEN_AT_DEVICE.run(connection, device_id=device_id, centre_id=centre_id, after=after)
    return [_payment(row) for row in rows]


def insert_payment(connection: Connection, payment: Payment) -> None:
    """Write a new payment. A second one that holds the charge is an integrity error of the database."""
    _INSERT.run(
        connection,
        id=payment.id,
        centre_id=payment.centre_id,
        charge_id=payment.charge_id,
        method=payment.method.value,
        amount=payment.amount,
        code=payment.code,
        created_at=to_ms(payment.created_at),
        created_by=payment.created_by,
        device_id=payment.device_id,
        **_changing(payment),
    )


def save_payment(connection: Connection, payment: Payment) -> None:
    """Write what can change in a payment."""
    _SAVE.run(connection, id=payment.id, **_changing(payment))


def account_of(connection: Connection, centre_id: int) -> tuple[Account, str]:
    """Return the centre's bank account and its holder's name. Raises NoAccount."""
    row = _ACCOUNT.run(connection, centre_id=centre_id).one_or_none()
    if row is None:
        raise NoAccount()
    return Account(bank=row[0], number=row[1]), row[2]


def has_account(connection: Connection, centre_id: int) -> bool:
    """Say whether the centre has an account that payment codes can send money to."""
    return _ACCOUNT.run(connection, centre_id=centre_id).one_or_none() is not None


def save_account(connection: Connection, account: Account, *, centre_id: int, holder: str) -> None:
    """Write where the centre's payment codes send the money from now on."""
    _SET_ACCOUNT.run(connection, centre_id=centre_id, bank=account.bank, number=account.number, holder=holder)


def centres_of_account(connection: Connection, number: str) -> Sequence[int]:
    """Return the centres whose account has that number."""
    return [row[0] for row in _CENTRE_OF_ACCOUNT.run(connection, number=number)]


def _changing(payment: Payment) -> dict[str, str | int | None]:
    return {
        "state": payment.state.value,
        "asked_at": maybe_ms(payment.asked_at),
        "ended_at": maybe_ms(payment.ended_at),
        "reference": payment.reference,
        "approval_code": payment.approval_code,
        "last4": payment.last4,
        "checked_by": payment.checked_by,
        "newest": payment.newest,
        "receipt": payment.receipt,
    }


def _payment(row: Row) -> Payment:
    return Payment(
        id=row[0],
        centre_id=row[1],
        charge_id=row[2],
        method=Method(row[3]),
        amount=row[4],
        code=row[5],
        state=PaymentState(row[6]),
        created_at=from_ms(row[7]),
        created_by=row[8],
        asked_at=maybe_from_ms(row[9]),
        ended_at=maybe_from_ms(row[10]),
        reference=row[11],
        approval_code=row[12],
        last4=row[13],
        checked_by=row[14],
        device_id=row[15],
        newest=row[16],
        receipt=row[17],
    )
