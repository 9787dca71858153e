"""A dossier through the five steps, in the real console, on the list of work, on its own page and at the kiosk."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CODE = "H49.22-261126-0001"
IDLE = re.compile("Chưa có ai ở quầy")


def violations(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [
        (found["id"], [node["target"] for node in found["nodes"]]) for found in Axe().run(page).response["violations"]
    ]


def signs_in(screens, demo, address, login):
    page = screens.open(address, 1366, 900)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(demo.passwords[login])
    page.keyboard.press("Enter")
    return page


def has_the_keys_after(page, key):
    """The name of the field that the very next key would go to."""
    pressed = "(key) => document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    return page.evaluate(f"(key) => {{ ({pressed})(key); return document.activeElement.name; }}", key)


@pytest.fixture(scope="module")
def procedure(demo):
    """The centre knows one procedure."""
    terms = [{"kind": "counter", "duration": 3.0, "unit": "working_day"}]
    with closing(sqlite3.connect(demo.data / "motcua.sqlite")) as database, database:
        database.execute(
            "INSERT INTO procedure (centre_id, code, name, short_name, field, levels, agency, channels, documents, url)"
            " VALUES (1, '1.001193', 'Thủ tục đăng ký khai sinh', 'Đăng ký khai sinh', 'Hộ tịch', '[]', '', ?, '', '')",
            (json.dumps(terms),),
        )


def at_the_kiosk(screens, demo):
    kiosk = screens.open(demo.kiosk, 1080, 1920)
    kiosk.get_by_role("button", name="Tiếng Việt").click()
    kiosk.get_by_role("button", name=re.compile("Trả kết quả")).click()
    return kiosk


def enters_code(kiosk):
    for key in CODE:
        kiosk.locator(".key").get_by_text(key, exact=True).click()
    kiosk.get_by_role("button", name="Lấy số nhận kết quả").click()


def test_a_dossier_is_received_worked_on_and_fetched_and_its_page_tells_it_all(demo, screens, procedure):
    console = signs_in(screens, demo, demo.console, "quay1")
    console.get_by_role("button", name="Quầy 1 Trống").click()
    expect(console.get_by_text(IDLE)).to_be_visible()

    console.keyboard.press("Insert")
    console.get_by_role("button", name=re.compile("khai sinh|Hộ tịch", re.IGNORECASE)).first.click()
    expect(console.locator(".ticket-label")).to_be_visible()
    console.get_by_label("Mã hồ sơ (gõ hoặc quét)").fill(CODE)
    console.keyboard.press("Enter")
    expect(console.get_by_role("button", name="Đã tiếp nhận F9")).to_be_visible()
    console.keyboard.press("F10")
    expect(console.get_by_role("button", name="4 yêu cầu bổ sung")).to_be_visible()
    assert violations(console) == []
    screens.keep(console, "console-result")
    console.keyboard.press("Escape")
    assert has_the_keys_after(console, "End") == "words"
    console.keyboard.type("khai sinh", delay=60)
    expect(console.get_by_role("button", name=re.compile("1.001193"))).to_be_visible()
    screens.keep(console, "console-procedure")
    assert violations(console) == []
    console.keyboard.press("Enter")
    expect(console.get_by_text("Hạn trả kết quả:")).to_be_visible()
    console.keyboard.press("F9")
    expect(console.get_by_role("cell", name="xong bước")).to_be_visible()
    console.keyboard.press("F4")
    expect(console.get_by_text(IDLE)).to_be_visible()

    kiosk = at_the_kiosk(screens, demo)
    enters_code(kiosk)
    expect(
        kiosk.get_by_text(re.compile(r"Hồ sơ này chưa có kết quả. Dự kiến có: 17:00 \d\d/\d\d/\d{4}"))
    ).to_be_visible()
    screens.keep(kiosk, "kiosk-not-ready")

    office = signs_in(screens, demo, demo.console.replace("/console", "/dossiers"), "quay2")
    for step, done in (
        ("Chờ thẩm định", "Thẩm định xong"),
        ("Chờ phê duyệt", "Phê duyệt"),
        ("Chờ đóng dấu", "Đã đóng dấu"),
    ):
        office.get_by_role("link", name=f"{step} 1").click()
        office.get_by_role("button", name="Nhận xử lý").click()
        expect(office.get_by_role("button", name=done)).to_be_visible()
        if step == "Chờ phê duyệt":
            assert violations(office) == []
            screens.keep(office, "dossiers")
        office.get_by_role("button", name=done).click()
        expect(office.get_by_text("Không có hồ sơ nào.")).to_be_visible()
    office.get_by_role("link", name="Chờ trả kết quả 1").click()
    office.get_by_role("link", name=CODE).click()
    expect(office.get_by_role("heading", name=CODE)).to_be_visible()
    expect(office.get_by_role("row")).to_have_count(5)
    expect(office.get_by_text("Có kết quả, chờ trả")).to_be_visible()
    assert violations(office) == []
    screens.keep(office, "dossier", whole=True)

    kiosk.locator("main .button").last.click()
    kiosk.get_by_role("button", name="Lấy số nhận kết quả").click()
    expect(kiosk.get_by_text(re.compile(r"^T\d{3}$")).first).to_be_visible()
    console.keyboard.press("F8")
    expect(console.locator(".ticket-label")).to_have_text(re.compile(r"T\d{3}"))
    console.keyboard.press("Space")
    expect(console.get_by_label("Mã hồ sơ (gõ hoặc quét)")).to_have_value(CODE)
    console.keyboard.press("Enter")
    expect(console.get_by_role("button", name="Đã trả kết quả F9")).to_be_visible()
    console.keyboard.press("F4")
    expect(console.get_by_text(IDLE)).to_be_visible()
    office.reload()
    expect(office.get_by_role("row")).to_have_count(6)
    expect(office.locator(".life-state")).to_have_text("Đã trả kết quả")
    expect(office.get_by_role("cell", name=re.compile(r"Quầy 1, số T\d{3}"))).to_be_visible()


def test_the_manager_sees_dossiers_without_being_able_to_touch_them(demo, screens, procedure):
    page = signs_in(screens, demo, demo.console.replace("/console", f"/dossiers/{CODE}"), "quanly")
    expect(page.get_by_role("heading", name=CODE)).to_be_visible()
    expect(page.get_by_label("Đổi thủ tục")).to_have_count(0)
    expect(page.get_by_role("link", name="Quản lý")).to_be_visible()
