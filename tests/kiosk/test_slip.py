"""What a slip says, as facts."""

import contextlib
import copy

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.document import Mark, Number, Qr, Text
from hardware.escpos.raster import DOTS_PER_MM, PIXELS, WIDTH_58, WIDTH_80, draw_document, font
from kiosk.slip import Slip, slip_document
from kiosk.views import SlipError


def named(vi, en, zh):
    return {"vi": vi, "en": en, "zh": zh}


VIEW = {
    "label": "A012",
    "language": "vi",
    "service": {
        "code": "birth",
        "names": named("Đăng ký khai sinh", "Birth registration", "出生登记"),
        "short_names": named("Khai sinh", "Birth", "出生"),
        "bring": named("Căn cước", "ID card", "身份证"),
    },
    "priority": None,
    "issued_at": "2026-11-23T01:15:00.000Z",
    "ahead": 7,
    "expected": {"low_minutes": 20, "high_minutes": 45},
    "hall": {"code": "main", "names": named("Sảnh chính", "Main hall", "大厅")},
    "centre": {"code": "qn", "names": named("Trung tâm", "Centre", "中心")},
    "url": "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9",
}


def said(view=VIEW, **more):
    blocks = slip_document(Slip.from_json(view), **more).blocks
    return [block.text for block in blocks if isinstance(block, Text | Mark)]


def with_(**changes):
    return {**VIEW, **changes}


def test_a_vietnamese_slip_says_all_a_citizen_needs():
    assert said() == [
        "Trung tâm",
        "PHIẾU SỐ THỨ TỰ",
        "Khai sinh",
        "Số người chờ trước: 7",
        "Dự kiến chờ: 20–45 phút",
        "Mời chờ tại: Sảnh chính",
        "Cần mang: Căn cước",
        "Quét để theo dõi trên điện thoại",
        "Số được gọi theo lĩnh vực, lịch hẹn và đối tượng ưu tiên, nên có thể không theo thứ tự.",
        "Cấp lúc 08:15 ngày 23/11/2026",
    ]


def test_a_slip_of_several_services_names_them_in_order_with_where_to_wait_for_each():
    deed = {"names": named("Đất đai", "Land", "土地"), "short_names": named("Thế chấp", "Mortgage", "抵押")}
    stops = [
        {"service": VIEW["service"], "hall": VIEW["hall"], "state": "now"},
        {"service": deed, "hall": {"names": named("Sảnh B", "Hall B", "B厅")}, "state": "later"},
        {"service": deed, "hall": None, "state": "later"},
    ]
    assert said(with_(itinerary=stops))[2:7] == [
        "Khai sinh",
        "Một số cho 3 việc, gọi lần lượt:",
        "1. Khai sinh – Sảnh chính",
        "2. Thế chấp – Sảnh B",
        "3. Thế chấp",
    ]


def test_a_slip_of_a_booked_time_says_it_in_the_words_of_its_language():
    booked = with_(appointment_at="2026-11-23T02:30:00.000Z")
    assert "Giờ hẹn: 09:30 ngày 23/11/2026" in said(booked)
    assert "Appointment: 09:30 on 23/11/2026" in said({**booked, "language": "en"})
    assert not [line for line in said() if "Giờ hẹn" in line]


@pytest.mark.parametrize("wrong", ["soon", "2026-11-23T02:30:00", 5])
def test_a_booked_time_that_is_none_is_no_slip(wrong):
    with pytest.raises(SlipError):
        said(with_(appointment_at=wrong))


def test_a_slip_of_people_who_came_together_names_their_numbers():
    assert said(with_(party=["A012", "A013", "A014"]))[3] == (
        "Đi cùng nhau: A012–A014, được gọi liền nhau tại một quầy"
    )
    with pytest.raises(SlipError):
        Slip.from_json(with_(party=["A" * 13]))


@pytest.mark.parametrize("stops", ["x", [1], [{}] * 31, [{"service": {}, "hall": None}]])
def test_an_itinerary_that_is_none_is_refused(stops):
    with pytest.raises(SlipError):
        Slip.from_json(with_(itinerary=stops))


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_the_official_title_stands_on_every_slip_and_never_the_name_of_a_form(language):
    words = said(with_(language=language))
    assert "PHIẾU SỐ THỨ TỰ" in words
    assert not any("giấy hẹn" in word.lower() for word in words)


def test_an_english_slip_says_the_same_in_english():
    assert said(with_(language="en")) == [
        "Centre",
        "PHIẾU SỐ THỨ TỰ",
        "QUEUE TICKET",
        "Birth",
        "People before you: 7",
        "Expected wait: 20–45 minutes",
        "Please wait in: Main hall",
        "Please have ready: ID card",
        "Scan to follow on your phone",
        "Numbers are called by service, appointment and priority, so they may be out of order.",
        "Issued at 08:15 on 23/11/2026",
    ]


def test_a_chinese_slip_says_the_same_in_chinese():
    assert said(with_(language="zh"), copy=1) == [
        "中心",
        "PHIẾU SỐ THỨ TỰ",
        "排队号码单",
        "IN LẠI 补打",
        "出生",
        "前面等候人数：7",
        "预计等候：20–45 分钟",
        "请在此等候：大厅",
        "请备好：身份证",
        "扫码在手机上查看排队进度",
        "叫号按业务类别、预约和优先对象进行，可能不按号码顺序。",
        "取号时间：23/11/2026 08:15",
    ]


def test_a_number_given_out_offline_says_so():
    assert "CẤP KHI MẤT KẾT NỐI" in said(with_(offline=True))
    assert "CẤP KHI MẤT KẾT NỐI" not in said()


def test_a_name_that_a_language_lacks_is_said_in_vietnamese():
    hall = {"code": "main", "names": named("Sảnh chính", "", "大厅")}
    assert "Please wait in: Sảnh chính" in said(with_(language="en", hall=hall))


LONG = {
    "service": {
        "code": "copy",
        "names": named("-", "-", "-"),
        "short_names": named(
            "Cấp bản sao trích lục hộ tịch, Giấy khai sinh", "Copies of civil status records", "户籍摘录"
        ),
        "bring": named(
            "Căn cước; giấy chứng sinh; giấy tờ cư trú", "ID card; certificate of birth", "身份证；出生证明"
        ),
    },
    "priority": {"code": "elderly", "names": named("Người cao tuổi", "Older people", "老年人")},
    "hall": {"code": "main", "names": named("Sảnh chính tầng 1", "Main hall, ground floor", "一楼大厅")},
    "centre": {
        "code": "qn",
        "names": named(
            "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh",
            "Quang Ninh Provincial Public Administrative Service Centre",
            "广宁省公共行政服务中心",
        ),
    },
    "url": "http://192.168.10.20:8080/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9",
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
def test_no_word_is_broken_on_either_paper(language, width):
    for block in slip_document(Slip.from_json(with_(language=language, **LONG)), copy=1).blocks:
        if isinstance(block, Text | Mark):
            pixels = PIXELS[block.size if isinstance(block, Text) else "large"]
            widest = max(font(pixels, bold=True).getlength(word) for word in block.text.split())
            assert widest <= width - 16, block.text


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
def test_a_slip_is_at_most_a_hand_long_and_its_code_is_read(language, width):
    picture = draw_document(slip_document(Slip.from_json(with_(language=language, **LONG)), copy=1), width=width)
    assert picture.height / DOTS_PER_MM < 165
    (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == LONG["url"]


def test_the_number_is_the_largest_thing_and_the_code_leads_to_the_turn():
    blocks = slip_document(Slip.from_json(VIEW)).blocks
    assert Number("A012") in blocks
    assert Qr(VIEW["url"]) in blocks


def test_a_reprint_is_marked_and_a_first_print_is_not():
    assert "IN LẠI" in said(copy=1)
    assert "IN LẠI" not in said(copy=0)


def test_where_no_wait_can_be_told_only_the_people_ahead_are():
    words = said(with_(expected=None))
    assert "Số người chờ trước: 7" in words
    assert not any("Dự kiến" in word for word in words)


def test_a_wait_that_may_be_nothing_is_told_as_under():
    assert "Dự kiến chờ: dưới 10 phút" in said(with_(expected={"low_minutes": 0, "high_minutes": 10}))


def test_a_long_list_of_papers_is_left_to_the_phone():
    long = copy.deepcopy(VIEW)
    long["service"]["bring"]["vi"] = "giấy tờ " * 20
    assert not any("Cần mang" in word for word in said(long))


def test_a_priority_ticket_says_its_ground():
    elderly = {"code": "elderly", "names": named("Người cao tuổi", "Older people", "老年人")}
    assert "Ưu tiên: Người cao tuổi" in said(with_(priority=elderly))


FIELDS = ["label", "language", "service", "issued_at", "ahead", "hall", "centre", "url"]


@pytest.mark.parametrize("field", FIELDS)
@given(wrong=st.one_of(st.none(), st.integers(max_value=-1), st.lists(st.none()), st.just({}), st.just("")))
def test_a_description_with_something_wrong_is_refused_by_name(field, wrong):
    with pytest.raises(SlipError) as refused:
        Slip.from_json(with_(**{field: wrong}))
    assert refused.value.field.startswith(field)


@settings(max_examples=30, deadline=None)
@given(
    name=st.text(st.characters(codec=None), max_size=300).filter(lambda text: any(letter.isalnum() for letter in text)),
    number=st.integers(1, 999),
    ahead=st.integers(0, 100_000),
    width=st.sampled_from([WIDTH_80, WIDTH_58]),
)
def test_any_name_and_any_number_can_be_printed(name, number, ahead, width):
    hall = {"code": "main", "names": named(name, name, name)}
    slip = Slip.from_json(with_(label=f"A{number:03}", ahead=ahead, hall=hall))
    assert draw_document(slip_document(slip), width=width).width == width


@given(st.dictionaries(st.sampled_from(list(VIEW)), st.recursive(st.none() | st.text() | st.integers(), st.lists)))
def test_whatever_the_server_sends_is_a_slip_or_refused(changes):
    with contextlib.suppress(SlipError):
        slip_document(Slip.from_json(with_(**changes)))


@pytest.mark.parametrize("view", [None, [], "slip", 7])
def test_what_is_no_object_is_no_slip(view):
    with pytest.raises(SlipError):
        Slip.from_json(view)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("issued_at", "2026-11-23T01:15:00"),
        ("issued_at", "9999-12-31T23:59:59Z"),
        ("expected", {"low_minutes": 9, "high_minutes": 3}),
        ("url", "javascript:alert(1)"),
        ("url", "http://x/" + "a" * 300),
        ("label", "A" * 13),
        ("ahead", True),
    ],
)
def test_what_has_the_right_kind_and_no_sense_is_refused(field, wrong):
    with pytest.raises(SlipError) as refused:
        Slip.from_json(with_(**{field: wrong}))
    assert refused.value.code == "slip.invalid"
