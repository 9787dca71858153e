"""What a printer says, byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.status import (
    AutomaticStatus,
    BlockReply,
    InOrderPaper,
    PrinterStatus,
    RealTimeReply,
    StatusParser,
    with_real_time,
)

ASB = {
    "10000000": PrinterStatus(),
    "1000000f": PrinterStatus(),
    "18000c0f": PrinterStatus(offline=True, paper_out=True),
    "38000000": PrinterStatus(offline=True, cover_open=True),
    "18080000": PrinterStatus(offline=True, cutter=True),
    "18400000": PrinterStatus(offline=True, overheated=True),
    "18200000": PrinterStatus(offline=True, broken=True),
    "10000300": PrinterStatus(paper_low=True),
}


@pytest.mark.parametrize("written", ASB)
def test_automatic_status_means_what_the_epson_reference_says(written):
    assert StatusParser().feed(bytes.fromhex(written)) == [AutomaticStatus(ASB[written])]


REAL_TIME = [
    ((1, 0x16), PrinterStatus()),
    ((1, 0x1E), PrinterStatus(offline=True)),
    ((2, 0x16), PrinterStatus(cover_open=True)),
    ((2, 0x32), PrinterStatus(paper_out=True)),
    ((3, 0x1A), PrinterStatus(cutter=True)),
    ((4, 0x1E), PrinterStatus(paper_low=True)),
    ((4, 0x7E), PrinterStatus(paper_out=True, paper_low=True)),
    ((4, 0x12), PrinterStatus()),
]


@pytest.mark.parametrize(("answer", "status"), REAL_TIME)
def test_real_time_answers_mean_what_the_epson_reference_says(answer, status):
    n, byte = answer
    assert StatusParser().feed(bytes([byte])) == [RealTimeReply(byte)]
    assert with_real_time(PrinterStatus(), n, byte) == status


def test_the_in_order_answer_is_told_apart():
    assert StatusParser().feed(b"\x00\x03\x0c") == [
        InOrderPaper(paper_out=False, paper_low=False),
        InOrderPaper(paper_out=False, paper_low=True),
        InOrderPaper(paper_out=True, paper_low=False),
    ]


def test_a_name_comes_as_a_block():
    assert StatusParser().feed(b"\x5fTM-T20III\x00\x12") == [BlockReply("TM-T20III"), RealTimeReply(0x12)]


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_whatever_comes_the_parser_neither_fails_nor_grows(pieces):
    parser = StatusParser()
    for piece in pieces:
        parser.feed(piece)
        assert len(parser._pending) <= 81 + len(piece)


@given(st.lists(st.sampled_from([*ASB, "16", "00", "5f41424300"])), st.integers(1, 7))
def test_frames_are_the_same_however_the_bytes_are_cut(frames, size):
    data = bytes.fromhex("".join(frames))
    parser = StatusParser()
    in_pieces = [frame for at in range(0, len(data), size) for frame in parser.feed(data[at : at + size])]
    assert in_pieces == StatusParser().feed(data)
    assert len(in_pieces) == len(frames)
