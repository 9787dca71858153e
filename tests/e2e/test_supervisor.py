"""A supervisor sees the whole hall on the manager's page and puts it right, live on the clerk's console."""

import re
import sqlite3
from contextlib import closing

from axe_playwright_python.sync_playwright import Axe
from late_answers import Late
from playwright.sync_api import expect

IDLE = re.compile("Chưa có ai ở quầy")


def signs_in(screens, demo, address, login, size=(1366, 900)):
    page = screens.open(address, *size)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(demo.passwords[login])
    page.keyboard.press("Enter")
    return page


def take_number(kiosk):
    kiosk.get_by_role("button", name="Tiếng Việt").click()
    kiosk.locator("main button").first.click()
    kiosk.locator("main button").first.click()
    return kiosk.get_by_text(re.compile(r"^A\d{3}$")).first.inner_text()


def violations(page):
    """What axe finds by the rules of WCAG 2.2 AA."""
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_supervisor_settles_moves_gives_skills_and_ends_a_shift_live_on_the_console(demo, screens):
    label = take_number(screens.open(demo.kiosk, 1080, 1920))
    console = signs_in(screens, demo, demo.console, "quay1")
    console.get_by_role("button", name="Quầy 1 Trống").click()
    expect(console.get_by_text(IDLE)).to_be_visible()
    console.keyboard.press("F8")
    expect(console.locator(".ticket-label")).to_have_text(label)

    manager = signs_in(screens, demo, demo.manager, "quanly")
    manager.get_by_role("button", name="Điều hành 1", exact=True).click()
    steer = manager.get_by_role("region", name="Điều hành quầy 1")
    assert violations(manager) == []
    steer.get_by_label("Lý do").first.fill("cán bộ bận việc gấp")
    steer.get_by_role("button", name=f"Trả {label} về hàng chờ").click()
    expect(console.get_by_text(IDLE)).to_be_visible()

    manager.get_by_role("button", name="Xem danh sách").click()
    expect(manager.get_by_role("row", name=re.compile(f"{label} A .*lãnh đạo"))).to_be_visible()
    manager.get_by_role("button", name=f"Chuyển {label}").click()
    form = manager.get_by_role("form", name=f"Chuyển số {label}")
    form.get_by_label("Chuyển đến").select_option("counter:5")
    form.get_by_label("Lý do").fill("khách hẹn cán bộ quầy 5")
    assert violations(manager) == []
    screens.keep(manager, "manager-steer", whole=True)
    form.get_by_role("button", name="Chuyển", exact=True).click()
    expect(manager.get_by_text("chờ riêng quầy 5")).to_be_visible()

    rank, ticking = (
        steer.get_by_label(re.compile("^C · ")),
        manager.get_by_role("row", name=re.compile("^1 ")).locator(".number"),
    )
    rank.fill("1")
    expect(ticking).not_to_have_text(ticking.inner_text())  # the page has been drawn anew meanwhile
    expect(rank).to_have_value("1")
    steer.get_by_label("Lý do").last.fill("quầy công an đông khách")
    steer.get_by_role("button", name="Dùng cho hôm nay").click()
    expect(manager.get_by_text("riêng hôm nay", exact=True)).to_be_visible()
    expect(console.get_by_role("rowheader", name=re.compile(r"^C · .*\(quầy này\)"))).to_be_visible()

    steer.get_by_label("Lý do").first.fill("quên rời quầy")
    steer.get_by_role("button", name=re.compile("Kết thúc ca của")).click()
    expect(console.get_by_role("heading", name="Chọn quầy")).to_be_visible()
    assert violations(manager) == []


def test_an_answer_that_comes_late_takes_nothing_off_the_managers_page_that_the_hall_has_told_since(demo, screens):
    def sits(number):
        console = signs_in(screens, demo, demo.console, f"quay{number}")
        console.get_by_role("button", name=f"Quầy {number} Trống").click()
        expect(console.get_by_text(IDLE)).to_be_visible()

    sits(6)
    manager = signs_in(screens, demo, demo.manager, "quanly")
    manager.get_by_role("button", name="Điều hành 6", exact=True).click()
    steer = manager.get_by_role("region", name="Điều hành quầy 6")
    steer.get_by_label("Lý do").first.fill("quên rời quầy")
    answer = Late(manager, "**/manager/now")
    steer.get_by_role("button", name=re.compile("Kết thúc ca của")).click()
    answer.waits()
    row = manager.get_by_role("row", name=re.compile("^7 "))
    closed = row.inner_text()
    sits(7)
    expect(row).not_to_have_text(closed, use_inner_text=True)
    answer.comes()
    assert row.inner_text() != closed


def test_a_person_of_two_centres_is_asked_which_and_changes_it_in_the_header(demo, screens):
    with closing(sqlite3.connect(demo.data / "motcua.sqlite")) as database, database:
        columns = "names, level, zone, wait_target_minutes, dossier_target_minutes, dossier_pattern, version"
        database.execute(
            f"INSERT INTO centre (code, closed_days, early_minutes, closing_rule, {columns})"
            f" SELECT 'co-to', '[]', 0, 0, {columns} FROM centre WHERE id = 1"
        )
        names = '{"vi": "Trung tâm Cô Tô", "en": "Co To Centre", "zh": "姑苏中心"}'
        database.execute("UPDATE centre SET names = ? WHERE code = 'co-to'", (names,))
        database.execute(
            "INSERT INTO membership (staff_id, centre_id, roles) SELECT s.id, c.id, '[\"manager\"]'"
            " FROM staff s, centre c WHERE s.login = 'quay9' AND c.code = 'co-to'"
        )
    page = signs_in(screens, demo, demo.console, "quay9")
    expect(page.get_by_role("heading", name="Hôm nay làm việc ở trung tâm nào?")).to_be_visible()
    assert violations(page) == []
    screens.keep(page, "which-centre")
    page.get_by_role("button", name="Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh").click()
    expect(page.get_by_role("heading", name="Chọn quầy")).to_be_visible()
    page.get_by_label("Trung tâm").select_option("co-to")
    expect(page.get_by_text("Trung tâm Cô Tô").first).to_be_visible()
    expect(page).to_have_url(re.compile("/manager$"))
    assert violations(page) == []
    screens.keep(page, "centre-switch")
    for name, path in (("Hồ sơ", "dossiers"), ("Quản lý trung tâm", "manager"), ("Lịch hẹn", "appointments")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"/{path}$"))
        expect(page.get_by_label("Trung tâm")).to_have_value("co-to")
    page.get_by_label("Trung tâm").select_option("quang-ninh")
    expect(page.get_by_role("link", name="Bàn làm việc tại quầy")).to_be_visible()
    expect(page).to_have_url(re.compile("/appointments$"))


def test_a_slip_that_no_line_took_is_listed_in_plain_words_and_settled_with_a_note(demo, screens):
    slip = "INSERT INTO offline_ticket (id, centre_id, device_id, number, day, label, service, language, told_at,"
    slip += " received_at, fate, code, clipped) SELECT 'slip', 1, id, 821, '2026-11-23', 'A821', 'nothing', 'vi',"
    slip += " '2026-11-23T08:05:00+07:00', 0, 'refused', 'service.gone', 0 FROM device WHERE kind = 'kiosk' LIMIT 1"
    with closing(sqlite3.connect(demo.data / "motcua.sqlite", timeout=30)) as database, database:
        database.execute(slip)
    page = signs_in(screens, demo, demo.manager, "quanly")
    row = page.get_by_role("row").filter(has_text="A821")
    expect(row).to_contain_text("08:05 23/11/2026")
    expect(row).to_contain_text("Dịch vụ này không còn nhận số.")
    row.get_by_role("button", name="Đã giải quyết A821").click()
    assert violations(page) == []
    screens.keep(page, "manager-refused", whole=True)
    page.get_by_label("Đã giải quyết phiếu A821 thế nào?").fill("đã lấy số mới A012")
    page.get_by_role("form", name="Giải quyết phiếu A821").get_by_role("button", name="Đã giải quyết").click()
    expect(row).to_have_count(0)


def test_a_new_device_is_let_into_a_hall_that_is_chosen_and_no_button_of_a_table_is_broken_in_two(demo, screens):
    page = signs_in(screens, demo, demo.manager, "quanly")
    expect(page.locator("select[name=hall]")).to_have_value("main")
    heights = page.locator(".table .button").evaluate_all("buttons => buttons.map((each) => each.offsetHeight)")
    assert heights
    assert set(heights) == {44}
