"""A sale taken back at a pipe terminal whose own day was closed meanwhile: numbers begin anew, nothing is known."""

from dataclasses import replace

import pytest
from pipe_bench import Bench

from hardware.terminal.pipe import codes
from hardware.terminal.pipe.answers import SaleAnswer
from hardware.terminal.pipe.outcome import recalled_reversal
from hardware.terminal.till import CardReceipt, Sale, Verdict

SOLD = CardReceipt(number="000042", trace=42, reference="AB12CD", amount=50_000)
OTHER = replace(SOLD, number="000057", trace=57, reference="XY34ZT")
NO_SALE = SaleAnswer(function="0250", code=codes.NO_SALE)


@pytest.fixture
def bench():
    return Bench()


def last(operation):
    return SaleAnswer(function="0250", code=codes.APPROVED, ticket="XY34ZT", amount=50_000, operation=operation)


@pytest.mark.parametrize(
    ("said", "listed", "after", "verdict"),
    [
        (last("000057"), [OTHER], 57, Verdict.APPROVED),
        (last("000057"), [OTHER, SOLD], 57, Verdict.IN_DOUBT),
        (last("000003"), [replace(OTHER, number="000003")], 3, Verdict.IN_DOUBT),
        (NO_SALE, [], None, Verdict.IN_DOUBT),
        (last("000058"), [], 57, Verdict.IN_DOUBT),
        (last("000057"), None, 57, Verdict.IN_DOUBT),
    ],
    ids=["left out", "listed", "counts anew", "nothing yet", "another since", "no list"],
)
def test_what_is_missing_from_the_list_is_taken_back_only_on_the_day_of_the_sale(said, listed, after, verdict):
    assert recalled_reversal(SOLD, said, listed, after=after).verdict is verdict


def test_at_a_terminal_that_closed_its_day_by_itself_a_lost_reversal_is_in_doubt(bench):
    till = bench.till()
    receipt = bench.sell(till).receipt
    bench.terminal.bookings.end_day()
    assert till.newest() is None
    assert till.recall_reversal(receipt, after=None).verdict is Verdict.IN_DOUBT


def test_a_number_that_the_terminal_gave_to_another_sale_since_is_not_taken_back(bench):
    till = bench.till()
    receipt = bench.sell(till).receipt
    bench.terminal.bookings.end_day()
    bench.terminal.bookings.trace = 0
    bench.sell(till, Sale(reference="XY34ZT", amount=70_000))
    assert till.reverse(receipt).verdict is Verdict.NOT_STARTED
    assert bench.booked == [("XY34ZT", 70_000)]
