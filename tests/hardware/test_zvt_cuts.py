"""The cable to a ZVT terminal pulled at every byte of a whole sale, in both directions: no money is lost or made up."""

import pytest
from zvt_bench import FEE, ZvtBench

from hardware.terminal.till import Verdict

SERIAL = False
MANNERS = {
    "goes on alone": {},
    "stops without its till": {"gives_up": True},
    "takes back what nobody heard of": {"undoes_unheard": True},
}
UNPAID = {Verdict.NOT_STARTED, Verdict.CANCELLED, Verdict.DECLINED}


def bytes_of_a_sale(stream, way):
    bench = ZvtBench(stream=stream)
    bench.till.newest()
    before = bench.plugged.sent, bench.plugged.heard
    assert bench.sell().verdict is Verdict.APPROVED
    return bench.plugged.sent - before[0] if way == "sends" else bench.plugged.heard - before[1]


def pulled(stream, way, left, faults, *, silently=False):
    """A sale whose cable lets so many bytes through, after the terminal was asked for its newest transaction."""
    bench = ZvtBench(stream=stream, faults=faults)
    bench.bookings.book(amount=FEE.amount)
    after = bench.till.newest()
    setattr(bench.plugged, way, left)
    bench.plugged.silently = silently
    answer = bench.sell()
    return bench, after, answer


def true_to(bench, answer):
    """Whether an answer fits what the terminal has booked beside the booking from before, now and for ever."""
    if answer.verdict is Verdict.APPROVED:
        return len(bench.booked()) == 2
    if answer.verdict in UNPAID:
        bench.pass_time(400)
        return len(bench.booked()) == 1
    return True


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("way", ["sends", "hears"])
@pytest.mark.parametrize("stream", [False, True], ids=["serial", "tcp"])
def test_wherever_the_cable_is_pulled_nothing_is_called_unpaid_that_was_booked_nor_paid_that_was_not(
    stream, way, manner
):
    ends = set()
    every = 3 if MANNERS[manner] else 1
    for left in range(0, bytes_of_a_sale(stream, way), every):
        bench, after, answer = pulled(stream, way, left, MANNERS[manner])
        assert true_to(bench, answer), (left, answer)
        bench.pass_time(400)
        recalled = bench.till.recall(FEE, after=after)
        paid = len(bench.booked()) == 2
        assert recalled.verdict in ({Verdict.APPROVED} if paid else UNPAID), (left, recalled)
        ends.add((answer.verdict, paid))
    assert (Verdict.IN_DOUBT, True) in ends
    assert (Verdict.IN_DOUBT, False) in ends or (way, manner) == ("hears", "goes on alone")


@pytest.mark.parametrize("way", ["sends", "hears"])
@pytest.mark.parametrize("stream", [False, True], ids=["serial", "tcp"])
def test_asked_at_once_after_the_cable_is_back_the_terminal_says_no_more_than_it_can_know(stream, way):
    for left in range(0, bytes_of_a_sale(stream, way), 3):
        bench, after, _ = pulled(stream, way, left, {})
        recalled = bench.till.recall(FEE, after=after)
        assert true_to(bench, recalled), (left, recalled)
        bench.pass_time(400)
        paid = len(bench.booked()) == 2
        assert bench.till.recall(FEE, after=after).verdict is (Verdict.APPROVED if paid else Verdict.NOT_STARTED)


@pytest.mark.parametrize("way", ["sends", "hears"])
@pytest.mark.parametrize("stream", [False, True], ids=["serial", "tcp"])
def test_a_line_that_dies_without_a_word_is_no_different(stream, way):
    for left in range(0, bytes_of_a_sale(stream, way), 17):
        bench, after, answer = pulled(stream, way, left, {}, silently=True)
        assert true_to(bench, answer), (left, answer)
        bench.till.close()
        bench.pass_time(400)
        paid = len(bench.booked()) == 2
        assert bench.till.recall(FEE, after=after).verdict is (Verdict.APPROVED if paid else Verdict.NOT_STARTED)


def test_a_byte_that_comes_wrong_anywhere_changes_nothing():
    for at in range(bytes_of_a_sale(SERIAL, "hears")):
        bench = ZvtBench()
        bench.bookings.book(amount=FEE.amount)
        after = bench.till.newest()
        bench.device.change({"garble_at": at})
        answer = bench.sell()
        assert true_to(bench, answer), (at, answer)
        bench.pass_time(400)
        paid = len(bench.booked()) == 2
        assert bench.till.recall(FEE, after=after).verdict is (Verdict.APPROVED if paid else Verdict.NOT_STARTED)
