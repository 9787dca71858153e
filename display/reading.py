"""Numbers and ticket labels in the words of a hall: Northern standard Vietnamese, English, Mandarin Chinese.

Pure text; nothing here makes a sound. Numbers are read from 0 up to, but not including, `LIMIT`.
Vietnamese follows the Northern standard: mốt, tư and lăm after a ten, linh for a skipped ten, nghìn for a thousand.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from display.errors import UnknownLanguage, UnreadableLabel, UnreadableNumber

LANGUAGES = ("vi", "en", "zh")
LIMIT = 10**12

_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VI_GROUPS = ("", "nghìn", "triệu", "tỷ")
_VI_AFTER_TENS = MappingProxyType({1: "mốt", 4: "tư", 5: "lăm"})

_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_GROUPS = ("", "thousand", "million", "billion")

_ZH = "零一二三四五六七八九"
_ZH_PLACES = ("", "十", "百", "千")
_ZH_GROUPS = ("", "万", "亿")
_PINYIN = MappingProxyType(
    {
        **{"零": "ling2", "一": "yi1", "二": "er4", "三": "san1", "四": "si4", "五": "wu3", "六": "liu4", "七": "qi1"},
        **{"八": "ba1", "九": "jiu3", "十": "shi2", "百": "bai3", "千": "qian1", "万": "wan4", "亿": "yi4"},
        **{"请": "qing3", "号": "hao4", "到": "dao4", "柜": "gui4", "台": "tai2"},
    }
)

_LABEL = re.compile(r"[A-Z0-9-]*[A-Z0-9][A-Z0-9-]*")


def vietnamese(value: int) -> str:
    """Read a number in Northern standard Vietnamese: 21 is "hai mươi mốt", 105 "một trăm linh năm".

    Raises UnreadableNumber outside 0..LIMIT-1.
    """
    if _readable(value) == 0:
        return _VI[0]
    words: list[str] = []
    for group, name in _groups(value, 1000, _VI_GROUPS):
        words += [*_vi_triple(group, leading=not words), name]
    return _joined(words)


def english(value: int) -> str:
    """Read a number in British English: 21 is "twenty-one", 105 "one hundred and five".

    Raises UnreadableNumber outside 0..LIMIT-1.
    """
    if _readable(value) == 0:
        return _EN[0]
    words: list[str] = []
    for group, name in _groups(value, 1000, _EN_GROUPS):
        joiner = ["and"] if words and not name and group < 100 else []
        words += [*joiner, _en_triple(group), name]
    return _joined(words)


def chinese(value: int) -> str:
    """Write a number in Chinese characters as it is spoken: 21 is "二十一", 105 "一百零五".

    Raises UnreadableNumber outside 0..LIMIT-1.
    """
    if _readable(value) == 0:
        return _ZH[0]
    text, rest, above = "", value, 0
    for group, name in _groups(value, 10_000, _ZH_GROUPS):
        text += (_ZH[0] if rest * 10 < above else "") + _zh_quadruple(group) + name
        above = 10_000 ** _ZH_GROUPS.index(name)
        rest %= above
    return text.removeprefix("一") if text.startswith("一十") else text


def pinyin(text: str) -> str:
    """Spell our Chinese sentences in numbered pinyin: "A零一" is "A ling2 yi1" (Latin letters stay as they are)."""
    return " ".join(_PINYIN.get(character, character) for character in text)


def number_in_words(value: int, language: str) -> str:
    """Read a number in one of LANGUAGES. Raises UnreadableNumber, UnknownLanguage."""
    return _NUMBERS[_known(language)](value)


def dong_in_words(amount: int) -> str:
    """Read an amount of dong in Vietnamese, as a receipt has it: 250000 is "Hai trăm năm mươi nghìn đồng".

    Raises UnreadableNumber.
    """
    return f"{vietnamese(amount).capitalize()} đồng"


def label_in_words(label: str, language: str) -> str:
    """Read a ticket label letter by letter and digit by digit: "A012" is "A không một hai".

    Digits are spelled plainly (năm, never lăm); hyphens are not read. Raises UnreadableLabel, UnknownLanguage.
    """
    separator = "" if _known(language) == "zh" else " "
    return separator.join(
        number_in_words(int(character), language) if character.isdigit() else character for character in spelled(label)
    )


def spelled(label: str) -> str:
    """Return the letters and digits of a label in order, hyphens left out. Raises UnreadableLabel."""
    if not _LABEL.fullmatch(label):
        raise UnreadableLabel(label)
    return label.replace("-", "")


def _vi_triple(value: int, *, leading: bool) -> list[str]:
    hundreds, tens, units = value // 100, value // 10 % 10, value % 10
    words = [] if leading and not hundreds else [_VI[hundreds], "trăm"]
    if tens == 0:
        return [*words, *(["linh"] if words and units else []), *([_VI[units]] if units else [])]
    words += ["mười"] if tens == 1 else [_VI[tens], "mươi"]
    if units:
        words.append("lăm" if units == 5 else _VI_AFTER_TENS.get(units, _VI[units]) if tens > 1 else _VI[units])
    return words


def _en_triple(value: int) -> str:
    hundreds, below = divmod(value, 100)
    tens, units = divmod(below, 10)
    small = _EN[below] if below < 20 else _EN_TENS[tens] + (f"-{_EN[units]}" if units else "")
    if not hundreds:
        return small
    return f"{_EN[hundreds]} hundred" + (f" and {small}" if below else "")


def _zh_quadruple(value: int) -> str:
    digits = str(value)
    text = "".join(
        _ZH[int(digit)] + (_ZH_PLACES[len(digits) - 1 - at] if digit != "0" else "") for at, digit in enumerate(digits)
    )
    return re.sub("零+", _ZH[0], text).rstrip(_ZH[0])


def _groups(value: int, base: int, names: tuple[str, ...]) -> list[tuple[int, str]]:
    """Cut a number into its non-zero groups, largest first, each with its name."""
    parts = [(value // base**place % base, name) for place, name in enumerate(names)]
    return [(part, name) for part, name in reversed(parts) if part]


def _joined(words: list[str]) -> str:
    return " ".join(word for word in words if word)


def _readable(value: int) -> int:
    if not 0 <= value < LIMIT:
        raise UnreadableNumber(value)
    return value


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    return language


_NUMBERS: Mapping[str, Callable[[int], str]] = MappingProxyType({"vi": vietnamese, "en": english, "zh": chinese})
