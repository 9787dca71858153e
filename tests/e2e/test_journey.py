"""The main job, end to end: from a touch at the kiosk to a finished dossier on the manager's page."""

import re
from threading import Event

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect


def until(holds, *, seconds=15):
    for _ in range(int(seconds / 0.05)):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


def sign_in(page, login, password):
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(password)
    page.keyboard.press("Enter")


def take_number(kiosk, language="Tiếng Việt"):
    """Three touches: language, group, service."""
    kiosk.get_by_role("button", name=language).click()
    kiosk.locator("main button").first.click()
    kiosk.locator("main button").first.click()
    return kiosk.get_by_text(re.compile(r"^A\d{3}$")).first.inner_text()


def test_a_citizen_is_served_from_touch_to_report(demo, screens):
    kiosk = screens.open(demo.kiosk, 1080, 1920)
    board = screens.open(demo.board, 1920, 1080)
    board.evaluate("window.spoken = []")
    label = take_number(kiosk)
    assert label == "A001"
    (slip,) = until(demo.slips)
    expect(kiosk.get_by_text("Mời ông/bà nhận phiếu.")).to_be_visible()
    screens.keep(kiosk, "kiosk-ticket")
    with Image.open(slip) as paper:
        (code,) = zxingcpp.read_barcodes(paper.convert("L"))
        paper.save(screens.artefacts / "slip.png")
    expect(board.get_by_text(label)).to_be_visible()

    phone = screens.open(code.text, 390, 844)
    expect(phone.get_by_text(label)).to_be_visible()

    console = screens.open(demo.console, 1366, 768)
    sign_in(console, "quay1", demo.passwords["quay1"])
    console.get_by_role("button", name="Quầy 1 Trống").click()
    expect(console.get_by_text("Theo thứ tự đến")).to_be_visible()
    with board.expect_response(re.compile(r"/voices/")) as clip:
        console.keyboard.press("F8")
    assert clip.value.ok
    expect(board.locator("[data-label], .current, main").get_by_text(label).first).to_be_visible()
    screens.keep(board, "board")
    expect(phone.get_by_text(re.compile("quầy", re.IGNORECASE)).first).to_be_visible(timeout=20_000)
    screens.keep(phone, "phone")

    console.keyboard.press("Space")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()
    console.keyboard.type("H49.22-261123-0001", delay=50)
    console.keyboard.press("Enter")
    expect(console.get_by_role("cell", name="H49.22-261123-0001")).to_be_visible()
    console.keyboard.type("H49.22-261123-0002", delay=1)
    console.keyboard.press("Enter")
    expect(console.get_by_role("cell", name="H49.22-261123-0002")).to_be_visible()
    screens.keep(console, "console")
    console.keyboard.press("F4")
    expect(console.get_by_text(re.compile("Chưa có ai ở quầy"))).to_be_visible()

    manager = screens.open(demo.manager, 1920, 1080)
    sign_in(manager, "quanly", demo.passwords["quanly"])
    expect(manager.get_by_role("cell", name=label, exact=True).first).to_be_visible()
    manager.get_by_role("group", name="Bảng").get_by_role("button", name="Hồ sơ").click()
    expect(manager.get_by_role("cell", name="H49.22-261123-0001")).to_be_visible()
    screens.keep(manager, "manager")
    with manager.expect_download() as download:
        manager.get_by_role("link", name="Tải CSV").click()
    table = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in table] == ["Mã hồ sơ", "H49.22-261123-0001", "H49.22-261123-0002"]


def test_without_paper_the_citizen_keeps_the_number_and_the_manager_sees_why(demo, screens):
    kiosk = screens.open(demo.kiosk, 1080, 1920)
    manager = screens.open(demo.manager, 1920, 1080)
    sign_in(manager, "quanly", demo.passwords["quanly"])
    demo.faults(paper_out=True)
    expect(manager.get_by_text(re.compile("Máy in: hết giấy")).first).to_be_visible(timeout=15_000)
    before = len(demo.slips())
    label = take_number(kiosk)
    expect(kiosk.get_by_text(re.compile("hết giấy")).first).to_be_visible(timeout=15_000)
    expect(kiosk.get_by_text(label).first).to_be_visible()
    screens.keep(kiosk, "kiosk-no-paper")
    demo.faults(paper_out=False)
    until(lambda: len(demo.slips()) == before + 1)
    expect(manager.get_by_text(re.compile("Máy in: sẵn sàng|Máy in: đang in")).first).to_be_visible(timeout=15_000)


def test_a_clerk_takes_the_last_action_back(demo, screens):
    kiosk = screens.open(demo.kiosk, 1080, 1920)
    take_number(kiosk)
    console = screens.open(demo.console, 1366, 768)
    sign_in(console, "quay2", demo.passwords["quay2"])
    console.get_by_role("button", name="Quầy 2 Trống").click()
    expect(console.get_by_role("button", name=re.compile("Gọi số tiếp"))).to_be_visible()
    console.keyboard.press("F8")
    expect(console.get_by_text("Đang gọi")).to_be_visible()
    console.keyboard.press("F10")
    expect(console.get_by_role("button", name=re.compile("Rút lại: Vắng mặt"))).to_be_visible()
    console.keyboard.press("Escape")
    expect(console.get_by_text("Đang gọi")).to_be_visible()
    console.keyboard.press("F7")
    expect(console.get_by_role("button", name=re.compile("Tiếp tục"))).to_be_enabled()
    console.keyboard.press("F2")
    console.keyboard.press("1")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()
    console.keyboard.press("F6")
    console.keyboard.press("b")
    expect(console.get_by_text(re.compile("Chưa có ai ở quầy"))).to_be_visible()


STAFF_PAGES = {"console": "quay3", "manager": "quanly", "province": "tinh"}


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_axe_finds_nothing_on_a_staff_page_in_any_language(demo, screens, name):
    page = screens.open(getattr(demo, name), 1366, 768)
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    assert axe(page) == []
    sign_in(page, STAFF_PAGES[name], demo.passwords[STAFF_PAGES[name]])
    if name == "console":
        page.get_by_role("button", name="Quầy 4 Trống").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    for language in ("Việt", "English", "中文"):
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("button", name=language)).to_have_attribute("aria-pressed", "true")
        assert axe(page) == []
    page.get_by_role("button", name="English").click()
    screens.keep(page, f"{name}-en", whole=True)


def axe(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [
        (found["id"], [node["html"] for node in found["nodes"]]) for found in Axe().run(page).response["violations"]
    ]
