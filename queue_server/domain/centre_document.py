"""A centre file as a document: plain JSON of the same shape as the TOML, for pages, versions and their differences.

`read_centre_document(document_of(file))` is the file again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from queue_server.domain.centre import LANGUAGES
from queue_server.domain.centre_file import CentreFile
from queue_server.domain.centre_form import FORM, PROCEDURES, SECTIONS, TIMETABLES, Field, Kind
from queue_server.domain.hours import WEEKDAYS, OpeningHours

Document = Mapping[str, Any]
"""The file's own keys, `timetables` by name, and an array of entries for each section. Dates are texts."""


def document_of(centre: CentreFile) -> Document:
    """Return the document of a centre file; what a missing key would mean is left out."""
    document = _entry(SECTIONS[""].fields, centre)
    if centre.timetables:
        document[TIMETABLES] = {name: _hours(hours) for name, hours in centre.timetables.items()}
    for section in (*FORM[1:], PROCEDURES):
        if getattr(centre, section.key) is not None:
            document[section.key] = [_entry(section.fields, entry) for entry in getattr(centre, section.key)]
    return document


def without_procedures(document: Document) -> Document:
    """Return the document without the centre's own choices in the catalogue, as the page has it."""
    return {key: value for key, value in document.items() if key != PROCEDURES.key}


def fingerprint_of(document: Document) -> str:
    """Return a name for exactly this document: two are equal when their names are."""
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def plain_otherwise(field: Field) -> Any:
    """Return what a missing key means, as a document would have it."""
    return None if field.otherwise is None else _plain(field, field.otherwise)


def _entry(fields: tuple[Field, ...], value: object) -> dict[str, Any]:
    held = [(field, getattr(value, field.name)) for field in fields]
    return {field.key: _plain(field, each) for field, each in held if field.needed or each != field.otherwise}


def _plain(field: Field, value: Any) -> Any:
    if field.kind is Kind.TABLE:
        return _entry(field.fields, value)
    if field.kind is Kind.TABLES:
        return [_entry(field.fields, each) for each in value]
    return _PLAIN.get(field.kind, str)(value)


_PLAIN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.NAMES: lambda names: {language: names.get(language, "") for language in LANGUAGES},
    Kind.DATES: lambda days: [day.isoformat() for day in days],
    Kind.WEEKDAYS: lambda days: {day.isoformat(): weekday for day, weekday in days.items()},
    Kind.TEXTS: list,
    Kind.CHOICES: list,
    Kind.RANKS: dict,
    Kind.INTEGER: int,
    Kind.SWITCH: bool,
}
"""How a value of each kind becomes JSON; others are texts."""


def _hours(hours: OpeningHours) -> dict[str, list[str]]:
    return {
        day: [f"{window.opens:%H:%M}-{window.closes:%H:%M}" for window in hours[day]]
        for day in WEEKDAYS
        if hours.get(day)
    }
