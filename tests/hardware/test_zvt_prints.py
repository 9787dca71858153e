"""What a ZVT terminal has us print: whose receipt it is, how it looks, how much of it, and never a card number."""

import pytest
from zvt_bench import FEE, ZvtBench

from hardware.simulators.zvt_messages import CARD
from hardware.terminal.till import LONGEST_LINE, MOST_LINES, PrintLine, Prints, Verdict
from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Bmp, Code
from hardware.terminal.zvt.exchange import MOST_MESSAGES
from hardware.terminal.zvt.prints import LEFT_OUT, MOST_READ, Paper, Printing, ReceiptType
from hardware.terminal.zvt.receipts import ZvtSettings
from hardware.terminal.zvt.replies import reply_of
from hardware.terminal.zvt.tlv import to_tag

RECEIPT = (
    PrintLine(text="HCC QUANG NINH", centred=True, large=True),
    PrintLine(text="KUNDENBELEG", centred=True),
    PrintLine(text="KARTE VISA ############1111"),
    PrintLine(text="50000 VND", large=True),
    PrintLine(text="CODE 007919"),
)


def line(attribute, text, characters="cp437"):
    return reply_of(Apdu(Code.PRINT_LINE, bytes((attribute,)) + text.encode(characters)))


def block(*parts, kind=None, characters=None):
    head = b"" if kind is None else to_tag(0x1F07, bytes((kind,)))
    head += b"" if characters is None else to_tag(0x14, bytes((characters,)))
    lines = b"".join(to_tag(tag, value) for tag, value in parts)
    return reply_of(Apdu(Code.PRINT_BLOCK, bmp.to_bytes([(Bmp.TLV, head + to_tag(0x25, lines))])))


def gathered(*printings):
    paper = Paper()
    for each in printings:
        paper.take(each)
    return [each.text for each in paper.cardholders()]


@pytest.mark.parametrize(
    ("attribute", "look"),
    [
        (0x00, {}), (0x0A, {}), (0x80, {}), (0x81, {}), (0x40, {"centred": True}), (0x10, {"large": True}),
        (0x20, {"large": True}), (0x30, {"large": True}), (0xF1, {"centred": True, "large": True}),
    ],
)  # fmt: skip
def test_a_line_looks_as_its_attribute_says(attribute, look):
    assert line(attribute, "50 000").lines == (PrintLine(text="50 000", **look),)


@pytest.mark.parametrize(("attribute", "ends"), [(0x00, False), (0x80, False), (0x81, True), (0xC0, True)])
def test_the_last_line_of_a_receipt_is_told_by_a_bit_that_is_reserved_alone(attribute, ends):
    assert line(attribute, "OK").ends is ends


@pytest.mark.parametrize("data", [b"", b"\xff", b"\xff\x03"])
def test_what_only_moves_the_paper_is_no_line(data):
    assert reply_of(Apdu(Code.PRINT_LINE, data)) == Printing(())


@pytest.mark.parametrize(
    ("told", "encoding", "text"),
    [
        (None, "cp437", "HÄNDLER ü ─"), (0xFF, "cp437", "ü"), (0xFE, "utf-8", "Phí: 50.000 đ"),
        (1, "iso8859_1", "ü é"), (15, "iso8859_15", "€"), (12, "cp437", "ü"),
    ],
)  # fmt: skip
def test_a_block_is_read_in_the_characters_that_it_names(told, encoding, text):
    read = block((0x07, text.encode(encoding)), characters=told)
    assert read.lines == (PrintLine(text=text),)


def test_letters_that_are_none_of_the_set_hurt_nobody():
    assert block((0x07, b"\xff\x00A"), characters=0xFE).lines[0].text.endswith("A")


def test_an_attribute_in_a_block_holds_for_the_lines_after_it():
    read = block((0x07, b"A"), (0x09, b"\x40"), (0x07, b"B"), (0x07, b"C"), (0x09, b"\x81"), kind=2)
    assert [each.centred for each in read.lines] == [False, True, True]
    assert (read.kind, read.ends) == (ReceiptType.CARDHOLDER, True)


def test_of_typed_blocks_only_the_cardholders_is_ours_however_many_messages_it_takes():
    merchants = block((0x07, b"M"), (0x09, b"\x81"), kind=1)
    first, second = block((0x07, b"C1"), kind=2), block((0x07, b"C2"), (0x09, b"\x81"), kind=2)
    day = block((0x07, b"DAY"), (0x09, b"\x81"), kind=3)
    assert gathered(merchants, first, second, day) == ["C1", "C2"]
    assert gathered(first, second, merchants) == ["C1", "C2"]
    assert gathered(merchants, day) == []


def test_line_by_line_a_receipt_says_in_its_words_whose_it_is():
    merchants = line(0, "* HÄNDLERBELEG *"), line(0x81, "sign here")
    customers = line(0, "* Customer   Copy *"), line(0x81, "thank you")
    plain = line(0, "VISA"), line(0x81, "50 000")
    assert gathered(*merchants, *customers) == gathered(*customers, *merchants) == ["* Customer   Copy *", "thank you"]
    assert gathered(*merchants, *plain) == gathered(*plain, *merchants) == ["VISA", "50 000"]
    assert gathered(*customers, *plain) == ["* Customer   Copy *", "thank you"]
    assert gathered(*plain, line(0x81, "second")) == ["second"]
    assert gathered(*merchants) == []


def test_a_block_said_twice_for_want_of_an_acknowledgement_is_printed_once_and_equal_lines_stay():
    part = block((0x07, b"A"), (0x07, b"B"), kind=2)
    assert gathered(part, part) == ["A", "B"]
    assert gathered(line(0, "-"), line(0, "-")) == ["-", "-"]


def test_a_receipt_is_cut_where_it_is_too_long_and_says_so():
    said = gathered(*[line(0, f"{number} " + "x" * 200) for number in range(10_000)])
    assert (len(said), said[-1]) == (MOST_LINES, LEFT_OUT.text)
    assert len(said[0]) == LONGEST_LINE
    assert len(gathered(*[line(0, str(number)) for number in range(MOST_LINES)], line(0, " "))) == MOST_LINES
    assert LEFT_OUT.text not in gathered(*[line(0, str(number)) for number in range(MOST_LINES)])
    assert len(block(*[(0x07, b"x")] * 10_000, kind=2).lines) == MOST_READ


def test_empty_lines_take_no_room():
    assert gathered(*[line(0, " ")] * 300, line(0, "50 000")) == ["50 000"]


def test_no_card_number_is_kept_in_a_line_nor_one_that_goes_on_in_the_next_and_masked_ones_stay():
    masked = "VISA ############1111", "****1111", "4111 11** **** 1111"
    assert gathered(*[line(0, each) for each in masked]) == list(masked)
    assert gathered(line(0, f"KARTE {CARD}"), line(0, "4111-1111-1111-1111")) == [
        "KARTE ************1111", "****-****-****-1111",
    ]  # fmt: skip
    assert gathered(line(0, "NR 4111 1111"), line(0, "1111 1111 OK")) == ["NR **** ****", "**** 1111 OK"]
    assert gathered(line(0, "4111111111111111"[:8]), line(0, CARD[8:])) == ["********", "****1111"]


@pytest.mark.parametrize("by_lines", [False, True], ids=["blocks", "lines"])
def test_a_sale_brings_the_cardholders_receipt_and_only_that(by_lines):
    bench = ZvtBench(faults={"by_lines": by_lines})
    answer = bench.sell()
    assert (answer.verdict, answer.lines) == (Verdict.APPROVED, RECEIPT)


@pytest.mark.parametrize("by_lines", [False, True], ids=["blocks", "lines"])
def test_whole_card_numbers_on_a_receipt_are_hidden(by_lines):
    answer = ZvtBench(faults={"by_lines": by_lines, "unmasked": True}).sell()
    assert "KARTE VISA ************1111" in [each.text for each in answer.lines]
    assert CARD not in repr(answer)


def test_a_terminal_that_prints_by_itself_is_told_so_and_sends_nothing_to_print():
    bench = ZvtBench(settings=ZvtSettings(prints=Prints.TERMINAL))
    answer = bench.sell()
    assert (answer.verdict, answer.lines) == (Verdict.APPROVED, ())
    printing = ZvtBench()
    printing.sell()
    assert bench.plugged.heard < printing.plugged.heard - 100


@pytest.mark.parametrize("cardholder", ["decline", "cancel", "wrong_pin"])
def test_what_is_not_paid_brings_no_receipt(cardholder):
    bench = ZvtBench()
    bench.sell()
    bench.device.done_by_hand("cardholder", {"does": cardholder})
    answer = bench.sell()
    assert (answer.verdict in {Verdict.DECLINED, Verdict.CANCELLED}, answer.lines) == (True, ())


@pytest.mark.parametrize("by_lines", [False, True], ids=["blocks", "lines"])
def test_the_line_cut_within_the_receipt_leaves_the_sale_in_doubt_and_the_repeated_receipt_brings_it(by_lines):
    whole = ZvtBench(faults={"by_lines": by_lines})
    whole.till.newest()
    told_before = whole.plugged.heard
    whole.sell()
    size = whole.plugged.heard - told_before
    for back in range(40, 240 if by_lines else 200, 20):
        bench = ZvtBench(faults={"by_lines": by_lines})
        after = bench.till.newest()
        bench.plugged.hears = size - back
        assert bench.sell().verdict is Verdict.IN_DOUBT, back
        bench.pass_time(300)
        answer = bench.another_till().recall(FEE, after=after)
        assert (answer.verdict, answer.lines) == (Verdict.APPROVED, RECEIPT), back
        assert bench.booked() == [50_000]


def test_ten_thousand_lines_in_blocks_are_a_sale_with_a_bounded_receipt():
    answer = ZvtBench(stream=True, faults={"babbles": 10_000}).sell()
    assert answer.verdict is Verdict.APPROVED
    assert (len(answer.lines), answer.lines[-1]) == (MOST_LINES, LEFT_OUT)
    assert answer.lines[: len(RECEIPT)] == RECEIPT


def test_a_terminal_that_does_not_come_to_an_end_is_in_doubt_until_it_comes_to_its_senses():
    bench = ZvtBench(stream=True, faults={"babbles": 10_000, "by_lines": True})
    after = bench.till.newest()
    answer = bench.sell()
    assert (answer.verdict, answer.lines) == (Verdict.IN_DOUBT, ())
    assert bench.plugged.heard < 40 * MOST_MESSAGES
    bench.device.change({"babbles": 0})
    bench.device.done_by_hand("power", {})
    answer = bench.another_till().recall(FEE, after=after)
    assert (answer.verdict, answer.lines) == (Verdict.APPROVED, RECEIPT)
