"""What the simulated printer makes of bytes: each command does what the Epson reference says, and nothing breaks it."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.graphics import Graphics
from hardware.simulators.language import LARGEST_COMMAND
from hardware.simulators.paper import Paper, printed
from hardware.simulators.printer import SimulatedPrinter
from hardware.simulators.roll import NARROW, WIDE

CUT = b"\x1dV\x00"


def box(job, **more):
    """Where the ink is: left, top, right, bottom."""
    paper, _ = printed(b"\x1b@" + job + CUT, **more)
    return ImageChops.invert(paper.convert("L")).getbbox()


def said(job):
    return printed(b"\x1b@" + job + CUT)[1]


def dot_row(bytes_=1):
    """GS v 0 of one black row."""
    return b"\x1dv0\x00" + bytes((bytes_, 0, 1, 0)) + b"\xff" * bytes_


def test_the_scale_multiplies_width_and_height_up_to_eight():
    plain, large = box(b"II\n"), box(b"\x1d!\x77II\n")
    assert large[3] - large[1] == 8 * (plain[3] - plain[1])
    assert large[2] - large[0] == 8 * (plain[2] - plain[0])


@pytest.mark.parametrize(("n", "left"), [(0, 0), (1, 284), (2, 568), (48, 0), (49, 284), (50, 568)])
def test_alignment_places_pictures_within_the_paper(n, left):
    assert box(b"\x1ba" + bytes((n,)) + dot_row())[0] == left


def test_the_left_margin_and_the_width_of_the_area_move_what_is_printed():
    assert box(b"\x1dL\x64\x00" + dot_row())[0] == 100
    assert box(b"\x1dL\x64\x00\x1dW\xc8\x00\x1ba\x02" + dot_row())[2] == 300


def test_an_absolute_position_begins_a_letter_there():
    at = box(b"\x1b$\x90\x01I\n")[0]
    assert 400 <= at < 412


def test_pictures_beyond_the_edge_are_cut_off():
    assert box(dot_row(100)) == (0, 0, WIDE, 1)
    assert box(dot_row(100), width=NARROW) == (0, 0, NARROW, 1)


def test_a_line_that_is_full_goes_on_in_the_next():
    assert said(b"A" * 50 + b"\n") == ["A" * 48, "AA"]


def test_inverse_is_white_on_black():
    paper, _ = printed(b"\x1b@\x1dB\x01" + b" " * 48 + b"\n" + CUT)
    assert paper.convert("L").histogram()[0] == WIDE * 24


@pytest.mark.parametrize(("page", "byte", "shown"), [(30, 0xB5, "à"), (31, 0xB5, "À"), (31, 0xA7, "Đ"), (0, 0x80, "Ç")])
def test_a_byte_is_the_letter_of_the_page_that_was_set(page, byte, shown):
    assert said(b"\x1bt" + bytes((page, byte)) + b"\n") == [shown]


def test_feeds_are_dots_and_lines():
    assert printed(b"\x1b@\x1bJ\x07" + CUT)[0].height == 7
    assert printed(b"\x1b@\x1bd\x02" + CUT)[0].height == 60


def test_a_code_is_drawn_with_the_module_and_read():
    code = b"\x1d(k\x03\x001C\x05\x1d(k\x05\x001P0HI\x1d(k\x03\x001Q0"
    paper, _ = printed(b"\x1b@\x1bJ\x20\x1ba\x01" + code + b"\x1bJ\x20" + CUT)
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == ["HI"]
    left, top, right, bottom = box(code)
    assert right - left == bottom - top == 21 * 5


def test_a_picture_put_into_the_buffer_is_printed_when_asked_for():
    store = b"\x1d(L\x0b\x000p0\x01\x011\x08\x00\x01\x00\xff"
    assert box(store) is None
    assert box(store + b"\x1d(L\x02\x000\x32") == (0, 0, 8, 1)


@pytest.mark.parametrize(("wide", "high", "size"), [(1, 1, (8, 1)), (2, 1, (16, 1)), (1, 2, (8, 2)), (2, 2, (16, 2))])
def test_a_kept_picture_is_printed_once_or_twice_its_size_each_way(wide, high, size):
    assert box(KEPT + print_kept(wide, high)) == (0, 0, *size)


@pytest.mark.parametrize(("wide", "high"), [(0, 0), (0, 1), (1, 0), (3, 1), (1, 255)])
def test_a_kept_picture_at_any_other_scale_is_no_command(wide, high):
    """White that ends a job whose cable was pulled within this command makes it one with scales of 0."""
    assert box(KEPT + print_kept(wide, high)) is None


KEPT = b"\x1d(L\x0c\x000C0AB\x01\x08\x00\x01\x001\xff"


def print_kept(wide, high):
    return b"\x1d(L\x06\x000EAB" + bytes((wide, high))


def test_the_list_of_kept_pictures_comes_in_blocks_of_forty_each_after_an_ack():
    keeps = Graphics({f"A{chr(at)}".encode(): Image.new("1", (8, 1)) for at in range(33, 33 + 90)})
    paper, answers, buffer = Paper(graphics=keeps), [], bytearray(b"\x1d(L\x04\x000\x40KC\x06\x06\x06")
    while buffer:
        if answer := paper.take(buffer).answer:
            answers.append(answer)
    assert [answer[:3] for answer in answers] == [b"\x37\x72\x41", b"\x37\x72\x41", b"\x37\x72\x40"]
    assert [(len(answer) - 4) // 2 for answer in answers] == [40, 40, 10]


@pytest.mark.parametrize("job", [b"\x1b\x7f", b"\x1d\x01", b"\x1c\x99"])
def test_a_command_it_does_not_know_is_counted_and_passed_over(job):
    paper, buffer = Paper(), bytearray(job + b"A\n")
    while buffer:
        paper.take(buffer)
    assert (paper.unknown, paper.said) == (1, ["A"])


PARTS = st.sampled_from(
    [b"\x1b", b"\x1d", b"\x1c", b"\x1dv0\x00", b"\x1d(L", b"\x1d(k", b"\x1d8L", b"\x1b*\x21", b"\x1bD", b"\x1b@",
     b"0C0", b"1P0", b"1Q0", b"1C", b"1E", b"0p0", b"0E", b"\x00\x00", b"\x05\x00", b"\xff\xff", b"\n", b"A", CUT]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(job=st.lists(PARTS | st.binary(max_size=6), max_size=40).map(b"".join), cut=st.integers(1, 50))
def test_no_bytes_break_it_or_make_it_keep_more_than_a_command_and_their_cutting_does_not_matter(job, cut):
    whole, slowly = Paper(), Paper()
    work(whole, [job])
    work(slowly, [job[at : at + cut] for at in range(0, len(job), cut)])
    assert whole.said == slowly.said
    assert whole.roll.rows == slowly.roll.rows


def work(paper, parts):
    buffer = bytearray()
    for part in parts:
        buffer += part
        while buffer and paper.take(buffer) is not None:
            assert len(buffer) <= LARGEST_COMMAND


@pytest.mark.parametrize(("fault", "kept"), [("cutter", 0), ("paper_out", 1), ("cover_open", 1)])
def test_buffers_are_cleared_by_command_only_in_an_error_that_a_printer_can_recover_from(tmp_path, fault, kept):
    wire = Wire()
    printer = SimulatedPrinter(line=wire, slips=tmp_path, tell=lambda _: None)
    host = DirectLine(printer, wire)
    printer.change({fault: True})
    host.write(b"\x1b@A012\n\x1dV\x00\x10\x05\x02", seconds=1)
    printer.change({fault: False})
    host.read(seconds=0)
    assert printer.printed == kept


def test_a_printer_that_stands_still_keeps_four_kilobytes_and_no_more(tmp_path):
    wire = Wire()
    printer = SimulatedPrinter(line=wire, slips=tmp_path, tell=lambda _: None)
    host = DirectLine(printer, wire)
    printer.change({"cover_open": True})
    host.write(b"A" * 10_000, seconds=1)
    printer.change({"cover_open": False})
    host.write(b"\n\x1dV\x00", seconds=1)
    assert len("".join(printer.said)) == 4_096
