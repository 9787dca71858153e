"""What is due, and why: every line can be read out to the citizen."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.fee import MOST_UNITS, FeeKind, FeeReason, FeeRule, Tier, fee_of, fees_of
from queue_server.domain.ledger import Ledger, Posting, balances, paid, raised, undone
from queue_server.domain.money_errors import FeeGroupUnknown, FeeQuantity, FeeUnknown
from queue_server.domain.payment import Method

TODAY = date(2026, 11, 23)
# Certified copies, Decision 1024/QĐ-BTP of 2018: 2,000 a page for the first two, 1,000 from the third, 200,000 at most.
COPIES = FeeRule(
    id=1, procedure="2.000815", channel=ChannelKind.COUNTER, kind=FeeKind.PHI, name="Chứng thực bản sao",
    unit="trang", tiers=(Tier(begins=1, price=2_000), Tier(begins=3, price=1_000)), most=200_000,
    exempt={"poor": 100, "merit": 50}, basis="Thông tư 226/2016/TT-BTC", valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31), approved_by=7, approved_at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


def due(quantity, group=None, **asked):
    asked = {"procedure": "2.000815", "channel": ChannelKind.COUNTER, "day": TODAY} | asked
    return fees_of([COPIES], quantity=quantity, group=group, **asked)


@pytest.mark.parametrize(
    ("pages", "dong"),
    [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (199, 200_000), (5_000, 200_000)],
)
def test_tiers_and_the_ceiling(pages, dong):
    assert [fee.amount for fee in due(pages)] == [dong]


def test_a_fee_explains_itself_line_by_line():
    (fee,) = due(300, group="merit")
    assert [(line.reason, line.quantity, line.price, line.amount) for line in fee.lines] == [
        (FeeReason.UNITS, 2, 2_000, 4_000),
        (FeeReason.UNITS, 298, 1_000, 298_000),
        (FeeReason.MOST, 1, -102_000, -102_000),
        (FeeReason.EXEMPT, 1, -100_000, -100_000),
    ]
    assert (fee.lines[-1].group, fee.lines[-1].percent) == ("merit", 50)


def test_who_is_spared_everything_owes_nothing_which_is_a_fee_all_the_same():
    assert [fee.amount for fee in due(3, group="poor")] == [0]


@pytest.mark.parametrize(
    "rule",
    [
        replace(COPIES, approved_at=None),
        replace(COPIES, valid_until=date(2026, 11, 22)),
        replace(COPIES, valid_from=date(2026, 11, 24)),
        replace(COPIES, channel=ChannelKind.ONLINE),
    ],
)
def test_a_rule_that_is_not_in_force_is_no_rule_and_no_rule_is_not_free(rule):
    with pytest.raises(FeeUnknown):
        fees_of([rule], procedure="2.000815", channel=ChannelKind.COUNTER, quantity=1, group=None, day=TODAY)


@pytest.mark.parametrize("quantity", [-1, 0, MOST_UNITS + 1])
def test_a_quantity_is_sane(quantity):
    with pytest.raises(FeeQuantity):
        due(quantity)


def test_a_group_that_no_rule_knows_is_no_silent_full_fee():
    with pytest.raises(FeeGroupUnknown):
        due(1, group="poorr")


tiers = st.lists(st.tuples(st.integers(2, 50), st.integers(1_000, 500_000)), max_size=4).map(
    lambda more: tuple(Tier(begins=begins, price=price) for begins, price in sorted({1: 3_000, **dict(more)}.items()))
)


@given(tiers, st.integers(1, 200), st.one_of(st.none(), st.integers(1_000, 10**6)), st.integers(0, 100))
def test_the_reckoning_adds_up_unit_by_unit(tiers, quantity, most, percent):
    rule = replace(COPIES, tiers=tiers, most=most, exempt={"poor": percent})
    by_hand = sum(
        next(tier.price for tier in reversed(tiers) if tier.begins <= unit) for unit in range(1, quantity + 1)
    )
    whole = min(by_hand, most or by_hand)
    fee = fee_of(rule, quantity=quantity, group="poor")
    assert whole * (100 - percent) // 100 == fee.amount >= 0
    assert fee_of(rule, quantity=quantity + 1, group="poor").amount >= fee.amount
    assert sum(line.quantity for line in fee.lines if line.reason is FeeReason.UNITS) == quantity


@given(st.lists(st.tuples(st.sampled_from(FeeKind), st.integers(1, 300)), min_size=1, max_size=4))
def test_raising_books_by_kind_and_taking_back_leaves_nothing(asked):
    fees = [fee_of(replace(COPIES, kind=kind), quantity=pages, group=None) for kind, pages in asked]
    total = sum(fee.amount for fee in fees)
    entry = raised(fees)
    assert balances(entry)
    assert Posting(account=Ledger.DUE, amount=total) in entry
    earned = {kind: -sum(each.amount for each in entry if each.account == kind.value) for kind in FeeKind}
    assert earned == {kind: sum(fee.amount for fee in fees if fee.rule.kind is kind) for kind in FeeKind}
    left = dict.fromkeys(Ledger, 0)
    for posting in entry + undone(entry):
        left[posting.account] += posting.amount
    assert set(left.values()) == {0}


@pytest.mark.parametrize("method", Method)
def test_a_payment_moves_what_is_due_to_where_the_money_is(method):
    assert balances(paid(method, 5_000))
    assert sum(each.amount for each in paid(method, 5_000) if each.account is Ledger.DUE) == -5_000
