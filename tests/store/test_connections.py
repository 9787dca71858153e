"""Who waits for the database gets it in the order of coming."""

from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from queue_server.store.connections import Turnstile
from queue_server.store.unit import Unit


def until(holds):
    """Look again and again, without a clock, until it holds."""
    while not holds():
        pass


def queue_up(turnstile, names, entered):
    """Let one thread after the other ask; each leaves as soon as it was let in."""
    threads = []

    def pass_through(name):
        assert turnstile.enter(patience=10)
        entered.append(name)
        turnstile.leave()

    for place, name in enumerate(names, start=1):
        threads.append(Thread(target=pass_through, args=(name,)))
        threads[-1].start()
        until(lambda place=place: len(turnstile._waiting) == place)
    return threads


def test_those_who_wait_are_let_in_in_the_order_of_coming_and_nobody_who_comes_back_passes_them():
    turnstile, entered = Turnstile(1), []
    assert turnstile.enter(patience=0)
    threads = queue_up(turnstile, range(12), entered)
    turnstile.leave()
    assert turnstile.enter(patience=10)
    assert entered == list(range(12))
    for thread in threads:
        thread.join()


def test_as_many_are_in_at_a_time_as_it_was_made_for():
    turnstile = Turnstile(2)
    assert turnstile.enter(patience=0)
    assert turnstile.enter(patience=0)
    assert not turnstile.enter(patience=0)
    turnstile.leave()
    assert turnstile.enter(patience=0)


def test_who_loses_patience_leaves_the_row_and_takes_nobodys_place():
    turnstile, entered = Turnstile(1), []
    assert turnstile.enter(patience=0)
    for _ in range(50):
        assert not turnstile.enter(patience=0.001)
    threads = queue_up(turnstile, ["patient"], entered)
    turnstile.leave()
    threads[0].join()
    assert entered == ["patient"]
    assert turnstile.enter(patience=0)


def test_a_writer_that_never_ends_makes_others_fail_in_time_and_harms_nobody_after_it(hall):
    hall.store.writers._patience = 0.01
    units = [Unit(hall.store) for _ in range(1 if hall.store.is_sqlite else 8)]
    for unit in units:
        unit.__enter__()
    with pytest.raises(PoolTimeoutError):
        Unit(hall.store).__enter__()
    for unit in units:
        unit.__exit__(None, None, None)
    assert hall.takes_ticket()["label"] == "A001"


def test_after_a_commit_that_failed_the_next_command_is_done(hall):
    """A full disk shows at the commit; here a reference does that is looked at only then."""
    with pytest.raises(IntegrityError):
        fails_at_the_commit(hall.store)
    assert hall.takes_ticket()["label"] == "A001"


def fails_at_the_commit(store):
    with Unit(store) as unit:
        reference = "INTEGER REFERENCES centre (id) DEFERRABLE INITIALLY DEFERRED"
        unit.connection.execute(text(f"CREATE TABLE waits (centre {reference})"))
        unit.connection.execute(text("INSERT INTO waits VALUES (999)"))
