"""A ZVT reversal whose end was not seen: what the terminal's last transaction says of it, and that it goes out once."""

from dataclasses import replace

import pytest
from zvt_bench import FEE, ZvtBench

from hardware.terminal.till import CardReceipt, Verdict
from hardware.terminal.zvt.codes import Result
from hardware.terminal.zvt.receipts import undone
from hardware.terminal.zvt.replies import StatusInformation

PAID = CardReceipt(amount=50_000, trace=7, number="0007", terminal_id="12345678")
SALE = StatusInformation(result=0, trace=7, receipt=7, amount=50_000, terminal_id="12345678")
REVERSAL = replace(SALE, trace=8, receipt=8, original_trace=7)


@pytest.mark.parametrize(
    ("last", "idle", "verdict"),
    [
        (REVERSAL, True, Verdict.APPROVED),
        (replace(REVERSAL, trace=7), True, Verdict.APPROVED),
        (replace(REVERSAL, result=0x05), True, Verdict.IN_DOUBT),
        (replace(REVERSAL, original_trace=6), True, Verdict.IN_DOUBT),
        (replace(REVERSAL, original_trace=None), True, Verdict.IN_DOUBT),
        (replace(REVERSAL, terminal_id="87654321"), True, Verdict.IN_DOUBT),
        (SALE, True, Verdict.NOT_STARTED),
        (SALE, False, Verdict.IN_DOUBT),
        (replace(SALE, trace=9), True, Verdict.IN_DOUBT),
        (replace(SALE, trace=None), True, Verdict.IN_DOUBT),
        (replace(SALE, trace=3), True, Verdict.IN_DOUBT),
    ],
)
def test_only_what_names_the_sale_as_its_original_is_its_reversal(last, idle, verdict):
    assert undone(last, PAID, after=7, idle=idle)[0] is verdict


class Silence:
    """A line that keeps what was written from a moment on, and lets nothing of it through."""

    def __init__(self, line):
        self.line, self.kept = line, None

    def write(self, data, *, seconds):
        if self.kept is None:
            self.line.write(data, seconds=seconds)
        else:
            self.kept.append(data)

    def read(self, *, seconds):
        return self.line.read(seconds=seconds)

    def discard(self):
        pass

    def close(self):
        self.line.close()


@pytest.mark.parametrize("stream", [False, True], ids=["serial", "tcp"])
def test_a_reversal_into_silence_goes_out_once_for_some_terminals_take_back_two(stream):
    bench, lines = ZvtBench(stream), []
    bench.settings = replace(bench.settings, reverses_any=True)
    bench.wrap = lambda line: lines.append(Silence(line)) or lines[-1]
    till = bench.another_till()
    paid = till.sell(FEE, watch=lambda _: None).receipt
    ready = till._caller.ready
    till._caller.ready = lambda: (ready(), setattr(lines[-1], "kept", []))[0]
    assert till.reverse(paid).verdict is Verdict.IN_DOUBT
    assert sum(bytes((0x06, 0x30)) in each for line in lines for each in line.kept or []) == 1
    assert bench.booked() == [FEE.amount]


def test_a_reversal_has_a_trace_and_a_receipt_of_its_own_and_survives_a_restart(tmp_path):
    from hardware.simulators.bookings import Bookings

    file = tmp_path / "bookings.json"
    bench = ZvtBench(bookings=Bookings(file, now=lambda: "2026-11-26T09:00:00"))
    paid = bench.sell().receipt
    back = bench.till.reverse(paid)
    assert (back.verdict, back.receipt.trace, back.receipt.number) == (Verdict.APPROVED, 2, "0002")
    again = ZvtBench(bookings=Bookings(file, now=lambda: "2026-11-26T09:00:00"))
    assert again.booked() == []
    assert again.till.recall_reversal(paid, after=1).verdict is Verdict.APPROVED
    assert again.till.reverse(paid).code == f"{Result.ALREADY_REVERSED:02x}"
    assert again.sell().receipt.trace == 3
