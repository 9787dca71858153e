"""Whatever people, banks and terminals do in whatever order: the books balance and nobody pays twice."""

from days_of_money import Day
from sqlalchemy import text

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
        assert one(connection, account.format("card")) == one(connection, f"{paid} AND method = 'card'")
        waiting = "SELECT sum(amount) FROM bank_credit WHERE state IN ('double', 'late', 'over', 'under', 'unknown')"
        assert -one(connection, account.format("suspense")) == one(connection, waiting)
        assert one(connection, account.format("bank")) == one(connection, f"{paid} AND method = 'vietqr'") + one(
            connection, waiting
        )


def states(store):
    with store.reading() as connection:
        both = "SELECT state FROM payment UNION SELECT state FROM bank_credit"
        return {row[0] for row in connection.execute(text(both))}


def test_at_every_moment_the_books_balance_and_nothing_is_paid_twice(hall):
    day = Day(hall, seed=2)
    seen = set()
    for _ in range(MOVES):
        day.goes_on()
        check(hall.store)
        seen |= states(hall.store)
    never = {state.value for state in (*PaymentState, *CreditState)} - seen
    assert never == {"created"}  # it is asked in the same transaction
