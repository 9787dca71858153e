"""The page of money in a browser, over the real server: what one person does and another sees."""

import pytest
from playwright.sync_api import expect
from refund_counter import READY

from hardware.terminal.till import Verdict
from queue_server.domain.payment import Method, PaymentMove
from queue_server.domain.telling import Telling
from queue_server.store.unit import Unit
from queue_server.usecases import refund_words, refunding, reporting

WHY = "phiếu POS ghi đã thu"


def test_a_manager_closes_the_shift_of_a_clerk_who_left_and_a_third_person_signs(cashiers, at_money, screens):
    cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    manager = at_money("manager")
    books = manager.locator("#books")
    clerk = "Cán bộ 1"
    books.get_by_role("button", name=f"Chốt thay ca của {clerk}").click()
    books.get_by_label("Lý do chốt thay").fill("nghỉ ốm dài ngày")

    def form(said):
        expect(books.get_by_text(said("money.in_place.final", name=clerk))).to_be_visible()
        expect(books.get_by_label(said("money.in_place.reason"))).to_have_value("nghỉ ốm dài ngày")
        expect(books.get_by_role("button", name=said("money.in_place.sure"))).to_be_enabled()

    screens.looks(manager, form)
    screens.keeps(manager, "close-in-place")
    books.get_by_role("button", name="Chốt thay, không sửa được nữa").click()
    shifts = books.get_by_role("listitem").filter(has_text="Người manager chốt thay, lý do: nghỉ ốm dài ngày")
    expect(shifts).to_contain_text("chờ người thứ hai ký xác nhận")
    expect(books.get_by_role("button", name="Chốt thay ca")).to_have_count(0)
    expect(manager.locator("#sign").get_by_role("button")).to_have_count(0)

    admin = at_money("admin")
    waits = admin.locator("#sign").get_by_role("article")
    expect(waits).to_contain_text("Người manager chốt thay, lý do: nghỉ ốm dài ngày")
    waits.get_by_role("button", name="Đã đối chiếu hóa đơn máy thẻ").click()
    waits.get_by_role("button", name="Ký xác nhận").click()
    expect(waits).to_have_count(0)
    closed = admin.locator("#books")
    expect(closed.get_by_text("Người admin đã ký xác nhận")).to_be_visible()
    whose = {"name": "Người manager", "reason": "nghỉ ốm dài ngày"}
    screens.looks(admin, lambda said: expect(closed.get_by_text(said("money.in_place.done", **whose))).to_be_visible())
    screens.keeps(admin, "closed-in-place")


@pytest.fixture
def sale(cashiers):
    """A sale in doubt at a terminal."""
    payment = cashiers.begins(cashiers.charges(), Method.CARD, device=cashiers.terminal())
    cashiers.begins_sale(payment)
    cashiers.tells(payment, Verdict.IN_DOUBT)
    return payment


@pytest.fixture
def charged(cashiers, sale):
    """It was called failed by a person, and then the terminal says that it charged the card."""
    cashiers.decides(sale, PaymentMove.FAIL)
    cashiers.approves(sale)
    return sale


def against(page):
    return page.locator("article.money-against")


def test_what_a_terminal_charged_against_a_persons_word_is_found_in_every_language_and_pays_the_fee(
    cashiers, charged, at_money, screens
):
    page = at_money("manager")
    telling = against(page)

    def fact(said):
        expect(telling).to_contain_text(said("money.telling.approved", name="pos-1"))
        known = {"code": charged.code, "state": said("money.payment.failed")}
        expect(telling).to_contain_text(said("money.telling.known", **known))
        expect(telling).to_contain_text(said("money.telling.number", number="7"))

    screens.looks(page, fact)
    telling.get_by_role("button", name="Xử lý").click()

    def form(said):
        for key in ("money.for_dossier", "money.reason"):
            expect(telling.get_by_label(said(key))).to_be_visible()
        for key in ("money.explain", "money.telling.given_back", "console.back"):
            expect(telling.get_by_role("button", name=said(key), exact=True)).to_be_enabled()

    screens.looks(page, form)
    telling.get_by_label("Trả cho hồ sơ (mã)").fill("H49.22-261123-9999")
    telling.get_by_label("Lý do").fill(WHY)
    telling.get_by_role("button", name="Gán cho hồ sơ này").click()
    expect(page.get_by_role("alert")).to_have_text("Hồ sơ H49.22-261123-9999 không có khoản nào chưa thu.")
    expect(telling.get_by_label("Lý do")).to_have_value(WHY)
    screens.keeps(page, "telling-settled")
    telling.get_by_label("Trả cho hồ sơ (mã)").fill(cashiers.office.dossier().code)
    telling.get_by_role("button", name="Gán cho hồ sơ này").click()
    expect(telling).to_have_count(0)
    expect(page.locator("#today").get_by_role("row").filter(has_text="1111")).to_contain_text("chưa đối chiếu")
    assert cashiers.books() == {"card": 16_000, "le_phi": -8_000, "phi": -8_000}


def test_what_was_given_back_at_the_terminal_is_closed_with_a_reason_alone(cashiers, charged, at_money):
    page = at_money("manager")
    telling = against(page)
    telling.get_by_role("button", name="Xử lý").click()
    telling.get_by_role("button", name="Đã hoàn tiền trên máy POS").click()
    assert telling.get_by_label("Lý do").evaluate("field => field.validity.valueMissing")
    telling.get_by_label("Lý do").fill("đã hủy trên máy POS")
    telling.get_by_role("button", name="Đã hoàn tiền trên máy POS").click()
    expect(page.get_by_text("Đã ghi nhận.")).to_be_visible()
    expect(telling).to_have_count(0)
    assert "suspense" not in cashiers.books()


def test_a_refusal_of_what_a_person_called_paid_is_looked_into_and_moves_no_money(cashiers, sale, at_money, screens):
    cashiers.decides(sale, PaymentMove.CONFIRM)
    before = cashiers.books()
    cashiers.tells(sale, Verdict.DECLINED)
    page = at_money("manager")
    telling = page.get_by_role("article").filter(has_text="Máy POS pos-1 báo bị từ chối")
    telling.get_by_role("button", name="Xử lý").click()
    expect(telling.get_by_label("Trả cho hồ sơ (mã)")).to_have_count(0)

    def form(said):
        expect(page.get_by_text(said("money.telling.declined", name="pos-1"))).to_be_visible()
        expect(page.get_by_role("button", name=said("money.telling.looked"))).to_be_enabled()

    screens.looks(page, form)
    telling.get_by_label("Lý do").fill("khách có hóa đơn của máy POS")
    telling.get_by_role("button", name="Đã xem xét").click()
    expect(telling).to_have_count(0)
    assert cashiers.books() == before


def test_who_may_only_look_sees_the_contradiction_and_no_form(charged, at_money):
    page = at_money("auditor")
    expect(against(page)).to_contain_text("Máy POS pos-1 báo đã thu tiền")
    expect(against(page).get_by_role("button")).to_have_count(0)


def test_a_refund_in_doubt_is_found_among_what_waits_in_every_language_and_ended(cashiers, at_money, screens):
    payment = cashiers.begins(cashiers.charges(), Method.CARD, device=cashiers.terminal())
    cashiers.begins_sale(payment)
    cashiers.approves(payment)
    doubtful(cashiers, payment)
    manager = at_money("manager")
    waits = manager.get_by_role("article").filter(has_text=payment.code)
    screens.looks(manager, lambda said: expect(waits.get_by_text(said("money.back.in_doubt"))).to_be_visible())
    waits.get_by_role("button").click()
    waits.get_by_label("Lý do").fill("phiếu POS không có")
    screens.keeps(manager, "refund-in-doubt")
    waits.get_by_role("button").nth(1).click()
    expect(waits).to_have_count(0)


def doubtful(cashiers, payment):
    """The terminal was asked to give it back, and nobody knows whether it did."""
    device = cashiers.terminal()
    with Unit(cashiers.hall.store) as unit:
        reporting.note_heartbeat(unit, device=device, parts=[READY], at=cashiers.hall.at)
    refund = cashiers.does(
        refunding.ask_refund, staff_id=cashiers.other, payment_id=payment.id, reason="thu nhầm",
        chance=cashiers.chance()[:10],
    )  # fmt: skip
    cashiers.of_box(refunding.begin_refund, device, refund_id=refund.id, newest=7)
    cashiers.of_box(
        refund_words.hear_refund, device, refund_id=refund.id, payment_id=payment.id, kind=refund.kind,
        telling=Telling(verdict=Verdict.IN_DOUBT),
    )  # fmt: skip
