"""The pipe protocol's bytes and messages by themselves, without a line."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from hardware.terminal.acknowledged import Byte, Signal, lrc
from hardware.terminal.card_numbers import without_card_numbers
from hardware.terminal.pipe.answers import DoneAnswer, Intermediate, SaleAnswer, TotalsAnswer, answer_of
from hardware.terminal.pipe.codes import WORDS, verdict_of
from hardware.terminal.pipe.fields import Malformed
from hardware.terminal.pipe.frame import MOST_TEXT, Message, PipeParser
from hardware.terminal.pipe.requests import Ask, DetailsRequest, ReversalRequest, SaleRequest, request_of

PUBLISHED = {
    "0200|123|": "02 30 32 30 30 7C 31 32 33 7C 03 31",
    "0100": "02 30 31 30 30 03 02",
    "0250|": "02 30 32 35 30 7C 03 78",
    "0300": "02 30 33 30 30 03 00",
    "0800": "02 30 38 30 30 03 0B",
    "0500||": "02 30 35 30 30 7C 7C 03 06",
    "0700||": "02 30 37 30 30 7C 7C 03 04",
}
"""POS Integrado: the example of the LRC, and the messages of which text, bytes and LRC are given and agree."""


@pytest.mark.parametrize(("text", "frame"), PUBLISHED.items())
def test_the_published_messages_are_these_bytes(text, frame):
    assert Message(text).to_bytes() == bytes.fromhex(frame)
    assert PipeParser().feed(bytes.fromhex(frame)) == [Message(text)]


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (SaleRequest(amount=15_000, ticket="AB123"), "0200|15000|AB123|||1|"),
        (SaleRequest(amount=1, ticket="1", progress=False), "0200|1|1|||0|"),
        (DetailsRequest(), "0260|1|"),
        (ReversalRequest("000061"), "1200|000061|"),
        (Ask("0100"), "0100"),
        (Ask("0500"), "0500||"),
    ],
)
def test_a_request_is_this_text_and_is_read_back(request_, text):
    assert request_.to_text() == text
    assert request_of(text) == request_


SOLD = SaleAnswer(
    function="0210", code="00", merchant="550062700310", terminal="ABC1234C", ticket="AB123", approval="XZ1234",
    amount=15_000, last4="6677", operation="60", card_type="CR", brand="AX", date="28102019", time="223512",
)  # fmt: skip


SHORT = {"merchant": "5500627", "terminal": "ABC1234C"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "0210|00|550062700310|ABC1234C|AB123|XZ1234|15000|3|5000|6677|60|CR|281019|300000|AX|28102019|223512|1|9|",
            SOLD,
        ),
        (
            "0261|00|550062700310|ABC1234C|AB123|XZ1234|15000|6677|60|CR|281019|300000|AX|28102019|223512|1|9|5000|3|",
            replace(SOLD, function="0261"),
        ),
        ("0210|07|5500627|ABC1234C", SaleAnswer(function="0210", code="07", **SHORT)),
        ("0210|01||| AB123 ||000015000||", SaleAnswer(function="0210", code="01", ticket="AB123", amount=15_000)),
        ("0900|78", Intermediate("78")),
        ("0710|00|1|2000", TotalsAnswer(code="00", count=1, amount=2_000)),
        ("0510|00|5500627|ABC1234C|", DoneAnswer(function="0510", code="00", **SHORT)),
        (
            "1210|00|5500627|ABC1234C|XZ1234|60",
            DoneAnswer(function="1210", code="00", approval="XZ1234", operation="60", **SHORT),
        ),
    ],
)
def test_an_answer_says_this(text, answer):
    assert answer_of(text) == answer
    assert answer_of(answer.to_text()) == answer


def test_the_time_of_a_sale_is_the_terminals_own_as_far_as_it_tells_one():
    assert SOLD.at == "2019-10-28T22:35:12"
    assert SaleAnswer(function="0210", code="00", date="31022019", time="223512").at is None
    assert SaleAnswer(function="0210", code="00").at is None


@pytest.mark.parametrize(
    "text", ["", "0210", "0210|0|", "0210|xx|", "0210|00|||||-5|", "0210|00|||||1234567890|", "9999|00|"]
)
def test_an_answer_that_cannot_be_is_malformed_and_not_repeated(text):
    with pytest.raises(Malformed) as refused:
        answer_of(text)
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("text", ["", "0200|0|A|", "0200|1|TOOLONG|||1|", "0200|x|A|||1|", "1200||", "0210|00|"])
def test_a_request_that_cannot_be_is_malformed(text):
    with pytest.raises(Malformed):
        request_of(text)


@pytest.mark.parametrize(
    "facts", [{"amount": 0}, {"amount": -1}, {"amount": 10**9}, {"ticket": ""}, {"ticket": "A|B"}, {"ticket": "A" * 7}]
)
def test_no_sale_is_asked_for_that_the_protocol_cannot_carry(facts):
    with pytest.raises(ValueError, match="nine digits"):
        SaleRequest(**{"amount": 1, "ticket": "A", **facts})


@given(amount=some.integers(1, 10**9 - 1), ticket=some.from_regex("[0-9A-Za-z]{1,6}", fullmatch=True))
def test_no_sale_that_was_cut_off_is_made_whole_by_the_first_byte_of_a_later_talk(amount, ticket):
    sale = SaleRequest(amount=amount, ticket=ticket)
    assert Message(sale.to_text()).to_bytes()[-1] not in {Byte.STX, Byte.ACK, Byte.NAK}
    assert request_of(sale.to_text()) == sale


def test_a_sale_whose_lrc_would_be_that_of_stx_goes_without_its_last_bar():
    assert lrc(b"0200|50000|AB12CD|||1|\x03") == Byte.STX
    assert SaleRequest(amount=50_000, ticket="AB12CD").to_text() == "0200|50000|AB12CD|||1"


def test_only_00_is_a_payment():
    assert [code for code in (f"{each:02}" for each in range(100)) if verdict_of(code) == "approved"] == ["00"]
    assert {verdict_of(code) for code in ("01", "02", "93", "99")} == {"declined"}
    assert {verdict_of(code) for code in ("07", "22")} == {"cancelled"}
    assert {verdict_of(code) for code in ("13", "26", "72")} == {"not_started"}
    assert "00" not in WORDS


TEXT = some.text(some.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60).map(without_card_numbers)
SAID = some.lists(TEXT.map(Message) | some.sampled_from([Signal.ACK, Signal.NAK]), max_size=6)


def said(each):
    return each.to_bytes() if isinstance(each, Message) else bytes((Byte[each.name],))


@given(everything=SAID, places=some.lists(some.integers(0, 1_000)))
def test_however_the_bytes_are_cut_the_same_is_heard(everything, places):
    data, parser = b"".join(map(said, everything)), PipeParser()
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    assert [heard for start, end in pairwise(edges) for heard in parser.feed(data[start:end])] == everything


@given(noise=some.binary(max_size=80), text=TEXT)
def test_after_any_noise_a_message_is_heard_at_its_second_sending(noise, text):
    parser = PipeParser()
    parser.feed(noise)
    heard = parser.feed(Message(text).to_bytes()) + parser.feed(Message(text).to_bytes())
    assert heard[-1] == Message(text)


@given(text=TEXT, at=some.integers(0, 100), flip=some.integers(1, 255))
def test_a_message_with_one_wrong_byte_says_nothing_else(text, at, flip):
    """But for a byte that turns into STX or ETX: an XOR of one byte cannot always tell that a message is shorter."""
    frame = bytearray(Message(text).to_bytes())
    frame[at % len(frame)] ^= flip
    assume(frame[at % len(frame)] not in {Byte.STX, Byte.ETX})
    heard = PipeParser().feed(bytes(frame))
    assert all(not isinstance(each, Message) for each in heard)


@given(text=TEXT)
def test_a_lost_lrc_makes_one_message_garbled_and_not_the_next(text):
    frame = Message(text).to_bytes()
    assume(frame[-1] != Byte.STX)
    assert PipeParser().feed(frame[:-1] + frame) == [Signal.GARBLED, Message(text)]


@given(pieces=some.lists(some.binary(max_size=2_000), max_size=10))
def test_whatever_comes_nothing_grows(pieces):
    parser = PipeParser()
    for piece in pieces:
        parser.feed(piece.replace(b"\x02", b"\x02" + b"x" * MOST_TEXT))
        assert len(parser._text or b"") <= MOST_TEXT


def test_a_text_with_a_control_character_is_garbled_though_its_lrc_is_right():
    body = b"0210|00|\x06|\x03"
    assert PipeParser().feed(b"\x02" + body + bytes((lrc(body),))) == [Signal.GARBLED]


def test_the_lrc_counts_text_and_etx_alone():
    assert lrc(b"0200|123|\x03") == 0x31


def test_the_text_of_a_message_is_not_shown_and_a_card_number_in_it_not_even_there():
    message = Message("0210|00|4111111111111111|")
    assert "4111" not in repr(message)
    assert PipeParser().feed(message.to_bytes()) == [Message("0210|00|************1111|")]


@pytest.mark.parametrize("text", ["a\x03", "\x02", "ạ", "x" * (MOST_TEXT + 1)])
def test_no_message_is_made_of_what_cannot_stand_in_a_frame(text):
    with pytest.raises(ValueError, match="printable"):
        Message(text)
