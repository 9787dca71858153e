"""From a phone at home to a call in the hall: a booked time in the whole demonstration."""

import re
from threading import Event

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

SCAN = """(keys) => keys.forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


def until(holds, *, seconds=15):
    for _ in range(int(seconds / 0.05)):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


def test_a_booked_citizen_scans_the_code_at_the_kiosk_and_the_board_says_why_it_is_called(demo, screens, tmp_path):
    server = demo.console.removesuffix("/console")
    phone = screens.open(f"{server}/book", 390, 844)
    phone.locator(".book-choice").first.click()
    phone.get_by_role("heading", name="Chọn ngày").wait_for()
    phone.locator(".book-choice").first.click()
    phone.get_by_role("heading", name="Chọn giờ").wait_for()
    phone.locator(".book-choice:not(:disabled)").first.click()
    phone.get_by_label("12 số").fill("022 204 123 289")
    phone.get_by_role("button", name="Đặt lịch hẹn").click()
    phone.locator(".book-code .qr").screenshot(path=tmp_path / "code.png")
    screens.keep(phone, "book", whole=True)
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png"))

    kiosk = screens.open(demo.kiosk, 1080, 1920)
    board = screens.open(demo.board, 1920, 1080)
    expect(kiosk.locator(".page")).to_have_attribute("data-screen", "welcome")
    kiosk.evaluate(SCAN, [*code.text, "Enter"])
    label = kiosk.get_by_text(re.compile(r"^A\d{3}$")).first.inner_text()
    expect(kiosk.locator("main")).to_contain_text("Giờ hẹn")
    until(demo.slips)

    console = screens.open(demo.console, 1366, 768)
    console.get_by_label("Tên đăng nhập").fill("quay1")
    console.get_by_label("Mật khẩu").fill(demo.passwords["quay1"])
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Quầy 1 Trống").click()
    expect(console.get_by_text("Hẹn trước").first).to_be_visible()
    console.keyboard.press("F8")
    expect(board.locator("#live")).to_contain_text(label)
    expect(board.locator("#live")).to_contain_text("hẹn trước")
    screens.keep(board, "board-booked")
