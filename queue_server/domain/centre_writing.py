"""A centre file's document as TOML that a person can read and change: the inverse of `centre_reading`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from queue_server.domain.centre_document import Document
from queue_server.domain.centre_form import FORM, PROCEDURES, SECTIONS, TIMETABLES, Field, Kind

WIDE = 118
"""A line that would be longer is broken, so that the file can be read beside a page."""

OWN_TABLE = frozenset({Kind.NAMES, Kind.TABLE, Kind.WEEKDAYS})
"""What is written on one line where that is short, else as a table."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LITERAL = re.compile(r"[^'\x00-\x1f\x7f]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\"} | {chr(code): f"\\u{code:04x}" for code in (*range(32), 127)}

SAID = {
    "": "A Motcua centre file. `motcua seed FILE` brings a centre to what it says, and so does the page /admin.",
    TIMETABLES: "Timetables, referred to by the services. A day that is missing is closed.",
    "halls": "Halls.",
    "lines": "Lines: one letter each, one group of buttons on the kiosk each, in this order.",
    "services": "Services: what a citizen touches, in this order. `fields` are fields of the national catalogue.",
    "priority_classes": "Priority: a ticket of the class stands in line as if it had come so many minutes earlier.",
    "counters": "Counters. skills: the lines a counter serves with their rank; rank 1 is called before rank 2.",
    "staff": "People. Passwords never stand in a file.",
    "procedures": "What is decided here about procedures of the national catalogue, once that is imported.",
}


def write_centre_file(document: Document) -> str:
    """Return the document as TOML: parts and keys in the order of the form, a comment before each part."""
    own = SECTIONS[""]
    none = [f"{PROCEDURES.key} = []"] if document.get(PROCEDURES.key) == [] else []
    blocks = ["\n".join([f"# {SAID['']}", "", *none, *_table(own.fields, document, "")])]
    if document.get(TIMETABLES):
        blocks.append(f"# {SAID[TIMETABLES]}")
        blocks += [_timetable(name, hours) for name, hours in document[TIMETABLES].items()]
    for section in (each for each in (*FORM[1:], PROCEDURES) if document.get(each.key)):
        blocks.append(f"# {SAID.get(section.key, section.key)}")
        blocks += [
            "\n".join([f"[[{section.key}]]", *_table(section.fields, entry, f"{section.key}.")])
            for entry in document[section.key]
        ]
    return "\n\n".join(blocks) + "\n"


def _timetable(name: str, hours: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(
        [f"[{TIMETABLES}.{_key(name)}]", *(f"{day} = {_value(windows)}" for day, windows in hours.items())]
    )


def _table(fields: Sequence[Field], entry: Mapping[str, Any], under: str) -> Iterator[str]:
    """Write what fits on a line as `key = value`, then the rest as tables of their own."""
    tables = []
    for field in fields:
        if field.key not in entry:
            continue
        line = f"{field.key} = {_value(entry[field.key])}"
        if field.kind is Kind.TABLES or (field.kind in OWN_TABLE and (len(line) > WIDE or not under)):
            tables.append(field)
        elif field.kind in {Kind.TEXTS, Kind.DATES} and len(line) > WIDE:
            yield from _broken(field.key, entry[field.key])
        else:
            yield line
    for field in tables:
        yield from _own_table(field, entry[field.key], under)


def _own_table(field: Field, value: Any, under: str) -> Iterator[str]:
    name = f"{under}{field.key}"
    if field.kind in {Kind.NAMES, Kind.WEEKDAYS}:
        yield from ("", f"[{name}]", *(f"{_key(key)} = {_value(text)}" for key, text in value.items()))
    elif field.kind is Kind.TABLE:
        yield from ("", f"[{name}]", *_table(field.fields, value, f"{name}."))
    else:
        for each in value:
            yield from ("", f"[[{name}]]", *_table(field.fields, each, f"{name}."))


def _broken(key: str, values: Sequence[str]) -> Iterator[str]:
    yield f"{key} = ["
    line = " "
    for each in map(_value, values):
        if len(line) + len(each) + 2 > WIDE and line.strip():
            yield line
            line = " "
        line += f" {each},"
    yield line
    yield "]"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }" if value else "{}"
        )
    if isinstance(value, str):
        return _text(value)
    return "[" + ", ".join(map(_value, value)) + "]"


def _text(value: str) -> str:
    if "\\" in value and _LITERAL.fullmatch(value):
        return f"'{value}'"
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in value) + '"'


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)
