"""A terminal's day compared with ours, to the transaction."""

from dataclasses import replace

import pytest
from cashiers import Cashiers
from hypothesis import given
from hypothesis import strategies as st

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.money_errors import TerminalClosing, TerminalUnsettled
from queue_server.domain.payment import Method, PaymentMove, PaymentState
from queue_server.domain.terminal_day import DifferenceKind, Held, OurRefund, OurSale, compare_day
from queue_server.store.terminal_days import awaited_day, last_day
from queue_server.usecases import terminal_days

OURS = OurSale(payment="p1", amount=16_000, reference="679ACR", trace=7, number="0007")
THEIRS = CardReceipt(amount=16_000, trace=7, number="0007")


def compared(ours, theirs):
    return compare_day(
        Held(sales=ours), count=len(theirs), amount=sum(each.amount for each in theirs), receipts=theirs
    )  # fmt: skip


def kinds(comparison):
    return [each.kind.value for each in comparison.differences]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([OURS], [THEIRS], []),
        ([OURS], [replace(THEIRS, trace=None, number=None, reference="679ACR")], []),
        ([replace(OURS, trace=None)], [replace(THEIRS, trace=99)], []),
        ([replace(OURS, trace=None, number=None, reference=None)], [THEIRS], []),
        ([replace(OURS, given_back=True)], [], []),
        ([replace(OURS, given_back=True)], [THEIRS], []),
        ([OURS], [], ["only_ours"]),
        ([], [THEIRS], ["only_terminal"]),
        ([OURS], [replace(THEIRS, trace=8, number="0008")], ["only_ours", "only_terminal"]),
        ([OURS], [replace(THEIRS, amount=1_600_000)], ["amount"]),
        ([OURS], [THEIRS, replace(THEIRS, trace=8, number="0008")], ["only_terminal"]),
    ],
)
def test_each_transaction_of_one_side_has_its_own_on_the_other(ours, theirs, expected):
    assert kinds(compared(ours, theirs)) == expected


BACK = OurRefund(payment="p1", amount=16_000, trace=8, number="0008")
REVERSAL = CardReceipt(amount=16_000, trace=8, number="0008")
TAKEN = replace(OURS, taken_back=True)


@pytest.mark.parametrize(
    ("ours", "refunds", "theirs", "expected"),
    [
        ([TAKEN], [replace(BACK, of_day=True)], [], []),
        ([TAKEN], [replace(BACK, of_day=True)], [THEIRS, REVERSAL], []),
        ([TAKEN], [replace(BACK, of_day=True)], [THEIRS], [("amount", 0, 16_000)]),
        ([], [BACK], [REVERSAL], []),
        ([], [BACK], [], [("only_ours", -16_000, None)]),
        ([OURS], [replace(BACK, payment="p0")], [THEIRS, REVERSAL], []),
        ([OURS], [], [THEIRS, REVERSAL], [("only_terminal", None, 16_000)]),
    ],
)
def test_what_was_given_back_is_compared_to_the_transaction(ours, refunds, theirs, expected):
    told = compare_day(Held(sales=ours, refunds=refunds), count=0, amount=0, receipts=theirs)
    assert [(each.kind.value, each.ours, each.theirs) for each in told.differences] == expected


@pytest.mark.parametrize(
    ("ours", "refunds", "count", "amount", "agrees"),
    [
        ([TAKEN], [replace(BACK, of_day=True)], 0, 0, True),
        ([TAKEN], [replace(BACK, of_day=True)], 2, 0, True),
        ([TAKEN], [replace(BACK, of_day=True)], 1, 16_000, False),
        ([OURS, replace(OURS, payment="p2")], [BACK], 3, 16_000, True),
        ([OURS, replace(OURS, payment="p2")], [BACK], 2, 32_000, False),
    ],
)
def test_what_was_given_back_is_in_the_sums(ours, refunds, count, amount, agrees):
    assert (
        not compare_day(Held(sales=ours, refunds=refunds), count=count, amount=amount, receipts=None).differences
    ) is agrees


@pytest.mark.parametrize(
    ("count", "amount", "expected"), [(1, 16_000, []), (2, 16_000, ["totals"]), (1, 1, ["totals"])]
)
def test_a_terminal_that_lists_nothing_is_compared_by_its_sums(count, amount, expected):
    assert kinds(compare_day(Held(sales=[OURS]), count=count, amount=amount, receipts=None)) == expected


SALES = st.lists(st.tuples(st.integers(1, 12), st.sampled_from([8_000, 16_000])), unique_by=lambda each: each[0])


SECOND = OurSale(payment="p2", amount=8_000, reference="24BDHJ", trace=9, number="0009")
READ_AGAIN = Held(sales=[OURS, SECOND])


@pytest.mark.parametrize(("count", "amount", "agrees"), [(1, 8_000, True), (2, 24_000, True), (2, 16_000, False)])
def test_a_terminal_whose_totals_were_only_read_counts_again_what_was_compared_before(count, amount, agrees):
    told = compare_day(Held(sales=[SECOND]), READ_AGAIN, count=count, amount=amount, receipts=None)
    assert (not told.differences) is agrees


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ([THEIRS], []),
        ([replace(THEIRS, trace=None, reference="679ACR")], []),
        ([THEIRS, THEIRS], ["only_terminal"]),
        ([replace(THEIRS, trace=None, reference=None)], ["only_terminal"]),
        ([replace(THEIRS, trace=10, reference="679ACR")], ["only_terminal"]),
        ([replace(THEIRS, amount=17_000)], ["only_terminal"]),
    ],
)
def test_what_a_terminal_lists_again_is_no_difference_and_a_second_charge_is(theirs, expected):
    second = CardReceipt(amount=8_000, trace=9, number="0009")
    told = compare_day(Held(sales=[SECOND]), READ_AGAIN, count=0, amount=0, receipts=[*theirs, second])
    assert kinds(told) == expected


@given(SALES, SALES)
def test_what_is_matched_and_what_differs_is_together_what_either_side_has(ours, theirs):
    mine = [OurSale(payment=f"p{trace}", amount=amount, trace=trace) for trace, amount in ours]
    listed = [CardReceipt(amount=amount, trace=trace) for trace, amount in theirs]
    comparison = compared(mine, listed)
    both = dict(ours).keys() & dict(theirs).keys()
    same = {trace for trace in both if dict(ours)[trace] == dict(theirs)[trace]}
    count = kinds(comparison).count
    assert comparison.matched == len(same)
    assert count("amount") == len(both) - len(same)
    assert count("only_ours") == len(ours) - len(both)
    assert count("only_terminal") == len(theirs) - len(both)
    difference = sum((each.theirs or 0) - (each.ours or 0) for each in comparison.differences)
    assert sum(dict(theirs).values()) - sum(dict(ours).values()) == difference


@pytest.fixture
def desk(hall):
    return Cashiers(hall)


@pytest.fixture
def sale(desk):
    payment = desk.begins(desk.charges(), Method.CARD, device=desk.terminal())
    desk.begins_sale(payment)
    return payment


def closes(desk, close=True):
    desk.does(
        terminal_days.close_terminal, device_id=desk.terminal().id, close=close, staff_id=desk.other
    )  # fmt: skip


def tells_day(desk, *receipts, listed=True):
    amount = sum(each.amount for each in receipts)
    return desk.of_box(
        terminal_days.hear_day, None, count=len(receipts), amount=amount, receipts=receipts if listed else None
    )


def is_closing(desk):
    with desk.hall.store.reading() as connection:
        return awaited_day(connection, desk.terminal().id) is not None


@pytest.mark.parametrize("in_doubt", [False, True])
def test_a_day_is_not_closed_over_a_payment_whose_end_is_not_known(desk, sale, in_doubt):
    if in_doubt:
        desk.tells(sale, Verdict.IN_DOUBT)
    with pytest.raises(TerminalUnsettled) as refused:
        closes(desk)
    assert refused.value.facts["payment"] == sale.code
    desk.tells(sale, Verdict.DECLINED)
    closes(desk)
    assert is_closing(desk)


def test_while_a_day_is_closed_nothing_new_begins_at_the_terminal(desk, sale):
    desk.approves(sale)
    closes(desk)
    desk.hall.passes(1)
    second = desk.begins(desk.charges(1, again=True), Method.CARD, device=desk.terminal())
    with pytest.raises(TerminalClosing):
        desk.begins_sale(second)
    assert tells_day(desk, CardReceipt(amount=sale.amount, trace=7)).differences == ()
    assert not is_closing(desk)
    desk.hall.passes(1)
    assert desk.begins_sale(second).state is PaymentState.PENDING


def test_a_close_can_be_taken_back_and_asked_for_twice_is_asked_for_once(desk):
    for _ in range(2):
        closes(desk)
    closes(desk, close=False)
    assert not is_closing(desk)
    closes(desk, close=False)
    closes(desk)
    assert is_closing(desk)


def test_a_payment_is_compared_with_the_day_it_was_taken_on_and_with_no_other(desk, sale):
    desk.approves(sale)
    desk.hall.passes(60)
    first = tells_day(desk, CardReceipt(amount=sale.amount, trace=7))
    assert (first.matched, first.differences) == (1, ())
    desk.hall.passes(60)
    second = tells_day(desk)
    assert (second.count, second.differences) == (0, ())


@pytest.mark.parametrize(("hours", "expected"), [(8, []), (24, ["only_terminal"])])
def test_a_day_asked_for_twice_may_be_told_twice_and_the_one_of_yesterday_may_not(desk, sale, hours, expected):
    desk.approves(sale)
    desk.hall.passes(60)
    for _ in range(3):
        assert kinds(tells_day(desk, CardReceipt(amount=sale.amount, trace=7))) == []
    desk.hall.passes(hours * 3600)
    assert kinds(tells_day(desk, CardReceipt(amount=sale.amount, trace=7))) == expected


def test_what_a_person_decided_against_the_terminal_is_found_by_its_day(desk, sale):
    desk.tells(sale, Verdict.IN_DOUBT)
    desk.decides(sale, PaymentMove.FAIL)
    desk.hall.passes(60)
    compared = tells_day(desk, CardReceipt(amount=sale.amount, trace=7, number="0007"))
    (difference,) = compared.differences
    assert (difference.kind, difference.trace, difference.theirs) == (DifferenceKind.ONLY_TERMINAL, 7, sale.amount)
    with desk.hall.store.reading() as connection:
        assert last_day(connection, desk.terminal().id).comparison == compared


def test_an_approval_that_contradicts_is_no_difference_of_the_day_it_waits_to_be_settled(desk, sale):
    desk.tells(sale, Verdict.IN_DOUBT)
    desk.decides(sale, PaymentMove.FAIL)
    desk.approves(sale)
    desk.hall.passes(60)
    assert tells_day(desk, CardReceipt(amount=sale.amount, trace=7)).differences == ()


def test_a_person_who_says_paid_is_found_out_by_a_terminal_that_does_not_list_it(desk, sale):
    desk.tells(sale, Verdict.IN_DOUBT)
    desk.decides(sale, PaymentMove.CONFIRM)
    desk.hall.passes(60)
    assert kinds(tells_day(desk)) == ["only_ours"]
