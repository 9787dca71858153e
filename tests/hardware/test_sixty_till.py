"""A till on a simulated "60" terminal: only an approval with our reference and our amount is a payment."""

import pytest
from sixty_bench import FEE, KIT, Bench

from hardware.simulators.cardholder import Cardholder
from hardware.terminal.sixty.driver import SixtyTill
from hardware.terminal.sixty.kit import SEEN, KitIncomplete
from hardware.terminal.till import CardReceipt, Progress, Sale, TerminalRefused, Verdict

FEE_BOOKED = (FEE.reference, FEE.amount)
MORE = 20


@pytest.mark.parametrize(
    ("cardholder", "verdict", "code"),
    [
        (Cardholder.APPROVE, Verdict.APPROVED, "00"),
        (Cardholder.DECLINE, Verdict.DECLINED, "05"),
        (Cardholder.WRONG_PIN, Verdict.DECLINED, "55"),
        (Cardholder.CANCEL, Verdict.CANCELLED, "98"),
        (Cardholder.TIMEOUT, Verdict.CANCELLED, "98"),
    ],
)
def test_a_sale_ends_as_the_cardholder_and_the_bank_would_have_it(cardholder, verdict, code):
    bench = Bench()
    bench.terminal.cardholder = cardholder
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (verdict, code)
    assert bench.booked == ([FEE_BOOKED] if verdict is Verdict.APPROVED else [])
    assert bench.asked == [Progress.CARD]


def test_the_receipt_has_what_the_kit_names_and_four_digits_of_the_card():
    bench = Bench()
    receipt = bench.sell().receipt
    booking = bench.terminal.bookings.last
    assert (receipt.amount, receipt.reference, receipt.trace) == (50_000, "AB12CD", booking.trace)
    assert (receipt.approval_code, receipt.last4, receipt.terminal_id) == (booking.approval_code, "1111", "MOTCUA01")


@pytest.mark.parametrize("fault", ["other_amount", "other_reference"])
def test_an_approval_of_something_else_is_in_doubt_and_says_so(fault):
    bench = Bench()
    bench.terminal.change({fault: True})
    answer = bench.sell()
    assert answer.verdict is Verdict.IN_DOUBT
    assert fault.removeprefix("other_") in answer.detail


@pytest.mark.parametrize("sale", [Sale(reference="AB12CD", amount=0), Sale(reference="AB12CD", amount=10**9)])
def test_an_amount_that_no_terminal_takes_is_not_sent(sale):
    bench = Bench()
    assert bench.sell(sale=sale).verdict is Verdict.NOT_STARTED
    assert bench.line.to_device == b""


def test_a_terminal_that_is_off_is_not_asked_to_sell():
    bench = Bench()
    bench.terminal.change({"silent": True})
    assert bench.sell().verdict is Verdict.NOT_STARTED
    bench.terminal.change({"silent": False})
    bench.rest()
    assert bench.booked == []


def test_a_sale_is_taken_back_once_by_its_trace():
    bench = Bench()
    receipt = bench.sell().receipt
    assert bench.till().reverse(receipt).verdict is Verdict.APPROVED
    assert bench.booked == []
    assert bench.till().reverse(receipt).verdict is Verdict.DECLINED


def test_what_the_kit_or_the_dialect_does_not_have_is_said():
    bench = Bench()
    till = bench.till()
    assert till.refund(FEE).verdict is Verdict.NOT_STARTED
    assert till.reverse(CardReceipt()).verdict is Verdict.NOT_STARTED
    with pytest.raises(TerminalRefused):
        till.totals()


def recalled(bench):
    """What the terminal says in the end: the rest of a frame that was cut may swallow the first questions."""
    tries = (bench.till().recall(FEE, after=None).verdict for _ in range(4))
    return next((verdict for verdict in tries if verdict is not Verdict.IN_DOUBT), Verdict.IN_DOUBT)


def bytes_of_a_sale(direction):
    bench = Bench()
    plugged, far = [], 10**9
    bench.sell(bench.till(lambda wired: plugged.append(wired) or wired, **{direction: far}))
    return far - getattr(plugged[0], direction)


@pytest.mark.parametrize("silently", [False, True], ids=["noticed", "unnoticed"])
@pytest.mark.parametrize("direction", ["sends", "hears"])
def test_the_cable_pulled_at_any_byte_never_makes_a_lie_and_recall_tells_the_truth(direction, silently):
    whole, seen = bytes_of_a_sale(direction), set()
    for cut in range(whole + MORE):
        bench = Bench()
        answer = bench.sell(bench.till(silently=silently, step=0.2, **{direction: cut}))
        bench.rest(60)
        booked = FEE_BOOKED in bench.booked
        seen.add((answer.verdict, booked))
        assert answer.verdict in ({Verdict.APPROVED, Verdict.IN_DOUBT} if booked else set(Verdict) - {Verdict.APPROVED})
        assert recalled(bench) is (Verdict.APPROVED if booked else Verdict.NOT_STARTED), cut
        assert len(bench.booked) == booked, cut
    assert {verdict for verdict, _ in seen} >= {Verdict.NOT_STARTED, Verdict.IN_DOUBT, Verdict.APPROVED}


@pytest.mark.parametrize("fault", ["lost_ack", "wrong_check", "twice"])
def test_the_same_holds_on_a_line_that_is_bad_besides(fault):
    for cut in range(0, 400, 7):
        bench = Bench()
        bench.terminal.change({fault: True})
        answer = bench.sell(bench.till(hears=cut))
        bench.rest(60)
        known = Verdict.APPROVED if bench.booked else Verdict.NOT_STARTED
        assert answer.verdict in {known, Verdict.IN_DOUBT}, cut
        assert recalled(bench) is known, cut


def test_a_till_without_a_complete_kit_does_not_exist():
    with pytest.raises(KitIncomplete):
        SixtyTill(lambda: None, SEEN)


def test_a_sale_goes_out_once_even_when_nothing_says_that_it_was_taken():
    bench, sent = Bench(), bytearray()
    bench.terminal.change({"lost_ack": True})

    def counting(wired):
        write = wired.write

        class Counting:
            def __getattr__(self, name):
                return getattr(wired, name)

            def write(self, data, *, seconds):
                sent.extend(data)
                write(data, seconds=seconds)

        return Counting()

    bench.sell(bench.till(counting))
    assert sent.count(KIT.sale(amount=FEE.amount, reference=FEE.reference).to_bytes()) == 1
