"""A catalogue file may hold anything; what is sound is taken, all else is named by line, code and reason."""

import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queue_server.domain.catalogue import (
    LINE_LIMIT,
    Channel,
    ChannelKind,
    Level,
    Procedure,
    Rejected,
    TimeUnit,
    parse_line,
    parse_lines,
)

Read = Callable[..., Procedure | Rejected | None]

SOUND = (
    '{"code": "9.000001", "name": "Đăng ký thả diều", "field": "Văn hóa", "level": "Cấp xã", "options": []}\n'.encode()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


def test_a_sound_record_becomes_a_procedure(read: Read) -> None:
    found = read(agency="Sở Văn hóa", documents="Tờ khai\n1 bản", url="https://example.vn/1")

    assert found == Procedure(
        code="9.000001",
        name="Đăng ký thả diều",
        field="Văn hóa",
        levels=frozenset({Level.PROVINCE}),
        agency="Sở Văn hóa",
        channels=(Channel(kind=ChannelKind.COUNTER, duration=3.0, unit=TimeUnit.WORKING_DAY),),
        documents="Tờ khai\n1 bản",
        url="https://example.vn/1",
    )


def test_every_record_of_the_sample_is_sound(sample: list[Procedure]) -> None:
    assert len(sample) == 30


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": "1234567"}, "code.malformed"),
        ({"code": "9.00000١"}, "code.malformed"),
        ({"code": ...}, "code.missing"),
        ({"code": 9.000001}, "code.not_text"),
        ({"name": ...}, "name.missing"),
        ({"name": " \n\u00a0"}, "name.missing"),
        ({"name": None}, "name.missing"),
        ({"name": ["Đăng ký"]}, "name.not_text"),
        ({"name": "Đăng\0ký"}, "name.unprintable"),
        ({"name": "Đăng \ud800 ký"}, "name.unprintable"),
        ({"name": "x" * 2001}, "name.too_long"),
        ({"field": ""}, "field.missing"),
        ({"level": ""}, "level.missing"),
        ({"level": " , "}, "level.unknown"),
        ({"level": "Cấp làng"}, "level.unknown"),
        ({"options": ...}, "options.malformed"),
        ({"options": "Trực tiếp"}, "options.malformed"),
        ({"options": ["Trực tiếp"]}, "options.malformed"),
        ({"options": [{"channel": 1}]}, "options.malformed"),
        ({"options": [{"duration": "3"}]}, "options.malformed"),
        ({"options": [{"duration": True}]}, "options.malformed"),
        ({"options": [{"duration": -1}]}, "options.malformed"),
        ({"options": [{"duration": float("nan")}]}, "options.malformed"),
        ({"options": [{"duration": 10**400}]}, "options.malformed"),
        ({"documents": {"a": 1}}, "documents.not_text"),
        ({"agency": "\x1b[2J"}, "agency.unprintable"),
        ({"url": "javascript:alert(1)"}, "url.not_a_web_address"),
    ],
)
def test_a_record_with_a_fault_is_named_with_its_reason(read: Read, changes: dict[str, object], reason: str) -> None:
    found = read(**changes)

    assert isinstance(found, Rejected)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "json.unreadable"),
        (b"nothing", "json.unreadable"),
        (b"[" * 100_000, "json.unreadable"),
        (b'{"code": ' + b"9" * 5_000 + b"}", "json.unreadable"),
        (b"\xff\xfe{\x00}\x00", "line.not_utf8"),
        (b"[1, 2]", "json.not_an_object"),
        (b"null", "json.not_an_object"),
        (b" " * 10_000_000, "line.too_long"),
        (b'{"name": "' + b"x" * LINE_LIMIT, "line.too_long"),
    ],
)
def test_a_line_that_is_no_record_is_named_with_its_reason(line: bytes, reason: str) -> None:
    assert parse_line(line, number=7) == Rejected(line=7, code=None, reason=reason)


def test_a_fault_names_the_code_of_its_record(read: Read) -> None:
    assert read(level="Cấp làng") == Rejected(line=1, code="9.000001", reason="level.unknown")


def test_blank_lines_are_passed_over_and_counted() -> None:
    found = list(parse_lines([b"\n", b"  \r\n", SOUND, b"x\n"]))

    assert [each.line for each in found] == [3, 4]


def test_a_byte_order_mark_is_taken_off_the_first_line_only() -> None:
    first, second = parse_lines([b"\xef\xbb\xbf" + SOUND, b"\xef\xbb\xbf" + SOUND])

    assert isinstance(first, Procedure)
    assert second == Rejected(line=2, code=None, reason="json.unreadable")


def test_of_two_records_with_one_code_the_first_is_taken() -> None:
    first, second = parse_lines([SOUND, SOUND])

    assert isinstance(first, Procedure)
    assert second == Rejected(line=2, code="9.000001", reason="code.repeated")


def test_texts_come_in_one_unicode_form_on_one_line_without_invisible_characters(read: Read) -> None:
    found = read(name=unicodedata.normalize("NFD", "Đăng ký\n thả\u00a0diều\u200b \u202e"))

    assert isinstance(found, Procedure)
    assert found.name == "Đăng ký thả diều"


def test_a_time_without_a_known_unit_is_no_time(read: Read) -> None:
    found = read(options=[{"channel": "Trực tiếp", "duration": 3.0, "unit": "Tuần trăng"}])

    assert isinstance(found, Procedure)
    assert found.channels == (Channel(kind=ChannelKind.COUNTER, duration=None, unit=None),)


def test_an_abolished_district_is_now_the_commune(read: Read) -> None:
    found = read(level="cấp huyện")

    assert isinstance(found, Procedure)
    assert found.levels == {Level.COMMUNE}


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(line: bytes) -> None:
    assert isinstance(parse_line(line, number=1), Procedure | Rejected | None)


@given(member=st.sampled_from(["code", "name", "field", "level", "options", "agency", "documents", "url"]), value=JSON)
@example(member="options", value=[{"duration": float("inf")}])
def test_no_value_of_a_member_makes_it_fail(member: str, value: object) -> None:
    record = json.loads(SOUND) | {member: value}

    found = parse_line(json.dumps(record).encode(), number=1)

    assert isinstance(found, Procedure | Rejected)
    if isinstance(found, Procedure):
        for text in (found.name, found.field, found.agency, found.documents, found.url):
            assert "\0" not in text
            text.encode()


def test_the_national_catalogue_is_read_whole(national: list[Procedure]) -> None:
    assert len(national) == 2_642
