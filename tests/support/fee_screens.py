"""Where fees are taken and settled, as people come to it in a browser."""

import io
import re

import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect


def signs_in(page, demo, login):
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(demo.passwords[login])
    page.keyboard.press("Enter")


def with_a_dossier(screens, demo, login, counter, code):
    console = screens.open(demo.console, 1366, 1000)
    console.get_by_label("Tên đăng nhập").fill(login)
    console.get_by_label("Mật khẩu").fill(demo.passwords[login])
    console.keyboard.press("Enter")
    console.get_by_role("button", name=f"Quầy {counter} Trống").click()
    expect(console.get_by_text(re.compile("Chưa có ai ở quầy"))).to_be_visible()
    console.keyboard.press("Insert")
    console.keyboard.press("1")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()
    console.get_by_label("Mã hồ sơ (gõ hoặc quét)").press_sequentially(code, delay=50)
    console.keyboard.press("Enter")
    expect(console.get_by_role("cell", name=code)).to_be_visible()
    console.keyboard.press("End")
    console.get_by_role("searchbox", name="Chọn thủ tục (mã hoặc từ khóa)").press_sequentially("chung thuc", delay=50)
    expect(console.get_by_role("button", name=re.compile("2.000815")).first).to_be_visible()
    console.keyboard.press("Enter")
    expect(console.get_by_role("button", name=re.compile("2.000815"))).to_have_count(0)
    console.keyboard.press("Delete")
    return console, console.get_by_role("group", name="Phí, lệ phí")


def is_paid(fees, amount):
    """A charge of that amount is paid; "đã thu" alone is also in what is said of a terminal in doubt."""
    expect(fees.get_by_text(f"Đã thu · {amount}", exact=True)).to_be_visible(timeout=60_000)


def at_the_money_page(screens, demo, login):
    page = screens.open(demo.manager.replace("/manager", "/money"), 1366, 1000)
    signs_in(page, demo, login)
    return page


def zxing(picture):
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))


def violations(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [
        (found["id"], [node["target"] for node in found["nodes"]]) for found in Axe().run(page).response["violations"]
    ]
