"""A clerk's keys for everything that a turn can become, in the real console."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def test_a_clerk_begins_sends_away_takes_back_chooses_and_sends_on_by_keys_alone(demo, screens):
    console = screens.open(demo.console, 1366, 768)
    console.get_by_label("Tên đăng nhập").fill("quay2")
    console.get_by_label("Mật khẩu").fill(demo.passwords["quay2"])
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Quầy 2 Trống").click()
    idle = console.get_by_text(re.compile("Chưa có ai ở quầy"))
    expect(idle).to_be_visible()

    console.keyboard.press("Insert")
    expect(console.get_by_role("group", name="Dịch vụ nào?")).to_be_visible()
    console.keyboard.press("1")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()
    label = console.locator(".ticket-label").inner_text()

    console.keyboard.press("F1")
    expect(idle).to_be_visible()
    back = console.get_by_role("button", name=re.compile(f"{label} · Đã quay lại"))
    expect(back).to_be_enabled()
    console.keyboard.press("PageUp")
    console.keyboard.press("1")
    expect(console.get_by_text("Quay lại sau khi lấy giấy tờ")).to_be_visible()

    console.keyboard.press("F1")
    expect(console.get_by_role("button", name=re.compile(label))).to_be_visible()
    console.keyboard.press("b")
    expect(console.get_by_role("button", name=re.compile("Đi cùng nhau"), pressed=True)).to_be_visible()
    console.keyboard.press("Escape")
    console.keyboard.press("F1")
    expect(console.get_by_role("button", name=re.compile(label))).to_be_disabled()
    console.get_by_role("button", name=re.compile("Đi cùng nhau")).click()
    expect(console.get_by_role("button", name=re.compile(label))).to_be_enabled()
    assert violations(console) == []
    console.keyboard.press("1")
    expect(console.get_by_text("Cán bộ chọn: Đi cùng nhau")).to_be_visible()

    console.keyboard.press("F6")
    console.get_by_label("Ghi chú cho cán bộ sau").press_sequentially("thieu 1 ban sao")
    assert violations(console) == []
    console.get_by_role("button", name=re.compile(r"Quầy 5 · Trống$")).click()
    expect(idle).to_be_visible()
    expect(console.get_by_role("button", name=re.compile("Rút lại: Chuyển"))).to_be_visible()


def test_a_code_that_is_typed_while_the_answer_before_is_still_on_its_way_is_not_lost(demo, screens):
    console = screens.open(demo.console, 1366, 768)
    console.get_by_label("Tên đăng nhập").fill("quay3")
    console.get_by_label("Mật khẩu").fill(demo.passwords["quay3"])
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Quầy 3 Trống").click()
    expect(console.get_by_text(re.compile("Chưa có ai ở quầy"))).to_be_visible()
    console.keyboard.press("Insert")
    console.keyboard.press("1")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()

    on_their_way = []

    def hold_the_first(route):
        on_their_way.append(route)
        if len(on_their_way) > 1:
            route.continue_()

    console.route("**/api/v1/counter/dossiers", hold_the_first)
    field = console.get_by_label("Mã hồ sơ (gõ hoặc quét)")
    for number in (1, 2):
        field.press_sequentially(f"H49.22-261123-010{number}", delay=50)
        console.keyboard.press("Enter")
        expect(field).to_have_value("")
    assert len(on_their_way) == 1
    on_their_way[0].continue_()
    for number in (1, 2):
        expect(console.get_by_role("cell", name=f"H49.22-261123-010{number}")).to_be_visible()


def test_a_key_pressed_as_soon_as_the_counter_is_on_the_screen_is_not_lost(demo, screens):
    console = screens.open(demo.console, 1366, 768)
    console.get_by_label("Tên đăng nhập").fill("quay4")
    console.get_by_label("Mật khẩu").fill(demo.passwords["quay4"])
    console.keyboard.press("Enter")
    answers = []
    console.route("**/api/v1/counters/*/shift", lambda route: answers.append((route, route.fetch())))
    console.get_by_role("button", name="Quầy 6 Trống").click()
    call = console.get_by_role("button", name=re.compile("Gọi số tiếp"))
    expect(call).to_be_disabled()
    ((route, answer),) = answers
    with console.expect_response(re.compile("/counter/call$")):
        console.keyboard.press("F8")
        route.fulfill(response=answer)
    expect(call).to_be_enabled()


def test_planning_the_fetching_of_a_result_asks_for_its_dossier_and_a_scan_goes_there(demo, screens):
    console = screens.open(demo.console, 1366, 768)
    console.get_by_label("Tên đăng nhập").fill("quay1")
    console.get_by_label("Mật khẩu").fill(demo.passwords["quay1"])
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Quầy 1 Trống").click()
    expect(console.get_by_text(re.compile("Chưa có ai ở quầy"))).to_be_visible()
    console.keyboard.press("Insert")
    console.keyboard.press("1")
    expect(console.get_by_text("Đang phục vụ").first).to_be_visible()

    console.keyboard.press("PageDown")
    console.get_by_role("button", name=re.compile("Trả kết quả")).click()
    asked = console.get_by_role("group", name="Nhận kết quả")
    expect(asked.get_by_label("Mã hồ sơ")).to_be_focused()
    assert violations(console) == []
    console.keyboard.type("H49.22-261123-7777")
    console.keyboard.press("Enter")
    expect(console.get_by_role("alert")).to_contain_text("Không có kết quả nào đang chờ trả với mã này")
    expect(asked).to_be_visible()
    assert console.get_by_role("cell", name="H49.22-261123-7777").count() == 0
    console.keyboard.press("Escape")

    console.keyboard.press("PageDown")
    expect(console.get_by_role("group", name=re.compile("Sau việc này")).get_by_role("button").first).to_be_visible()
    console.keyboard.press("1")
    expect(console.get_by_role("button", name=re.compile("Làm tiếp tại quầy"))).to_be_enabled()
    console.keyboard.press("F8")
    expect(console.get_by_text("Việc 2/2")).to_be_visible()
    expect(console.get_by_role("button", name=re.compile("Rút lại: Làm tiếp"))).to_be_visible()


def violations(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [found["id"] for found in Axe().run(page).response["violations"]]
