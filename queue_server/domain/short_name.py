"""Short names of procedures for buttons, slips and calls.

Published names run to a thousand characters; a slip of 80 mm has 42 to 48 columns. Vietnamese puts the head of a
phrase first, so a short name is the head: formulas of law and the level are dropped, customary abbreviations used,
then the name is cut where a phrase ends, never inside a word of two syllables and never after a word that points
ahead. `short_name_apart` tells names of one field apart that would become alike.
"""

import re
from collections.abc import Sequence

from queue_server.domain.catalogue_selection import base_name
from queue_server.domain.plain_text import one_line
from queue_server.domain.short_name_words import (
    ABBREVIATIONS,
    COMPOUNDS,
    FILLERS,
    LAST_ABBREVIATIONS,
    LEADING,
    PHRASE_OPENERS,
    POINTING,
    TAILS,
)

LONGEST = 48
"""Characters of a short name: the columns of a slip in its narrow type."""

COMFORTABLE = 42
"""Characters up to which nothing is abbreviated: the columns of a slip in its usual type."""

SHORTEST_PHRASE = 28
"""A cut before a new phrase is taken from this length on, else the last cut between any two words."""

EDGES = " ,;:.–-/("
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OPEN_BRACKET = re.compile(r"\s*\([^()]*$")
_END = re.compile(r"\w+$")
_START = re.compile(r"\w+")
_SLASH = re.compile(r"\s*/\s*")


def short_name(name: str) -> str:
    """Return the short name that a procedure's name has by itself: one line of at most LONGEST characters."""
    whole = head_of(name)
    if len(whole) > COMFORTABLE:
        whole = abbreviated(whole)
    for step in (_without_brackets, _without_tails, without_fillers, _saved):
        if len(whole) > LONGEST:
            whole = step(whole)
    return capital(cut(whole, LONGEST))


def head_of(name: str) -> str:
    """Return the name on one line without its level and without what every name could begin with."""
    whole = base_name(_SLASH.sub("/", one_line(name)))
    for leading, instead in LEADING:
        whole = leading.sub(instead, whole)
    return whole.strip(EDGES) or one_line(name)


def abbreviated(text: str) -> str:
    """Return the text with the customary abbreviations."""
    for long, short in ABBREVIATIONS:
        text = long.sub(short, text)
    return text


def without_fillers(text: str) -> str:
    """Return the text without words whose loss changes nothing."""
    return FILLERS.sub("", text)


def cut(text: str, limit: int) -> str:
    """Return the longest beginning of at most `limit` characters that reads as a whole, else the first ones."""
    return beginning(text, limit) or text[:limit].strip(EDGES)


def beginning(text: str, limit: int) -> str:
    """Return the longest beginning of at most `limit` characters that reads as a whole; "" when there is none."""
    if len(text) <= limit:
        return text.strip(EDGES)
    words = text.split()
    phrase = whole = ""
    for count in range(1, len(words)):
        first = " ".join(words[:count]).strip(EDGES)
        if len(first) > limit:
            break
        if not bound(words[count - 1], words[count]) and not _points(words[:count]):
            whole = first
            phrase = first if words[count].lower() in PHRASE_OPENERS else phrase
    return phrase if len(phrase) >= min(SHORTEST_PHRASE, limit * 2 // 3) else whole


def bound(left: str, right: str) -> bool:
    """Say whether two neighbours belong together: one word, or a number and what it counts."""
    if left.replace(".", "").isdigit():
        return right.lower() not in POINTING
    end, start = _END.search(left), _START.match(right)
    return end is not None and start is not None and f"{end[0]} {start[0]}".lower() in COMPOUNDS


def _points(words: Sequence[str]) -> bool:
    if words[-1].lower() not in POINTING:
        return False
    return len(words) == 1 or words[-2].lower() in POINTING or not bound(words[-2], words[-1])


def capital(text: str) -> str:
    """Return the text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def _without_brackets(text: str) -> str:
    return _OPEN_BRACKET.sub("", _BRACKETS.sub("", text)) or text


def _without_tails(text: str) -> str:
    for tail in TAILS:
        text = tail.sub("", text) if len(text) > LONGEST else text
    return text


def _saved(text: str) -> str:
    shorter = text
    for long, short in LAST_ABBREVIATIONS:
        shorter = long.sub(short, shorter)
    return shorter if len(shorter) <= LONGEST else text
