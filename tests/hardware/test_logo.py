"""A centre's logo: made of any PNG, bounded, kept as text, printed where it costs nearly nothing."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from hardware.document import Bitmap
from hardware.errors import LogoInvalid
from hardware.escpos.compose import composed, leaves_out, pictures
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.escpos.raster import WIDTH_58, WIDTH_80
from hardware.logo import LARGEST_SIDE, LONGEST, MOST_BYTES, TALLEST, WIDEST, logo_from_png, read_logo, write_logo
from hardware.simulators.preview import preview
from kiosk.samples import standard_slip

SPECKLED = Bitmap(160, random.Random(7).randbytes(MOST_BYTES))
"""The worst of logos: no byte of it can be left out."""


def png(picture):
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def disc(width, height, *, mode="RGB", ground="white", ink="navy"):
    picture = Image.new(mode, (width, height), ground)
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, 3 * width // 4, 3 * height // 4), fill=ink)
    return png(picture)


@settings(max_examples=25)
@given(st.integers(40, LARGEST_SIDE), st.integers(40, LARGEST_SIDE))
def test_whatever_its_shape_a_logo_stays_within_its_bounds_and_is_the_same_after_it_was_written(width, height):
    logo = logo_from_png(png(Image.new("L", (width, height))))
    assert logo.width <= WIDEST
    assert logo.height <= TALLEST
    assert len(logo.data) <= MOST_BYTES
    assert len(write_logo(logo)) <= LONGEST
    assert read_logo(write_logo(logo)) == logo


def test_the_white_around_it_is_trimmed_and_what_is_dark_is_black_in_the_middle():
    logo = logo_from_png(disc(80, 80))
    assert (logo.width, logo.height) == (48, 41)
    rows = [logo.data[at : at + 6] for at in range(0, len(logo.data), 6)]
    assert rows[20][2] == 0xFF
    assert any(rows[0])
    assert any(rows[-1])


@pytest.mark.parametrize(("mode", "ground", "ink"), [("RGBA", (0, 0, 0, 0), "black"), ("L", 255, 190), ("P", 0, 1)])
def test_a_transparent_ground_is_white_and_a_pale_logo_is_seen(mode, ground, ink):
    if mode == "P":
        picture = Image.open(io.BytesIO(disc(80, 80))).convert("P")
        assert logo_from_png(png(picture)).height == 41
    else:
        assert logo_from_png(disc(80, 80, mode=mode, ground=ground, ink=ink)).height == 41


def gif():
    written = io.BytesIO()
    Image.new("L", (9, 9)).save(written, "GIF")
    return written.getvalue()


REFUSED = {
    "empty": (b"", "logo.unreadable"),
    "text": (b"this is no picture", "logo.unreadable"),
    "another format": (gif(), "logo.unreadable"),
    "cut off": (disc(80, 80)[:-60], "logo.unreadable"),
    "white": (png(Image.new("L", (40, 40), 255)), "logo.blank"),
    "nothing but transparency": (png(Image.new("RGBA", (40, 40))), "logo.blank"),
    "too wide": (png(Image.new("1", (LARGEST_SIDE + 1, 1))), "logo.too_large"),
    "too many bytes": (disc(80, 80) + bytes(500_000), "logo.too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_logo_is_refused_with_the_reason(name):
    file, code = REFUSED[name]
    with pytest.raises(LogoInvalid) as refused:
        logo_from_png(file)
    assert refused.value.code == code


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda data: write_logo(Bitmap(8, data)))))
def test_any_text_is_a_logo_or_refused(written):
    try:
        logo = read_logo(written)
    except LogoInvalid:
        return
    assert read_logo(write_logo(logo)) == logo


@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
@pytest.mark.parametrize(
    ("mode", "stores", "most"),
    [
        (PrintMode.TCVN, False, 600), (PrintMode.HYBRID, True, 6_000), (PrintMode.HYBRID, False, 12_000),
        (PrintMode.RASTER, False, 32_000),
    ],
)  # fmt: skip
def test_with_the_worst_of_logos_the_standard_slip_keeps_within_the_bytes_of_its_mode(width, mode, stores, most):
    way = PrinterSettings(width=width, mode=mode, stores_graphics=stores)
    without, seen = preview(standard_slip(), way), preview(standard_slip(logo=SPECKLED), way)
    assert seen.size <= most
    assert leaves_out(SPECKLED, way) == (mode is PrintMode.TCVN or (mode is PrintMode.HYBRID and not stores))
    assert (seen.picture.height > without.picture.height) != leaves_out(SPECKLED, way)


def test_a_printer_that_keeps_no_pictures_after_all_prints_the_slip_without_the_logo():
    way = PrinterSettings(mode=PrintMode.HYBRID, stores_graphics=True)
    assert pictures(standard_slip(logo=SPECKLED), way)
    assert composed(standard_slip(logo=SPECKLED), way, kept=()) == composed(standard_slip(), way, kept=())
