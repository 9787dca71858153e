"""Books, terminals' days and tellings that an older version wrote go on today: closed, compared, told, sealed."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import MetaData, text
from sqlalchemy.exc import DBAPIError

from queue_server.store.closes import closes_to_sign
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.refunds import refunds_open_at
from queue_server.store.tellings import unsettled_tellings
from queue_server.store.terminal_days import Mark, awaited_day, last_day, unclosed_days

BEFORE = "0351"
NOW = int(datetime(2026, 11, 20, 3, tzinfo=UTC).timestamp() * 1000)
TOLD = {"count": 1, "amount": 5, "our_count": 1, "our_amount": 5, "matched": 1, "differences": "[]"}
ROWS = {
    "centre": [{"id": 1, "code": "c"}],
    "hall": [{"id": 1, "centre_id": 1, "code": "h"}],
    "staff": [{"id": each, "centre_id": 1, "login": f"s{each}"} for each in (1, 2, 3)],
    "device": [{"id": "pos", "centre_id": 1, "hall_id": 1, "kind": "terminal", "settings": "{}", "parts": "[]"}],
    "dossier": [{"id": 1, "centre_id": 1, "code": "d", "state": "receiving"}],
    "charge": [{"id": "c1", "centre_id": 1, "dossier_id": 1, "fees": "[]", "amount": 5, "raised_by": 1}],
    "payment": [
        {"id": "p1", "centre_id": 1, "charge_id": "c1", "method": "card", "amount": 5, "code": "AAAAAAAA",
         "state": "confirmed", "created_by": 1, "device_id": "pos"},
    ],
    "ledger_entry": [
        {"id": 1, "centre_id": 1, "at": NOW, "payment_id": "p1", "staff_id": 1},
        {"id": 2, "centre_id": 1, "at": NOW + 9_000, "payment_id": "p1", "staff_id": 1},
    ],
    "shift_close": [
        {"id": 1, "centre_id": 1, "staff_id": 1, "upto_entry": 1, "figures": "{}", "to_sign": True, "signed_by": 2,
         "signed_at": NOW},
        {"id": 2, "centre_id": 1, "staff_id": 1, "after_entry": 1, "upto_entry": 2, "figures": "{}", "to_sign": True},
        {"id": 3, "centre_id": 1, "staff_id": 2, "upto_entry": 1, "figures": "{}", "to_sign": False},
    ],
    "day_close": [
        {"id": 1, "centre_id": 1, "day": 20_261_120, "upto_entry": 1, "closed_at": NOW + 2_000, "figures": "{}",
         "closed_by": 2},
    ],
    "terminal_telling": [
        {"id": 1, "centre_id": 1, "device_id": "pos", "payment_id": "p1", "verdict": "approved", "amount": 5,
         "receipt": '{"amount": 5, "trace": 7, "number": "7"}', "effect": "moved"},
        {"id": 2, "centre_id": 1, "device_id": "pos", "payment_id": "p9", "told_at": NOW + 9_000,
         "verdict": "approved", "amount": 3, "receipt": '{"amount": 3}', "effect": "contradicts"},
    ],
    "terminal_day": [
        {"id": 1, "centre_id": 1, "device_id": "pos", "told_at": NOW + 1_000, **TOLD},
        {"id": 2, "centre_id": 1, "device_id": "pos", "told_at": NOW + 10_000, **TOLD},
        {"id": 3, "centre_id": 1, "device_id": "pos", "asked_at": NOW, "asked_by": 2, "withdrawn_at": NOW},
        {"id": 4, "centre_id": 1, "device_id": "pos", "asked_at": NOW, "asked_by": 2},
    ],
}  # fmt: skip


@pytest.fixture
def store(database_url):
    with closing(Store(database_url)) as store:
        _write_as_before(store)
        migrate(store)
        yield store


def _write_as_before(store):
    migrate(store, to=BEFORE)
    tables = MetaData()
    with store.writer.begin() as connection:
        tables.reflect(connection)
        for name, rows in ROWS.items():
            for row in rows:
                connection.execute(tables.tables[name].insert(), whole(tables.tables[name], row))


def whole(table, row):
    """A row with something in every column that must have it."""
    needed = [each for each in table.columns if not each.nullable and each.name not in row]
    return row | {each.name: some(each) for each in needed}


def some(column):
    if column.type.python_type is bool:
        return True
    if column.type.python_type is int:
        return NOW if column.name.endswith("_at") else 0
    return "{}" if column.name in {"names", "work"} else "x"


def test_days_that_were_told_stand_where_they_stood_and_the_next_is_compared_from_there(store):
    with store.reading() as connection:
        assert [each.id for each in unclosed_days(connection, 1)] == [2]
        assert last_day(connection, "pos").mark == Mark(entry=2, telling=2)
        assert awaited_day(connection, "pos") == 4
        assert refunds_open_at(connection, "pos") == []


def test_what_waited_to_be_settled_or_signed_still_does(store):
    with store.reading() as connection:
        kept = unsettled_tellings(connection, 1)
        assert [(each.charged, each.given_back, each.refund_id) for each in kept] == [(3, 0, None)]
        assert [each.id for each in closes_to_sign(connection, 1)] == [2]


TAMPERING = (
    "UPDATE terminal_day SET amount = 6 WHERE id = 1",
    "DELETE FROM terminal_day WHERE id = 1",
    "UPDATE shift_close SET figures = 'x' WHERE id = 1",
    "UPDATE shift_close SET closed_by = 2, reason = 'x' WHERE id = 2",
    "UPDATE shift_close SET signed_by = 1, signed_at = 1 WHERE id = 2",
    "DELETE FROM shift_close WHERE id = 1",
    "UPDATE ledger_entry SET at = 0 WHERE id = 1",
)


def test_what_was_closed_before_is_sealed(store):
    for tampering in TAMPERING:
        with pytest.raises(DBAPIError), store.writer.begin() as connection:
            connection.execute(text(tampering))
