"""Money given back at a terminal of the pipe protocol: by operation number, and in doubt until its list says more."""

import pytest
from pipe_bench import PipeAtCounter
from refund_counter import RefundCounter

from queue_server.domain.refund import RefundKind, RefundState


@pytest.fixture
def counter(site, tmp_path):
    return RefundCounter(site, tmp_path, bench=PipeAtCounter())


@pytest.fixture
def paid(counter):
    return counter.pays()


def test_any_sale_of_the_day_is_taken_back_and_the_days_agree(counter, paid):
    counter.pays(3)
    refund = counter.asks(paid)
    assert refund.kind is RefundKind.REVERSAL
    counter.box.lives(2)
    assert counter.payment(paid).state.value == "refunded"
    assert counter.bench.booked() == [48_000]
    counter.closes()
    counter.box.lives(2)
    assert counter.told_day().comparison.differences == ()


def test_an_earlier_day_cannot_be_given_back_there_and_the_counter_is_told_so(counter, paid):
    counter.site.hall.passes(24 * 3600)
    counter.asks(paid)
    counter.box.lives(2)
    refund = counter.refund(paid)
    assert (refund.kind, refund.state, refund.code) == (RefundKind.REFUND, RefundState.FAILED, "unsupported")
    assert counter.payment(paid).state.value == "confirmed"


def test_killed_at_any_write_it_is_given_back_at_most_once_and_never_recorded_wrongly(counter):
    for write in range(1, 5):
        for after in (False, True):
            paid = counter.pays()
            counter.asks(paid)
            counter.starts(at=write, after=after)
            assert not counter.box.lives(2)
            counter.wakes()
            settle(counter, paid)


def test_cut_at_any_byte_it_is_given_back_at_most_once_and_never_recorded_wrongly(counter):
    seen = set()
    for byte in range(0, 260, 9):
        paid = counter.pays()
        counter.asks(paid)
        counter.bench.wrap = lambda line, byte=byte: hears(line, byte)
        counter.starts()
        counter.box.lives(1)
        counter.bench.wrap = None
        counter.wakes()
        seen.add(settle(counter, paid))
    assert RefundState.DONE in seen


def settle(counter, paid):
    """What the terminal did stands on the server, or is in doubt there: then a person looks at the terminal."""
    refund, back = counter.refund(paid), counter.bench.bookings.of(counter.refund(paid).undone.trace).taken_back
    if refund.state is RefundState.IN_DOUBT:
        assert counter.payment(paid).state.value == "confirmed"
        counter.decides(refund, done=back)
        counter.box.lives(2)
    assert counter.agrees(paid)
    return refund.state


def hears(line, left):
    line.hears = left
    return line
