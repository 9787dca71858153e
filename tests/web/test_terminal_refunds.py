"""Money given back at a terminal, from the counter to the terminal's books: real server, real agent."""

import pytest
from refund_counter import RefundCounter

from bench.sale_disk import Copy
from hardware.errors import TransportLost
from hardware.terminal.till import Verdict
from queue_server.domain.money_errors import (
    IllegalPaymentMove,
    IllegalRefundMove,
    RefundElsewhere,
    RefundOpen,
    SecondPersonNeeded,
    TerminalBusy,
    TerminalUnsettled,
)
from queue_server.domain.refund import RefundKind, RefundState
from queue_server.usecases import paying, refunding

WRITES = ("begin", "send", "answer", "told")


@pytest.fixture
def counter(site, tmp_path):
    return RefundCounter(site, tmp_path)


@pytest.fixture
def paid(counter):
    return counter.pays()


def test_the_terminal_takes_it_back_and_only_then_it_is_refunded_and_booked(counter, paid):
    refund = counter.asks(paid)
    assert (refund.kind, refund.state) == (RefundKind.REVERSAL, RefundState.CREATED)
    assert counter.payment(paid).state.value == "confirmed"
    counter.box.lives(2)
    after = counter.payment(paid)
    assert (after.state.value, after.reference) == ("refunded", "0002")
    assert counter.bench.booked() == []
    assert counter.cashiers.books() == {"due": 16_000, "le_phi": -8_000, "phi": -8_000}
    assert counter.told(refund) == ["approved"]
    counter.box.lives(3)
    assert counter.told(refund) == ["approved"]
    assert len(counter.bench.bookings.day) == 2


def test_a_terminal_that_refuses_leaves_it_paid_and_says_why(counter, paid):
    counter.pays(2)
    counter.asks(paid)
    counter.box.lives(2)
    refund = counter.refund(paid)
    assert (refund.state, refund.code) == (RefundState.FAILED, "not_last")
    assert counter.payment(paid).state.value == "confirmed"
    assert counter.cashiers.refunds(paid).state.value == "refunded"  # by hand, as it always was


@pytest.mark.parametrize("later", [0, 24 * 3600], ids=["the same day", "the next day"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("write", WRITES)
def test_a_box_killed_at_a_write_finds_out_whether_it_was_given_back(counter, paid, write, after, later):
    counter.site.hall.passes(later)
    counter.asks(paid)
    counter.starts(at=WRITES.index(write) + 1, after=after)
    assert not counter.box.lives(2)
    counter.wakes()
    assert counter.agrees(paid)
    assert len(counter.bench.bookings.day) <= 2


class CutAt:
    """A line that is gone at byte number `left`, either way."""

    def __init__(self, line, left):
        self.line, self.left = line, left

    def write(self, data, *, seconds):
        self.line.write(data[: self.left], seconds=seconds)
        self._pass(data)

    def read(self, *, seconds):
        data = self.line.read(seconds=seconds)
        self._pass(data)
        return data

    def _pass(self, data):
        if len(data) > self.left:
            raise Gone
        self.left -= len(data)

    def discard(self):
        pass

    def close(self):
        self.line.close()


class Gone(BaseException):
    """The box has no power any more."""


def test_cut_at_any_byte_of_the_dialogue_nothing_is_given_back_twice_or_unrecorded(counter):
    byte, died, seen = 0, True, set()
    while died:
        paid = counter.pays()
        counter.asks(paid)
        counter.bench.wrap = lambda line, byte=byte: CutAt(line, byte)
        counter.starts()
        died = False
        try:
            counter.box.lives(1)
        except Gone:
            died = True
        counter.bench.wrap = None
        reversals = len([each for each in counter.bench.bookings.day if each.undoes])
        counter.wakes(4)
        assert counter.agrees(paid), byte
        after = len([each for each in counter.bench.bookings.day if each.undoes])
        assert after - reversals <= 1, byte
        seen.add(counter.payment(paid).state.value)
        byte += 7
    assert byte > 150
    assert seen == {"refunded", "confirmed"}


def test_a_lost_line_is_doubt_in_which_nothing_else_is_given_back_sold_or_closed(counter, paid):
    refund = counter.asks(paid)
    turns_on_a_line_lost_when_booked(counter)
    assert counter.refund(paid).state is RefundState.IN_DOUBT
    assert counter.payment(paid).state.value == "confirmed"
    for refused, deed in [
        (RefundOpen, lambda: counter.asks(paid)),
        (RefundOpen, lambda: counter.cashiers.refunds(paid)),
        (TerminalUnsettled, counter.closes),
    ]:
        with pytest.raises(refused):
            deed()
    counter.wakes()
    assert counter.told(refund)[0] == "in_doubt"
    assert counter.agrees(paid)


class LostWhenBooked:
    """A line that is gone from when the terminal has booked `more` transactions."""

    def __init__(self, line, bookings, more):
        self.line, self.bookings, self.until = line, bookings, len(bookings.day) + more

    def write(self, data, *, seconds):
        self._alive()
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds):
        data = self.line.read(seconds=seconds)
        self._alive()
        return data

    def _alive(self):
        if len(self.bookings.day) >= self.until:
            raise TransportLost("cut")

    def discard(self):
        pass

    def close(self):
        self.line.close()


def turns_on_a_line_lost_when_booked(counter):
    counter.bench.wrap = lambda line: LostWhenBooked(line, counter.bench.bookings, 1)
    counter.starts()
    counter.box.lives(1)
    counter.bench.wrap = None


def test_a_box_with_a_new_disk_asks_whether_it_was_given_back_and_never_gives_it_back_again(counter, paid):
    counter.asks(paid)
    turns_on_a_line_lost_when_booked(counter)
    counter.box.database.close()
    counter.new_box()
    counter.wakes()
    assert counter.agrees(paid)


def test_a_sale_in_doubt_is_never_taken_for_a_reversal_nor_a_reversal_for_a_sale(counter, paid):
    """The reversal is of the same amount and comes last; the citizen pays again, and the line is lost in both."""
    counter.asks(paid)
    turns_on_a_line_lost_when_booked(counter)
    counter.wakes()
    assert counter.told(counter.refund(paid)) == ["in_doubt", "approved"]
    assert counter.payment(paid).state.value == "refunded"
    second = counter.cashiers.begins(counter.cashiers.charges_of(paid), paid.method, device=counter.device)
    turns_on_a_line_lost_when_booked(counter)
    assert counter.payment(second).state.value == "in_doubt"
    counter.wakes()
    assert counter.payment(second).state.value == "confirmed"
    assert counter.bench.booked() == [16_000]


def test_a_terminal_sells_and_gives_back_one_after_the_other(counter, paid):
    desk = counter.cashiers
    other = desk.begins(desk.charges(2, again=True), paid.method, device=counter.device)
    refund = counter.asks(paid)
    desk.begins_sale(other, device=counter.device)
    with pytest.raises(TerminalBusy):
        desk.of_box(refunding.begin_refund, counter.device, refund_id=refund.id, newest=1)
    desk.tells(other, Verdict.DECLINED, device=counter.device)
    desk.of_box(refunding.begin_refund, counter.device, refund_id=refund.id, newest=1)
    third = desk.begins(desk.charges_of(other), paid.method, device=counter.device)
    with pytest.raises(TerminalBusy):
        desk.begins_sale(third, device=counter.device)


def test_above_the_limit_it_takes_somebody_else_than_who_took_it(counter):
    large = counter.pays(40)
    assert large.amount > paying.REFUND_ALONE
    with pytest.raises(SecondPersonNeeded):
        counter.asks(large, by=counter.cashiers.clerk)
    counter.asks(large)
    counter.box.lives(2)
    assert counter.payment(large).state.value == "refunded"


def test_a_person_ends_a_doubt_and_that_it_was_given_back_takes_another_one(counter, paid):
    refund = doubtful(counter, paid)
    with pytest.raises(SecondPersonNeeded):
        counter.decides(refund, done=True, by=counter.cashiers.other)
    assert counter.decides(refund, done=True).state.value == "refunded"
    with pytest.raises(IllegalRefundMove):
        counter.decides(refund, done=False)
    assert counter.cashiers.books()["due"] == 16_000


def doubtful(counter, paid):
    """A refund in doubt at a terminal that says no more."""
    refund = counter.asks(paid)
    turns_on_a_line_lost_when_booked(counter)
    counter.bench.device.change({"drop": True})
    assert counter.refund(paid).state is RefundState.IN_DOUBT
    return refund


def test_a_terminal_that_says_later_that_it_was_given_back_is_believed_against_a_person(counter, paid):
    refund = doubtful(counter, paid)
    assert counter.decides(refund, done=False).state.value == "confirmed"
    counter.bench.pass_time(60)
    counter.bench.device.change({"drop": False})
    counter.wakes()
    assert counter.bench.booked() == []
    assert counter.payment(paid).state.value == "refunded"
    assert counter.refund(paid).state is RefundState.DONE


@pytest.mark.parametrize("state", ["silent", "typed", "late", "refunded"])
def test_what_no_terminal_can_give_back_is_refused_with_a_reason_of_its_own(counter, paid, state):
    payment = paid
    if state == "silent":
        counter.beats()
        counter.site.hall.passes(600)
        counter.beats = lambda: None
    elif state == "typed":
        charge = counter.cashiers.charges(again=True)
        payment = counter.cashiers.begins(charge, paid.method)
        counter.cashiers.types_card(payment)
    elif state == "refunded":
        counter.cashiers.refunds(paid)
    else:
        counter.asks(paid)
        counter.site.hall.passes(600)
        assert counter.asks(paid).state is RefundState.CREATED  # what waited in vain stands in nobody's way
        return
    expected = IllegalPaymentMove if state == "refunded" else RefundElsewhere
    with pytest.raises(expected):
        counter.asks(payment)


def test_a_wish_that_no_terminal_heard_is_taken_back_by_writing_it_down(counter, paid):
    counter.asks(paid)
    assert counter.cashiers.refunds(paid).state.value == "refunded"
    assert counter.refund(paid).state is RefundState.CANCELLED
    counter.box.lives(2)
    assert len(counter.bench.booked()) == 1


def test_a_server_that_is_set_back_to_a_copy_of_hours_ago_is_told_again_that_it_was_given_back(counter, paid):
    counter.asks(paid)
    copy = Copy(counter.site.hall.store.url.database)
    counter.box.lives(2)
    copy.put_back()
    counter.site.hall.passes(7200)
    assert counter.payment(paid).state.value == "confirmed"
    counter.box.lives(3)
    assert (counter.payment(paid).state.value, counter.bench.booked()) == ("refunded", [])


@pytest.mark.parametrize("later", [0, 24 * 3600], ids=["taken back the same day", "paid to a card the next"])
def test_the_terminals_day_agrees_with_ours_when_money_was_given_back(counter, paid, later):
    counter.pays(3)
    counter.site.hall.passes(later)
    counter.takes_back_any()
    counter.asks(paid)
    counter.box.lives(2)
    assert counter.payment(paid).state.value == "refunded"
    counter.closes()
    counter.box.lives(2)
    day = counter.told_day()
    assert (day.comparison.differences, day.comparison.amount) == ((), 48_000)


def test_the_next_day_the_amount_is_paid_to_a_card_instead(counter, paid):
    counter.site.hall.passes(24 * 3600)
    refund = counter.asks(paid)
    assert refund.kind is RefundKind.REFUND
    counter.box.lives(2)
    assert counter.payment(paid).state.value == "refunded"
    assert counter.bench.booked() == [16_000, -16_000]
    assert counter.told(refund) == [Verdict.APPROVED.value]
