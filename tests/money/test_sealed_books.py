"""What is in the books or closed stays as it was written: the database itself sees to it."""

import pytest
from cashiers import Cashiers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from queue_server.domain.payment import Method
from queue_server.store.engine import Store
from queue_server.store.migrate import migrate
from queue_server.store.movements import END, movements_in
from queue_server.store.unit import Unit
from queue_server.usecases import closing, paying

TAMPERING = (
    "UPDATE ledger_posting SET amount = amount + 1", "UPDATE ledger_entry SET at = at + 1",
    "UPDATE ledger_entry SET staff_id = NULL", "DELETE FROM ledger_posting",
    "UPDATE shift_close SET figures = '{}'", "UPDATE shift_close SET upto_entry = upto_entry + 1",
    "UPDATE shift_close SET signed_by = NULL", "DELETE FROM shift_close",
    "UPDATE day_close SET reason = 'khác'", "DELETE FROM day_close",
)  # fmt: skip
BEFORE = (
    "INSERT INTO centre (id, code, names, level, zone, wait_target_minutes, dossier_target_minutes, dossier_pattern,"
    " closed_days, early_minutes, closing_rule, version) VALUES (1, 'c', '{}', 'commune', 'Asia/Ho_Chi_Minh', 15, 10,"
    " '', '[]', 0, true, 1)",
    "INSERT INTO staff (id, centre_id, login, name, password_hash, roles, active, failures)"
    " VALUES (1, 1, 'quay1', 'Lan', '!', '[]', true, 0)",
    "INSERT INTO dossier (id, centre_id, code, first_seen_at) VALUES (1, 1, 'H49.22-261123-0001', 1)",
    "INSERT INTO charge (id, centre_id, dossier_id, quantity, amount, fees, raised_at, raised_by)"
    """ VALUES ('c1', 1, 1, 1, 8000, '[{"kind": "phi", "name": "Phí", "amount": 8000}]', 1, 1)""",
    "INSERT INTO payment (id, centre_id, charge_id, method, amount, code, state, created_at, created_by)"
    " VALUES ('p1', 1, 'c1', 'card', 8000, 'MC1', 'confirmed', 1, 1)",
    "INSERT INTO ledger_entry (id, centre_id, at, charge_id, payment_id) VALUES (1, 1, 1, 'c1', 'p1')",
    "INSERT INTO ledger_posting (entry_id, account, amount) VALUES (1, 'card', 8000), (1, 'due', -8000)",
)
"""A payment in the books of a database from before shifts were closed."""


def test_the_database_refuses_to_change_the_books_or_what_was_closed(hall):
    cashiers = Cashiers(hall)
    payment = cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    close = cashiers.does(closing.close_shift, staff_id=cashiers.clerk)
    cashiers.does(paying.check_card, staff_id=cashiers.other, payment_id=payment.id)
    cashiers.does(closing.sign_shift, staff_id=cashiers.other, close_id=close.id)
    cashiers.does(closing.close_day, staff_id=cashiers.other, day=hall.at.date(), reason=None)
    for statement in TAMPERING:
        with pytest.raises(DBAPIError, match="append-only"), Unit(hall.store) as unit:
            unit.connection.execute(text(statement))


def test_a_database_with_payments_of_before_knows_whose_shift_they_are_of(database_url):
    store = Store(database_url)
    migrate(store, to="0320")
    with store.writer.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    migrate(store)
    with store.reading() as connection:
        (movement,) = movements_in(connection, centre_id=1, after=0, upto=END)
    assert (movement.staff_id, movement.amount, movement.dossier) == (1, 8_000, "H49.22-261123-0001")
    store.close()
