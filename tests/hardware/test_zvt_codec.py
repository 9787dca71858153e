"""ZVT's bytes: published examples, any bytes cut anywhere, and no card number ever in what comes out."""

import logging
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.terminal.card_numbers import without_card_numbers
from hardware.terminal.till import PrintLine, Progress
from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import LONGEST_DATA, Apdu, ApduParser
from hardware.terminal.zvt.codes import KIOSK, PRINTS_TEXT, Code, progress_of
from hardware.terminal.zvt.commands import COMMANDS, Command
from hardware.terminal.zvt.frame import LONGEST, FrameParser, Signal, crc, to_frame
from hardware.terminal.zvt.prints import Printing
from hardware.terminal.zvt.replies import (
    Accepted,
    Completed,
    Progressing,
    Refused,
    StatusInformation,
    Stopped,
    Unknown,
    reply_of,
)
from hardware.terminal.zvt.tlv import ber_length, tags, to_ber_length, to_tag

CARDS = ["4111111111111111", "5555555555554444", "378282246310005", "9704000000000018"]


def octets(text):
    return bytes.fromhex(text)


FRAMES = [
    ("80 00 00", "10 02 80 00 00 10 03 F5 1F"),
    ("06 01 07 04 00 00 05 00 00 00", "10 02 06 01 07 04 00 00 05 00 00 00 10 03 A3 32"),
    ("04 FF 01 0A", "10 02 04 FF 01 0A 10 03 F5 7D"),
    ("06 B0 00", "10 02 06 B0 00 10 03 43 F3"),
    ("05 01 03 00 00 00", "10 02 05 01 03 00 00 00 10 03 DF DB"),
    ("06 20 03 00 00 00", "10 02 06 20 03 00 00 00 10 03 FA F2"),
    ("06 D1 05 00 41 10 02 10", "10 02 06 D1 05 00 41 10 10 02 10 10 10 03 1D 3B"),
]


@pytest.mark.parametrize(("message", "frame"), FRAMES)
def test_a_message_is_the_frame_that_others_make_of_it(message, frame):
    apdu = Apdu.from_bytes(octets(message))
    assert to_frame(apdu) == octets(frame)
    assert FrameParser().feed(octets(frame)) == [apdu]


def test_the_checksum_is_kermits():
    assert crc(b"123456789") == 0x2189


COMMANDS_SAID = [
    (Command(code=Code.AUTHORISATION, amount=5_000_000), "06 01 07 04 00 00 05 00 00 00"),
    (
        Command(code=Code.AUTHORISATION, amount=50_000, currency=704),
        "06 01 0A 04 00 00 00 05 00 00 49 07 04",
    ),
    (Command(code=Code.ABORT), "06 B0 00"),
    (Command(code=Code.LOG_OFF), "06 02 00"),
    (Command(code=Code.STATUS_ENQUIRY), "05 01 03 00 00 00"),
    (Command(code=Code.REPEAT_RECEIPT), "06 20 03 00 00 00"),
    (Command(code=Code.END_OF_DAY, password=123_456), "06 50 03 12 34 56"),
    (Command(code=Code.REGISTRATION, config=KIOSK, currency=704), "06 00 06 00 00 00 38 07 04"),
    (
        Command(code=Code.REGISTRATION, config=KIOSK | PRINTS_TEXT, currency=704, blocks=True),
        "06 00 0E 00 00 00 BA 07 04 06 06 26 04 0A 02 06 D3",
    ),
    (Command(code=Code.REVERSAL, receipt=42), "06 30 06 00 00 00 87 00 42"),
    (Command(code=Code.REFUND, amount=7), "06 31 0A 00 00 00 04 00 00 00 00 00 07"),
]


@pytest.mark.parametrize(("command", "data"), COMMANDS_SAID)
def test_a_command_is_these_bytes_and_back(command, data):
    assert command.to_apdu().to_bytes() == octets(data)
    assert Command.from_apdu(Apdu.from_bytes(octets(data))) == command


REPLIES = [
    ("80 00 00", Accepted()),
    ("84 00 00", Accepted()),
    ("84 83 00", Refused(0x83)),
    ("84 9C 00", Refused(0x9C)),
    ("04 FF 01 0A", Progressing(0x0A)),
    ("04 FF 00", Progressing(None)),
    ("06 0F 00", Completed()),
    ("06 0F 0A 19 00 29 12 34 56 78 49 07 04", Completed(currency=704, terminal_id="12345678")),
    ("06 0F 01 9C", Completed(status=0x9C)),
    ("06 0F 06 F0 F0 F2 41 42 00", Completed(status=0, software="AB")),
    ("06 1E 01 6C", Stopped(0x6C)),
    ("06 D1 06 40 48 C3 4C 4C 4F", Printing((PrintLine(text="H├LLO", centred=True),))),
    ("06 E0 01 00", Unknown(0x06E0)),
]


@pytest.mark.parametrize(("data", "reply"), REPLIES)
def test_a_terminal_says(data, reply):
    assert reply_of(Apdu.from_bytes(octets(data))) == reply


def test_status_information_is_read_field_by_field_until_one_that_nobody_knows():
    data = octets(
        "27 00 04 00 00 00 05 00 00 49 07 04 0B 00 01 23 0C 18 48 05 0D 11 26 87 00 42 29 12 34 56 78"
        "3B 30 30 37 39 31 39 20 20 22 F0 F8 EE EE EE EE EE EE 11 11 8B F0 F5 56 49 53 41 00 FC 27 05"
    )
    assert StatusInformation.from_data(data) == StatusInformation(
        result=0, amount=50_000, currency=704, trace=123, receipt=42, approval="007919", last4="1111", brand="VISA",
        terminal_id="12345678", at="--11-26T18:48:05",
    )  # fmt: skip


def test_a_full_date_gives_the_year_and_totals_are_summed_over_all_kinds_of_card():
    kinds = b"".join(bytes((count,)) + bmp.bcd(amount, 6) for count, amount in enumerate(range(0, 700, 100)))
    data = bmp.to_bytes([(0xAA, octets("261126")), (0x0C, octets("184805")), (0x60, octets("00010042") + kinds)])
    told = StatusInformation.from_data(data)
    assert (told.at, told.totals) == ("2026-11-26T18:48:05", (21, 2_100))


def test_a_length_of_three_bytes_has_its_low_byte_first():
    message = Apdu(Code.PRINT_BLOCK, bytes(654))
    assert message.to_bytes()[:5] == octets("06 D3 FF 8E 02")
    assert [len(Apdu(0, bytes(size)).to_bytes()) - size for size in (0, 254, 255, 65_535)] == [3, 3, 5, 5]
    with pytest.raises(ValueError, match="at most"):
        Apdu(0, bytes(LONGEST_DATA + 1)).to_bytes()


@pytest.mark.parametrize(
    ("size", "length"), [(0, "00"), (127, "7F"), (128, "8180"), (255, "81FF"), (256, "820100"), (65_535, "82FFFF")]
)
def test_a_containers_length_is_as_short_as_it_can_be(size, length):
    assert to_ber_length(size) == octets(length)
    assert ber_length(octets(length), 0) == (len(octets(length)), size)


def test_what_a_citizen_has_to_do():
    assert progress_of(0x0A) is Progress.CARD
    assert progress_of(0x01) is Progress.PIN
    assert progress_of(0x43) is progress_of(0x5D) is progress_of(0x0B) is Progress.REMOVE_CARD
    assert progress_of(0xFF) is None


reserved = some.lists(some.sampled_from([0x10, 0x02, 0x03, 0x06, 0x15]), max_size=60).map(bytes)
messages = some.builds(
    Apdu, some.integers(0, 0xFFFF), some.binary(max_size=40) | some.binary(min_size=250, max_size=300) | reserved
)


def in_pieces(data, cuts):
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[begin:end] for begin, end in pairwise(edges)]


@given(some.lists(messages, max_size=5), some.lists(some.integers(0, 2_000), max_size=20), some.data())
def test_frames_are_found_however_they_are_cut_and_whatever_stands_between_them(sent, cuts, data):
    noise = some.binary(max_size=8).filter(lambda found: not {0x10, 0x06, 0x15} & set(found))
    stream = b"".join(data.draw(noise) + to_frame(each) for each in sent)
    parser = FrameParser()
    assert [heard for piece in in_pieces(stream, cuts) for heard in parser.feed(piece)] == sent


@given(some.lists(messages, max_size=5), some.lists(some.integers(0, 2_000), max_size=20))
def test_a_stream_is_the_same_messages_however_it_is_cut(sent, cuts):
    parser = ApduParser()
    stream = b"".join(each.to_bytes() for each in sent)
    assert [heard for piece in in_pieces(stream, cuts) for heard in parser.feed(piece)] == sent
    assert not parser.waits


@given(messages, some.integers(0), some.integers(1, 255))
def test_a_frame_with_a_wrong_byte_is_never_taken_for_another_message(message, at, change):
    frame = bytearray(to_frame(message))
    frame[at % len(frame)] ^= change
    heard = [each for each in FrameParser().feed(bytes(frame)) if isinstance(each, Apdu)]
    assert heard in ([], [message])


@given(messages, messages, some.integers(0))
def test_after_a_frame_cut_off_the_next_one_is_heard_once_the_line_was_silent(lost, message, at):
    parser = FrameParser()
    parser.feed(to_frame(lost)[: at % len(to_frame(lost))])
    parser.rest()
    assert parser.feed(to_frame(message)) == [message]


def test_inside_a_broken_frame_no_byte_is_an_acknowledgement():
    assert FrameParser().feed(octets("10 02 06 01 10 41 06 15 06 10 03 00 00")) == [Signal.BROKEN]
    assert FrameParser().feed(octets("06 15")) == [Signal.ACK, Signal.NAK]


@given(some.lists(some.binary(max_size=4_096), max_size=20))
def test_any_bytes_are_survived_and_no_more_than_one_message_is_kept(pieces):
    frames, stream = FrameParser(), ApduParser()
    for piece in pieces:
        frames.feed(piece)
        stream.feed(piece)
        assert frames.kept <= LONGEST
        assert stream.kept <= LONGEST_DATA + 5


def test_a_frame_without_end_is_not_kept():
    parser = FrameParser()
    for _ in range(40):
        parser.feed(b"\x10\x02" + bytes(4_000))
        assert parser.kept <= LONGEST
    parser.feed(b"\x10\x02")
    for _ in range(40):
        parser.feed(bytes(4_000))
    assert parser.kept <= LONGEST
    assert parser.feed(b"\x10\x03\0\0") == [Signal.BROKEN]


fixed = some.sampled_from(sorted(set(bmp.FIXED) - bmp.NEVER_KEPT)).flatmap(
    lambda kind: some.tuples(some.just(kind), some.binary(min_size=bmp.FIXED[kind], max_size=bmp.FIXED[kind]))
)
counted = some.tuples(some.sampled_from(sorted(set(bmp.COUNTED) - bmp.NEVER_KEPT - {0x22})), some.binary(max_size=99))
containers = some.tuples(some.just(0x06), some.binary(max_size=300))


@given(some.lists(fixed | counted | containers, unique_by=lambda field: field[0]))
def test_fields_come_back_as_they_went(values):
    assert bmp.fields(bmp.to_bytes(values)) == dict(values)


@given(some.binary(max_size=400), some.integers(0, 0xFFFF))
def test_any_message_says_something_and_nothing_raises(data, code):
    reply_of(Apdu(code, data))
    reply_of(Apdu(Code.STATUS_INFORMATION, data))
    reply_of(Apdu(Code.PRINT_BLOCK, data))
    reply_of(Apdu(Code.COMPLETION, data))
    list(tags(data))
    for command in COMMANDS:
        Command.from_apdu(Apdu(command, data))


@given(some.integers(0, 10**12 - 1))
def test_an_amount_of_twelve_digits_goes_and_comes(amount):
    assert bmp.number(bmp.bcd(amount, 6)) == amount


@pytest.mark.parametrize("wrong", [-1, 10**12])
def test_an_amount_that_has_no_twelve_digits_is_refused(wrong):
    with pytest.raises(ValueError, match="digits"):
        Command(code=Code.AUTHORISATION, amount=wrong).to_apdu()


def texts_of(card):
    """Every message in which a terminal could say a card number, with the number in each place there is."""
    line, packed = card.encode(), bytes.fromhex(card + "F" * (len(card) % 2))
    track = bytes.fromhex(f"{card}D3012101000001{'F' * (len(card) % 2)}")
    block = to_tag(0x25, to_tag(0x07, b"KARTE " + line))
    yield from (
        Apdu(Code.PRINT_LINE, b"\0" + line),
        Apdu(Code.PRINT_BLOCK, bmp.to_bytes([(0x06, block)])),
        Apdu(Code.PRINT_BLOCK, bmp.to_bytes([(0x06, to_tag(0x14, b"\xfe") + block)])),
    )
    for kind, value in (
        (0x22, packed), (0x23, track), (0x24, track), (0x2D, line), (0x2E, line), (0x2A, line[:15].ljust(15)),
        (0x3C, b"OK " + line), (0x8B, line), (0x9A, line), (0xA7, line), (0xAF, line),
        (0x06, to_tag(0x07, line)),
    ):  # fmt: skip
        yield Apdu(Code.STATUS_INFORMATION, bmp.to_bytes([(0x27, b"\0"), (kind, value)]))


@pytest.mark.parametrize("card", CARDS)
def test_no_card_number_comes_out_of_any_field_nor_into_a_log(card, caplog):
    caplog.set_level(logging.DEBUG)
    for message in texts_of(card):
        reply = reply_of(message)
        logging.getLogger("test").info("%s %r %s", message, message, reply)
        assert card not in repr(reply)
        assert without_card_numbers(repr(reply)) == repr(reply)
    assert card not in caplog.text


def test_of_a_card_number_its_last_four_digits_are_told_and_of_a_hidden_one_none():
    number = bmp.to_bytes([(0x22, octets("4111111111111111"))])
    assert StatusInformation.from_data(number).last4 == "1111"
    assert bmp.fields(number) == {0x22: b"1111"}
    assert StatusInformation.from_data(bmp.to_bytes([(0x22, octets("378282246310005F"))])).last4 == "0005"
    assert StatusInformation.from_data(bmp.to_bytes([(0x22, octets("EEEEEEEEEEEEEEEE"))])).last4 is None


@pytest.mark.parametrize("kind", sorted(bmp.NEVER_KEPT))
def test_what_could_be_used_to_pay_is_dropped_where_fields_are_read(kind):
    value = bytes(bmp.FIXED.get(kind, 12))
    assert bmp.fields(bmp.to_bytes([(0x27, b"\0"), (kind, value), (0x19, b"\1")])) == {0x27: b"\0", 0x19: b"\1"}
