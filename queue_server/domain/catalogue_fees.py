"""Where the national catalogue contradicts itself about fees. Nothing here is ever charged: it is what somebody reads
who has to find the law and propose a rule.

The portal prints "free" wherever its number is 0, drops zeros, and puts what matters into a note in words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from queue_server.domain.channel import ChannelKind
from queue_server.domain.plain_text import one_line

SMALLEST = 1_000
"""Dong. No fee in force is smaller."""
NOTE_LIMIT = 600
"""Characters of a note that are kept; the longest published one has as many."""
LARGEST = 10**12
_FIGURE = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+|\d{4,9})\s*(?:đồng|đ(?![a-zà-ỹ])|vnđ|vnd|₫|việt nam đồng|/)", re.IGNORECASE
)
_FEE = re.compile(r"phí|mức thu|đồng/", re.IGNORECASE)
_FREE = re.compile(
    r"không\s+(?:(?:thu|mất|có|phải nộp|quy định)\s+)?(?:các\s+)?(?:khoản\s+)?(?:phí|lệ phí)|miễn\s+(?:lệ\s+)?phí",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE)
_UNIT = re.compile(
    r"/\s*(?:0?1\s+)?(lần|hồ sơ|giấy|tem|thẻ|hộ chiếu|bản|tờ khai|giao dịch|văn bản|trường hợp|người|trang|môn|tấn|"
    r"lô|cơ sở|chứng chỉ|trích lục|xe|m2|ha)",
    re.IGNORECASE,
)
_COUNTED = frozenset({"bản", "trang", "tờ khai", "người", "môn", "tấn", "lô", "tem", "thẻ", "xe", "m2", "ha"})


class FeeDoubt(StrEnum):
    """What is wrong with, or hidden in, what the catalogue says of a fee."""

    FREE = "free"
    """The figure is 0 and the note speaks of a fee."""
    SMALL = "small"
    """The figure is below 1,000 dong."""
    ZEROS = "zeros"
    """The note has the figure with more or fewer zeros."""
    CHANNELS = "channels"
    """Online and at the counter it is not the same."""
    ENDS = "ends"
    """The note has a day on which it ends."""
    UNITS = "units"
    """The note counts: by page, by copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeWord:
    """What the catalogue says of the fee of one way to hand in: a figure in dong or none, and a note."""

    channel: ChannelKind
    figure: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One contradiction. `noted` is the note's figure where that is the matter, `until` its last day."""

    kind: FeeDoubt
    word: FeeWord
    noted: int | None = None
    until: date | None = None


def fee_words(options: Sequence[Mapping[str, object]], kinds: Sequence[ChannelKind]) -> tuple[FeeWord, ...]:
    """Read what a record's options say of fees; what is no figure or no text counts as not said."""
    words = (_word(option, kind) for option, kind in zip(options, kinds, strict=True))
    return tuple(dict.fromkeys(word for word in words if word.figure or word.note))


def speaks_of_a_fee(words: Sequence[FeeWord]) -> bool:
    """Say whether a fee is to be looked for: a figure, or a note that speaks of one."""
    return any(word.figure or _noted_although_free(word) for word in words)


def doubts_of(words: Sequence[FeeWord]) -> tuple[Doubt, ...]:
    """Return what somebody has to look at, by the order of the options."""
    found = [doubt for word in words for doubt in _doubts(word)]
    differing = _by_channel(words)
    return (*found, *([] if differing is None else [Doubt(kind=FeeDoubt.CHANNELS, word=differing)]))


def _word(option: Mapping[str, object], kind: ChannelKind) -> FeeWord:
    figure, note = option.get("fee_vnd"), option.get("note")
    return FeeWord(channel=kind, figure=_figure(figure), note=_note(note) if isinstance(note, str) else "")


def _figure(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= LARGEST else None


def _note(written: str) -> str:
    kept = "".join(letter for letter in written if letter.isprintable() or letter.isspace())
    return one_line(normalize("NFC", kept))[:NOTE_LIMIT]


def _doubts(word: FeeWord) -> list[Doubt]:
    found = []
    if _noted_although_free(word):
        found.append(Doubt(kind=FeeDoubt.FREE, word=word))
    if word.figure and word.figure < SMALLEST:
        found.append(Doubt(kind=FeeDoubt.SMALL, word=word))
    noted = _by_zeros(word)
    if noted is not None:
        found.append(Doubt(kind=FeeDoubt.ZEROS, word=word, noted=noted))
    until = _until(word.note)
    if until is not None:
        found.append(Doubt(kind=FeeDoubt.ENDS, word=word, until=until))
    if any(unit.lower() in _COUNTED for unit in _UNIT.findall(word.note)):
        found.append(Doubt(kind=FeeDoubt.UNITS, word=word))
    return found


def _noted_although_free(word: FeeWord) -> bool:
    if word.figure != 0:
        return False
    return bool(_figures(word.note)) or (bool(_FEE.search(word.note)) and not _FREE.search(word.note))


def _figures(note: str) -> list[int]:
    return [int(re.sub(r"[.,]", "", written)) for written in _FIGURE.findall(note)]


def _by_zeros(word: FeeWord) -> int | None:
    figures = _figures(word.note)
    if not word.figure or word.figure in figures:
        return None
    alike = (figure for figure in figures if figure and str(figure).rstrip("0") == str(word.figure).rstrip("0"))
    return next(alike, None)


def _until(note: str) -> date | None:
    for day, month, year in _UNTIL.findall(note):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _by_channel(words: Sequence[FeeWord]) -> FeeWord | None:
    """Return what is said of the counter where online another figure is asked."""
    figures = {kind: {word.figure for word in words if word.channel is kind and word.figure} for kind in ChannelKind}
    counter, online = figures[ChannelKind.COUNTER], figures[ChannelKind.ONLINE]
    if not counter or not online or counter == online:
        return None
    return next(word for word in words if word.channel is ChannelKind.COUNTER and word.figure)
