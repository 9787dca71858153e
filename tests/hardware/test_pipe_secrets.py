"""Card numbers pushed through every field that a pipe terminal has come out nowhere."""

import logging
from functools import partial

import pytest
from pipe_bench import FEE, Bench

from hardware.terminal.pipe.driver import PipeTill
from hardware.terminal.pipe.frame import Message
from hardware.terminal.till import CardReceipt

CARD = "4111111111111111"
TRACK = ";4111111111111111=30121010000012345678?"
ACCOUNT = "1234567890123452"
SALE = ["0210", "00", "5", "T", "AB12CD", "X", "50000", "0", "", "1111", "7", "CR", "", "", "VI", "26112026", "101500"]
ANSWERS = {
    "sale": [*SALE, "1", "0"],
    "last sale": ["0260", *SALE[1:], "1", "0"],
    "detail": [
        "0261",
        "00",
        "5",
        "T",
        "AB12CD",
        "X",
        "50000",
        "1111",
        "7",
        "CR",
        "",
        "",
        "VI",
        "26112026",
        "101500",
        "",
        "",
    ],
    "totals": ["0710", "00", "1", "2000"],
    "reversal": ["1210", "00", "5", "T", "X", "7"],
    "close": ["0510", "00", "5", "T"],
    "intermediate": ["0900", "78", ""],
}
SECRETS = (CARD, TRACK, "4111 1111 1111 1111")


class Says:
    """A terminal that acknowledges everything and says one and the same."""

    def __init__(self, clock, data):
        self.clock, self.data, self.waiting = clock, data, b""

    def write(self, data, *, seconds):
        if len(data) > 1:
            self.waiting = b"\x06" + self.data

    def read(self, *, seconds):
        self.clock.now += 0 if self.waiting else seconds
        data, self.waiting = self.waiting, b""
        return data

    def discard(self):
        pass

    def close(self):
        pass


def all_that_comes_out(till):
    """Everything public that a till returns or raises, as text."""
    out = []
    for ask in (
        lambda: till.sell(FEE, watch=out.append),
        lambda: till.recall(FEE, after=1),
        till.newest,
        till.totals,
        lambda: till.reverse(CardReceipt(number="7")),
        till.end_day,
        till.load_keys,
    ):
        try:
            out.append(ask())
        except Exception as error:
            out.append((error, error.__cause__, error.__context__))
    return repr(out)


@pytest.mark.parametrize("secret", SECRETS, ids=["number", "track", "groups"])
@pytest.mark.parametrize("fields", ANSWERS.values(), ids=ANSWERS)
def test_no_card_number_comes_out(fields, secret, caplog):
    caplog.set_level(logging.DEBUG)
    for at in range(1, len(fields)):
        bench = Bench()
        frame = Message("|".join([*fields[:at], secret, *fields[at + 1 :]]) + "|").to_bytes()
        out = all_that_comes_out(PipeTill(partial(Says, bench.clock, frame), clock=bench.clock))
        assert CARD not in out.replace(" ", ""), at
        assert "30121010000012345678" not in out, at
    assert CARD not in caplog.text


def test_the_number_of_a_debit_account_is_not_even_kept():
    bench = Bench()
    fields = [*SALE[:13], ACCOUNT, *SALE[14:]]
    till = PipeTill(lambda: Says(bench.clock, Message("|".join(fields)).to_bytes()), clock=bench.clock)
    answer = till.sell(FEE, watch=lambda _: None)
    assert answer.verdict == "approved"
    assert ACCOUNT not in repr(answer)


def test_a_whole_card_number_where_the_last_four_digits_belong_is_cut_to_them():
    bench = Bench()
    fields = [*SALE[:9], CARD, *SALE[10:]]
    till = PipeTill(lambda: Says(bench.clock, Message("|".join(fields)).to_bytes()), clock=bench.clock)
    assert till.sell(FEE, watch=lambda _: None).receipt.last4 == "1111"
