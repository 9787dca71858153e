"""An office manager at the administration page, in a real browser before a real server."""

import contextlib
import io
import re

import pytest
from at_port import AtPort
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def address(site):
    with contextlib.closing(AtPort(site.application.flask)) as server:
        yield server.url


@pytest.fixture
def page(browser, site, address):
    """The page as the administrator opens it; nothing may go wrong in it."""
    faults = []
    with contextlib.closing(browser.new_context(viewport={"width": 1500, "height": 950}, locale="vi-VN")) as context:
        context.add_cookies([{"name": "motcua_sid", "value": site.signs_in("admin"), "url": address}])
        opened = context.new_page()
        opened.set_default_timeout(10_000)
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        opened.goto(f"{address}/admin")
        expect(opened.get_by_role("heading", name="Thông tin chung")).to_be_visible()
        yield opened
    assert [fault for fault in faults if "status of 4" not in fault] == []


def goes_to(page: Page, part: str) -> None:
    page.get_by_role("navigation").get_by_role("button", name=part).click()
    expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()


def save(page: Page):
    return page.get_by_role("button", name="Lưu và áp dụng")


def test_an_office_manager_changes_a_counters_skills_sees_who_is_called_saves_and_undoes(page, site):
    hall = site.hall
    label = hall.takes_ticket("deed")["label"]
    goes_to(page, "Quầy phục vụ hàng nào")
    page.get_by_label("Quầy 2, B · land").select_option("1")
    draft = page.get_by_role("complementary")
    expect(draft).to_contain_text("Quầy 2 · Hàng chờ phục vụ · land: thêm hạng 1")
    expect(draft.locator(".next-differs")).to_contain_text(re.compile(rf"Quầy 2.*không có ai.*{label}.*hạng 1", re.S))
    page.get_by_label("Ghi chú").fill("quầy 2 giúp")
    save(page).click()
    expect(page.get_by_text("Đã áp dụng phiên bản 2.")).to_be_visible()
    hall.sits(hall.clerks[1], 2)
    assert hall.does(hall.clerks[1], "call")["ticket"]["label"] == label
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Đã áp dụng phiên bản 3.")).to_be_visible()
    expect(page.get_by_label("Quầy 2, B · land")).to_have_value("")
    goes_to(page, "Lịch sử thay đổi")
    expect(page.locator(".version")).to_have_count(3)
    expect(page.locator(".version").nth(1)).to_contain_text("Người admin")
    expect(page.locator(".version").nth(1)).to_contain_text("quầy 2 giúp")


def test_a_mistake_stands_beside_its_field_and_nothing_can_be_saved_until_it_is_gone(page):
    field = page.get_by_label("Mục tiêu chờ (phút)")
    field.fill("0")
    expect(page.locator("#wrong-wait_target_minutes")).to_have_text("Phải từ 1 đến 480.")
    expect(field).to_have_attribute("aria-describedby", "wrong-wait_target_minutes")
    expect(save(page)).to_be_disabled()
    field.fill("20")
    expect(page.locator("#wrong-wait_target_minutes")).to_have_count(0)
    expect(save(page)).to_be_enabled()
    expect(page.get_by_role("complementary")).to_contain_text("Mục tiêu chờ (phút): 15 → 20")


def test_a_new_person_gets_a_password_that_is_shown_once(page, address):
    goes_to(page, "Cán bộ và quyền")
    page.get_by_role("button", name="Thêm").click()
    page.get_by_label("Tên đăng nhập").fill("quay12")
    page.get_by_label("Họ tên").fill("Đỗ Thị Mới")
    save(page).click()
    note = page.locator(".passwords")
    expect(note).to_contain_text(re.compile(r"Đỗ Thị Mới \(quay12\): [a-z]{4}-\d{4}-[a-z]{4}"))
    password = re.search(r"[a-z]{4}-\d{4}-[a-z]{4}", note.inner_text())[0]
    signed_in = page.request.post(f"{address}/api/v1/sign-in", data={"login": "quay12", "password": password})
    assert signed_in.json()["staff"]["name"] == "Đỗ Thị Mới"


def test_a_saturday_is_worked_in_exchange_for_a_day_off(page, document, site):
    goes_to(page, "Ngày nghỉ, ngày làm bù")
    page.get_by_label("Thêm ngày nghỉ", exact=True).fill("2026-08-31")
    page.get_by_role("button", name="Thêm: Thêm ngày nghỉ").click()
    page.get_by_label("Thêm ngày làm bù", exact=True).fill("2026-08-31")
    page.get_by_role("button", name="Thêm: Thêm ngày làm bù").click()
    expect(page.locator('[id="wrong-working_days.2026-08-31"]')).to_contain_text("đang là ngày nghỉ")
    expect(save(page)).to_be_disabled()
    page.locator(".days-worked").get_by_role("button", name="Bỏ: 31/08/2026").click()
    page.get_by_label("Thêm ngày làm bù", exact=True).fill("2026-08-22")
    page.get_by_role("button", name="Thêm: Thêm ngày làm bù").click()
    page.get_by_label("22/08/2026: Theo giờ").select_option("fri")
    expect(page.get_by_role("complementary")).to_contain_text("22/08/2026: thêm theo giờ Thứ Sáu")
    save(page).click()
    expect(page.get_by_text("Đã áp dụng phiên bản 2.")).to_be_visible()
    held = document(site.hall.centre_id)
    assert (held["closed_days"], held["working_days"]) == (["2026-08-31"], {"2026-08-22": "fri"})


def test_somebody_elses_change_in_between_is_never_overwritten(page, site, document):
    from queue_server.domain.centre_reading import read_centre_document
    from queue_server.store.unit import Unit
    from queue_server.usecases.seed import seed_centre

    page.get_by_label("Mục tiêu chờ (phút)").fill("20")
    other = document(site.hall.centre_id) | {"early_minutes": 45}
    with Unit(site.hall.store) as unit:
        seed_centre(unit, centre_file=read_centre_document(other), at=site.hall.at)
    save(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Người khác vừa thay đổi")
    page.get_by_role("button", name="Tải lại bản đang dùng").click()
    expect(page.get_by_label("Cấp số trước giờ mở cửa (phút)")).to_have_value("45")


def test_a_new_services_code_follows_its_name(page, document, site):
    goes_to(page, "Dịch vụ")
    page.get_by_role("button", name="Thêm").click()
    for language in ("vi", "en", "zh"):
        for kind in ("names", "short_names"):
            page.locator(f'[id="services[4].{kind}.{language}"]').fill("Đất đai, sổ đỏ")
    save(page).click()
    expect(page.get_by_text("Đã áp dụng phiên bản 2.")).to_be_visible()
    assert document(site.hall.centre_id)["services"][-1]["code"] == "dat-dai-so-do"


def test_the_configuration_goes_out_as_a_file_and_comes_back_as_a_draft(page, tmp_path):
    goes_to(page, "Nhập và xuất")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải cấu hình về máy").click()
    text = download.value.path().read_text()
    changed = tmp_path / "centre.toml"
    changed.write_text(text.replace("wait_target_minutes = 15", "wait_target_minutes = 25"))
    page.get_by_label("Nạp cấu hình từ tệp").set_input_files(changed)
    expect(page.get_by_role("complementary")).to_contain_text("Mục tiêu chờ (phút): 15 → 25")
    changed.write_text(text.replace("wait_target_minutes = 15", "wait_target_minutes = 0"))
    page.get_by_label("Nạp cấu hình từ tệp").set_input_files(changed)
    expect(page.get_by_role("alert").filter(has_text="wait_target_minutes")).to_contain_text("Phải từ 1 đến 480.")


PARTS = (
    "Thông tin chung", "Ngày nghỉ, ngày làm bù", "Giờ làm việc", "Sảnh chờ", "Hàng chờ", "Dịch vụ", "Đối tượng ưu tiên",
    "Quầy phục vụ hàng nào", "Cán bộ và quyền", "Đặt lịch hẹn", "Làm việc tại quầy", "Thủ tục hành chính",
    "Lịch sử thay đổi", "Nhập và xuất",
)  # fmt: skip


def test_axe_finds_nothing_on_any_part_of_the_page(page, site):
    site.hall.takes_ticket("deed", priority="elderly")
    page.get_by_label("Mục tiêu chờ (phút)").fill("0")
    expect(page.locator("#wrong-wait_target_minutes")).to_be_visible()
    found = {}
    for part in PARTS:
        goes_to(page, part)
        if page.locator(".entry-title").count():
            page.locator(".entry-title").first.click()
        violations = Axe().run(page).response["violations"]
        found[part] = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in violations]
    assert {part: faults for part, faults in found.items() if faults} == {}


def test_a_procedure_is_found_without_diacritics_and_switched_off(page, site):
    from pathlib import Path

    from queue_server.domain.catalogue import Level, parse_lines
    from queue_server.domain.catalogue_offer import offer_for
    from queue_server.store.procedures import search_procedures
    from queue_server.store.unit import Unit
    from queue_server.usecases.catalogue import import_procedures

    hall = site.hall
    with (Path(__file__).parents[1] / "catalogue" / "sample.jsonl").open("rb") as file, Unit(hall.store) as unit:
        offer = offer_for(parse_lines(file), frozenset({Level.PROVINCE}))
        import_procedures(unit, centre_id=hall.centre_id, offer=offer, at=hall.at)
    goes_to(page, "Thủ tục hành chính")
    page.get_by_label("Tìm thủ tục").fill("cho thue thuyen nan")
    expect(page.get_by_role("status").filter(has_text="thủ tục")).to_have_text(re.compile("^[1-9] thủ tục"))
    switch = page.locator(".procedure input[type=checkbox]").first
    switch.click()
    expect(page.locator(".procedure-off")).to_have_count(1)
    code = page.locator(".procedure-off .entry-more").inner_text().split(" ")[0]
    with hall.store.reading() as connection:
        assert search_procedures(connection, centre_id=hall.centre_id, words=code) == []


def png_of(picture):
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def drawn(picture):
    """Its width and height, when it has been read: a picture that takes another's place is not there at once."""
    return picture.evaluate("async (each) => { await each.decode(); return [each.naturalWidth, each.naturalHeight]; }")


def test_what_will_be_printed_follows_what_is_typed_before_it_is_saved(page):
    goes_to(page, "Phiếu in")
    paper = page.locator(".paper img")
    expect(paper).to_have_attribute("alt", re.compile("PHIẾU SỐ THỨ TỰ"))
    plain = drawn(paper)[1]
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": png_of(Image.new("L", (80, 40)))}
    page.get_by_label("Logo trên phiếu").set_input_files(logo)
    expect(page.get_by_text("Đã có logo.")).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text("Logo trên phiếu (PNG): thêm hình")
    expect(paper).to_have_attribute("height", str(plain + 44))
    before = paper.get_attribute("src")
    page.locator("#names\\.zh").fill("广宁中心")
    page.locator(".paper-wish").get_by_label("Ngôn ngữ").select_option("zh")
    expect(paper).to_have_attribute("alt", re.compile("广宁中心"))
    assert paper.get_attribute("src") != before
    page.get_by_label("Khổ giấy").select_option("58")
    expect(paper).to_have_attribute("width", "384")
    assert drawn(paper)[0] == 384
