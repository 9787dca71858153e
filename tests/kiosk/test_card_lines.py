"""The card terminal's lines on the payment's confirmation: how they look, and that the paper is done in time."""

import pytest
from payment_papers import CONFIRMATION

from hardware.document import Mark, Text
from hardware.escpos.budget import line_seconds
from hardware.escpos.compose import composed
from hardware.escpos.modes import PrinterSettings, PrintMode
from hardware.terminal.till import LONGEST_LINE, MOST_LINES
from kiosk.card_lines import MOST_ACCENTED
from kiosk.papers import paper_document
from kiosk.views import SlipError

LINES = [
    {"text": "HCC QUANG NINH", "centred": True, "large": True},
    {"text": "VISA      ############1111", "centred": False, "large": False},
]
SLOWEST = {PrintMode.TCVN: 9_600, PrintMode.HYBRID: 9_600, PrintMode.RASTER: 38_400}
"""At which a box takes a printer of that mode."""


def paper(lines, copy=0, **changes):
    view = CONFIRMATION | {"card_receipt": lines} | changes
    return paper_document("confirmation", view, copy=copy, logo=None).blocks


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "PHIẾU GIAO DỊCH THẺ"), ("en", "CARD TRANSACTION SLIP"), ("zh", "刷卡交易凭条")]
)
def test_they_are_a_section_of_their_own_at_the_end_in_the_citizens_language(language, title):
    assert paper(LINES, language=language)[-3:] == (
        Text(title, bold=True, fixed=True),
        Text("HCC QUANG NINH", size="large"),
        Text("VISA ############1111", align="left"),
    )


def test_a_copy_is_marked_as_ever_and_a_terminal_that_prints_by_itself_leaves_no_empty_section():
    assert sum(isinstance(block, Mark) for block in paper(LINES, copy=1)) == 1
    assert paper(LINES)[: len(paper([]))] == paper([]) == paper_document(
        "confirmation", CONFIRMATION, copy=0, logo=None
    ).blocks  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        "text", {"text": "x"}, ["x"], [LINES[0] | {"large": "yes"}], [LINES[0] | {"centred": None}],
        [LINES[0] | {"text": 7}], LINES * MOST_LINES,
    ],
)  # fmt: skip
def test_lines_of_the_wrong_shape_are_refused(wrong):
    with pytest.raises(SlipError):
        paper(wrong)


def accented(count, words="Đã duyệt – mã 007919 "):
    return [{"text": (words * 9)[:LONGEST_LINE], "centred": False, "large": True}] * count


def test_a_few_lines_keep_their_accents_and_many_lose_them():
    assert paper(accented(MOST_ACCENTED))[-1].text.startswith("Đã duyệt – mã")
    assert paper(accented(MOST_ACCENTED + 1))[-1].text.startswith("Da duyet ? ma")


@pytest.mark.parametrize("count", [MOST_ACCENTED, MOST_LINES])
@pytest.mark.parametrize("mode", PrintMode)
def test_the_longest_receipt_is_sent_within_a_jobs_time_on_the_slowest_line(mode, count):
    settings = PrinterSettings(mode=mode)
    plain = [{"text": "X" * LONGEST_LINE, "centred": False, "large": True}] * (MOST_LINES - count)
    document = paper_document(
        "confirmation", CONFIRMATION | {"card_receipt": accented(count) + plain}, copy=1, logo=None
    )
    assert line_seconds(len(composed(document, settings)), SLOWEST[mode]) < settings.job_seconds
