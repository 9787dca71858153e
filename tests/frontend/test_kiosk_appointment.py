"""A citizen with an appointment reports at the kiosk."""

import pytest
from playwright.sync_api import expect

from queue_server.domain.appointment_code import appointment_code, shown_code

CODE = appointment_code(b"motcua!!")
CARD = "022204123289|012345678|Nguyễn Văn A|01011990|Nam|Phường Hồng Gai, Hạ Long|15042021"
SCAN = """(keys) => keys.forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
EARLY = (409, "appointment.early", "Còn sớm. Mời ông/bà quay lại từ 10:30.")


@pytest.fixture
def booked(citizen):
    """Somebody in front of the keypad."""
    citizen.speaks("vi")
    citizen.touches_button("Tôi có lịch hẹn")
    citizen.is_at("appointment")
    return citizen


def scans(citizen, text):
    """A keyboard scanner types faster than fingers, however busy the machine is, and ends with Enter."""
    citizen.page.evaluate(SCAN, [*text, "Enter"])


def types(citizen, text):
    for key in text:
        citizen.page.locator(".key").get_by_text(key, exact=True).click()


@pytest.mark.parametrize(
    ("typed", "shown", "report"),
    [
        (CODE, shown_code(CODE), {"code": CODE}),
        ("022204123289", "022 204 123 289", {"citizen_id": "022204123289"}),
    ],
)
def test_a_code_or_a_number_is_typed_on_the_keypad(booked, centre, typed, shown, report):
    types(booked, typed)
    expect(booked.page.locator(".entry-text")).to_have_text(shown)
    booked.touches_button("Xác nhận đến")
    booked.is_at("ticket")
    booked.sees("A007")
    booked.sees("Giờ hẹn: 09:30")
    assert centre.reports == [report | {"language": "vi", "priority": None}]
    assert centre.asked == []


def test_what_is_neither_is_said_before_anything_is_sent(booked, centre):
    types(booked, "0222041")
    booked.page.get_by_role("button", name="Xóa một ký tự").click()
    expect(booked.page.locator(".entry-text")).to_have_text("022 204")
    booked.touches_button("Xác nhận đến")
    booked.sees("Mã hẹn có 8 ký tự")
    assert centre.reports == []


@pytest.mark.parametrize(
    ("scanned", "report"), [(CARD, {"citizen_id": "022204123289"}), (shown_code(CODE), {"code": CODE})]
)
@pytest.mark.parametrize("screen", ["welcome", "groups", "appointment"])
def test_a_scan_reports_from_wherever_numbers_are_chosen_and_takes_nothing_of_a_card_but_its_number(
    citizen, centre, scanned, report, screen
):
    citizen.is_at("welcome")
    if screen != "welcome":
        citizen.speaks("vi")
        citizen.is_at("groups")
    if screen == "appointment":
        citizen.touches_button("Tôi có lịch hẹn")
        citizen.is_at("appointment")
    scans(citizen, scanned)
    citizen.is_at("ticket")
    assert centre.reports == [report | {"language": None if screen == "welcome" else "vi", "priority": None}]


def test_a_scan_at_the_first_screen_goes_on_in_the_language_of_the_booking(citizen):
    citizen.is_at("welcome")
    scans(citizen, CODE)
    citizen.is_at("ticket")
    citizen.sees("Your number")


def test_something_else_that_is_scanned_is_said_to_be_so_and_leaves_no_trace(booked, centre):
    scans(booked, "https://example.vn/t/01JD9Z6Q4V8T3R5M7N2K1P0ABC")
    booked.sees("Đây không phải mã hẹn hay thẻ căn cước")
    expect(booked.page.locator(".entry-text")).to_have_text("")
    assert centre.reports == []


@pytest.mark.parametrize("screen", ["welcome", "groups"])
def test_what_is_of_no_use_is_said_politely_where_there_is_no_field(citizen, centre, screen):
    citizen.is_at("welcome")
    if screen == "groups":
        citizen.speaks("vi")
        citizen.is_at("groups")
    scans(citizen, "GD4222212345678|4e677579e1bb856e2056|01/01/1990|1|48e1baa1|22 - 001|$")
    citizen.sees("Đây là thẻ bảo hiểm y tế")
    citizen.is_at(screen)
    assert centre.reports == []


def test_a_card_that_a_vietnamese_keyboard_garbled_is_read_all_the_same(citizen, centre):
    citizen.is_at("welcome")
    scans(citizen, CARD.translate(str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")))
    citizen.is_at("ticket")
    assert centre.reports == [{"citizen_id": "022204123289", "language": None, "priority": None}]


@pytest.mark.parametrize(("scanned", "report"), [(CARD, {"citizen_id": "022204123289"}), (CODE, {"code": CODE})])
def test_the_boxs_own_scanner_reports_as_one_that_types_does(citizen, centre, scanned, report):
    citizen.speaks("vi")
    citizen.is_at("groups")
    centre.agent["scanner"] = {"state": "ready", "detail": None}
    centre.scanned.append(scanned)
    citizen.is_at("ticket")
    assert centre.reports == [report | {"language": "vi", "priority": None}]


def test_too_early_says_when_to_come_back_and_offers_an_ordinary_number(booked, centre):
    centre.refusal = EARLY
    types(booked, CODE)
    booked.touches_button("Xác nhận đến")
    booked.is_at("refused")
    booked.sees("quay lại từ 10:30")
    centre.refusal = None
    booked.touches_button("Lấy số thường")
    booked.is_at("ticket")
    assert [wish["service"] for _, wish in centre.asked] == ["tra-ket-qua"]


def test_precedence_can_be_asked_for_on_the_way(booked, centre):
    booked.touches_button("Tôi cần hỗ trợ ưu tiên")
    booked.touches_button("Phụ nữ mang thai")
    booked.is_at("appointment")
    types(booked, CODE)
    booked.touches_button("Xác nhận đến")
    booked.is_at("ticket")
    assert centre.reports[0]["priority"] == "mang-thai"


def test_who_leaves_leaves_nothing_behind(booked):
    types(booked, "022204")
    booked.touches_button("Về đầu")
    booked.speaks("vi")
    booked.touches_button("Tôi có lịch hẹn")
    expect(booked.page.locator(".entry-text")).to_have_text("")


def test_a_centre_without_bookings_has_no_way_to_report(open_page, centre):
    centre.catalogue["appointments"] = False
    page = open_page()
    page.locator(".language[lang=vi]").click()
    page.locator(".choice").first.wait_for()
    expect(page.get_by_role("button", name="Tôi có lịch hẹn")).to_have_count(0)
