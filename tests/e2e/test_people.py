"""What people at the counters do beside serving, in the real console and on the manager's page."""

import json
import re
import sqlite3
from contextlib import closing

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


def with_work(demo, work):
    """Change the centre's rules of work, as seeding its file anew does."""
    with closing(sqlite3.connect(demo.data / "motcua.sqlite")) as database, database:
        database.execute("UPDATE centre SET work = ?, version = version + 1", (json.dumps(work),))


def take_number(kiosk):
    kiosk.get_by_role("button", name="Tiếng Việt").click()
    kiosk.locator("main button").first.click()
    kiosk.locator("main button").first.click()
    return kiosk.get_by_text(re.compile(r"^A\d{3}$")).first.inner_text()


def test_where_calls_are_automatic_whoever_comes_is_called_to_the_counter_that_is_ready(demo, screens):
    with_work(demo, {"automatic_call": True})
    console = sits(screens, demo, "quay1", 1)
    console.keyboard.press("F8")
    expect(console.get_by_text("Sẵn sàng từ")).to_be_visible()
    assert violations(console) == []
    screens.keep(console, "console-ready")
    label = take_number(screens.open(demo.kiosk, 1080, 1920))
    expect(console.locator(".ticket-label")).to_have_text(label)
    console.keyboard.press("Escape")
    expect(console.get_by_text(IDLE)).to_be_visible()
    console.keyboard.press("Home")
    expect(console.get_by_role("button", name="Tự động gọi: tắt")).to_be_visible()
    console.keyboard.press("F8")
    expect(console.locator(".ticket-label")).to_have_text(label)
    console.keyboard.press("F10")
    expect(console.get_by_text(IDLE)).to_be_visible()
    with_work(demo, {})


def test_a_turn_is_held_with_a_note_and_a_reminder_and_the_console_says_when_its_time_has_come(demo, screens):
    take_number(screens.open(demo.kiosk, 1080, 1920))
    console = signs_in(screens, demo, demo.console, "quay3")
    expect(console.get_by_text(IDLE)).to_be_visible()
    console.keyboard.press("F8")
    label = console.locator(".ticket-label").inner_text()
    console.keyboard.press(" ")
    console.keyboard.press("Insert")
    console.get_by_label("Để làm gì").press_sequentially("cho ban sao")
    assert violations(console) == []
    screens.keep(console, "console-hold")
    console.get_by_role("button", name="Nhắc sau 5 phút").click()
    expect(console.get_by_text("cho ban sao")).to_be_visible()
    with closing(sqlite3.connect(demo.data / "motcua.sqlite")) as database, database:
        database.execute(
            "UPDATE turn SET aside = json_set(aside, '$.remind_at', 0), held_at = held_at - 3600000"
            " WHERE aside IS NOT NULL"
        )
    console.reload()
    expect(console.get_by_text("Đến giờ xem lại!")).to_be_visible()
    assert violations(console) == []
    screens.keep(console, "console-reminder")
    manager = signs_in(screens, demo, demo.manager, "quanly")
    expect(manager.get_by_role("row", name=re.compile(f"^{label} .*cho ban sao.* quá lâu"))).to_be_visible()
    console.keyboard.press("F2")
    console.keyboard.press("1")
    expect(console.locator(".ticket-label")).to_have_text(label)
    console.keyboard.press("F4")
    expect(console.get_by_text(IDLE)).to_be_visible()


def test_a_second_browser_takes_over_visibly_and_the_first_takes_the_counter_back_by_one_key(demo, screens):
    desk = sits(screens, demo, "quay5", 5)
    taken = desk.get_by_text("Quầy 5 đang được dùng ở trang khác")
    laptop = signs_in(screens, demo, demo.console, "quay5")
    expect(laptop.get_by_text(IDLE)).to_be_visible()
    expect(taken).to_be_visible()
    expect(desk.get_by_text(re.compile(r"Đang dùng ở Chrome · Linux, từ \d\d:\d\d"))).to_be_visible()
    assert violations(desk) == []
    screens.keep(desk, "console-superseded")
    desk.keyboard.press("PageDown")
    expect(desk.get_by_role("group", name="Nghỉ vì lý do gì?")).to_have_count(0)
    desk.keyboard.press("F8")
    expect(taken).to_have_count(0)
    expect(laptop.get_by_text("Quầy 5 đang được dùng ở trang khác")).to_be_visible()
    tab = desk.context.new_page()
    tab.goto(demo.console)
    expect(tab.get_by_text(IDLE)).to_be_visible()
    expect(taken).to_be_visible()


def test_two_clerks_share_a_counter_and_see_the_same(demo, screens):
    with closing(sqlite3.connect(demo.data / "motcua.sqlite")) as database, database:
        database.execute("UPDATE counter SET shared = 1 WHERE number = 7")
        database.execute("UPDATE centre SET version = version + 1")
    mentor = sits(screens, demo, "quay7", 7)
    trainee = signs_in(screens, demo, demo.console, "quay8")
    trainee.get_by_role("button", name="Quầy 7").click()
    expect(trainee.get_by_text(IDLE)).to_be_visible()
    expect(mentor.get_by_role("banner")).to_contain_text(" + ")
    mentor.keyboard.press("Insert")
    mentor.keyboard.press("1")
    label = mentor.locator(".ticket-label").inner_text()
    expect(trainee.locator(".ticket-label")).to_have_text(label)
    screens.keep(trainee, "console-shared")
    trainee.keyboard.press("F4")
    expect(mentor.get_by_text(IDLE)).to_be_visible()
