"""A fee at the counter, by keys alone: reckoned, charged, paid by transfer and by card."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from fee_screens import at_the_money_page, is_paid, signs_in, violations, with_a_dossier, zxing
from playwright.sync_api import expect
from pos_box import PosBox

from bench.card_kiosk import await_
from bench.due_fees import ACCOUNT, DueFees
from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.vietqr import read_vietqr
from queue_server.store.engine import Store
from queue_server.store.unit import Unit
from queue_server.usecases.crediting import receive_credit


@pytest.fixture(scope="module")
def due(demo):
    """The centre knows one procedure, what it costs, and an account."""
    fees = DueFees(f"sqlite:///{demo.data / 'motcua.sqlite'}")
    yield fees
    fees.close()


@pytest.fixture(scope="module")
def priced(demo, due):
    return demo


def pays_by_bank(demo, text, amount, reference="FT26327"):
    """The bank tells the centre of a transfer, as another process of the same database."""
    store = Store(f"sqlite:///{demo.data / 'motcua.sqlite'}")
    credit = BankCredit(
        provider="sepay", reference=reference, account=ACCOUNT.number, amount=amount,
        text=text, at=datetime.now(UTC),
    )  # fmt: skip
    with Unit(store) as unit:
        kept = receive_credit(unit, centre_id=1, credit=credit, at=datetime.now(UTC))
    store.close()
    return kept.state


def test_a_transfer_by_payment_code_pays_the_fee_before_the_clerks_eyes(priced, screens):
    console, fees = with_a_dossier(screens, priced, "quay1", 1, "H49.22-261126-0101")
    fees.get_by_label("Số lượng (trang)").fill("10")
    expect(fees.get_by_text("12.000 đồng")).to_be_visible()
    expect(fees.get_by_text("8 trang × 1.000")).to_be_visible()
    screens.keep(console, "fee-reckoned")
    console.keyboard.press("Enter")
    expect(fees.get_by_role("button", name="Chuyển khoản VietQR")).to_be_enabled()
    console.keyboard.press("1")
    expect(fees.get_by_role("img", name="Quét bằng ứng dụng ngân hàng")).to_be_visible()
    assert violations(console) == []
    screens.keep(console, "fee-vietqr")
    code = fees.get_by_text("Nội dung chuyển khoản").inner_text().rsplit(": ", 1)[1]
    assert pays_by_bank(priced, f"CT DEN {code} TRAN THI B", 12_000) == "matched"
    is_paid(fees, "12.000 đồng")
    expect(fees.get_by_role("img", name="Quét bằng ứng dụng ngân hàng")).to_have_count(0)


def test_the_picture_on_the_screen_is_the_code_of_the_transfer(priced, screens):
    console, fees = with_a_dossier(screens, priced, "quay2", 2, "H49.22-261126-0102")
    expect(fees.get_by_text("2.000 đồng")).to_be_visible()
    fees.get_by_role("button", name="Thu khoản này").click()
    fees.get_by_role("button", name="Chuyển khoản VietQR").click()
    picture = fees.get_by_role("img", name="Quét bằng ứng dụng ngân hàng")
    expect(picture).to_be_visible()
    screens.keep(console, "fee-code")
    (read,) = zxing(picture.screenshot())
    transfer = read_vietqr(read.text)
    assert (transfer.account.bank, transfer.account.number, transfer.amount) == (ACCOUNT.bank, ACCOUNT.number, 2_000)
    expect(fees.get_by_text(transfer.purpose)).to_be_visible()
    fees.get_by_role("button", name="Bỏ mã thanh toán").click()
    expect(picture).to_have_count(0)

    fees.get_by_role("button", name="Thẻ").click()
    fees.get_by_label("Mã chuẩn chi").fill("12")
    fees.get_by_label("Bốn số cuối của thẻ").fill("1111")
    console.keyboard.press("Enter")
    expect(console.get_by_text(re.compile("Mã chuẩn chi gồm 4 đến 8"))).to_be_visible()
    fees.get_by_label("Mã chuẩn chi").fill("12A456")
    fees.get_by_label("Bốn số cuối của thẻ").fill("1111")
    console.keyboard.press("Enter")
    is_paid(fees, "2.000 đồng")
    expect(fees.get_by_role("button", name="Thu khoản này")).to_have_count(0)
    expect(fees.get_by_role("button", name="Thu thêm cho hồ sơ này")).to_be_visible()
    screens.keep(console, "fee-paid")


def comes_out(demo, before, console):
    """The paper that the kiosk prints next, as a picture."""
    expect(console.get_by_text("Đã in tại")).to_be_visible(timeout=30_000)
    (paper,) = set(demo.slips()) - set(before)
    return paper.read_bytes()


def test_payment_codes_confirmations_and_slips_come_out_of_the_kiosk_by_one_key(priced, screens):
    console, fees = with_a_dossier(screens, priced, "quay3", 3, "H49.22-261126-0103")
    fees.get_by_role("button", name="Thu khoản này").click()
    fees.get_by_role("button", name="Chuyển khoản VietQR").click()
    expect(fees.get_by_role("button", name="In mã thanh toán")).to_be_visible()
    before = priced.slips()
    console.keyboard.press("p")
    (read,) = zxing(comes_out(priced, before, console))
    transfer = read_vietqr(read.text)
    assert (transfer.account.number, transfer.amount) == (ACCOUNT.number, 2_000)
    screens.keep(console, "paper-code")

    assert pays_by_bank(priced, f"CT DEN {transfer.purpose}", 2_000, reference="FT26329") == "matched"
    expect(fees.get_by_role("button", name="In phiếu xác nhận thanh toán")).to_be_visible(timeout=30_000)
    fees.get_by_label("Ký hiệu").fill("aa/26e")
    fees.get_by_label("Số", exact=True).fill("0000123")
    console.keyboard.press("Enter")
    expect(fees.get_by_text("Biên lai số: AA/26E 0000123")).to_be_visible()
    before = priced.slips()
    fees.get_by_role("button", name="In phiếu xác nhận thanh toán").click()
    assert zxing(comes_out(priced, before, console)) == []
    assert violations(console) == []
    screens.keep(console, "paper-confirmation")

    console.keyboard.press("Escape")
    expect(fees).to_have_count(0)
    console.keyboard.press("F11")
    slip = console.get_by_role("group", name="In lại phiếu số")
    expect(slip.get_by_label("Số thứ tự")).to_be_focused()
    before = priced.slips()
    console.keyboard.press("Enter")
    (followed,) = zxing(comes_out(priced, before, console))
    assert "/t/" in followed.text
    assert violations(console) == []
    screens.keep(console, "paper-slip")
    number = slip.get_by_label("Số thứ tự").input_value()

    manager = screens.open(priced.manager, 1366, 1000)
    signs_in(manager, priced, "quanly")
    again = manager.get_by_role("region", name="In lại phiếu số")
    again.get_by_label("Số thứ tự").fill("A999")
    again.get_by_role("button", name="In lại").click()
    expect(manager.get_by_role("alert")).not_to_be_empty()
    before = priced.slips()
    again.get_by_label("Số thứ tự").fill(number.lower())
    again.get_by_role("button", name="In lại").click()
    assert len(zxing(comes_out(priced, before, manager))) == 1
    screens.keep(manager, "paper-manager", whole=True)

    money = at_the_money_page(screens, priced, "quanly")
    paid = money.get_by_role("row").filter(has_text="AA/26E 0000123")
    paid.get_by_role("button", name="Sửa số biên lai").click()
    paid.get_by_label("Ký hiệu").fill("AA/26E")
    paid.get_by_label("Số", exact=True).fill("0000124")
    paid.get_by_label("Lý do").fill("gõ nhầm")
    screens.keep(money, "paper-money", whole=True)
    paid.get_by_role("button", name="Lưu số biên lai").click()
    expect(money.get_by_role("row").filter(has_text="AA/26E 0000124")).to_be_visible()


@contextmanager
def let_in(priced, screens, folder, name, counter):
    """A card terminal that the manager has let in for a counter."""
    box = PosBox(folder, priced.console.removesuffix("/console"))
    try:
        manager = screens.open(priced.manager, 1366, 1000)
        signs_in(manager, priced, "quanly")
        manager.get_by_label("Mã trên thiết bị").fill(box.code)
        manager.get_by_label("Tên gọi").fill(name)
        manager.get_by_role("button", name="Duyệt").click()
        terminal = manager.get_by_role("listitem").filter(has_text=name)
        expect(terminal).to_contain_text("sẵn sàng", timeout=60_000)
        terminal.get_by_label("Phục vụ các quầy").fill(counter)
        terminal.get_by_role("button", name="Lưu").click()
        placed = at_the_money_page(screens, priced, "quanly").get_by_text(f"{name} · quầy {counter}")
        expect(placed).to_be_visible(timeout=30_000)
        screens.keep(manager, "terminal-placed")
        yield box
    finally:
        box.end()


@pytest.fixture(scope="module")
def pos(priced, screens, tmp_path_factory):
    with let_in(priced, screens, tmp_path_factory.mktemp("pos"), "A920", "4") as box:
        yield box


@pytest.fixture
def lonely_pos(priced, screens, tmp_path):
    """One more, which a test may let fall silent for good."""
    with let_in(priced, screens, tmp_path, "A930", "5") as box:
        yield box


@pytest.fixture
def paid_by_card(due, pos):
    """The code of a dossier whose fee has just been taken at the terminal."""
    pos.cardholder("approve")
    code = due.by_card("A920")
    await_(lambda: due.payments(code) == [("confirmed", 2_000)])
    return code


def test_a_card_at_the_counters_terminal_is_two_keys_and_its_end_stands_before_the_clerks_eyes(priced, screens, pos):
    console, fees = with_a_dossier(screens, priced, "quay4", 4, "H49.22-261126-0104")
    expect(fees.get_by_text("2.000 đồng")).to_be_visible()
    booked = pos.booked()
    pos.cardholder("decline")
    fees.get_by_label("Số lượng (trang)").press("Enter")
    expect(fees.get_by_role("button", name="Thẻ, máy POS A920")).to_be_enabled()
    expect(fees.get_by_role("button", name="Thẻ, nhập tay trên máy khác")).to_be_visible()
    console.keyboard.press("2")
    expect(fees.get_by_text("Thẻ: Không thành công", exact=True)).to_be_visible(timeout=60_000)
    screens.keep(console, "fee-terminal-declined")

    pos.cardholder("timeout")
    console.keyboard.press("2")
    expect(fees.get_by_text("Mời khách đưa thẻ vào máy POS: 2.000 đồng.")).to_be_visible(timeout=60_000)
    assert violations(console) == []
    screens.keep(console, "fee-terminal-asks")
    expect(fees.get_by_role("button", name="Thẻ, máy POS A920")).to_be_enabled(timeout=90_000)

    pos.cardholder("approve")
    console.keyboard.press("2")
    is_paid(fees, "2.000 đồng")
    screens.keep(console, "fee-terminal-paid")
    assert pos.booked() == [*booked, 2_000]


def test_a_manager_has_a_card_payment_given_back_at_its_terminal_in_any_language(priced, screens, pos, paid_by_card):
    manager = at_the_money_page(screens, priced, "quanly")
    row = manager.locator("#today").get_by_role("row").filter(has_text=paid_by_card)
    booked = pos.booked()
    row.get_by_role("button", name="Hoàn tiền").click()
    for language, says in [("en", "gives 2.000 dong back"), ("zh", "退还 2.000 盾"), ("vi", "trả lại 2.000 đồng")]:
        manager.locator(f"header button[lang={language}]").click()
        form = manager.locator("#today form").filter(has_text=says)
        expect(form.get_by_role("button")).to_have_count(3)
        assert violations(manager) == []
        screens.keep(manager, f"give-back-{language}")
    form.get_by_label("Lý do").fill("thu nhầm hồ sơ")
    form.get_by_role("button", name="Yêu cầu máy hoàn tiền").click()
    expect(row.get_by_role("cell", name="Đã hoàn tiền", exact=True)).to_be_visible(timeout=60_000)
    expect(row.get_by_role("button", name="Hoàn tiền")).to_have_count(0)
    screens.keep(manager, "given-back")
    assert pos.booked() == [*booked, -2_000]


def test_a_manager_closes_the_terminals_day_and_reads_that_it_agrees(priced, screens, pos, paid_by_card):
    manager = at_the_money_page(screens, priced, "quanly")
    booked = pos.booked()
    till = manager.get_by_role("article").filter(has_text="A920 · quầy 4")
    till.get_by_role("button", name="Tổng kết ngày trên máy POS").click()
    day = manager.get_by_role("article").filter(has_text="Tổng kết máy POS A920")
    expect(day).to_contain_text("· khớp", timeout=90_000)
    standing = sum(1 if amount > 0 else -1 for amount in booked)
    expect(day).to_contain_text(f"Máy POS: {standing} giao dịch, {sum(booked):,} đồng".replace(",000", ".000"))
    assert violations(manager) == []
    screens.keep(manager, "terminal-day", whole=True)


def test_when_the_terminal_falls_silent_the_clerk_reads_what_to_do_and_decides_with_a_reason(
    priced, screens, lonely_pos
):
    console, fees = with_a_dossier(screens, priced, "quay5", 5, "H49.22-261126-0105")
    expect(fees.get_by_text("2.000 đồng")).to_be_visible()
    lonely_pos.cardholder("timeout")
    fees.get_by_label("Số lượng (trang)").press("Enter")
    expect(fees.get_by_role("button", name="Thẻ, máy POS A930")).to_be_enabled()
    console.keyboard.press("2")
    expect(fees.get_by_text("Mời khách đưa thẻ vào máy POS")).to_be_visible(timeout=60_000)
    lonely_pos.kill()
    doubt = fees.get_by_role("alert")
    expect(doubt).to_contain_text("Máy POS không trả lời. Không thu lại", timeout=60_000)
    assert violations(console) == []
    screens.keep(console, "fee-terminal-silent")
    console.keyboard.press("3")
    expect(doubt).to_be_visible()
    doubt.get_by_label("Lý do").fill("máy POS không in phiếu")
    doubt.get_by_role("button", name="Chưa thu được, có thể thu lại").click()
    expect(fees.get_by_text("Thẻ: Không thành công", exact=True)).to_be_visible()
    expect(fees.get_by_text("Máy POS A930 không trả lời.")).to_be_visible()
    screens.keep(console, "fee-terminal-decided")


def test_one_person_proposes_a_fee_and_another_approves_it(priced, screens):
    manager = at_the_money_page(screens, priced, "quanly")
    for field, written in (
        ("Mã thủ tục", "1.001193"), ("Tên khoản thu", "Lệ phí hộ tịch"), ("Đơn vị tính", "bản"),
        ("Mức thu (đồng", "1: 8.000; 5: 5.000"), ("Miễn, giảm", "Hộ nghèo: 100"), ("Căn cứ pháp lý", "Nghị quyết 62"),
        ("Có hiệu lực từ", "2026-01-01"),
    ):  # fmt: skip
        manager.get_by_label(field).fill(written)
    manager.get_by_text("Tên cho người dân đọc bằng tiếng Anh").click()
    manager.get_by_label("Tên bằng tiếng Anh").fill("Civil status fee")
    screens.keep(manager, "money-propose", whole=True)
    manager.get_by_role("button", name="Đề xuất", exact=True).click()
    own = manager.get_by_role("article").filter(has_text="Lệ phí hộ tịch")
    expect(own).to_contain_text("chờ người khác phê duyệt")
    expect(own).to_contain_text("từ 1: 8.000; từ 5: 5.000 (bản)")
    expect(own.locator("[lang=en]")).to_have_text("Civil status fee")
    own.get_by_role("button", name="Phê duyệt").click()
    expect(manager.get_by_text("Việc này cần một người khác thực hiện.")).to_be_visible()
    assert violations(manager) == []
    screens.keep(manager, "money-page", whole=True)

    admin = at_the_money_page(screens, priced, "quantri")
    proposed = admin.get_by_role("article").filter(has_text="Lệ phí hộ tịch")
    proposed.get_by_role("button", name="Phê duyệt").click()
    expect(proposed).to_contain_text("đã phê duyệt")
    expect(proposed.get_by_role("button", name="Phê duyệt")).to_have_count(0)


def test_money_that_names_nothing_waits_for_a_manager_with_a_reason(priced, screens):
    assert pays_by_bank(priced, "chuyen tien hoc phi", 55_000, reference="FT26328") == "unknown"
    manager = at_the_money_page(screens, priced, "quanly")
    credit = manager.get_by_role("article").filter(has_text="chuyen tien hoc phi")
    expect(credit).to_contain_text("55.000 đồng")
    credit.get_by_role("button", name="Xử lý").click()
    credit.get_by_label("Trả cho hồ sơ (mã)").fill("H49.22-261126-9999")
    credit.get_by_label("Lý do").fill("khách chuyển nhầm")
    credit.get_by_role("button", name="Gán cho hồ sơ này").click()
    expect(manager.get_by_role("alert")).to_have_text("Hồ sơ H49.22-261126-9999 không có khoản nào chưa thu.")
    credit.get_by_role("button", name="Đã trả lại người chuyển").click()
    expect(manager.get_by_text("Đã ghi nhận.")).to_be_visible()
    expect(credit).to_have_count(0)


def test_a_clerk_closes_the_shift_a_manager_signs_it_and_closes_the_day(priced, screens):
    console, fees = with_a_dossier(screens, priced, "quay6", 6, "H49.22-261126-0106")
    fees.get_by_label("Số lượng (trang)").fill("10")
    expect(fees.get_by_text("12.000 đồng")).to_be_visible()
    fees.get_by_role("button", name="Thu khoản này").click()
    fees.get_by_role("button", name="Thẻ").click()
    fees.get_by_label("Mã chuẩn chi").fill("654321")
    fees.get_by_label("Bốn số cuối của thẻ").fill("4242")
    console.keyboard.press("Enter")
    is_paid(fees, "12.000 đồng")

    console.get_by_role("link", name="Phí, lệ phí").click()
    shift = console.get_by_role("region", name="Ca thu của tôi").locator("..")
    expect(shift).to_contain_text("12.000 đồng, 1 khoản")
    assert violations(console) == []
    screens.keep(console, "shift")
    console.get_by_role("button", name="Chốt ca").click()
    expect(console.get_by_text("chưa thu hoặc hoàn khoản nào")).to_be_visible()
    expect(console.get_by_role("button", name="Chốt ca")).to_have_count(0)

    manager = at_the_money_page(screens, priced, "quanly")
    waits = manager.locator("#sign").get_by_role("article").filter(has_text="654321")
    expect(waits.get_by_role("button", name="Ký xác nhận")).to_be_disabled()
    waits.get_by_role("button", name="Đã đối chiếu hóa đơn máy thẻ").click()
    signing = manager.locator("#sign").get_by_role("button", name="Ký xác nhận")
    expect(signing).to_be_enabled()
    signing.click()
    expect(signing).to_have_count(0)

    row = manager.locator("#today").get_by_role("row").filter(has_text="654321")
    row.get_by_role("button", name="Hoàn tiền").click()
    row.get_by_label("Lý do").fill("thu nhầm hồ sơ")
    screens.keep(manager, "refund")
    row.get_by_role("button", name="Đã hoàn tiền cho người nộp").click()
    expect(manager.locator("#shift")).to_contain_text("H49.22-261126-0106 · -12.000 đồng")
    expect(row.get_by_role("button", name="Hoàn tiền")).to_have_count(0)

    books = manager.locator("#books")
    expect(books).to_contain_text("12.000")
    screens.keep(manager, "books-open", whole=True)
    assert violations(manager) == []
    books.get_by_role("button", name="Chốt sổ ngày").click()
    books.get_by_label("Lý do chốt").fill("việc còn lại để hôm sau")
    books.get_by_role("button", name="Chốt sổ, không sửa được nữa").click()
    expect(books).to_contain_text("đã chốt sổ lúc")
    for language in ("en", "zh"):
        manager.locator(f"header button[lang={language}]").click()
        screens.keep(manager, f"books-{language}", whole=True)
    with manager.expect_download() as download:
        manager.locator("#export").get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    manager.locator("header button[lang=vi]").click()
    row.get_by_role("link", name="H49.22-261126-0106").click()
    expect(manager).to_have_url(re.compile("/dossiers/"))
    paid = manager.locator("section").filter(has=manager.get_by_role("heading", name="Phí, lệ phí"))
    expect(paid).to_contain_text("Đã hoàn tiền")
    expect(paid).to_contain_text("Hoàng Văn Nam")
    assert violations(manager) == []
    screens.keep(manager, "dossier-money", whole=True)
