"""What is drawn: every letter of Vietnamese, whole, and nothing a printer would take for a command."""

import unicodedata

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.document import Document, Mark, Number, Qr, Text
from hardware.escpos.commands import REAL_TIME, band, bands, defused, feed, page
from hardware.escpos.raster import WIDTH_58, WIDTH_80, Pen, chinese_font, draw_document, font, vietnamese_letters


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


@given(rows=st.lists(st.binary(min_size=1, max_size=72), min_size=1, max_size=30))
def test_no_band_hides_a_real_time_command(rows):
    assert not REAL_TIME.search(band([row.rstrip(b"\0") or b"\1" for row in rows]))


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
def test_a_row_with_a_real_time_command_in_it_is_changed_by_one_dot(command):
    row = b"\xff" + command + b"\xff"
    changed = defused(row)
    different = sum((one ^ other).bit_count() for one, other in zip(row, changed, strict=True))
    assert different == 1
    assert not REAL_TIME.search(changed)


def test_blank_paper_is_fed_and_not_sent():
    assert b"".join(bands(Image.new("1", (576, 600), 1))) == feed(600)


def test_a_job_begins_with_its_own_set_up_and_ends_with_the_cut(slip):
    job = page(draw_document(slip))
    assert job.startswith(b"\x1b@\x1c.")
    assert job.endswith(b"\x1dVB\x00")


def ink(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]
