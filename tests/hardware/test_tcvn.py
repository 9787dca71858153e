"""Vietnamese in the printer's own letters: no letter is lost, and an outside table agrees with ours."""

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.raster import vietnamese_letters
from hardware.escpos.tcvn import LOWER, LOWER_PAGE, UPPER, UPPER_PAGE, encodable, plain, runs
from hardware.simulators.letters import letter

ROOT = Path(__file__).parents[2]
OUTSIDE = "const i = require('iconv-lite'); process.stdout.write(JSON.stringify(process.argv.slice(1).map(h => \
i.decode(Buffer.from(h, 'hex'), 'tcvn'))))"


def test_the_two_pages_hold_the_134_letters_and_no_other():
    assert "".join(sorted(LOWER)) + "".join(sorted(UPPER)) == "".join(sorted(vietnamese_letters()[:67])) + "".join(
        sorted(vietnamese_letters()[67:])
    )
    assert len(set(LOWER.values())) == len(set(UPPER.values())) == 67
    assert all(byte >= 0xA0 for byte in [*LOWER.values(), *UPPER.values()])


def test_the_small_letters_and_three_capitals_stand_where_the_table_of_a_program_of_others_has_them():
    """iconv-lite has TCVN 5712; page 30 is its upper half, and page 31 keeps its Ă, Â and Đ."""
    wanted = {**LOWER, **{capital: UPPER[capital] for capital in "ĂÂĐ"}}
    asked = ["node", "-e", OUTSIDE, *(f"{byte:02x}" for byte in wanted.values())]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout) == list(wanted)


def test_the_other_capitals_stand_where_their_small_letters_do():
    assert {capital: LOWER[capital.lower()] for capital in UPPER if capital not in "ĂÂĐ"} == {
        capital: byte for capital, byte in UPPER.items() if capital not in "ĂÂĐ"
    }


def test_the_capital_with_a_stroke_is_the_vietnamese_one_and_not_the_icelandic():
    assert UPPER["Đ"] == 0xA7
    assert "\u0110" in UPPER
    assert not encodable("\u00d0")


WORDS = st.text(st.sampled_from(vietnamese_letters() + "abcXYZ 0123456789,.-–—“”…•₫"), max_size=200)


@given(words=WORDS)
def test_whatever_is_written_in_vietnamese_is_read_back_letter_by_letter(words):
    known = plain(words)
    assert encodable(known)
    assert "".join(letter(byte, run.page or 0) for run in runs(known) for byte in run.data) == known


@given(words=WORDS)
def test_text_typed_with_combining_tones_gives_the_same_bytes(words):
    assert list(runs(plain(unicodedata.normalize("NFD", words)))) == list(runs(plain(words)))


@given(words=WORDS)
def test_no_byte_is_a_command(words):
    assert all(byte >= 0x20 for run in runs(plain(words)) for byte in run.data)


def test_a_page_is_changed_only_where_a_letter_needs_it():
    pages = [run.page for run in runs(plain("Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh – Số A001"))]
    assert pages == [LOWER_PAGE]
    assert [run.page for run in runs("PHIẾU SỐ THỨ TỰ: Đặng")] == [UPPER_PAGE, LOWER_PAGE]


@pytest.mark.parametrize(
    ("written", "printed"),
    [("20–45", "20-45"), ("a—b", "a-b"), ("“Một”", '"Một"'), ("…", "..."), ("•", "*"), ("50.000 ₫", "50.000 đ")],
)
def test_signs_that_the_pages_lack_have_a_likeness(written, printed):
    assert plain(written) == printed


@pytest.mark.parametrize("strange", ["中", "ß", "я", "\x1b@", "\u200b", "é中"])
def test_what_has_no_byte_is_said_to_have_none(strange):
    assert not encodable(plain(strange))
