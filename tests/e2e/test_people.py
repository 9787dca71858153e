"""What people at the counters do beside serving, in the real console and on the manager's page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

IDLE = re.compile("Chưa có ai ở quầy")


def signs_in(screens, demo, address, login, size=(1366, 900)):
    page = screens.open(address, *size)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(demo.passwords[login])
    page.keyboard.press("Enter")
    return page


def sits(screens, demo, login, counter):
    console = signs_in(screens, demo, demo.console, login)
    console.get_by_role("button", name=f"Quầy {counter} Trống").click()
    expect(console.get_by_text(IDLE)).to_be_visible()
    return console


def violations(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_break_is_taken_and_ended_by_one_key_and_the_manager_sees_since_when_and_why(demo, screens):
    console = sits(screens, demo, "quay3", 3)
    console.keyboard.press("PageDown")
    expect(console.get_by_role("group", name="Nghỉ vì lý do gì?")).to_be_visible()
    assert violations(console) == []
    console.keyboard.press("2")
    expect(console.get_by_text("Đang nghỉ: Nghỉ trưa")).to_be_visible()
    assert violations(console) == []
    screens.keep(console, "console-break")
    manager = signs_in(screens, demo, demo.manager, "quanly")
    row = manager.get_by_role("row", name=re.compile(r"^3 .*nghỉ Nghỉ trưa"))
    expect(row).to_be_visible()
    console.keyboard.press("F8")
    expect(console.get_by_text("Đang nghỉ: Nghỉ trưa")).to_be_visible()
    console.keyboard.press("PageDown")
    expect(console.get_by_text(IDLE)).to_be_visible()
    expect(row).to_have_count(0)
    manager.get_by_role("button", name="Giờ nghỉ").click()
    expect(manager.get_by_role("cell", name="Nghỉ trưa")).to_be_visible()
    assert violations(manager) == []
    screens.keep(manager, "manager-breaks", whole=True)
