"""Paying a fee on the phone: the real server, a small screen, and the code read back from the picture that is kept."""

import io
from pathlib import Path

import pytest
import zxingcpp
from cashiers import ACCOUNT, Cashiers
from PIL import Image
from playwright.sync_api import expect

from queue_server.domain.payment import Method
from queue_server.domain.vietqr import VietQr, vietqr_text
from queue_server.store.payments import open_payments

SMALL = {"width": 360, "height": 800}
ZOOMED = {"width": 180, "height": 400}
"""What a page gets of a screen of 360 by 800 that is magnified to 200 %."""
PATIENCE = 30_000
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def cashiers(site):
    return Cashiers(site.hall)


@pytest.fixture
def address_of_ticket(cashiers):
    """The page of the ticket that the clerk serves."""
    with cashiers.hall.store.reading() as connection:
        ticket = connection.exec_driver_sql("SELECT id FROM ticket WHERE state = 'serving'").scalar_one()
    return f"/t/{ticket}"


def open_payment(cashiers):
    with cashiers.hall.store.reading() as connection:
        (payment,) = open_payments(connection, cashiers.hall.centre_id)
    return payment


def read(picture):
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return found.text


def keep(page, request, name):
    folder = Path(str(request.config.rootpath)) / "artefacts"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_a_fee_is_paid_from_the_phone_that_shows_it(cashiers, address_of_ticket, open_page, faults_of, request):
    cashiers.charges(quantity=2)
    page = open_page(address_of_ticket, size=SMALL)
    fees = page.get_by_role("region", name="Phí, lệ phí")
    expect(fees.get_by_text("Chưa nộp 32.000 đồng")).to_be_visible(timeout=PATIENCE)
    expect(fees.get_by_text("2 bản × 8.000")).to_have_count(2)
    fees.get_by_role("button", name="Nộp bằng mã VietQR").click()
    picture = fees.get_by_role("img", name="Mã VietQR để nộp 32.000 đồng")
    expect(picture).to_be_visible(timeout=PATIENCE)
    payment = open_payment(cashiers)
    payload = vietqr_text(VietQr(account=ACCOUNT, amount=32_000, purpose=payment.code))
    picture.scroll_into_view_if_needed()
    assert read(picture.screenshot()) == payload
    with page.expect_download() as kept:
        fees.get_by_role("link", name="Lưu ảnh mã QR").click()
    assert kept.value.suggested_filename == f"vietqr-{payment.code}.png"
    assert read(Path(kept.value.path()).read_bytes()) == payload
    for value in ("Vietcombank", ACCOUNT.number, "TT PVHCC", payment.code):
        expect(fees.get_by_text(value, exact=True)).to_be_visible()
    assert page.evaluate(TOO_WIDE) is False
    assert faults_of(page) == []
    keep(page, request, "phone-pay-vi")
    for language in ("EN", "中文"):
        page.get_by_role("button", name=language, exact=True).click()
        keep(page, request, f"phone-pay-{language}")
    page.get_by_role("button", name="VI", exact=True).click()
    page.set_viewport_size(ZOOMED)
    assert page.evaluate(TOO_WIDE) is False
    keep(page, request, "phone-pay-zoomed")
    page.set_viewport_size(SMALL)
    cashiers.receives(cashiers.credit(payment))
    expect(fees.get_by_text("Đã nộp 32.000 đồng lúc 08:00")).to_be_visible(timeout=PATIENCE)
    expect(picture).to_have_count(0)
    keep(page, request, "phone-paid")


def test_a_code_is_taken_down_by_two_touches_and_what_others_began_is_shown(
    cashiers, address_of_ticket, open_page, request
):
    charge = cashiers.charges()
    page = open_page(address_of_ticket, size=SMALL)
    fees = page.get_by_role("region", name="Phí, lệ phí")
    fees.get_by_role("button", name="Nộp bằng mã VietQR").click()
    fees.get_by_role("button", name="Bỏ mã này").click()
    keep(page, request, "phone-drop")
    fees.get_by_role("button", name="Chưa chuyển tiền, bỏ mã").click()
    expect(fees.get_by_role("button", name="Nộp bằng mã VietQR")).to_be_visible(timeout=PATIENCE)
    card = cashiers.begins(charge, Method.CARD)
    page.reload()
    expect(fees.get_by_text("Đang nộp bằng thẻ tại quầy hoặc tại máy lấy số.")).to_be_visible(timeout=PATIENCE)
    assert open_payment(cashiers).id == card.id
    cashiers.types_card(card)
    expect(fees.get_by_text("Đã nộp 16.000 đồng")).to_be_visible(timeout=PATIENCE)
