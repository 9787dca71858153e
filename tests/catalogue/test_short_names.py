"""Short names fit a button and a slip, read as a whole, and tell apart what differs within a field."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.catalogue import Level, Procedure
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.catalogue_selection import by_field
from queue_server.domain.plain_text import folded
from queue_server.domain.short_name import LONGEST, short_name
from queue_server.domain.short_name_apart import short_names
from queue_server.domain.short_name_words import COMPOUNDS, POINTING

VOCABULARY = """thủ tục cấp lại đổi giấy phép chứng nhận đăng ký hoạt động đối với tổ chức, cá nhân kinh doanh dịch vụ
thuyền (cấp tỉnh) (bị mất) trong trường hợp theo quy định của và hoặc sửa đổi, bổ sung nội dung 14 tuổi nước ngoài"""
WORDS = st.sampled_from(VOCABULARY.split())
NAMES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Thủ tục đăng ký khai tử", "Đăng ký khai tử"),
        ("Cấp lại thẻ căn cước (thực hiện tại cấp xã)", "Cấp lại thẻ căn cước"),
        ("Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", "Đăng ký khai sinh kết hợp nhận cha, mẹ, con"),
        (
            "Cấp lại Giấy chứng nhận đủ điều kiện kinh doanh vàng bạc đối với trường hợp bị mất",
            "Cấp lại GCN đủ ĐK kinh doanh vàng bạc",
        ),
        ("Thủ tục hải quan đối với lồng đèn giấy", "Hải quan: lồng đèn giấy"),
        ("Hỗ trợ phát triển sản xuất cộng đồng.", "Hỗ trợ phát triển sản xuất cộng đồng"),
        ("Cấp/ Điều chỉnh/Thay thế hóa đơn", "Cấp/Điều chỉnh/Thay thế hóa đơn"),
        ("Thủ tục", "Thủ tục"),
    ],
)
def test_a_short_name_is_the_head_of_the_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_name_that_fits_keeps_its_words() -> None:
    assert short_name("Cấp Giấy chứng nhận huấn luyện viên") == "Cấp Giấy chứng nhận huấn luyện viên"


def test_names_that_would_become_alike_are_told_apart(sample: list[Procedure]) -> None:
    shorts = {each.procedure.code: each.short_name for each in offer_for(sample, {Level.PROVINCE}).offered}

    assert "bị mất" in shorts["9.000012"]
    assert "bị hỏng" in shorts["9.000013"]
    assert "đổi tên" in shorts["9.000014"]
    assert "địa chỉ" in shorts["9.000015"]


def test_equal_names_keep_equal_short_names(sample: list[Procedure]) -> None:
    shorts = {each.procedure.code: each.short_name for each in offer_for(sample, {Level.PROVINCE}).offered}

    assert shorts["9.000016"] == shorts["9.000017"] == "Công nhận điểm đến"


@given(NAMES | st.text(max_size=300))
def test_a_short_name_fits_and_is_one_trimmed_line(name: str) -> None:
    short = short_name(name)

    assert len(short) <= LONGEST
    assert short == " ".join(short.split())


@given(NAMES)
def test_a_short_name_is_its_own_short_name_or_still_fits(name: str) -> None:
    assert short_name(name) == short_name(name)
    assert short_name(name)


@given(st.lists(NAMES | st.text(max_size=120), max_size=12))
def test_names_that_differ_get_short_names_that_differ(names: list[str]) -> None:
    by_code = {str(number): name for number, name in enumerate(names)}

    shorts = short_names(by_code)

    assert shorts.keys() == by_code.keys()
    assert all(len(short) <= LONGEST for short in shorts.values())
    assert is_unique(by_code, shorts)


@given(st.lists(NAMES, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(names: list[str], chance: object) -> None:
    by_code = {str(number): name for number, name in enumerate(names)}
    shuffled = list(by_code.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert short_names(dict(shuffled)) == short_names(by_code)


def test_all_national_names_become_short_and_unique_in_their_field(national: list[Procedure]) -> None:
    for group in by_field(national).values():
        names = {each.code: each.name for each in group}
        shorts = short_names(names)
        assert all(3 <= len(short) <= LONGEST for short in shorts.values())
        assert is_unique(names, shorts)


def test_no_national_name_is_cut_within_a_word_or_before_what_it_points_to(national: list[Procedure]) -> None:
    for name in (each.name.lower() for each in national):
        short = short_name(name).lower()
        before, last = short.split()[-2:]
        _, cut, rest = name.partition(short)
        if cut and rest.strip(" .") and f"{before} {last}" not in COMPOUNDS:
            assert f"{last} {rest.split()[0].strip('.,;:()')}" not in COMPOUNDS, (short, name)
            assert last not in POINTING or rest.startswith(","), (short, name)


def is_unique(names: Mapping[str, str], shorts: Mapping[str, str]) -> bool:
    """Say whether each short name stands for one name only, spelling apart."""
    names_of: dict[str, set[str]] = {}
    for code, short in shorts.items():
        names_of.setdefault(folded(short), set()).add(folded(names[code]))
    return all(len(each) == 1 for each in names_of.values())
