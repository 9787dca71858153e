"""The national catalogue of administrative procedures: reading its records and choosing those of a centre's level.

A record is one JSON object on one line, as published by the national public service portal: `code`, `name`, `field`,
`level` and `options` are needed; `agency`, `documents` and `url` may be missing; other members are not read.

Fees are deliberately not taken as fees. The portal prints "free" wherever its number is 0, also where the note beside
it names a fee or refers to a decision of the province's People's Council, and some numbers lack three zeros; so the
catalogue can never be the ground on which money is asked. What it says is kept as it stands, for whoever looks for the
law behind it (`catalogue_fees`).
"""

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.catalogue_fees import FeeWord, fee_words
from queue_server.domain.channel import ChannelKind as ChannelKind  # noqa: PLC0414 - asked for here too
from queue_server.domain.plain_text import NotPlain, one_line, plain

CODE = re.compile(r"[0-9]\.[0-9]{6}")
"""A national procedure code, "1.004873"."""

LINE_LIMIT = 1_000_000
"""Bytes of one record; the longest published one has about 40,000."""

NAME_LIMIT = 2_000
"""Characters of a name or a field; the longest published name has 1,094."""

OPTIONS_LIMIT = 200
DURATION_LIMIT = 10_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Level(StrEnum):
    """Who settles a procedure. Districts were abolished on 1 July 2025."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class TimeUnit(StrEnum):
    """What a statutory duration counts."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"


LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        "cấp xã": Level.COMMUNE,
        "cấp huyện": Level.COMMUNE,
        "cấp tỉnh": Level.PROVINCE,
        "cấp bộ": Level.MINISTRY,
        "cấp trung ương": Level.MINISTRY,
        "cơ quan khác": Level.OTHER,
    }
)
CHANNELS: Mapping[str, ChannelKind] = MappingProxyType(
    {
        "trực tiếp": ChannelKind.COUNTER,
        "dịch vụ bưu chính": ChannelKind.POST,
        "trực tuyến": ChannelKind.ONLINE,
    }
)
UNITS: Mapping[str, TimeUnit] = MappingProxyType(
    {
        "ngày làm việc": TimeUnit.WORKING_DAY,
        "ngày": TimeUnit.DAY,
        "giờ": TimeUnit.HOUR,
        "tháng": TimeUnit.MONTH,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to hand an application in. `duration` and `unit` are both None when no usable time is stated."""

    kind: ChannelKind
    duration: float | None
    unit: TimeUnit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """An administrative procedure. Texts are NFC on one line; `documents` is the published text as it stands.

    `line` is where it stood in the file and no part of its value.
    """

    code: str
    name: str
    field: str
    levels: frozenset[Level]
    agency: str
    channels: tuple[Channel, ...]
    documents: str
    url: str
    fees: tuple[FeeWord, ...] = ()
    line: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that gives the centre no procedure. `code` is what the record calls itself, where that can be read.

    `reason` is stable: line.too_long, line.not_utf8, json.unreadable, json.not_an_object, <member>.missing,
    <member>.not_text, <member>.unprintable, code.malformed, code.repeated, name.too_long, field.too_long,
    level.unknown, options.malformed, url.not_a_web_address; and of sound records that are for others, level.other and
    variant.other_level.
    """

    line: int
    code: str | None
    reason: str


class _Refused(Exception):
    """A record cannot be taken; the argument is the reason."""


def parse_lines(lines: Iterable[bytes]) -> Iterator[Procedure | Rejected]:
    """Read a catalogue line by line; the first line is number 1, blank lines are passed over.

    Anything may stand in a line; nothing raises. Of two records with one code the first is taken.
    """
    first_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        found = parse_line(line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line, number=number)
        if isinstance(found, Procedure) and first_of.setdefault(found.code, number) != number:
            found = Rejected(line=number, code=found.code, reason="code.repeated")
        if found is not None:
            yield found


def parse_line(line: bytes, *, number: int) -> Procedure | Rejected | None:
    """Read one record; None for a blank line. Never raises."""
    if len(line) > LINE_LIMIT:
        return Rejected(line=number, code=None, reason="line.too_long")
    if not line.strip():
        return None
    record: Mapping[str, object] = {}
    try:
        record = _record(line)
        return dataclasses.replace(_procedure(record), line=number)
    except _Refused as refusal:
        return Rejected(line=number, code=_code_of(record), reason=str(refusal))


def _record(line: bytes) -> Mapping[str, object]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise _Refused("line.not_utf8") from None
    except (ValueError, RecursionError):
        raise _Refused("json.unreadable") from None
    if not isinstance(record, dict):
        raise _Refused("json.not_an_object")
    return record


def _procedure(record: Mapping[str, object]) -> Procedure:
    code = _text(record, "code")
    if not CODE.fullmatch(code):
        raise _Refused("code.malformed")
    options = record.get("options")
    return Procedure(
        code=code,
        name=_limited(record, "name"),
        field=_limited(record, "field"),
        levels=_levels(_text(record, "level")),
        agency=_text(record, "agency", needed=False),
        channels=_channels(options),
        documents=_raw(record, "documents"),
        url=_url(_text(record, "url", needed=False)),
        fees=_fees(options),
    )


def _raw(record: Mapping[str, object], member: str) -> str:
    value = record.get(member)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Refused(f"{member}.not_text")
    try:
        return plain(value)
    except NotPlain:
        raise _Refused(f"{member}.unprintable") from None


def _text(record: Mapping[str, object], member: str, *, needed: bool = True) -> str:
    value = one_line(_raw(record, member))
    if needed and not value:
        raise _Refused(f"{member}.missing")
    return value


def _limited(record: Mapping[str, object], member: str) -> str:
    value = _text(record, member)
    if len(value) > NAME_LIMIT:
        raise _Refused(f"{member}.too_long")
    return value


def _levels(written: str) -> frozenset[Level]:
    words = [word for word in (part.strip().casefold() for part in written.split(",")) if word]
    if not words or any(word not in LEVELS for word in words):
        raise _Refused("level.unknown")
    return frozenset(LEVELS[word] for word in words)


def _channels(options: object) -> tuple[Channel, ...]:
    if not isinstance(options, list) or len(options) > OPTIONS_LIMIT:
        raise _Refused("options.malformed")
    return tuple(dict.fromkeys(_channel(option) for option in options))


def _fees(options: object) -> tuple[FeeWord, ...]:
    listed = options if isinstance(options, list) else []
    return fee_words(listed, [_channel(option).kind for option in listed])


def _channel(option: object) -> Channel:
    if not isinstance(option, dict):
        raise _Refused("options.malformed")
    duration = _duration(option.get("duration"))
    unit = UNITS.get(_word(option.get("unit")))
    kind = CHANNELS.get(_word(option.get("channel")), ChannelKind.OTHER)
    if duration is None or unit is None:
        return Channel(kind=kind, duration=None, unit=None)
    return Channel(kind=kind, duration=duration, unit=unit)


def _duration(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused("options.malformed")
    if not 0 <= value <= DURATION_LIMIT:
        raise _Refused("options.malformed")
    return float(value) or None


def _word(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Refused("options.malformed")
    return one_line(value).casefold()


def _url(written: str) -> str:
    if written and not written.startswith(("https://", "http://")):
        raise _Refused("url.not_a_web_address")
    return written


def _code_of(record: Mapping[str, object]) -> str | None:
    code = record.get("code")
    return code if isinstance(code, str) and CODE.fullmatch(code) else None
