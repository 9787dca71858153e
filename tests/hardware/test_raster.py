"""What is drawn: every letter of Vietnamese, whole, and nothing a printer would take for a command."""

import itertools
import unicodedata

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.document import Document, Mark, Number, Qr, Text
from hardware.escpos.raster import WIDTH_58, WIDTH_80, Pen, chinese_font, draw_document, font, vietnamese_letters
from hardware.escpos.strips import REAL_TIME, Blank, Strip, cheapest_cuts, harmless, specked, strips


def test_vietnamese_has_134_letters_beyond_ascii():
    letters = vietnamese_letters()
    assert len(letters) == len(set(letters)) == 134
    assert all(len(unicodedata.normalize("NFC", letter)) == 1 for letter in letters)


@pytest.mark.parametrize("bold", [False, True])
def test_each_of_the_134_letters_looks_like_no_other(bold):
    drawn = {bytes(font(40, bold=bold).getmask(letter, mode="1")) for letter in vietnamese_letters()}
    assert len(drawn) == 134


@pytest.mark.parametrize("letter", vietnamese_letters())
def test_no_letter_is_cut_off_at_the_top_or_bottom(letter):
    pen = Pen(32, bold=True)
    tight = Image.new("1", (80, pen.height), 1)
    pen.write(tight, 10, 0, letter)
    roomy = Image.new("1", (80, pen.height + 80), 1)
    pen.write(roomy, 10, 40, letter)
    assert ink(tight) == ink(roomy)


def test_text_typed_with_combining_tones_is_drawn_like_composed_text():
    composed = draw_document(Document((Text("Ủy ban nhân dân"),)))
    decomposed = draw_document(Document((Text(unicodedata.normalize("NFD", "Ủy ban nhân dân")),)))
    assert composed.tobytes() == decomposed.tobytes()


def test_a_chinese_slip_has_its_characters_and_its_digits():
    nothing = bytes(chinese_font(25).getmask("\uffff", mode="1"))
    for letter in "广宁省公共行政服务中心排队号码单前面等候人数分钟取号时间补打":
        assert bytes(chinese_font(25).getmask(letter, mode="1")) != nothing
    with_digits = draw_document(Document((Text("前面等候人数：7"),)))
    without = draw_document(Document((Text("前面等候人数："),)))
    assert ink(with_digits) > ink(without)


@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
@given(words=st.text(st.sampled_from(vietnamese_letters() + "abc -"), max_size=300))
def test_no_line_is_wider_than_the_paper(width, words):
    pen = Pen(32, bold=True)
    lines = list(pen.wrapped(words, width))
    assert all(pen.length(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words.split())


@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
def test_the_qr_is_read_back_by_another_program(width):
    url = "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
    picture = draw_document(Document((Number("A012"), Qr(url), Mark("IN LẠI"))), width=width).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [url]


ROWS = st.lists(st.binary(min_size=1, max_size=72), min_size=1, max_size=30)
NASTY = st.sampled_from([b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08", b"\x10", b"\x04\x01", b"\xff"])


def even(rows):
    """Rows of one length without a blank one."""
    longest = max(map(len, rows))
    return [(row if any(row) else b"\1").ljust(longest, b"\0") for row in rows]


@given(rows=ROWS | st.lists(st.lists(NASTY, min_size=1, max_size=12).map(b"".join), min_size=1, max_size=12))
def test_no_strip_hides_a_real_time_command_and_none_of_its_dots_is_lost(rows):
    rows = even(rows)
    whole = list(harmless(Strip(64, tuple(rows))))
    assert not any(REAL_TIME.search(strip.data) for strip in whole)
    shown = [placed(strip.left, row) for strip in whole for row in strip.rows]
    assert shown == [placed(64, row) for row in rows]


def placed(left, row):
    """The dots of a row as one number, wherever its bytes begin."""
    return int.from_bytes(row.ljust(100, b"\0"), "big") >> left


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
@pytest.mark.parametrize("edge", [b"", b"\xff"])
def test_a_row_with_a_real_time_command_at_the_very_edge_moves_by_a_dot_or_changes_by_one(command, edge):
    row = command + edge
    (strip,) = harmless(Strip(0, (row,)))
    assert not REAL_TIME.search(strip.data)
    moved = placed(strip.left, strip.rows[0])
    assert moved == placed(1, row) or (moved ^ placed(0, row)).bit_count() == 1


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
def test_where_no_place_helps_a_row_is_changed_by_one_dot(command):
    row = b"\xff" + command + b"\xff"
    changed = specked(row)
    assert sum((one ^ other).bit_count() for one, other in zip(row, changed, strict=True)) == 1
    assert not REAL_TIME.search(changed)


@given(rows=ROWS, tallest=st.integers(1, 12))
def test_strips_are_no_taller_than_asked_and_cost_no_more_than_the_whole(rows, tallest):
    rows = even(rows)
    cuts = cheapest_cuts(rows, tallest=tallest)
    assert cuts[0] == 0
    assert cuts[-1] == len(rows)
    assert all(0 < end - start <= tallest for start, end in itertools.pairwise(cuts))


@given(
    dots=st.lists(st.tuples(st.integers(0, 575), st.integers(0, 119)), max_size=80),
    tallest=st.sampled_from([1, 16, 32, 96]),
)
def test_the_strips_put_together_are_the_picture(dots, tallest):
    picture = Image.new("1", (WIDTH_80, 120), 1)
    for dot in dots:
        picture.putpixel(dot, 0)
    again, top = Image.new("1", picture.size, 1), 0
    for piece in strips(picture, tallest=tallest):
        if isinstance(piece, Blank):
            top += piece.rows
            continue
        assert len(piece.rows) <= tallest
        ink_of = Image.frombytes("1", (8 * piece.row_bytes, len(piece.rows)), piece.data)
        again.paste(0, (piece.left, top), ink_of)
        top += len(piece.rows)
    assert top == picture.height
    assert again.tobytes() == picture.tobytes()


def test_blank_paper_is_fed_and_not_sent():
    assert list(strips(Image.new("1", (576, 600), 1), tallest=96)) == [Blank(600)]


def ink(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]
