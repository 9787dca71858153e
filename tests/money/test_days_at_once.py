"""Terminals' days and the centre's in one instant: each told day in one close, each sale in one told day."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cashiers import Cashiers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.payment import Method
from queue_server.domain.telling import Telling
from queue_server.store.closes import day_closes_between
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.unit import Unit
from queue_server.usecases.closing import close_day
from queue_server.usecases.selling import hear_outcome
from queue_server.usecases.terminal_days import hear_day

INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def cashiers(hall):
    return Cashiers(hall)


def tells_day(cashiers, name, at):
    device = cashiers.terminal(name)
    with Unit(cashiers.hall.store) as unit:
        return hear_day(unit, device=device, count=0, amount=0, receipts=None, at=at)


def closes_day(cashiers, at):
    facts = {"centre_id": cashiers.hall.centre_id, "staff_id": cashiers.other, "day": at.date(), "reason": "cuối ngày"}
    with Unit(cashiers.hall.store) as unit:
        return close_day(unit, at=at, **facts)


def terminals_in(close):
    return [each["name"] for each in close.figures["terminals"]]


@pytest.mark.parametrize("waited", [0 * INSTANT, INSTANT, timedelta(seconds=5)])
def test_what_a_terminal_told_while_the_day_was_being_closed_stands_in_the_next_day(cashiers, hall, waited):
    tells_day(cashiers, "pos-1", hall.at)
    first = closes_day(cashiers, hall.at)
    tells_day(cashiers, "pos-2", hall.at - waited)
    second = closes_day(cashiers, hall.at + timedelta(days=1))
    assert (terminals_in(first), terminals_in(second)) == (["pos-1"], ["pos-2"])


@pytest.mark.parametrize("waited", [0 * INSTANT, INSTANT, timedelta(seconds=5)])
def test_a_sale_that_is_told_while_the_terminals_day_is_compared_is_in_the_next_comparison(cashiers, hall, waited):
    payment = begins_sale(cashiers, "pos-1", cashiers.charges())
    hall.passes(60)
    assert tells_day(cashiers, "pos-1", hall.at).amount == 0
    approves(cashiers, "pos-1", payment, hall.at - waited)
    assert tells_day(cashiers, "pos-1", hall.at + INSTANT).amount == payment.amount
    assert tells_day(cashiers, "pos-1", hall.at + INSTANT).amount == 0


def begins_sale(cashiers, name, charge):
    box = cashiers.terminal(name)
    payment = cashiers.begins(charge, Method.CARD, device=box)
    cashiers.begins_sale(payment, device=box)
    return payment


def approves(cashiers, name, payment, at):
    device = cashiers.terminal(name)
    receipt = CardReceipt(amount=payment.amount, trace=7, number="7", approval_code="123456", last4="1111")
    telling = Telling(verdict=Verdict.APPROVED, receipt=receipt)
    with Unit(cashiers.hall.store) as unit:
        hear_outcome(unit, device=device, payment_id=payment.id, telling=telling, at=at)


def test_however_many_terminals_told_their_day_all_stand_in_the_close(cashiers, hall):
    for number in range(25):
        tells_day(cashiers, f"pos-{number}", hall.at)
    assert len(terminals_in(closes_day(cashiers, hall.at))) == 25
    assert terminals_in(closes_day(cashiers, hall.at + timedelta(days=1))) == []


def test_a_terminals_day_that_stands_in_a_close_is_sealed_by_the_database(cashiers, hall):
    tells_day(cashiers, "pos-1", hall.at)
    closes_day(cashiers, hall.at)
    for tampering in ("UPDATE terminal_day SET amount = 1", "DELETE FROM terminal_day"):
        with pytest.raises(DBAPIError, match="append-only"), Unit(hall.store) as unit:
            unit.connection.execute(text(tampering))


def test_terminals_sales_and_days_in_many_threads_leave_nothing_out_and_nothing_twice(cashiers, hall):
    names = [f"pos-{number}" for number in range(4)]
    codes = [cashiers.another_dossier(f"H49.22-261123-{number:04}") for number in range(2, 6)]
    sales = [
        (name, begins_sale(cashiers, name, cashiers.charges(again=True, code=code)))
        for name, code in zip(names, codes, strict=True)
    ]
    day = timedelta(days=1)

    def tells(name):
        return sum(tells_day(cashiers, name, hall.at + day * (step // 3)).amount for step in range(12))

    def closes():
        return [closes_day(cashiers, hall.at + day * step) for step in range(4)]

    with ThreadPoolExecutor(9) as pool:
        closing = pool.submit(closes)
        telling = [pool.submit(tells, name) for name in names]
        approving = [pool.submit(approves, cashiers, name, payment, hall.at) for name, payment in sales]
        compared = [each.result(timeout=120) for each in telling]
        for deed in (*approving, closing):
            deed.result(timeout=120)
    compared = [total + tells_day(cashiers, name, hall.at).amount for total, name in zip(compared, names, strict=True)]
    assert compared == [payment.amount for _, payment in sales]
    closes_day(cashiers, hall.at + day * 4)
    with hall.store.reading() as connection:
        span = {"first": hall.at.date(), "last": (hall.at + day * 4).date()}
        days = day_closes_between(connection, centre_id=hall.centre_id, **span)
        told = Counter(row[0] for row in connection.execute(text("SELECT id FROM terminal_day")))
    assert Counter(each["id"] for close in days for each in close.figures["terminals"]) == told
    assert told.total() == 13 * len(names)


BEFORE = (
    "INSERT INTO centre (id, code, names, level, zone, wait_target_minutes, dossier_target_minutes, dossier_pattern,"
    " closed_days, early_minutes, closing_rule, version) VALUES (1, 'c', '{}', 'commune', 'Asia/Ho_Chi_Minh', 15, 10,"
    " '', '[]', 0, true, 1)",
    "INSERT INTO staff (id, centre_id, login, name, password_hash, roles, active, failures)"
    " VALUES (1, 1, 'quay1', 'Lan', '!', '[]', true, 0)",
    "INSERT INTO hall (id, centre_id, code, names) VALUES (1, 1, 'h', '{}')",
    "INSERT INTO device (id, centre_id, hall_id, kind, name, settings, parts, approved_at)"
    " VALUES ('pos-1', 1, 1, 'terminal', 'pos-1', '{}', '[]', 0)",
    "INSERT INTO day_close (id, centre_id, day, after_entry, upto_entry, upto_shift, closed_at, closed_by, figures)"
    " VALUES (5, 1, 739500, 0, 0, 0, 200, 1, '{}'), (6, 1, 739501, 0, 0, 0, 300, 1, '{}')",
    "INSERT INTO terminal_day (id, centre_id, device_id, told_at, count, amount, our_count, our_amount, matched,"
    " differences) VALUES (1, 1, 'pos-1', 100, 0, 0, 0, 0, 0, '[]'), (2, 1, 'pos-1', 200, 0, 0, 0, 0, 0, '[]'),"
    " (3, 1, 'pos-1', 201, 0, 0, 0, 0, 0, '[]'), (4, 1, 'pos-1', 301, 0, 0, 0, 0, 0, '[]')",
)
"""Two closed days of a database in which terminals' days were told apart by moments, and one told since."""


def test_days_that_were_told_before_stay_in_the_closes_in_which_they_stood(database_url):
    store = Store(database_url)
    migrate(store, to="0365")
    with store.writer.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    migrate(store)
    with store.reading() as connection:
        rows = connection.execute(text("SELECT id, day_close_id FROM terminal_day ORDER BY id")).all()
    store.close()
    assert [tuple(row) for row in rows] == [(1, 5), (2, 5), (3, 6), (4, None)]
