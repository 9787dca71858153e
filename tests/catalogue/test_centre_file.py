"""A centre file is read strictly, and every mistake is named by its place."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.catalogue import Level, Procedure
from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.centre import LANGUAGES
from queue_server.domain.centre_file import CentreFile, CentreFileInvalid, Mistake
from queue_server.domain.centre_reading import read_centre_file
from queue_server.domain.short_name import LONGEST

LAND = 'letter = "B"\nlast_number = 800\nreserve_first = 801\nreserve_last = 999'
"""The numbers of the second line."""


@pytest.fixture
def mistakes_of(demo_text: str) -> Callable[..., list[tuple[str, str]]]:
    """Change the demonstration's file and return the place and code of each mistake."""

    def mistakes(old: str, new: str) -> list[tuple[str, str]]:
        assert old in demo_text
        with pytest.raises(CentreFileInvalid) as found:
            read_centre_file(demo_text.replace(old, new, 1))
        return [(mistake.place, mistake.code) for mistake in found.value.mistakes]

    return mistakes


def test_the_demonstration_is_a_provincial_centre_with_ten_counters(demo: CentreFile) -> None:
    assert (demo.code, demo.level, demo.zone) == ("quang-ninh", Level.PROVINCE, "Asia/Ho_Chi_Minh")
    assert (demo.wait_target_minutes, demo.dossier_target_minutes) == (15, 10)
    assert [counter.number for counter in demo.counters] == list(range(1, 11))
    assert [each.head_start_minutes for each in demo.priority_classes] == [30] * 5


def test_every_line_of_the_demonstration_has_a_counter_and_a_service(demo: CentreFile) -> None:
    lines = {line.code for line in demo.lines}

    assert lines == {line for counter in demo.counters for line in counter.skills}
    assert lines == {service.line for service in demo.services}


def test_every_line_of_the_demonstration_is_served_by_the_first_eight_counters(demo: CentreFile) -> None:
    assert {line.code for line in demo.lines} == {line for counter in demo.counters[:8] for line in counter.skills}


def test_the_demonstration_speaks_three_languages(demo: CentreFile) -> None:
    for service in demo.services:
        for names in (service.names, service.short_names, service.bring):
            assert set(names) == set(LANGUAGES)
            assert all(names.values())
        assert all(len(short) <= LONGEST for short in service.short_names.values())


def test_only_police_results_and_guidance_are_open_on_saturday(demo: CentreFile) -> None:
    assert {service.line for service in demo.services if "sat" in service.hours} == {"police", "results", "guidance"}


def test_the_demonstration_names_fields_that_the_national_catalogue_has(
    demo: CentreFile, national: list[Procedure]
) -> None:
    known = {field_key(procedure.field) for procedure in national}

    assert [field for service in demo.services for field in service.fields if field_key(field) not in known] == []


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ('code = "quang-ninh"', 'code = "Quảng Ninh"', "code", "value.wrong"),
        ('code = "quang-ninh"\n', "", "code", "key.missing"),
        ('level = "province"', 'level = "ministry"', "level", "value.wrong"),
        ('zone = "Asia/Ho_Chi_Minh"', 'zone = "Asia/Ha_Long"', "zone", "value.wrong"),
        ('zone = "Asia/Ho_Chi_Minh"', 'zone = "../../etc/passwd"', "zone", "value.wrong"),
        ("wait_target_minutes = 15", "wait_target_minutes = 0", "wait_target_minutes", "value.wrong"),
        ("wait_target_minutes = 15", "wait_target_minutes = true", "wait_target_minutes", "type.wrong"),
        ("wait_target_minutes = 15", 'wait_target_minutes = "15"', "wait_target_minutes", "type.wrong"),
        ("wait_target_minutes = 15", "wait_target = 15", "wait_target_minutes", "key.missing"),
        ("dossier_pattern = '", "dossier_pattern = '(", "dossier_pattern", "value.wrong"),
        ("[names]", '[working_days]\n2027-01-32 = "mon"\n[names]', "working_days.2027-01-32", "type.wrong"),
        ("[names]", '[working_days]\n2027-01-09 = "may"\n[names]', "working_days.2027-01-09", "name.unknown"),
        ("[names]", "[working_days]\n2027-01-09 = 5\n[names]", "working_days.2027-01-09", "type.wrong"),
        ("[names]", '[working_days]\n2027-01-01 = "mon"\n[names]', "working_days.2027-01-01", "value.wrong"),
        ("[names]", 'working_days = ["2027-01-09"]\n[names]', "working_days", "type.wrong"),
        ('mon = ["07:30-11:30", "13:30-17:00"]', 'mon = ["7:30-11:30"]', "timetables.office.mon[1]", "value.wrong"),
        ('mon = ["07:30-11:30", "13:30-17:00"]', 'mon = ["11:30-07:30"]', "timetables.office.mon[1]", "value.wrong"),
        (
            'mon = ["07:30-11:30", "13:30-17:00"]',
            'mon = ["07:30-14:00", "13:30-17:00"]',
            "timetables.office.mon",
            "value.wrong",
        ),
        ('mon = ["07:30', 'monday = ["07:30', "timetables.office.monday", "key.unknown"),
        ('letter = "B"', 'letter = "A"\nfirst_number = 100', "lines[2].letter", "value.repeated"),
        (LAND, 'letter = "B"\nfirst_number = 200\nlast_number = 199', "lines[2].last_number", "value.wrong"),
        (LAND, 'letter = "B"\nfirst_number = 10000', "lines[2].last_number", "key.missing"),
        ('letter = "B"', 'letter = "B"\ndigits = 7', "lines[2].digits", "value.wrong"),
        (LAND, 'letter = "B"\nreserve_first = 801\nreserve_last = 999', "lines[2].reserve_first", "value.repeated"),
        (LAND, 'letter = "B"\nreserve_first = 10001', "lines[2].reserve_last", "key.missing"),
        (LAND, 'letter = "B"\nreserve_last = 10001', "lines[2].reserve_first", "key.missing"),
        (LAND, 'letter = "B"\nreserve_first = 10009\nreserve_last = 8', "lines[2].reserve_last", "value.wrong"),
        (LAND, 'letter = "A"\nfirst_number = 900\nlast_number = 990', "lines[2].letter", "value.repeated"),
        ('letter = "B"', 'letter = "A"', "lines[2].letter", "value.repeated"),
        ('letter = "B"', 'letter = "Đ"', "lines[2].letter", "value.wrong"),
        ('code = "land"', 'code = "justice"', "lines[2].code", "value.repeated"),
        ('line = "land"', 'line = "lands"', "services[4].line", "name.unknown"),
        ('\nhours = "office"', '\nhours = "nights"', "services[1].hours", "name.unknown"),
        ('fields = ["Chứng thực"]', 'fields = ["hộ tịch"]', "services[2].fields", "value.repeated"),
        ('fields = ["Chứng thực"]', "fields = [7]", "services[2].fields[1]", "type.wrong"),
        (', zh = "户籍、国籍" }', " }", "services[1].short_names.zh", "key.missing"),
        ('vi = "Hộ tịch, quốc tịch",', 'vi = " ",', "services[1].short_names.vi", "value.wrong"),
        ('vi = "Hộ tịch, quốc tịch",', f'vi = "{"x" * 49}",', "services[1].short_names.vi", "value.wrong"),
        (
            "returns_results = true",
            "returns_results = true\nbooking = { slot_minutes = 30, capacity = 2, days_ahead = 7 }",
            "services[15].booking",
            "value.wrong",
        ),
        ("[services.bring]", "[services.brings]", "services[1].bring", "key.missing"),
        ("number = 2\n", "number = 1\n", "counters[2].number", "value.repeated"),
        ("skills = { police = 1 }", "skills = { polices = 1 }", "counters[6].skills.polices", "key.unknown"),
        ("skills = { police = 1 }", "skills = { police = 0 }", "counters[6].skills.police", "value.wrong"),
        (
            "head_start_minutes = 30",
            "head_start_minutes = 2000",
            "priority_classes[1].head_start_minutes",
            "value.wrong",
        ),
        ('roles = ["manager"]', 'roles = ["king"]', "staff[11].roles", "name.unknown"),
        ('roles = ["manager"]', 'roles = ["manager"]\npassword = "x"', "staff[11].password", "key.unknown"),
        ('login = "quay2"', 'login = "quay1"', "staff[2].login", "value.repeated"),
        ('name = "Nguyễn Thị Lan"', 'name = "Lan\\u0000"', "staff[1].name", "value.wrong"),
    ],
)
def test_a_mistake_is_named_by_its_place(
    mistakes_of: Callable[..., list[tuple[str, str]]], old: str, new: str, place: str, code: str
) -> None:
    assert (place, code) in mistakes_of(old, new)


def test_one_slip_of_the_pen_is_one_mistake(mistakes_of: Callable[..., list[tuple[str, str]]]) -> None:
    assert mistakes_of('line = "land"', 'line = "lands"') == [("services[4].line", "name.unknown")]


def test_a_table_that_is_missing_is_one_mistake(mistakes_of: Callable[..., list[tuple[str, str]]]) -> None:
    assert mistakes_of('names = { vi = "Sảnh chính", en = "Main hall", zh = "主大厅" }\n', "") == [
        ("halls[1].names", "key.missing")
    ]


def test_all_mistakes_are_told_at_once(mistakes_of: Callable[..., list[tuple[str, str]]], demo_text: str) -> None:
    with pytest.raises(CentreFileInvalid) as found:
        read_centre_file(demo_text.replace('line = "land"', 'line = "lands"'))

    assert [mistake.place for mistake in found.value.mistakes] == [f"services[{place}].line" for place in (4, 5, 6, 7)]


def test_a_mistake_reads_as_place_and_words() -> None:
    mistake = Mistake(place="services[3].line", code="name.unknown", detail="unknown line 'X'")

    assert str(mistake) == "services[3].line: unknown line 'X'"


def test_what_is_no_toml_is_named_by_line_and_column() -> None:
    with pytest.raises(CentreFileInvalid) as found:
        read_centre_file('code = "x"\nname = \n')

    assert found.value.mistakes[0].code == "file.unreadable"
    assert "line 2" in str(found.value)


@given(
    st.text(max_size=200) | st.sampled_from(["halls = 1", "[[halls]]", "staff = [1, [], {}]", "timetables.a.mon = 1"])
)
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    with pytest.raises(CentreFileInvalid):
        read_centre_file(text)


def test_what_the_file_does_not_say_about_absence_is_the_default(demo_text: str) -> None:
    silent = read_centre_file(demo_text)
    assert (silent.recalls_before_no_show, silent.reinstate_grace_minutes) == (0, 15)
    said = read_centre_file(f"recalls_before_no_show = 2\nreinstate_grace_minutes = 0\n{demo_text}")
    assert (said.recalls_before_no_show, said.reinstate_grace_minutes) == (2, 0)


def test_a_centre_cannot_want_ten_recalls_nor_a_grace_of_a_whole_day(
    mistakes_of: Callable[..., list[tuple[str, str]]],
) -> None:
    wrong = "recalls_before_no_show = 10\nreinstate_grace_minutes = 481\nzone ="
    assert mistakes_of("zone =", wrong) == [
        ("recalls_before_no_show", "value.wrong"),
        ("reinstate_grace_minutes", "value.wrong"),
    ]


def test_a_centre_may_name_its_own_reasons_for_a_break_and_let_counters_call(
    demo_text: str, mistakes_of: Callable[..., list[tuple[str, str]]]
) -> None:
    own = '[[work.break_reasons]]\ncode = "tea"\nnames = { vi = "Uống trà", en = "Tea", zh = "喝茶" }\n'
    work = read_centre_file(demo_text.replace("automatic_call = false", "automatic_call = true") + own).work
    assert ([reason.code for reason in work.break_reasons], work.automatic_call) == (["tea"], True)
    assert len(read_centre_file(demo_text).work.break_reasons) == 5
    assert mistakes_of("automatic_call = false", "automatic_call = 1\nsiesta = true") == [
        ("work.automatic_call", "type.wrong"),
        ("work.siesta", "key.unknown"),
    ]
