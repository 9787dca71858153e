"""The clip bank's table of contents: every clip that an announcement can name, and the words it speaks.

A human recording replaces a clip by having the same name as a file: `vi/moi-so.wav`, `vi/counter-15.wav`, `chime.wav`.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from display.announcement import CHIME, COUNTERS, SENTENCES, counter_clip, digit_clip, letter_clip
from display.reading import LANGUAGES, chinese, number_in_words, pinyin

VOICES = MappingProxyType({"vi": "vi", "en": "en", "zh": "cmn-latn-pinyin"})
"""espeak-ng's voice of a language. Its plain Mandarin voice spells pinyin as English, so Chinese is fed as pinyin."""

VI_LETTERS = MappingProxyType(
    {
        **{"A": "a", "B": "bê", "C": "xê", "D": "dê", "E": "e", "F": "ép phờ", "G": "gờ", "H": "hát", "I": "i"},
        **{"J": "di", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "P": "pê", "Q": "quy", "R": "rờ"},
        **{"S": "ét sì", "T": "tê", "U": "u", "V": "vê", "W": "vê kép", "X": "ích xì", "Y": "i dài", "Z": "dét"},
    }
)
"""Letter names as spoken in the North, spelled for a Vietnamese voice. F, S and X have their long names: ích alone
lasts 70 ms and is lost in a hall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One recording: its name, its language (None for the chime) and the words to say, spelled for the voice."""

    name: str
    language: str | None
    words: str


def bank() -> tuple[Clip, ...]:
    """Return the complete clip bank: the chime, then phrases, letters, digits and counters of each language."""
    spoken = (clip for language in LANGUAGES for clip in _language(language))
    return (Clip(name=CHIME, language=None, words=""), *spoken)


def _language(language: str) -> Iterator[Clip]:
    for phrase in SENTENCES[language].phrases:
        words = pinyin(phrase.words) if language == "zh" else phrase.words
        yield Clip(name=f"{language}/{phrase.clip}", language=language, words=words)
    for letter in string.ascii_uppercase:
        words = VI_LETTERS[letter] if language == "vi" else letter
        yield Clip(name=letter_clip(language, letter), language=language, words=words)
    for digit in range(10):
        yield Clip(name=digit_clip(language, digit), language=language, words=_number(digit, language))
    for counter in COUNTERS:
        yield Clip(name=counter_clip(language, counter), language=language, words=_number(counter, language))


def _number(value: int, language: str) -> str:
    return pinyin(chinese(value)) if language == "zh" else number_in_words(value, language)
