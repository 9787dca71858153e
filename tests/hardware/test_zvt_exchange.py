"""One command over a link that says just these messages: what is answered, and what a stray message is worth."""

from collections import deque
from dataclasses import dataclass, field

import pytest

from hardware.simulators.wired import Clock
from hardware.terminal.till import MOST_LINES
from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Code
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import NO_GOODS, T3, T4, YES, Asked, Exchange
from hardware.terminal.zvt.machine import At

SALE = Command(code=Code.AUTHORISATION, amount=50_000, currency=704)
ASKED = Asked(minor=50_000, currency=704, trace=7, refuses=True)
COMPLETION = Apdu(Code.COMPLETION)
ABORT = Apdu(Code.ABORT)


@dataclass
class Script:
    """A link whose other end says these messages, whatever it hears; then nothing."""

    says: deque
    clock: Clock
    copies: int = 1
    told: list = field(default_factory=list)

    def send(self, message, *, once=False):
        self.told.append(message)
        return self.copies if len(self.told) == 1 else 1

    def receive(self, *, seconds):
        if self.says:
            return self.says.popleft()
        self.clock.now += seconds
        return None

    def close(self):
        pass


def result(code=0, amount=50_000, trace=8, currency=704):
    parts = [(0x27, bytes((code,))), (0x0B, bmp.bcd(trace, 3)), (0x49, bmp.bcd(currency, 2))]
    amounts = [] if amount is None else [(0x04, bmp.bcd(amount, 6))]
    return Apdu(Code.STATUS_INFORMATION, bmp.to_bytes(parts + amounts))


def exchanged(*says, copies=1, command=SALE, asked=ASKED):
    clock = Clock()
    link = Script(deque(says), clock, copies)
    ended = Exchange(link, clock, asked=asked).run(command)
    return ended, link.told[1:], clock.now


def test_each_message_is_answered_and_an_acknowledgement_is_not():
    ended, told, took = exchanged(YES, Apdu(Code.INTERMEDIATE_STATUS, b"\x0a"), result(), COMPLETION)
    assert ended.at is At.DONE
    assert told == [YES] * 3
    assert took == 0


@pytest.mark.parametrize("wrong", [result(amount=5_000_000), result(amount=49_999), result(currency=978)])
def test_a_wrong_amount_or_currency_is_answered_with_take_it_back(wrong):
    ended, told, _ = exchanged(YES, wrong, Apdu(Code.ABORT_BY_TERMINAL, b"\x66"))
    assert ended.at is At.UNDONE
    assert told == [NO_GOODS, YES]
    assert NO_GOODS.to_bytes() == bytes.fromhex("846600")


def test_a_success_of_the_transaction_before_is_not_this_ones():
    ended, _, _ = exchanged(YES, result(trace=7), COMPLETION)
    assert ended.at is At.ENDED


def test_a_success_without_its_amount_is_not_enough():
    ended, _, _ = exchanged(YES, result(amount=None), COMPLETION)
    assert ended.at is At.ENDED


def test_what_comes_before_the_acknowledgement_is_an_earlier_commands_and_answered_all_the_same():
    ended, told, took = exchanged(result(), COMPLETION)
    assert ended.at is At.UNKNOWN
    assert ended.info is None
    assert told == [YES, YES, ABORT]
    assert T3 <= took < T3 + 1


def test_a_second_copy_that_is_refused_leaves_the_first_one_running():
    ended, _, _ = exchanged(Apdu(0x849C), result(), COMPLETION, copies=2)
    assert ended.at is At.DONE
    assert exchanged(Apdu(0x849C))[0].at is At.REFUSED


def test_a_sale_without_its_end_is_given_up_and_the_terminal_told_so():
    ended, told, took = exchanged(YES, result())
    assert ended.at is At.UNKNOWN
    assert told[-1] == ABORT
    assert T4 <= took < T4 + 1


def test_each_message_gives_the_terminal_its_patience_anew_but_not_for_ever():
    wait = Apdu(Code.INTERMEDIATE_STATUS, b"\x0e")
    ended, told, _ = exchanged(YES, *[wait] * 5_000)
    assert ended.at is At.UNKNOWN
    assert len(told) < 2_100


def test_lines_to_print_are_bounded():
    line = Apdu(Code.PRINT_LINE, b"\0" + b"x" * 20)
    ended, _, _ = exchanged(YES, *[line] * (MOST_LINES + 50), result(), COMPLETION)
    assert ended.at is At.DONE
    assert len(ended.paper.cardholders()) == MOST_LINES


def test_a_status_enquiry_needs_no_acknowledgement_and_asks_for_nothing_to_be_given_up():
    enquiry = Command(code=Code.STATUS_ENQUIRY)
    ended, told, _ = exchanged(Apdu(Code.COMPLETION, b"\x00"), command=enquiry, asked=Asked())
    assert (ended.at, ended.completed.status, told) == (At.ENDED, 0, [YES])
    ended, told, took = exchanged(command=enquiry, asked=Asked())
    assert (ended.at, told) == (At.UNKNOWN, [])
    assert T3 <= took < T3 + 1
