"""One look in three modes: the same blocks in order, alignment and emphasis, and no letter lost in any."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hardware.document import Document, Mark, Number, Qr, Rule, Space, Text
from hardware.escpos.compose import composed, pictures, wrapped
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.raster import WIDTH_58, WIDTH_80, draw_document, vietnamese_letters
from hardware.escpos.stored import present, to_define
from hardware.escpos.strips import REAL_TIME
from hardware.simulators.graphics import Graphics
from hardware.simulators.paper import printed

URL = "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
SLIP = Document(
    (
        Text("Trung tâm Phục vụ hành chính công", bold=True, fixed=True),
        Mark("IN LẠI"),
        Number("A012"),
        Text("Đăng ký khai sinh – Ủy quyền", size="large"),
        Rule(),
        Space(2),
        Qr(URL),
        Text("Issued at 08:15", size="small", align="right"),
    )
)
WAYS = [
    PrinterSettings(width=width, mode=mode, stores_graphics=stores)
    for width in (WIDTH_80, WIDTH_58)
    for mode, stores in (
        (PrintMode.RASTER, False),
        (PrintMode.TCVN, False),
        (PrintMode.HYBRID, False),
        (PrintMode.HYBRID, True),
    )
]


def named(way):
    return f"{way.mode.value}{'-stored' if way.stores_graphics else ''}-{way.width}"


def on_paper(document, way):
    """The paper and its letters, from a printer that was given what it can keep."""
    keeps, wanted = Graphics(), pictures(document, way)
    printed(b"".join(each.definition for each in wanted), graphics=keeps)
    kept = present(keeps.kept, wanted)
    assert kept == {each.key for each in wanted}
    return printed(composed(document, way, kept=kept), width=way.width, graphics=keeps)


@pytest.mark.parametrize("way", WAYS, ids=named)
def test_the_code_is_read_back_in_every_mode(way):
    paper, _ = on_paper(SLIP, way)
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [URL]


@pytest.mark.parametrize("way", WAYS, ids=named)
def test_the_blocks_stand_in_their_order(way):
    """Each block alone gives its piece of the whole paper."""
    whole, _ = on_paper(SLIP, way)
    pieces = [on_paper(Document((block,)), way)[0] for block in SLIP.blocks]
    cut = 80
    together = Image.new("1", (way.width, sum(piece.height - cut for piece in pieces) + cut), 1)
    top = 0
    for piece in pieces:
        together.paste(piece.crop((0, 0, piece.width, piece.height - cut)), (0, top))
        top += piece.height - cut
    assert ImageChops.logical_xor(whole, together).getbbox() is None


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("way", WAYS, ids=named)
def test_a_line_stands_at_the_same_side_in_every_mode(way, align):
    paper, _ = on_paper(Document((Text("Một cửa", align=align),)), way)
    left, _, right, _ = box(paper)
    room = way.width - right
    assert {"left": left < 16, "right": room < 16, "centre": abs(left - room) < 24}[align]


@pytest.mark.parametrize("way", WAYS, ids=named)
def test_bold_has_more_ink_large_is_taller_and_a_mark_is_a_black_band(way):
    def ink(block):
        return on_paper(Document((block,)), way)[0].convert("L").histogram()[0]

    assert ink(Text("Sảnh chính", bold=True)) > ink(Text("Sảnh chính")) * 1.1
    assert height(Text("Sảnh chính", size="large"), way) > height(Text("Sảnh chính"), way) * 1.2
    assert height(Number("A012"), way) > 2 * height(Text("Sảnh chính", size="title"), way)
    band, _ = on_paper(Document((Mark("IN LẠI"),)), way)
    rows = [band.crop((0, row, way.width, row + 1)).convert("L").histogram()[0] for row in range(band.height)]
    assert max(rows) > way.width - 12


@pytest.mark.parametrize("way", [way for way in WAYS if way.mode is PrintMode.TCVN], ids=named)
def test_all_134_letters_come_out_of_the_printers_own_letters(way):
    letters = " ".join(vietnamese_letters())
    _, said = on_paper(Document((Text(letters),)), way)
    assert " ".join(said).split() == letters.split()


@pytest.mark.parametrize("way", [way for way in WAYS if way.mode is PrintMode.HYBRID], ids=named)
def test_in_hybrid_mode_only_words_that_any_printer_has_are_its_own(way):
    _, said = on_paper(SLIP, way)
    assert said == ["A012", "______"[: way.columns // 8], "Issued at 08:15"]


@pytest.mark.parametrize("way", WAYS, ids=named)
def test_chinese_is_drawn_where_the_printer_does_not_have_it(way):
    words = Document((Text("请在此等候：大厅"),))
    paper, said = on_paper(words, way)
    assert said == []
    assert box(paper) is not None
    if way.mode is PrintMode.TCVN:
        assert ImageChops.logical_xor(
            paper, printed(composed(words, WAYS[2]), width=way.width)[0]
        ).getbbox() is None or (way.width != WAYS[2].width)


def test_firmware_that_reads_two_bytes_as_one_letter_is_told_not_to():
    from hardware.simulators.paper import Paper

    paper, buffer = Paper(chinese=True), bytearray(composed(SLIP, WAYS[1]))
    while buffer:
        step = paper.take(buffer)
        if step.cut:
            break
    _, said = paper.cut_off()
    assert said[0] == "Trung tâm Phục vụ hành chính công"


@pytest.mark.parametrize("way", [WAYS[0], WAYS[4]], ids=named)
def test_drawn_as_a_whole_the_paper_is_the_picture(way):
    paper, said = on_paper(SLIP, way)
    drawn = draw_document(SLIP, width=way.width)
    assert said == []
    assert ImageChops.logical_xor(paper.crop((0, 0, *drawn.size)), drawn).getbbox() is None


@pytest.mark.parametrize("way", WAYS, ids=named)
@settings(deadline=None, max_examples=15)
@given(
    words=st.text(st.characters(codec="utf-8"), max_size=60),
    number=st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=12),
)
def test_whatever_is_printed_no_real_time_command_is_hidden_in_it(way, words, number):
    from hypothesis import assume

    assume(number.isprintable())
    job = composed(Document((Text(words), Number(number), Mark(words[:20]), Qr(URL))), way)
    assert not REAL_TIME.search(job)
    paper, _ = printed(job, width=way.width)
    assert paper.width == way.width


@given(words=st.text(st.sampled_from("abc "), max_size=80), columns=st.integers(1, 20))
def test_no_line_has_more_letters_than_the_paper_and_none_is_lost(words, columns):
    lines = list(wrapped(words, columns))
    assert all(0 < len(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words.split())


def test_two_pictures_under_one_key_are_never_taken_for_each_other():
    one, other = (pictures(Document((Text(words, fixed=True),)), WAYS[3])[0] for words in ("Sảnh chính", "Sảnh B Ủy"))
    assert (one.key, one.witness) != (other.key, other.witness)
    for half in ({one.key}, {one.witness}):
        assert present(half, [one]) == frozenset()
        assert to_define(half, [one]) == ()
    assert present({one.key, one.witness}, [one]) == {one.key}


def box(paper):
    return ImageChops.invert(paper.convert("L")).getbbox()


def height(block, way):
    paper, _ = on_paper(Document((block,)), way)
    _, top, _, bottom = box(paper)
    return bottom - top
