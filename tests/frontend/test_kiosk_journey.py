"""A citizen takes a number at the kiosk."""

import pytest
from playwright.sync_api import expect


def test_a_plain_number_takes_three_touches(citizen, centre):
    citizen.speaks("vi")
    citizen.touches_button("Đất đai")
    citizen.touches_button("Đăng ký thế chấp")
    citizen.is_at("ticket")
    expect(citizen.page.locator("h1")).to_have_text("Số của ông/bà C012")
    citizen.sees("21 người")
    citizen.sees("20–45 phút")
    citizen.sees("Sảnh A – Tầng 1")
    assert citizen.touches == 3
    assert [wish for _, wish in centre.asked] == [{"service": "dat-the-chap", "language": "vi", "priority": None}]


def test_several_things_are_one_number(citizen, centre):
    citizen.speaks("vi")
    citizen.touches_button("Nhiều việc, nhóm")
    citizen.sees("Việc thứ nhất là gì?")
    citizen.touches_button("Đất đai")
    citizen.touches_button("Đăng ký thế chấp")
    citizen.is_at("visit")
    citizen.touches_button("Thêm việc khác")
    citizen.sees("Việc tiếp theo là gì?")
    citizen.touches_button("Trả kết quả")
    citizen.is_at("visit")
    citizen.touches_button("Lấy số")
    citizen.is_at("ticket")
    citizen.sees("Sau đó")
    assert [wish for _, wish in centre.asked] == [
        {"service": "dat-the-chap", "language": "vi", "priority": None, "then": ["tra-ket-qua"]}
    ]


def test_people_who_come_together_take_their_numbers_in_one_go(citizen, centre):
    citizen.speaks("vi")
    citizen.touches_button("Nhiều việc, nhóm")
    citizen.touches_button("Trả kết quả")
    citizen.touches_button("3 người")
    citizen.touches_button("Lấy số")
    citizen.is_at("ticket")
    citizen.sees("B012–B014")
    assert [wish for _, wish in centre.asked] == [
        {"service": "tra-ket-qua", "language": "vi", "priority": None, "people": 3}
    ]


def test_a_thing_can_be_taken_out_again_and_none_stands_there_twice(citizen, centre):
    citizen.speaks("en")
    citizen.touches_button("Several, group")
    citizen.touches_button("Collection of results")
    citizen.touches_button("Add another service")
    again = citizen.page.get_by_role("button", name="Collection of results")
    expect(again).to_contain_text("Chosen already")
    again.click(force=True)
    citizen.touches_button("Chosen: 1")
    citizen.touches_button("Remove")
    citizen.is_at("groups")
    citizen.touches_button("Several, group")
    citizen.touches_button("Collection of results")
    citizen.is_at("ticket")
    assert centre.asked[0][1] == {"service": "tra-ket-qua", "language": "en", "priority": None}


def test_the_rule_of_order_stands_on_the_first_screen_in_every_language(citizen):
    for words in ("Ai đến trước được gọi trước", "First come, first called", "先到先叫"):
        citizen.sees(words)


def test_a_group_with_one_service_is_that_service(citizen, centre):
    citizen.speaks("en")
    citizen.touches_button("Collection of results")
    citizen.is_at("ticket")
    assert [wish for _, wish in centre.asked] == [{"service": "tra-ket-qua", "language": "en", "priority": None}]


def test_a_double_tap_on_a_group_chooses_no_service(citizen, centre):
    citizen.speaks("vi")
    citizen.taps_twice("Đất đai")
    citizen.is_at("services")
    assert centre.asked == []


def test_a_double_tap_on_a_service_is_one_request(citizen, centre):
    citizen.speaks("vi")
    citizen.touches_button("Hộ tịch")
    citizen.taps_twice("Đăng ký khai sinh")
    citizen.is_at("ticket")
    assert len(centre.asked) == 1


def test_answers_lost_on_the_way_give_one_number(citizen, centre):
    centre.answers_to_lose = 2
    citizen.speaks("vi")
    citizen.touches_button("Trả kết quả")
    citizen.is_at("ticket")
    assert len(centre.asked) == 3
    assert len(centre.tickets) == 1


def test_trying_again_after_no_answer_at_all_is_the_same_deed(citizen, centre):
    citizen.speaks("vi")
    centre.answers_to_lose = 5
    citizen.touches_button("Trả kết quả")
    citizen.is_at("refused")
    citizen.sees("không bị cấp hai số")
    citizen.touches_button("Thử lại")
    citizen.is_at("ticket")
    assert len(centre.asked) == 6
    assert len(centre.tickets) == 1


def test_the_next_citizen_gets_another_number(citizen, centre):
    for label in ("B012", "B013"):
        citizen.speaks("vi")
        citizen.touches_button("Trả kết quả")
        citizen.sees(label)
        citizen.touches_button("Xong")
        citizen.is_at("welcome")
    assert len({key for key, _ in centre.asked}) == 2


def test_a_citizen_who_left_without_an_answer_leaves_nothing_to_the_next(citizen, centre):
    centre.answers_to_lose = 5
    citizen.speaks("vi")
    citizen.touches_button("Trả kết quả")
    citizen.is_at("refused")
    citizen.touches_button("Về đầu")
    citizen.speaks("vi")
    citizen.touches_button("Trả kết quả")
    citizen.is_at("ticket")
    assert len(centre.tickets) == 2


def test_precedence_is_asked_for_by_those_who_want_it(citizen, centre):
    citizen.speaks("en")
    citizen.touches_button("I need priority assistance")
    citizen.touches_button("Pregnant")
    citizen.is_at("groups")
    citizen.touches_button("Collection of results")
    citizen.is_at("ticket")
    citizen.sees("Pregnant")
    assert centre.asked[0][1]["priority"] == "mang-thai"


def test_precedence_can_be_taken_off_again(citizen, centre):
    citizen.speaks("en")
    citizen.touches_button("I need priority assistance")
    citizen.touches_button("Pregnant")
    citizen.touches_button("Remove")
    citizen.touches_button("Collection of results")
    citizen.is_at("ticket")
    assert centre.asked[0][1]["priority"] is None


def test_what_is_closed_says_why_and_cannot_be_taken(citizen, centre):
    citizen.speaks("vi")
    closed = citizen.page.get_by_role("button", name="Đổi giấy phép lái xe")
    expect(closed).to_contain_text("mở lúc 07:30 ngày 24/11")
    expect(closed).to_have_attribute("aria-disabled", "true")
    closed.click(force=True)
    expect(citizen.page.get_by_role("button", name="Hướng dẫn")).to_contain_text("Hiện chưa có quầy phục vụ")
    citizen.touches_button("Hộ tịch")
    citizen.page.get_by_role("button", name="Cấp Phiếu lý lịch tư pháp").click(force=True)
    citizen.sees("Hôm nay đã hết số")
    assert centre.asked == []


def test_a_refusal_is_told_in_the_servers_words_with_a_way_on(citizen, centre):
    centre.refusal = (409, "service.closed", "Dịch vụ này vừa đóng. Hãy chọn dịch vụ khác.")
    citizen.speaks("vi")
    citizen.touches_button("Hộ tịch")
    citizen.touches_button("Đăng ký khai sinh")
    citizen.sees("Dịch vụ này vừa đóng. Hãy chọn dịch vụ khác.")
    centre.refusal = None
    citizen.touches_button("Chọn dịch vụ khác")
    citizen.is_at("services")
    citizen.touches_button("Đăng ký khai sinh")
    citizen.is_at("ticket")
    assert centre.asked[0][0] != centre.asked[1][0]


def test_more_than_eight_services_stand_on_further_pages(citizen, centre):
    citizen.speaks("vi")
    citizen.touches_button("Đất đai")
    assert citizen.page.locator(".choice").count() == 8
    citizen.touches_button("Trang sau")
    citizen.touches_button("Thủ tục đất đai khác")
    citizen.is_at("ticket")
    assert centre.asked[0][1]["service"] == "dat-khac"


def test_the_way_back_leads_through_the_screens(citizen):
    citizen.speaks("vi")
    citizen.touches_button("Đất đai")
    citizen.touches_button("Quay lại")
    citizen.is_at("groups")
    citizen.touches_button("Về đầu")
    citizen.is_at("welcome")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("paper_out", "Máy in hết giấy. Số của ông/bà là B012"),
        ("silent", "Phiếu chưa in được. Số của ông/bà là B012"),
    ],
)
def test_without_paper_the_number_stays_valid_and_says_so(citizen, centre, outcome, words):
    centre.print = {"state": "queued", "outcome": outcome}
    citizen.speaks("vi")
    citizen.touches_button("Trả kết quả")
    citizen.sees(words)
    citizen.sees("vẫn có giá trị")


def test_a_whole_number_is_taken_with_the_keyboard_alone(citizen):
    keyboard = citizen.page.keyboard
    citizen.is_at("welcome")
    expect(citizen.page.locator("h1")).to_be_focused()
    for screen in ("groups", "services", "ticket"):
        keyboard.press("Tab")
        keyboard.press("Enter")
        citizen.is_at(screen)
        expect(citizen.page.locator("h1")).to_be_focused()
