"""The "60" dialect's bytes by themselves: no terminal of it could be tried."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.terminal.acknowledged import Byte, Signal
from hardware.terminal.card_numbers import without_card_numbers
from hardware.terminal.sixty.frame import MOST_DATA, TlvMessage, TlvParser
from hardware.terminal.sixty.kit import SEEN, Kit, KitIncomplete

EXAMPLE = bytes.fromhex(
    "02 00 35 36 30 30 30 30 30 30 30 30 30 31 30 32 30 30 30 30 1C"
    "34 30 00 12 30 30 30 30 30 35 30 30 30 30 30 30 1C 03 10"
)
"""50 000.00 on a card, as published till programs send it."""
COMPLETED = Kit(codes={**SEEN.codes, "void": "26"}, fields={**SEEN.fields, "reference": "R1"}, decimals=2)


def test_the_known_example_is_these_bytes():
    sale = TlvMessage(code="20", fields=(("40", "000005000000"),))
    assert sale.to_bytes() == EXAMPLE
    assert TlvParser().feed(EXAMPLE) == [sale]


def test_dong_go_out_with_the_decimals_that_the_kit_names():
    sale = COMPLETED.sale(amount=50_000, reference="AB12CD")
    assert sale.fields == (("40", "000005000000"), ("R1", "AB12CD"))
    assert COMPLETED.value(sale, "amount") == "000005000000"
    whole = Kit(codes=COMPLETED.codes, fields=COMPLETED.fields, decimals=0)
    assert whole.sale(amount=50_000, reference="A").fields[0] == ("40", "000000050000")
    with pytest.raises(ValueError, match="nine digits"):
        COMPLETED.sale(amount=0, reference="A")


def test_what_no_kit_has_named_is_not_guessed():
    with pytest.raises(KitIncomplete, match="field of reference"):
        SEEN.sale(amount=1, reference="A")
    with pytest.raises(KitIncomplete, match="approval"):
        SEEN.value(TlvMessage(code="20"), "approval")
    with pytest.raises(KitIncomplete, match="code of sale"):
        Kit(codes={}, fields=COMPLETED.fields, decimals=2).sale(amount=1, reference="A")


@pytest.mark.parametrize(
    "message",
    [
        TlvMessage(code="2"),
        TlvMessage(code="20", response="0"),
        TlvMessage(code="20", fields=(("400", "1"),)),
        TlvMessage(code="20", fields=(("40", "a\x1cb"),)),
        TlvMessage(code="20", fields=(("40", "x" * (MOST_DATA + 1)),)),
    ],
)
def test_no_frame_is_made_of_what_does_not_fit(message):
    with pytest.raises(ValueError, match=r"digits|letters"):
        message.to_bytes()


DIGITS = some.text("0123456789", min_size=2, max_size=2)
VALUE = some.text(some.characters(max_codepoint=0xFF, exclude_characters="\x1c"), max_size=30).map(without_card_numbers)
NAME = some.text("0123456789ADR", min_size=2, max_size=2)
PRINTED = some.text(some.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30).map(without_card_numbers)


def messages(values):
    fields = some.lists(some.tuples(NAME, values), max_size=4).map(tuple)
    flags = {"reply": some.booleans(), "more": some.booleans()}
    return some.builds(TlvMessage, code=DIGITS, response=DIGITS, fields=fields, **flags)


SAID = some.lists(messages(VALUE) | some.sampled_from([Signal.ACK, Signal.NAK]), max_size=5)


def said(each):
    return each.to_bytes() if isinstance(each, TlvMessage) else bytes((Byte[each.name],))


@given(everything=SAID, places=some.lists(some.integers(0, 1_000)))
def test_however_the_bytes_are_cut_the_same_is_heard(everything, places):
    data, parser = b"".join(map(said, everything)), TlvParser()
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    assert [heard for start, end in pairwise(edges) for heard in parser.feed(data[start:end])] == everything


@given(message=messages(PRINTED), at=some.integers(0, 200), flip=some.integers(1, 255))
def test_a_frame_with_one_wrong_byte_never_says_something_else(message, at, flip):
    frame = bytearray(message.to_bytes())
    frame[at % len(frame)] ^= flip
    assert all(isinstance(heard, Signal) for heard in TlvParser().feed(bytes(frame)))


NOISE = some.binary(max_size=300) | some.sampled_from([b"\x02\x99\x99", b"\x02" * 300])


@given(pieces=some.lists(NOISE, max_size=20))
def test_whatever_comes_no_more_than_one_frame_is_kept(pieces):
    parser = TlvParser()
    for piece in pieces:
        parser.feed(piece)
        assert len(parser._kept) <= MOST_DATA + 5


def test_after_garbage_the_next_frame_is_heard():
    assert TlvParser().feed(b"\x02\xff" + EXAMPLE)[-1] == TlvParser().feed(EXAMPLE)[0]
    assert TlvParser().feed(EXAMPLE[:-1] + b"\x00" + EXAMPLE)[0] is Signal.GARBLED


def test_a_card_number_in_a_field_is_hidden_and_no_value_is_shown():
    message = TlvMessage(code="20", reply=True, fields=(("30", "4111111111111111"),))
    assert "4111" not in repr(message)
    assert TlvParser().feed(message.to_bytes())[0].fields == (("30", "************1111"),)
