"""Whatever people, banks and terminals do in whatever order: the books balance and nobody pays twice."""

from days_at_terminals import DayAtTerminals
from days_of_refunds import DayOfRefunds
from sqlalchemy import text

from hardware.terminal.till import Verdict
from queue_server.domain.bank_credit import CreditState
from queue_server.domain.payment import PaymentState
from queue_server.domain.refund import RefundKind, RefundState

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
            "SELECT sum(CASE WHEN refund_id IS NULL THEN amount ELSE -amount END) FROM terminal_telling"
            " WHERE verdict = 'approved' AND effect = 'contradicts' AND settled_at IS NULL"
        )
        charged = one(connection, against)
        assert one(connection, account.format("card")) == one(connection, f"{paid} AND method = 'card'") + charged
        waiting = "SELECT sum(amount) FROM bank_credit WHERE state IN ('double', 'late', 'over', 'under', 'unknown')"
        assert -one(connection, account.format("suspense")) == one(connection, waiting) + charged
        assert one(connection, account.format("bank")) == one(connection, f"{paid} AND method = 'vietqr'") + one(
            connection, waiting
        )
        begun = "SELECT device_id FROM {} WHERE state = 'pending' AND device_id IS NOT NULL"
        both = f"{begun.format('payment')} UNION ALL {begun.format('refund')}"
        at_once = f"SELECT device_id FROM ({both}) b GROUP BY device_id HAVING count(*) > 1"
        assert one(connection, f"SELECT count(*) FROM ({at_once}) x") == 0
        gone = "SELECT count(*) FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.state = 'done'"
        assert one(connection, f"{gone} AND p.state <> 'refunded'") == 0


def states(store, *tables):
    with store.reading() as connection:
        both = " UNION ".join(f"SELECT state FROM {table}" for table in tables)
        return {row[0] for row in connection.execute(text(both))}


def test_at_every_moment_the_books_balance_and_nothing_is_paid_twice(hall):
    day = DayAtTerminals(hall, seed=3)
    seen = set()
    for _ in range(MOVES):
        day.goes_on()
        check(hall.store)
        seen |= states(hall.store, "payment", "bank_credit")
    assert {state.value for state in (*PaymentState, *CreditState)} <= seen
    assert {told[2] for told in day.told} == set(Verdict)
    assert day.forgotten() == []


def test_whatever_is_given_back_at_terminals_the_books_balance_and_no_word_of_it_is_lost(hall):
    day = DayOfRefunds(hall, seed=1)
    seen = set()
    for _ in range(MOVES):
        day.goes_on()
        check(hall.store)
        seen |= states(hall.store, "refund")
    assert set(RefundState) == seen
    assert {each[3] for each in day.refunds} == set(RefundKind)
    assert {told[4].verdict for told in day.told_back} == set(Verdict)
    assert day.unheard() == []
