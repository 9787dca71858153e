"""Text from outside: one Unicode form, one line, nothing a printer or a database would choke on."""

import re
import unicodedata

_BREAKS = re.compile(r"[\s\u200b\ufeff]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2069]")
_LETTERS_D = str.maketrans("đĐ", "dD")


class NotPlain(ValueError):
    """The text has a control character (NUL among them) or half of a surrogate pair."""


def plain(text: str) -> str:
    """Return the text in NFC with its line breaks. Raises NotPlain."""
    composed = unicodedata.normalize("NFC", text)
    if _UNPRINTABLE.search(composed):
        raise NotPlain
    return composed


def one_line(text: str) -> str:
    """Return the text with every run of white space made one space and invisible characters dropped."""
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text)).strip()


def folded(text: str) -> str:
    """Return the text for comparison: no case, no diacritics, words parted by single spaces, no punctuation."""
    letters = unicodedata.normalize("NFD", text.translate(_LETTERS_D)).casefold()
    bare = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())
