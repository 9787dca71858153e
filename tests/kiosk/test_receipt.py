"""The confirmation of a payment, as a document."""

from datetime import UTC, datetime

import pytest

from hardware.document import Mark
from kiosk.money import Fee
from kiosk.receipt import Receipt, receipt_document

PAID = {
    "number": "TT-261123-0012", "centre": "Trung tâm", "place": "Quầy 3",
    "fees": (Fee(name="Lệ phí", amount=1_250_000),), "amount": 1_250_000,
    "amount_in_words": "Một triệu hai trăm năm mươi nghìn đồng", "method": "Thẻ",
    "paid_at": datetime(2026, 11, 23, 18, 15, tzinfo=UTC),
}  # fmt: skip


def words(document):
    return [block.text for block in document.blocks if hasattr(block, "text")]


def test_it_says_the_amount_in_figures_and_words_the_time_the_place_and_that_it_is_no_receipt():
    said = words(receipt_document(Receipt(language="vi", **PAID)))
    for line in (
        "PHIẾU XÁC NHẬN THANH TOÁN", "(không thay thế biên lai)", "Số: TT-261123-0012", "1.250.000 đồng", "Quầy 3",
        "Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng", "Thanh toán lúc 01:15 ngày 24/11/2026",
    ):  # fmt: skip
        assert line in said
    assert not any("Biên lai số" in line for line in said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_another_language_the_official_title_and_the_words_of_the_amount_stay_vietnamese(language):
    said = " ".join(words(receipt_document(Receipt(language=language, **PAID))))
    for official in ("PHIẾU XÁC NHẬN THANH TOÁN", "(không thay thế biên lai)", PAID["amount_in_words"]):
        assert official in said
    assert "1,250,000" in said


def test_the_number_of_the_statutory_receipt_and_a_reprint_are_named():
    document = receipt_document(
        Receipt(language="vi", official="0000123", dossier="H49.22-261123-0001", **PAID), copy=1
    )
    said = words(document)
    assert "Biên lai số: 0000123" in said
    assert "Mã hồ sơ: H49.22-261123-0001" in said
    assert Mark("IN LẠI") in document.blocks
