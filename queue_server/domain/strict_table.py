"""Reading a table of a configuration file strictly: every key is asked for once, what nobody asked for is a mistake."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import TypeVar

from hardware.terminal.card_numbers import without_card_numbers
from queue_server.domain.centre import LANGUAGES, Names
from queue_server.domain.centre_file import Mistake
from queue_server.domain.hours import WEEKDAYS, OpeningHours, Window
from queue_server.domain.plain_text import NotPlain, one_line, plain

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a code looks like."""

CODE_LIMIT = 40
TEXT_LIMIT = 500
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")

Value = TypeVar("Value")


class StrictTable:
    """One table at a place. A reading method always returns a value of its type and notes a mistake when it is not the
    file's own; the notes are shared by all tables of a file. A table that is missing is one mistake, not many."""

    def __init__(self, content: object, place: str, mistakes: list[Mistake]) -> None:
        self.place = place
        self.mistakes = mistakes
        self._asked: set[str] = set()
        self._content: Mapping[str, object] = content if isinstance(content, dict) else {}
        self._silent = False
        if not isinstance(content, dict):
            self._note("", "type.wrong", "must be a table", reason="table")
            self._silent = True

    def text(self, key: str, *, most: int = TEXT_LIMIT, needed: bool = True, empty: bool = False) -> str:
        """Return a text on one line without card numbers, "" when it is missing, or where it may be `empty`."""
        value = self._take(key, str, "a text", "", needed=needed)
        try:
            line = without_card_numbers(one_line(plain(value)))
        except NotPlain:
            self._note(key, "value.wrong", "has a character that cannot be printed", reason="unprintable")
            return ""
        if len(line) > most:
            detail = f"has {len(line)} characters, at most {most} are possible"
            self._note(key, "value.wrong", detail, reason="too_long", count=len(line), most=most)
        elif not line and isinstance(self._content.get(key), str) and not (empty and not value):
            self._note(key, "value.wrong", "is blank", reason="blank")
        return line

    def code(self, key: str = "code") -> str:
        """Return a code: small letters, digits and hyphens."""
        code = self.text(key, most=CODE_LIMIT)
        if code and not SLUG.fullmatch(code):
            self._note(
                key, "value.wrong", f"{code!r} is no code: small letters, digits and single hyphens", reason="code"
            )
        return code

    def matching(self, key: str, pattern: str, *, what: str) -> str:
        """Return a text of the pattern; `what` says the pattern in words."""
        text = self.text(key)
        if text and not re.fullmatch(pattern, text):
            self._note(key, "value.wrong", f"{text!r} is not {what}", reason="form", field=key)
        return text

    def integer(self, key: str, *, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        value = self._take(key, int, "a whole number", least)
        if not least <= value <= most:
            self._note(
                key, "value.wrong", f"{value} is not from {least} to {most}", reason="range", least=least, most=most
            )
            return least
        return value

    def optional_integer(self, key: str, *, least: int, most: int, default: int) -> int:
        """Return a whole number from `least` to `most`; the default when the key is missing."""
        value = self.maybe_integer(key, least=least, most=most)
        return default if value is None else value

    def maybe_integer(self, key: str, *, least: int, most: int) -> int | None:
        """Return a whole number from `least` to `most`, or None when the key is missing."""
        return self.integer(key, least=least, most=most) if key in self._content else None

    def has(self, key: str) -> bool:
        """Say whether the table has the key."""
        return key in self._content

    def switch(self, key: str) -> bool:
        """Return true or false; a missing key is false."""
        self._asked.add(key)
        value = self._content.get(key, False)
        if not isinstance(value, bool):
            self._note(key, "type.wrong", "must be true or false", reason="switch")
            return False
        return value

    def dates(self, key: str) -> Sequence[date]:
        """Return an array of dates, or of texts like "2027-01-01", in order; a missing key is none."""
        found = []
        for place, each in enumerate(self._take(key, list, "an array", [], needed=False), start=1):
            day = _day(each)
            if day is not None:
                found.append(day)
            else:
                self._note(f"{key}[{place}]", "type.wrong", "must be a date like 2027-01-01", reason="date")
        return tuple(sorted(set(found)))

    def names(self, key: str = "names", *, most: int = TEXT_LIMIT, empty: bool = False) -> Names:
        """Return a text in each language."""
        table = self.table(key)
        names = {language: table.text(language, most=most, empty=empty) for language in LANGUAGES}
        table.done()
        return names

    def one_of(self, key: str, known: Sequence[str], *, what: str, needed: bool = True) -> str | None:
        """Return one of the known names; None when it is missing."""
        if not needed and key not in self._content:
            self._asked.add(key)
            return None
        name = self.text(key)
        self.known(key, name, known, what=what)
        return name

    def known(self, key: str, name: str, known: Sequence[str], *, what: str) -> None:
        """Note a mistake when the name is none of the known ones."""
        if name and name not in known:
            self._note(key, "name.unknown", f"unknown {what} {name!r}", name=name)

    def texts(self, key: str, *, needed: bool = True) -> Sequence[str]:
        """Return an array of texts."""
        value = self._take(key, list, "an array", [], needed=needed)
        found = []
        for place, each in enumerate(value, start=1):
            line = _line(each)
            if line is not None and 0 < len(line) <= TEXT_LIMIT:
                found.append(line)
            else:
                self._note(f"{key}[{place}]", "type.wrong", "must be a text", reason="text")
        return tuple(found)

    def table(self, key: str, *, needed: bool = True) -> "StrictTable":
        """Return a table within this one."""
        before = len(self.mistakes)
        table = StrictTable(self._take(key, dict, "a table", {}, needed=needed), self._at(key), self.mistakes)
        table._silent = self._silent or len(self.mistakes) > before
        return table

    def tables(self, key: str, *, empty: bool = False) -> Sequence["StrictTable"]:
        """Return an array of tables, at least one unless it may be `empty`."""
        content = self._take(key, list, "an array of tables", [])
        if key in self._content and content == [] and not empty:
            self._note(key, "value.wrong", "needs at least one entry", reason="none")
        return [StrictTable(each, f"{self._at(key)}[{place}]", self.mistakes) for place, each in enumerate(content, 1)]

    def keys(self) -> Sequence[str]:
        """Return the keys of a table whose keys are names."""
        return tuple(self._content)

    def hours(self) -> OpeningHours:
        """Read this table as opening hours: by weekday an array of "07:30-11:30"."""
        hours = {day: windows for day in WEEKDAYS if day in self._content and (windows := self._windows(day))}
        self.done()
        if not any(day in self._content and self._content[day] != [] for day in WEEKDAYS):
            self._note("", "value.wrong", "is never open; a service without hours is always open", reason="never_open")
        return hours

    def weekdays(self) -> Mapping[date, str]:
        """Read this table as weekdays by date, in the order of the dates."""
        found = {}
        for key in filter(self.named, self.keys()):
            weekday = self.one_of(key, WEEKDAYS, what="weekday") or ""
            day = _day(key)
            if day is not None:
                found[day] = weekday
            else:
                self._note(key, "type.wrong", "must stand under a date like 2027-01-01", reason="date")
        self.done()
        return dict(sorted(found.items()))

    def named(self, key: str) -> bool:
        """Say whether a key can be the name of something, and note a mistake when it cannot."""
        if _line(key) == key and 0 < len(key) <= CODE_LIMIT:
            return True
        self._asked.add(key)
        self._note("", "value.wrong", "has an entry whose name is blank, too long or cannot be printed", reason="name")
        return False

    def unique(self, key: str, seen: set[str], value: str) -> None:
        """Note a mistake when the value has been seen before."""
        if value and value in seen:
            self._note(key, "value.repeated", f"{value!r} stands twice", name=value)
        seen.add(value)

    def mistaken(self, key: str, detail: str, *, reason: str) -> None:
        """Note that the value of a key does not go with the others of the table."""
        self._note(key, "value.wrong", detail, reason=reason)

    def checked(self, key: str, check: Callable[[str], object], *, what: str) -> str:
        """Return a text that `check` takes without a ValueError; `what` says what it is then."""
        text = self.text(key)
        try:
            check(text)
        except (ValueError, KeyError, OSError, re.error):
            self._note(key, "value.wrong", f"{text!r} is not {what}", reason="form", field=key)
        return text

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                self._note(key, "key.unknown", "unknown key")

    def _windows(self, day: str) -> Sequence[Window]:
        windows = [self._window(day, place, each) for place, each in enumerate(self.texts(day), start=1)]
        good = [window for window in windows if window is not None]
        if any(later.opens < earlier.closes for earlier, later in pairwise(good)):
            self._note(day, "value.wrong", "windows must follow one another", reason="overlap")
        return tuple(good)

    def _window(self, day: str, place: int, written: str) -> Window | None:
        found = _WINDOW.fullmatch(written)
        if found is None or found.group(0)[:5] >= found.group(0)[6:]:
            self._note(f"{day}[{place}]", "value.wrong", f"{written!r} is no window like 07:30-11:30", reason="window")
            return None
        hour, minute, until_hour, until_minute = map(int, found.groups())
        return Window(opens=time(hour, minute), closes=time(until_hour, until_minute))

    def _take(self, key: str, kind: type[Value], what: str, instead: Value, *, needed: bool = True) -> Value:
        self._asked.add(key)
        if key not in self._content:
            if needed:
                self._note(key, "key.missing", "is missing")
            return instead
        value = self._content[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            self._note(key, "type.wrong", f"must be {what}", reason=what.rsplit(" ", 1)[-1])
            return instead
        return value

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place and key else self.place or key

    def _note(self, key: str, code: str, detail: str, *, reason: str = "", **facts: str | int) -> None:
        if not self._silent:
            place = self._at(key)
            self.mistakes.append(Mistake(place=place, code=code, detail=detail, reason=reason, facts=facts))


def _line(written: object) -> str | None:
    """Return a text on one line, None for what is no printable text."""
    try:
        return without_card_numbers(one_line(plain(written))) if isinstance(written, str) else None
    except NotPlain:
        return None


def _day(written: object) -> date | None:
    """Read a date of TOML, or of JSON, where it is a text."""
    if isinstance(written, str) and _DATE.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, date) and not isinstance(written, datetime) else None
