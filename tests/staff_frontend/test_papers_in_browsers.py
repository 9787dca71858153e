"""Papers in the browsers of staff: printed at another printer, and named on the page of their dossier."""

from itertools import count

import pytest
from dossier_office import CODE
from playwright.sync_api import expect

from queue_server.domain.paper import PaperKind
from queue_server.domain.payment import Method
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.confirmations import print_for_staff


@pytest.fixture
def kiosks(site):
    """The two kiosks of the hall, under the names that staff know them by; `reports` is the word of the first."""
    with Unit(site.hall.store) as unit:
        unit.session.get(DeviceRow, "kiosk-device").name = "Cửa chính"
        unit.session.get(DeviceRow, "kiosk-1").name = "Cửa sau"
    return Kiosk(site)


class Kiosk:
    """The kiosk "Cửa chính", as the server hears it."""

    def __init__(self, site):
        self.client = site.application.flask.test_client()
        self.token, self.keys = site.tokens["kiosk"], count(1)

    def reports(self, outcome):
        """Take all papers that wait and say that of each."""
        jobs = self.asks("claim", {})["jobs"]
        for job in jobs:
            self.asks(f"{job['id']}/report", {"outcome": outcome, "detail": None})
        return len(jobs)

    def asks(self, what, body):
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"kiosk-{next(self.keys):08}"}
        answer = self.client.post(f"/api/v1/device/jobs/{what}", json=body, headers=headers)
        assert answer.status_code == 200
        return answer.json


def jobs(site):
    with site.hall.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT device_id, kind, copy_number FROM job ORDER BY created_at, id")
        return [tuple(row) for row in rows]


def goes_elsewhere(page, kiosks, screens, name):
    """The first kiosk has no paper: the button appears, the other kiosk is chosen."""
    page.get_by_role("button", name="Cửa chính").click()
    expect(page.get_by_text("Đang chờ Cửa chính in…")).to_be_visible()
    expect(page.get_by_role("button", name="In ở máy khác")).to_have_count(0)
    assert kiosks.reports("paper_out") == 1
    expect(page.get_by_text("Cửa chính hết giấy. Phiếu sẽ in khi lắp giấy mới.")).to_be_visible()

    def waits(said):
        expect(page.get_by_text(said("web.print.paper_out", kiosk="Cửa chính"))).to_be_visible()
        expect(page.get_by_role("button", name=said("web.print.elsewhere"))).to_be_enabled()

    screens.looks(page, waits)
    screens.keeps(page, name)
    page.get_by_role("button", name="In ở máy khác").click()
    screens.looks(page, lambda said: expect(page.get_by_text(said("web.print.where"))).to_be_visible())
    page.get_by_role("button", name="Cửa sau").click()
    expect(page.get_by_text("Đang chờ Cửa sau in…")).to_be_visible()


def test_a_slip_whose_kiosk_has_no_paper_is_printed_at_another_from_the_managers_page(site, kiosks, screens):
    site.hall.takes_ticket()
    page = screens.opens("/manager", site.tokens["manager"])
    again = page.get_by_role("region", name="In lại phiếu số")
    again.get_by_label("Số thứ tự").fill("a001")
    again.get_by_role("button", name="In lại").click()
    goes_elsewhere(page, kiosks, screens, "slip-elsewhere")
    assert jobs(site) == [("kiosk-device", "slip_copy", 1), ("kiosk-1", "slip_copy", 2)]


def test_a_confirmation_whose_kiosk_has_no_paper_is_printed_at_another_from_the_counter(
    site, cashiers, kiosks, screens, at_fee
):
    cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    fees = at_fee()
    fees.get_by_role("button", name="In phiếu xác nhận thanh toán").click()
    goes_elsewhere(fees.page, kiosks, screens, "confirmation-elsewhere")
    assert jobs(site) == [("kiosk-device", "confirmation", 0), ("kiosk-1", "confirmation", 1)]


def test_that_a_code_was_printed_is_not_said_of_the_next_code(site, cashiers, kiosks, at_fee):
    cashiers.charges()
    fees = at_fee()
    code = fees.get_by_role("img", name="Quét bằng ứng dụng ngân hàng")
    printed = fees.get_by_text("Đã in tại Cửa chính.")
    fees.get_by_role("button", name="Chuyển khoản VietQR").click()
    fees.get_by_role("button", name="In mã thanh toán").click()
    fees.get_by_role("button", name="Cửa chính").click()
    expect(fees.get_by_text("Đang chờ Cửa chính in…")).to_be_visible()
    assert kiosks.reports("printed") == 1
    expect(printed).to_be_visible()
    fees.get_by_role("button", name="Bỏ mã thanh toán").click()
    site.hall.passes(60)
    fees.get_by_role("button", name="Chuyển khoản VietQR").click()
    expect(code).to_be_visible()
    expect(printed).to_have_count(0)


def test_the_page_of_a_dossier_names_the_papers_of_its_payments_and_what_became_of_them(
    site, cashiers, kiosks, screens
):
    shown = cashiers.begins(cashiers.charges())
    orders(cashiers, shown, PaperKind.PAYMENT_CODE)
    assert kiosks.reports("printed") == 1
    cashiers.cancels(shown)
    paid = cashiers.types_card(cashiers.begins(cashiers.charges_of(shown), Method.CARD))
    orders(cashiers, paid, PaperKind.CONFIRMATION)
    orders(cashiers, paid, PaperKind.CONFIRMATION)
    assert kiosks.reports("paper_out") == 2
    page = screens.opens(f"/dossiers/{CODE}", site.tokens["auditor"])

    def papers(said):
        code, first, second = page.locator(".dossier-papers + ul").get_by_role("listitem").all()
        expect(code).to_contain_text(f"{said('money.paper.payment_code')} {shown.code}")
        expect(code).to_contain_text(said("web.print.printed", kiosk="Cửa chính"))
        for confirmation in (first, second):
            expect(confirmation).to_contain_text(f"{said('money.paper.confirmation')} {paid.code}")
            expect(confirmation).to_contain_text(said("web.print.paper_out", kiosk="Cửa chính"))
        expect(first).not_to_contain_text(said("money.paper.copy", copy=1))
        expect(second).to_contain_text(said("money.paper.copy", copy=1))

    expect(page.locator(".dossier-papers")).to_be_visible()
    screens.looks(page, papers)
    screens.keeps(page, "dossier-papers")


def orders(cashiers, payment, kind):
    facts = {"staff_id": cashiers.clerk, "payment_id": payment.id, "device_id": "kiosk-device", "language": "vi"}
    cashiers.does(print_for_staff, kind=kind, **facts)
