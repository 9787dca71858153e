"""Fees in every way that they can go, beside a reference that knows what really happened outside, on both databases."""

import sys
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from lives import SEEDS, lives, run_lives
from money_office import DEVICES, DOSSIERS, Trouble, furnish_money
from money_people import QUANTITIES, WAYS
from money_refunds import MoneyRefunds


class Money(MoneyRefunds, RuleBasedStateMachine):
    """A small office, its bank and its terminals, judged after each step and once more when every word has arrived."""

    def __init__(self, hall, tally):
        super().__init__()
        self.opens(hall, tally)
        self.asked, self.begun, self.forgotten = [], [], []
        self.order = 0

    @initialize(
        order=st.integers(0, 9_999),
        paid=st.lists(QUANTITIES, min_size=1, max_size=2),
        ways=st.lists(WAYS, min_size=2, max_size=3),
        quantities=st.lists(QUANTITIES, min_size=3, max_size=3),
        hours=st.sampled_from([0, 0, 16]),
    )
    def the_first_citizens_come(self, order, paid, ways, quantities, hours):
        self.order = order
        for dossier, device, quantity in zip(DOSSIERS, DEVICES, paid, strict=False):
            self.a_citizen_has_paid_at(dossier, quantity, device)
        self.passes(hours * 3_600)
        for dossier, way, quantity in zip(DOSSIERS[2:], ways, quantities, strict=False):
            self.a_citizen_comes_to_pay(dossier, quantity, way, "clerk", Trouble(0, lost=False))

    @invariant()
    def product_and_reference_agree(self):
        self.agrees()

    def teardown(self):
        if sys.exc_info()[0] is None:
            self.all_arrives(self.order)
            self.tally["ended"] += 1


HAPPENS = {
    "approved moved", "approved agrees", "approved contradicts", "in_doubt moved", "not_started moved",
    "declined moved", "doubt ended by terminal", "doubt ended by person", "a person said confirm", "refunded",
    "credit matched", "credit double", "credit late", "credit unknown", "credit known", "explained", "sent back",
    "given back", "payment.open", "payment.second_person", "terminal.busy", "died", "asked again", "shift closed",
    "day closed", "day told", "refund asked", "by reversal", "by refund", "refund begun", "back approved moved",
    "back approved agrees", "back approved contradicts", "back declined moved", "back in_doubt moved",
    "back not_started moved", "asked what became of it", "a person said back", "a person said not back",
    "believed against a person", "refund.open", "refund.elsewhere", "refund.illegal_move", "day agrees",
    "day agrees after money went back",
}  # fmt: skip
"""What a run that is worth anything has seen."""


def run(hall, usual, *, steps, seed=None):
    tally = Counter()
    profile = settings(lives(usual, steps=steps), report_multiple_bugs=False)
    run_lives(lambda copy: Money(copy, tally), hall, profile, seed)
    return tally


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_no_approval_is_unrecorded_nothing_is_charged_twice_and_the_books_balance(hall):
    furnish_money(hall)
    tally = Counter()
    for seed in SEEDS:
        tally += run(hall, 80, steps=50, seed=seed)
        if set(tally) >= HAPPENS:
            break
    assert set(tally) >= HAPPENS


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_on_postgresql_no_approval_is_unrecorded_nothing_is_charged_twice_and_the_books_balance(hall):
    assert run(furnish_money(hall), 6, steps=30)["ended"]
