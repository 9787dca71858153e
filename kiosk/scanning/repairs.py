"""Undoing what a keyboard, a code page or an input method does to a scanner's text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import permutations, product
from types import MappingProxyType

AIM = re.compile(r"\A\][A-Za-z][0-9A-Za-z](?=.)", re.DOTALL)
"""The three characters by which a scanner may name the kind of barcode (ISO/IEC 15424, "]Q1")."""
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

_TONES = {"\u0300": "5", "\u0309": "6", "\u0303": "7", "\u0301": "8", "\u0323": "9"}
LAYOUT: Mapping[str, str] = MappingProxyType({"ă": "1", "â": "2", "ê": "3", "ô": "4", **_TONES, "đ": "0"})
"""What the digit keys give on the Vietnamese layout of Windows (KBDVNTC). Digits there need AltGr, which no scanner
presses."""
HORN = "\u031b"
_SHAPES = f"\u0302\u0306{HORN}"

TELEX: Mapping[str, str] = MappingProxyType(
    {"\u0300": "F", "\u0309": "R", "\u0303": "X", "\u0301": "S", "\u0323": "J", "\u0306": "W", "\u031b": "W"}
)
VNI: Mapping[str, str] = MappingProxyType(
    {
        "\u0300": "2",
        "\u0309": "3",
        "\u0303": "4",
        "\u0301": "1",
        "\u0323": "5",
        "\u0302": "6",
        "\u0306": "8",
        "\u031b": "7",
    }
)
MOST_MARKS = 3
"""So many lost keys are looked for in one code."""


def plain(text: str) -> str:
    """Return the text without what is no part of it: control characters, other spellings of letters, edges."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    kept = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return AIM.sub("", kept.strip())


def without_layout(text: str) -> str:
    """Return the text with the digits that a Vietnamese keyboard layout turned into letters and tones."""
    return "".join(LAYOUT.get(part, part) for letter in text for part in _parts(letter))


def keys_meant(text: str, *, length: int) -> Iterator[str]:
    """Yield what may have been typed, `length` keys long, before an input method (Telex or VNI) made letters of it.

    Such a method takes the key for a mark anywhere behind its vowel, so each place is tried. Nothing is yielded for a
    text without marks, or with more than MOST_MARKS.
    """
    for table in (TELEX, VNI):
        letters, lost = _pulled_apart(text, table)
        if lost and len(lost) <= MOST_MARKS and len(letters) + len(lost) == length:
            yield from _put_back(letters, lost)


def _parts(letter: str) -> Iterator[str]:
    """Yield a letter's base with its shape, then its tones, as their keys were pressed."""
    if letter.lower() in LAYOUT:
        yield letter.lower()
        return
    base, *marks = list(unicodedata.normalize("NFD", letter))
    shape = "".join(mark for mark in marks if mark in _SHAPES)
    yield unicodedata.normalize("NFC", base + shape).lower() if shape else base
    yield from (mark for mark in marks if mark not in _SHAPES)


def _pulled_apart(text: str, table: Mapping[str, str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the letters without marks, and for each mark its key and the first place where that can have been."""
    letters: list[str] = []
    lost: list[tuple[int, str]] = []
    for letter in text.upper():
        if letter == "Đ":
            letters.append("D")
            lost.append((len(letters), "9" if table is VNI else "D"))
            continue
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if base == "U" and HORN in marks and table is TELEX:
            base = "W"  # Telex makes Ư of a W that stands alone
            marks.remove(HORN)
        letters.append(base)
        lost += [(len(letters), table.get(mark, base)) for mark in marks]
    return letters, lost


def _put_back(letters: list[str], lost: list[tuple[int, str]]) -> Iterator[str]:
    for order in permutations(lost):
        for places in product(*(range(first, len(letters) + 1) for first, _ in order)):
            keys = list(letters)
            for place, (_, key) in sorted(zip(places, order, strict=True), key=_place, reverse=True):
                keys.insert(place, key)
            yield "".join(keys)


def _place(placed: tuple[int, tuple[int, str]]) -> int:
    return placed[0]
