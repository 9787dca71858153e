"""Whatever people, banks and terminals do in whatever order: the books balance and nobody pays twice."""

from days_at_terminals import DayAtTerminals
from sqlalchemy import text

from hardware.terminal.till import Verdict
from queue_server.domain.bank_credit import CreditState
from queue_server.domain.payment import PaymentState

MOVES = 600


def one(connection, sql):
    return connection.execute(text(sql)).scalar() or 0


def check(store):
    with store.reading() as connection:
        unbalanced = (
            "SELECT count(*) FROM (SELECT entry_id FROM ledger_posting GROUP BY entry_id HAVING sum(amount) <> 0) x"
        )
        assert one(connection, unbalanced) == 0
        paid_of = "SELECT charge_id FROM payment WHERE state = 'confirmed' GROUP BY charge_id"
        twice = f"SELECT count(*) FROM ({paid_of} HAVING count(*) > 1) x"
        assert one(connection, twice) == 0
        account = "SELECT sum(amount) FROM ledger_posting WHERE account = '{}'"
        standing = "SELECT sum(amount) FROM charge WHERE withdrawn_at IS NULL"
        paid = "SELECT sum(amount) FROM payment WHERE state = 'confirmed'"
        assert one(connection, account.format("due")) == one(connection, standing) - one(connection, paid)
        earned = one(connection, account.format("phi")) + one(connection, account.format("le_phi"))
        assert -earned == one(connection, standing)
        against = (
            "SELECT sum(amount) FROM terminal_telling"
            " WHERE verdict = 'approved' AND effect = 'contradicts' AND settled_at IS NULL"
        )
        charged = one(connection, against)
        assert one(connection, account.format("card")) == one(connection, f"{paid} AND method = 'card'") + charged
        waiting = "SELECT sum(amount) FROM bank_credit WHERE state IN ('double', 'late', 'over', 'under', 'unknown')"
        assert -one(connection, account.format("suspense")) == one(connection, waiting) + charged
        assert one(connection, account.format("bank")) == one(connection, f"{paid} AND method = 'vietqr'") + one(
            connection, waiting
        )
        at_once = "SELECT device_id FROM payment WHERE state = 'pending' AND device_id IS NOT NULL GROUP BY device_id"
        assert one(connection, f"SELECT count(*) FROM ({at_once} HAVING count(*) > 1) x") == 0


def states(store):
    with store.reading() as connection:
        both = "SELECT state FROM payment UNION SELECT state FROM bank_credit"
        return {row[0] for row in connection.execute(text(both))}


def test_at_every_moment_the_books_balance_and_nothing_is_paid_twice(hall):
    day = DayAtTerminals(hall, seed=3)
    seen = set()
    for _ in range(MOVES):
        day.goes_on()
        check(hall.store)
        seen |= states(hall.store)
    assert {state.value for state in (*PaymentState, *CreditState)} <= seen
    assert {told[2] for told in day.told} == set(Verdict)
    assert day.forgotten() == []
