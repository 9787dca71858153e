"""A centre receives the procedures of its level, and of a name's variants the one for its level."""

import pytest

from queue_server.domain.catalogue import Level, Procedure
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.catalogue_selection import base_name, by_field, field_key, select_for_levels, variant_levels


def names(sample: list[Procedure], *levels: Level) -> set[str]:
    return {each.name for each in select_for_levels(sample, frozenset(levels)).taken}


def test_a_centre_takes_what_its_level_settles(sample: list[Procedure]) -> None:
    taken = select_for_levels(sample, {Level.COMMUNE}).taken

    assert taken
    assert all(Level.COMMUNE in each.levels for each in taken)


def test_of_level_variants_only_the_own_one_is_taken(sample: list[Procedure]) -> None:
    boats = "Cấp giấy phép tổ chức lễ hội đua thuyền"

    assert {name for name in names(sample, Level.PROVINCE) if boats in name} == {f"{boats} (thực hiện tại cấp tỉnh)"}
    assert {name for name in names(sample, Level.COMMUNE) if boats in name} == {f"{boats} (thực hiện tại cấp xã)"}


def test_a_variant_for_the_abolished_district_gives_way_to_the_one_for_the_commune(sample: list[Procedure]) -> None:
    communes = names(sample, Level.COMMUNE)

    assert "Trình báo mất thẻ thư viện (thực hiện tại cấp xã)" in communes
    assert "Trình báo mất thẻ thư viện (thực hiện tại cấp huyện)" not in communes


def test_a_variant_for_the_abolished_district_alone_is_the_commune_s(sample: list[Procedure]) -> None:
    assert "Cấp lại thẻ thư viện (thực hiện tại cấp huyện)" in names(sample, Level.COMMUNE)


def test_what_is_passed_over_is_named_with_its_line_and_reason(sample: list[Procedure]) -> None:
    passed_over = {
        each.code: (each.line, each.reason) for each in select_for_levels(sample, {Level.COMMUNE}).passed_over
    }

    assert passed_over["9.000005"] == (5, "level.other")
    assert passed_over["9.000006"] == (6, "variant.other_level")


def test_each_record_is_either_taken_or_passed_over(sample: list[Procedure]) -> None:
    selection = select_for_levels(sample, {Level.PROVINCE})

    codes = [each.code for each in (*selection.taken, *selection.passed_over)]
    assert sorted(codes) == sorted(each.code for each in sample)


@pytest.mark.parametrize(
    ("name", "base", "levels"),
    [
        ("Đổi thẻ (thực hiện tại cấp tỉnh)", "Đổi thẻ", {Level.PROVINCE}),
        ("Đổi thẻ (thực hiện ở cấp tỉnh).", "Đổi thẻ", {Level.PROVINCE}),
        ("Đổi thẻ (thực hiện tại cấp tinh)", "Đổi thẻ", {Level.PROVINCE}),
        ("Đổi thẻ (cấp Bộ)", "Đổi thẻ", {Level.MINISTRY}),
        ("Đổi thẻ (cấp TW)", "Đổi thẻ", {Level.MINISTRY}),
        ("Đổi thẻ thực hiện tại cấp tỉnh, cấp xã", "Đổi thẻ", {Level.PROVINCE, Level.COMMUNE}),
        ("Đổi thẻ (thực hiện tại cấp huyện)", "Đổi thẻ", set()),
        ("Đổi thẻ (cấp mới)", "Đổi thẻ (cấp mới)", set()),
        ("Đổi thẻ do cơ quan cấp tỉnh cấp", "Đổi thẻ do cơ quan cấp tỉnh cấp", set()),
    ],
)
def test_the_level_that_a_name_says(name: str, base: str, levels: set[Level]) -> None:
    assert base_name(name) == base
    assert variant_levels(name) == levels


def test_spellings_of_one_field_are_one_field_under_the_usual_one(sample: list[Procedure]) -> None:
    fields = by_field(sample)

    assert len(fields["Nước sạch"]) == 4
    assert len({field_key(field) for field in fields}) == len(fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thi đua – Khen thưởng", "Thi đua khen thưởng"),
        ("Khoa học và Công nghệ", "Khoa học công nghệ"),
        ("Đầu tư tại Việt nam", "Đầu tư  tại Việt Nam"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert field_key(one) == field_key(other)


def test_the_offer_names_everything_that_is_left_out_in_the_order_of_lines(sample: list[Procedure]) -> None:
    offer = offer_for(sample, {Level.PROVINCE})

    lines = [each.line for each in offer.left_out]
    assert len(offer.offered) + len(lines) == len(sample)
    assert lines == sorted(lines)
    assert offer.faults == ()


def test_the_national_catalogue_divides_by_level(national: list[Procedure]) -> None:
    province = select_for_levels(national, {Level.PROVINCE})
    commune = select_for_levels(national, {Level.COMMUNE})

    assert (len(province.taken), len(commune.taken)) == (1_250, 586)
    assert len(by_field(national)) == 138
