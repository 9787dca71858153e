"""A centre file is written as it is read: nothing is lost on the way, whatever it says."""

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.document import Bitmap
from hardware.logo import write_logo
from queue_server.cli.seeding import demo_text
from queue_server.domain import centre_file as parts
from queue_server.domain.catalogue_selection import field_key
from queue_server.domain.centre import LANGUAGES
from queue_server.domain.centre_document import document_of, fingerprint_of
from queue_server.domain.centre_form import FORM, PROCEDURES, SECTIONS, TIMETABLES, Kind
from queue_server.domain.centre_reading import read_centre_document, read_centre_file
from queue_server.domain.centre_writing import WIDE, write_centre_file
from queue_server.domain.hours import WEEKDAYS
from queue_server.domain.plain_text import one_line, plain

ENTRIES = {
    "": parts.CentreFile, "halls": parts.HallEntry, "lines": parts.LineEntry, "services": parts.ServiceEntry,
    "priority_classes": parts.PriorityClassEntry, "counters": parts.CounterEntry, "staff": parts.StaffEntry,
    "procedures": parts.ProcedureEntry,
}  # fmt: skip


def one_line_of(text):
    return one_line(plain(text))


letters = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
words = letters.map(one_line_of).filter(bool)
codes = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
SPECIAL = {
    "letter": st.from_regex(r"[A-Z]{1,2}", fullmatch=True),
    "first_number": st.integers(1, 200),
    "last_number": st.integers(200, 9_999),
    "reserve_first": st.integers(10_000, 10_500),
    "reserve_last": st.integers(10_500, 999_999),
    "zone": st.sampled_from(["Asia/Ho_Chi_Minh", "UTC"]),
    "dossier_pattern": st.sampled_from([r"[A-Z]\d{2}-\d{6}", "it's", "a\\\\b'", "x"]),
    "login": st.from_regex(r"[a-z][a-z0-9._-]{1,8}", fullmatch=True),
    "received_until": st.sampled_from(["15:00", "16:30", "24:00"]),
}  # fmt: skip
windows = st.sampled_from([["07:30-11:30"], ["07:30-11:30", "13:30-17:00"]])
timetables = st.dictionaries(words, st.dictionaries(st.sampled_from(WEEKDAYS), windows, min_size=1), max_size=3)


def values(field, known):
    """What the field can hold, given the names of the parts that it may refer to."""
    if field.key in SPECIAL:
        return SPECIAL[field.key]
    match field.kind:
        case Kind.CODE:
            return codes
        case Kind.TEXT:
            return words
        case Kind.NAMES:
            return st.fixed_dictionaries(dict.fromkeys(LANGUAGES, words))
        case Kind.INTEGER:
            return st.integers(field.least, field.most)
        case Kind.SWITCH:
            return st.booleans()
        case Kind.DATES:
            days = st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(date.isoformat)
            return st.lists(days, unique=True, max_size=30).map(sorted)
        case Kind.WEEKDAYS:
            days = st.dates(date(2028, 1, 2), date(2029, 1, 1)).map(date.isoformat)
            return st.dictionaries(days, st.sampled_from(WEEKDAYS), max_size=12)
        case Kind.CHOICE:
            return st.sampled_from(field.choices)
        case Kind.CHOICES:
            return st.lists(st.sampled_from(field.choices), unique=True, max_size=3)
        case Kind.TEXTS:
            return st.lists(words, max_size=30, unique=True)
        case Kind.REFERENCE:
            return st.sampled_from(sorted(known[field.of])) if known[field.of] else st.none()
        case Kind.RANKS:
            return st.dictionaries(st.sampled_from(sorted(known[field.of])), st.integers(field.least, field.most))
        case Kind.PICTURE:
            return st.binary(min_size=2, max_size=2).map(lambda data: write_logo(Bitmap(8, data)))
        case Kind.TABLE:
            return entry(field, known)
        case Kind.TABLES:
            return st.lists(entry(field, known), min_size=1, max_size=3, unique_by=lambda each: each["code"])
    raise AssertionError(field)


def entry(section, known):
    return st.fixed_dictionaries(
        {field.key: values(field, known) for field in section.fields if field.needed},
        optional={field.key: values(field, known) for field in section.fields if not field.needed},
    )


@st.composite
def documents(draw):
    known = {TIMETABLES: draw(timetables)}
    document = draw(entry(SECTIONS[""], known)) | ({TIMETABLES: known[TIMETABLES]} if known[TIMETABLES] else {})
    if document.get("dossier_hours", "") is None:
        del document["dossier_hours"]
    seen = set()
    for section in FORM[1:]:
        unique = [lambda each, key=section.identity: each[key]]
        unique += [lambda each: each["letter"]] if section.key == "lines" else []
        found = draw(st.lists(entry(section, known), min_size=1, max_size=3, unique_by=tuple(unique)))
        for each in found:
            each["fields"] = [
                text for text in each.get("fields", ()) if not (field_key(text) in seen or seen.add(field_key(text)))
            ]
            if not each["fields"]:
                del each["fields"]
            if each.get("returns_results"):
                each.pop("booking", None)
            if not {"reserve_first", "reserve_last"} <= set(each):
                each.pop("reserve_first", None)
                each.pop("reserve_last", None)
        document[section.key] = [
            {key: value for key, value in each.items() if not (value is None and key in {"line", "hours"})}
            for each in found
        ]
        known[section.key] = {each[section.identity] for each in found}
    return document


@given(documents())
def test_whatever_a_centre_file_says_is_read_again_from_what_was_written(document):
    centre = read_centre_document(document)
    assert read_centre_document(document_of(centre)) == centre
    assert read_centre_file(write_centre_file(document_of(centre))) == centre


@given(documents(), documents())
def test_two_documents_have_one_fingerprint_only_when_they_are_equal(one, other):
    assert (fingerprint_of(one) == fingerprint_of(other)) == (one == other)


@pytest.mark.parametrize("section", [*FORM, PROCEDURES], ids=lambda section: section.key or "general")
def test_the_form_has_every_key_that_the_reader_takes(section):
    read = {each.name for each in fields(ENTRIES[section.key])}
    elsewhere = {
        "": {other.key for other in (*FORM[1:], PROCEDURES)} | {TIMETABLES, "dossier_hours"},
        "services": {"hours"},
    }
    assert {field.name for field in section.fields} == read - elsewhere.get(section.key, set())


def test_the_demonstrations_file_is_written_in_lines_that_fit_beside_a_page_and_says_the_same():
    centre = read_centre_file(demo_text())
    written = write_centre_file(document_of(centre))
    assert read_centre_file(written) == centre
    assert max(map(len, written.splitlines())) <= WIDE + 40
    assert ZoneInfo(centre.zone).key in written
