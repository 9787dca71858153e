"""A till on a pipe terminal: what it says became of a sale, whatever goes wrong between the two."""

from dataclasses import replace

import pytest
from pipe_bench import FEE, Bench

from hardware.errors import TransportLost, WriteTimedOut
from hardware.faulty import Late, Noisy, OneByteAtATime
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.wired import Wired
from hardware.terminal.acknowledged import SENDINGS
from hardware.terminal.pipe.answers import SaleAnswer
from hardware.terminal.pipe.driver import ANSWER_SECONDS, PipeTill
from hardware.terminal.pipe.frame import Message
from hardware.terminal.pipe.outcome import recalled
from hardware.terminal.till import CardReceipt, Sale, TerminalRefused, Totals, Verdict


@pytest.fixture
def bench():
    return Bench()


def test_a_sale_that_the_bank_approves_is_paid_and_the_citizen_is_told_what_to_do(bench):
    answer = bench.sell()
    assert answer.verdict is Verdict.APPROVED
    assert (answer.receipt.amount, answer.receipt.reference, answer.receipt.last4) == (50_000, "AB12CD", "1111")
    assert answer.receipt.trace == bench.till().newest() == 1
    assert answer.receipt.at == bench.terminal.bookings.last.at
    assert bench.asked == ["card", "confirm", "pin", "wait"]
    assert bench.booked == [("AB12CD", 50_000)]


@pytest.mark.parametrize(
    ("cardholder", "verdict", "code"),
    [
        (Cardholder.DECLINE, Verdict.DECLINED, "01"),
        (Cardholder.WRONG_PIN, Verdict.DECLINED, "93"),
        (Cardholder.CANCEL, Verdict.CANCELLED, "07"),
        (Cardholder.TIMEOUT, Verdict.CANCELLED, "22"),
    ],
)
def test_a_sale_that_is_not_approved_says_why(bench, cardholder, verdict, code):
    bench.terminal.cardholder = cardholder
    answer = bench.sell()
    assert (answer.verdict, answer.code) == (verdict, code)
    assert answer.detail
    assert bench.booked == []


CANNOT = [Sale(reference="A", amount=0), Sale(reference="", amount=1), Sale(reference="Ơ", amount=1)]


@pytest.mark.parametrize("sale", CANNOT)
def test_what_the_protocol_cannot_carry_is_not_begun(bench, sale):
    assert bench.sell(sale=sale).verdict is Verdict.NOT_STARTED


@pytest.mark.parametrize("fault", ["lost_ack", "wrong_check", "twice", "slow"])
def test_what_the_line_makes_good_by_itself_ends_as_it_should_and_the_next_sale_too(bench, fault):
    bench.terminal.change({fault: True})
    till = bench.till()
    for number, dong in enumerate((50_000, 60_000, 70_000)):
        answer = bench.sell(till, Sale(reference=f"F{number}", amount=dong))
        assert (answer.verdict, answer.receipt.amount) == (Verdict.APPROVED, dong)
    assert bench.booked == [("F0", 50_000), ("F1", 60_000), ("F2", 70_000)]


BAD_LINES = {
    "a byte at a time": OneByteAtATime,
    "late": lambda line: Late(line, 3),
    "noise": lambda line: Noisy(line, b"\x00\x7f"),
    "noise with NAK and STX": lambda line: Noisy(line, b"\xff0210|00|\x15\x02x"),
}


@pytest.mark.parametrize("wrap", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_never_makes_a_payment_of_none_or_none_of_a_payment(bench, wrap):
    answer = bench.sell(bench.till(wrap))
    bench.rest()
    known = Verdict.APPROVED if bench.booked else Verdict.NOT_STARTED
    assert answer.verdict in {known, Verdict.IN_DOUBT}
    assert bench.booked in ([], [("AB12CD", 50_000)])


def test_slow_bytes_and_late_ones_are_a_sale_all_the_same(bench):
    assert bench.sell(bench.till(OneByteAtATime)).verdict is Verdict.APPROVED
    assert bench.sell(bench.till(lambda line: Late(line, 3)), Sale(reference="B", amount=1)).verdict is Verdict.APPROVED


@pytest.mark.parametrize("fault", ["other_amount", "other_reference"])
def test_an_approval_of_something_else_is_in_doubt_and_stays_so(bench, fault):
    bench.terminal.change({fault: True})
    till = bench.till()
    assert bench.sell(till).verdict is Verdict.IN_DOUBT
    assert till.recall(FEE, after=None).verdict is Verdict.IN_DOUBT


def test_a_terminal_that_says_nothing_is_sent_no_sale(bench):
    bench.terminal.change({"silent": True})
    assert bench.sell().verdict is Verdict.NOT_STARTED
    with pytest.raises(TransportLost):
        bench.till().newest()
    with pytest.raises(TransportLost):
        bench.till().totals()
    assert bench.till().recall(FEE, after=None).verdict is Verdict.IN_DOUBT


def test_a_terminal_that_falls_silent_in_a_sale_leaves_it_in_doubt_until_it_is_asked_again(bench):
    before = bench.till().newest()
    till = bench.till()
    began = bench.clock.now
    answer = till.sell(FEE, watch=lambda _: bench.terminal.change({"silent": True}))
    assert answer.verdict is Verdict.IN_DOUBT
    assert bench.clock.now - began < ANSWER_SECONDS + 10
    assert till.recall(FEE, after=before).verdict is Verdict.IN_DOUBT
    bench.terminal.change({"silent": False})
    assert till.recall(FEE, after=before).verdict is Verdict.APPROVED


def test_a_sale_that_still_goes_on_is_in_doubt(bench):
    bench.terminal.pace = 30.0
    till = bench.till(hears=15)
    assert bench.sell(till).verdict is Verdict.IN_DOUBT
    assert bench.till().recall(FEE, after=None).verdict is Verdict.IN_DOUBT
    bench.rest()
    assert bench.till().recall(FEE, after=None).verdict is Verdict.APPROVED


class Scripted:
    """A line on which each write is answered by the next piece, a list is one read each; None is a write that fails.

    `stale` is there before anything was asked.
    """

    def __init__(self, clock, *pieces, stale=b""):
        self.clock, self.pieces, self.sent, self.waiting = clock, list(pieces), [], [stale]
        self.said = b""

    def write(self, data, *, seconds):
        if len(data) == 1:
            self.said += data
            return
        self.sent.append(data)
        piece = self.pieces.pop(0) if self.pieces else b""
        if piece is None:
            raise WriteTimedOut(0)
        self.waiting += piece if isinstance(piece, list) else [piece]

    def read(self, *, seconds):
        data = self.waiting.pop(0) if self.waiting else b""
        self.clock.now += 0 if data else seconds
        return data

    def discard(self):
        pass

    def close(self):
        pass


def scripted(bench, *pieces, stale=b""):
    line = Scripted(bench.clock, *pieces, stale=stale)
    return PipeTill(lambda: line, clock=bench.clock), line


APPROVED = Message("0210|00|5|T|AB12CD|X|50000|0||1111|7|CR|||VI|26112026|101500||0|").to_bytes()
OF_ANOTHER = Message("0210|00|5|T|OTHER|X|50000|0||1111|6|CR|||VI|26112026|101400||0|").to_bytes()


def test_a_sale_is_sent_once_when_nothing_comes_back(bench):
    till, line = scripted(bench, b"\x06")
    assert bench.sell(till).verdict is Verdict.IN_DOUBT
    assert len(line.sent) == 2


def test_a_sale_is_sent_again_when_the_terminal_says_that_it_was_garbled(bench):
    till, line = scripted(bench, b"\x06", b"\x15", b"\x15", b"\x06" + APPROVED)
    assert bench.sell(till).verdict is Verdict.APPROVED
    assert line.sent[1] == line.sent[2] == line.sent[3]


def test_a_nak_in_passing_before_the_ack_is_none(bench):
    till, line = scripted(bench, b"\x06", [b"\x15", b"\xff", b"\x06", APPROVED])
    assert bench.sell(till).verdict is Verdict.APPROVED
    assert len(line.sent) == 2


def test_a_sale_that_is_never_taken_is_in_doubt_for_a_noisy_line_may_have_said_so(bench):
    till, line = scripted(bench, b"\x06", b"\x15", b"\x15", b"\x15")
    assert bench.sell(till).verdict is Verdict.IN_DOUBT
    assert len(line.sent) == 1 + SENDINGS


def test_a_terminal_that_takes_no_bytes_leaves_the_sale_in_doubt(bench):
    till, _ = scripted(bench, b"\x06", None)
    assert bench.sell(till).verdict is Verdict.IN_DOUBT


def test_the_answer_to_another_sale_is_not_this_ones(bench):
    till, _ = scripted(bench, b"\x06" + OF_ANOTHER, b"\x06" + OF_ANOTHER + APPROVED)
    assert bench.sell(till).receipt.trace == 7


def test_a_garbled_answer_is_asked_for_again_and_a_whole_one_acknowledged(bench):
    garbled = APPROVED[:-1] + bytes((APPROVED[-1] ^ 1,))
    till, line = scripted(bench, b"\x06", [b"\x06", garbled, APPROVED])
    assert bench.sell(till).verdict is Verdict.APPROVED
    assert line.said == b"\x15\x06"


def test_what_is_left_of_earlier_talk_answers_nothing(bench):
    last = "0260|00|5|T|AB12CD|X|50000|0||1111|{}|CR|||VI|26112026|101500||0|"
    answer = b"\x06" + Message(last.format(9)).to_bytes()
    till, _ = scripted(bench, answer, stale=Message(last.format(3)).to_bytes())
    assert till.newest() == 9
    till, _ = scripted(bench, b"\x06", b"\x06" + APPROVED, stale=b"\x020210|00|5|T|AB")
    assert bench.sell(till).verdict is Verdict.APPROVED


def test_an_answer_without_its_ack_proves_that_the_command_was_taken(bench):
    till, _ = scripted(bench, b"\x06", APPROVED)
    assert bench.sell(till).verdict is Verdict.APPROVED


@pytest.mark.parametrize(
    "text", ["0210|xx|", "0210|00|5|T||X|50000|", "0210|00|5|T|AB12CD|X||", "0210|00|5|T|AB12CD|X|5000000|"]
)
def test_an_approval_that_does_not_name_reference_and_amount_is_in_doubt(bench, text):
    till, _ = scripted(bench, b"\x06", b"\x06" + Message(text).to_bytes())
    assert bench.sell(till).verdict is Verdict.IN_DOUBT


class AsksForEver(Scripted):
    """A terminal that has the citizen look at it again and again."""

    def read(self, *, seconds):
        self.clock.now += min(seconds, 1.0)
        return b"" if seconds < 1.0 else b"\x06" + Message("0900|78|").to_bytes()


def test_a_terminal_that_asks_and_asks_does_not_hold_the_till_for_ever(bench):
    line = AsksForEver(bench.clock)
    assert bench.sell(PipeTill(lambda: line, clock=bench.clock)).verdict is Verdict.IN_DOUBT
    assert len(bench.asked) > 100


def test_without_a_line_nothing_begins_and_what_is_asked_raises():
    def gone():
        raise TransportLost("no such port")

    till = PipeTill(gone)
    assert till.sell(FEE, watch=lambda _: None).verdict is Verdict.NOT_STARTED
    assert till.recall(FEE, after=None).verdict is Verdict.IN_DOUBT
    assert till.reverse(CardReceipt(number="1")).verdict is Verdict.NOT_STARTED
    for ask in (till.newest, till.totals):
        with pytest.raises(TransportLost):
            ask()


LAST = SaleAnswer(function="0260", code="00", ticket="AB12CD", approval="X", amount=50_000, operation="000008")
NO_SALE = SaleAnswer(function="0260", code="11")


@pytest.mark.parametrize(
    ("last", "after", "verdict"),
    [
        (LAST, 7, Verdict.APPROVED),
        (LAST, None, Verdict.APPROVED),
        (LAST, 999_999, Verdict.APPROVED),
        (replace(LAST, ticket="OTHER"), 8, Verdict.NOT_STARTED),
        (LAST, 8, Verdict.IN_DOUBT),
        (NO_SALE, None, Verdict.NOT_STARTED),
        (NO_SALE, 7, Verdict.IN_DOUBT),
        (SaleAnswer(function="0260", code="00", ticket="OTHER", amount=50_000, operation="8"), 7, Verdict.IN_DOUBT),
        (SaleAnswer(function="0260", code="00", ticket="AB12CD", amount=50_001, operation="8"), 7, Verdict.IN_DOUBT),
        (SaleAnswer(function="0260", code="04", ticket="AB12CD", amount=50_000, operation="8"), 7, Verdict.IN_DOUBT),
        (SaleAnswer(function="0260", code="00", ticket="AB12CD", amount=50_000), 7, Verdict.APPROVED),
        (SaleAnswer(function="0260", code="26"), 7, Verdict.IN_DOUBT),
    ],
)
def test_what_the_terminals_last_sale_says_of_ours(last, after, verdict):
    assert recalled(FEE, last, after=after).verdict is verdict


def test_a_sale_is_taken_back_by_its_number_and_asking_twice_is_the_same(bench):
    till = bench.till()
    receipt = bench.sell(till).receipt
    assert till.reverse(receipt).verdict is Verdict.APPROVED
    assert bench.booked == []
    assert till.reverse(receipt).verdict is Verdict.APPROVED
    assert till.reverse(CardReceipt(number="99")).verdict is Verdict.NOT_STARTED
    assert till.reverse(CardReceipt()).verdict is Verdict.NOT_STARTED
    assert till.recall(FEE, after=None).verdict is Verdict.IN_DOUBT


def test_a_reversal_whose_answer_names_another_sale_or_never_comes_is_in_doubt(bench):
    till, _ = scripted(bench, b"\x06", b"\x06" + Message("1210|00|5|T|X|8|").to_bytes())
    assert till.reverse(CardReceipt(number="7")).verdict is Verdict.IN_DOUBT
    till, _ = scripted(bench, b"\x06", b"\x06")
    assert till.reverse(CardReceipt(number="7")).verdict is Verdict.IN_DOUBT


def test_nothing_is_paid_back_in_part_and_nothing_is_given_up_from_here(bench):
    till = bench.till()
    assert till.refund(FEE).verdict is Verdict.NOT_STARTED
    till.abort()
    assert bench.sell(till).verdict is Verdict.APPROVED


def test_the_day_is_told_with_each_sale_and_is_empty_after_it_is_closed(bench):
    till = bench.till()
    for number in range(3):
        bench.sell(till, Sale(reference=f"F{number}", amount=10_000))
    till.reverse(CardReceipt(number="2"))
    totals = till.totals()
    assert (totals.count, totals.amount) == (2, 20_000)
    assert [receipt.reference for receipt in totals.receipts] == ["F0", "F2"]
    assert till.load_keys().verdict is till.end_day().verdict is Verdict.APPROVED
    assert till.totals().receipts == ()
    assert till.newest() is None


@pytest.mark.parametrize("text", ["0710|26|0|0", "0710|13||"])
def test_a_terminal_that_refuses_its_totals_says_why(bench, text):
    till, _ = scripted(bench, b"\x06" + Message(text).to_bytes())
    with pytest.raises(TerminalRefused) as refused:
        till.totals()
    assert refused.value.reason == text[5:7]


def test_a_terminal_that_refuses_to_tell_its_last_sale_says_why(bench):
    till, _ = scripted(bench, b"\x06" + Message("0260|26|").to_bytes())
    with pytest.raises(TerminalRefused, match="26"):
        till.newest()


def test_a_sale_of_the_day_that_is_told_twice_for_want_of_an_ack_is_one(bench):
    detail = "0261|00|5|T|{}|X|1000|1111|{}|CR|||VI|26112026|101500|||0|0|"
    listed = [detail.format("A", 1), detail.format("A", 1), detail.format("B", 2), "0261|00|5|T|||||||"]
    till, _ = scripted(
        bench,
        b"\x06" + Message("0710|00|2|2000").to_bytes(),
        b"\x06" + b"".join(Message(each).to_bytes() for each in listed),
    )
    assert [receipt.reference for receipt in till.totals().receipts] == ["A", "B"]


def test_a_terminal_that_lists_no_sales_still_tells_its_totals(bench):
    till, _ = scripted(bench, b"\x06" + Message("0710|00|1|2000").to_bytes())
    assert till.totals() == Totals(count=1, amount=2_000, receipts=None)


def with_decimals(bench):
    return PipeTill(lambda: Wired(bench.terminal, bench.line, bench.clock), clock=bench.clock, amount_exponent=2)


def test_a_terminal_that_counts_hundredths_of_a_dong_is_asked_and_understood_in_them():
    bench = Bench()
    till = with_decimals(bench)
    answer = bench.sell(till)
    assert bench.booked == [(FEE.reference, FEE.amount * 100)]
    assert (answer.verdict, answer.receipt.amount) == (Verdict.APPROVED, FEE.amount)
    assert till.recall(FEE, after=None).receipt.amount == FEE.amount
    totals = till.totals()
    assert (totals.count, totals.amount, totals.receipts[0].amount) == (1, FEE.amount, FEE.amount)


def test_an_answer_of_a_hundredth_of_a_dong_more_is_never_a_payment():
    bench = Bench()
    bench.terminal.change({"other_amount": True})
    assert bench.sell(with_decimals(bench)).verdict is Verdict.IN_DOUBT


def test_other_decimals_are_refused():
    with pytest.raises(ValueError, match="decimals"):
        PipeTill(lambda: None, amount_exponent=3)
