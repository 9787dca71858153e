"""A citizen fetches a result: the kiosk asks for the dossier's code, and the server says whether it is ready."""

import pytest
from playwright.sync_api import expect

CODE = "H49.22-261123-0001"
SCAN = """(keys) => keys.forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
NOT_READY = (409, "dossier.not_ready", "Hồ sơ này chưa có kết quả. Dự kiến có: 17:00 26/11/2026.")


@pytest.fixture
def asked(citizen):
    """Somebody whom the kiosk asks for the code."""
    citizen.speaks("vi")
    asks(citizen.page)
    citizen.is_at("dossier")
    return citizen


def asks(page):
    page.get_by_role("button", name="Lao động").click()
    page.get_by_role("button", name="Kết quả chế độ").click()


def types(citizen, text):
    for key in text:
        citizen.page.locator(".key").get_by_text(key, exact=True).click()


def test_the_code_is_typed_on_the_keypad_and_brings_a_number(asked, centre):
    types(asked, CODE)
    expect(asked.page.locator(".entry-text")).to_have_text(CODE)
    asked.touches_button("Lấy số nhận kết quả")
    asked.is_at("ticket")
    ((_, wish),) = centre.asked
    assert wish == {"service": "nguoi-co-cong", "language": "vi", "priority": None, "dossier": CODE}


def test_a_letter_that_the_digits_page_lacks_is_on_the_other_page(asked):
    asked.touches_button("Phím chữ")
    types(asked, "QN")
    asked.touches_button("Phím số")
    types(asked, "1")
    asked.page.get_by_role("button", name="Xóa một ký tự").click()
    expect(asked.page.locator(".entry-text")).to_have_text("QN")


def test_a_scanner_types_the_code_and_asks_for_the_number_by_itself(asked, centre):
    asked.page.evaluate(SCAN, [*CODE, "Enter"])
    asked.is_at("ticket")
    assert [wish["dossier"] for _, wish in centre.asked] == [CODE]


def test_a_card_scanned_for_a_code_is_said_to_be_none_and_what_was_typed_stays(asked, centre):
    types(asked, "H49.")
    asked.page.evaluate(SCAN, [*"022204123289|012345678|Nguyễn Văn A|01011990|Nam|Hạ Long|15042021", "Enter"])
    asked.sees("Đây không phải mã hồ sơ")
    expect(asked.page.locator(".entry-text")).to_have_text("H49.")
    assert centre.asked == []


@pytest.mark.parametrize("screen", ["welcome", "groups"])
def test_a_receipt_scanned_before_anything_is_chosen_asks_for_the_number_of_its_result(citizen, centre, screen):
    citizen.is_at("welcome")
    if screen == "groups":
        citizen.speaks("vi")
        citizen.is_at("groups")
    citizen.page.evaluate(SCAN, [*CODE, "Enter"])
    citizen.is_at("ticket")
    assert [wish["dossier"] for _, wish in centre.asked] == [CODE]


def test_a_dossier_that_is_not_ready_gets_no_number_but_the_time_and_the_code_can_be_corrected(asked, centre):
    centre.refusal = NOT_READY
    types(asked, CODE)
    asked.touches_button("Lấy số nhận kết quả")
    asked.is_at("refused")
    asked.sees("17:00 26/11/2026")
    asked.page.locator("main .button").last.click()
    asked.is_at("dossier")
    expect(asked.page.locator(".entry-text")).to_have_text(CODE)


def test_nothing_is_sent_before_a_code_is_there(asked, centre):
    asked.touches_button("Lấy số nhận kết quả")
    asked.sees("chưa nhập mã hồ sơ")
    assert centre.asked == []


def test_whoever_lacks_the_code_is_led_to_the_guidance(open_page, centre):
    (guidance,) = (group for group in centre.catalogue["groups"] if group["code"] == "huong-dan")
    guidance["code"] = "guidance"
    guidance["services"][0] |= {"open": True, "closed_reason": None, "opens_at": None}
    page = open_page()
    page.locator(".language[lang=vi]").click()
    asks(page)
    page.get_by_role("button", name="Tôi không có mã hồ sơ").click()
    expect(page.locator(".page")).to_have_attribute("data-screen", "ticket")
    assert [wish["service"] for _, wish in centre.asked] == ["huong-dan"]


def test_the_code_is_forgotten_with_the_citizen(asked):
    types(asked, "123")
    asked.touches_button("Về đầu")
    asked.speaks("vi")
    asks(asked.page)
    expect(asked.page.locator(".entry-text")).to_have_text("")


def test_a_result_among_several_things_asks_for_its_code_and_goes_into_the_visit(citizen, centre):
    citizen.speaks("vi")
    citizen.page.locator(".several").click()
    citizen.page.locator(".choice").nth(0).click()
    citizen.page.locator(".choice").nth(0).click()
    citizen.is_at("visit")
    citizen.page.get_by_role("button", name="Thêm việc khác").click()
    asks(citizen.page)
    citizen.is_at("dossier")
    types(citizen, CODE)
    citizen.touches_button("Lấy số nhận kết quả")
    citizen.is_at("visit")
    citizen.page.locator(".visit-ways .button").last.click()
    citizen.is_at("ticket")
    ((_, wish),) = centre.asked
    assert (wish["service"], wish["then"], wish["dossier"]) == ("khai-sinh", ["nguoi-co-cong"], CODE)
