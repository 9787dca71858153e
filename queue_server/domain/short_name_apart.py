"""Short names of one field told apart: what becomes alike gets in brackets the words that only its own name has."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import count

from queue_server.domain.catalogue_selection import level_words
from queue_server.domain.plain_text import folded, one_line
from queue_server.domain.short_name import (
    LONGEST,
    abbreviated,
    beginning,
    bound,
    capital,
    cut,
    head_of,
    short_name,
    without_fillers,
)
from queue_server.domain.short_name_words import BINDING, LINKING, PHRASE_OPENERS

TELLING_LENGTHS = (22, 27, 31, 16)
"""Characters that the telling words may take, tried in this order; the rest of LONGEST is for the head."""

_LOOSE = re.compile(r"[()“”\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name among others that look like it: its words, and both in the form for comparison."""

    short: str
    words: Sequence[str]
    keys: Sequence[str]

    def has(self, words: str) -> bool:
        """Say whether the (folded) words stand in it."""
        return f" {words} " in f" {' '.join(self.keys)} "


def short_names(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the short name for each code, given the names of one field by code.

    Names that differ get short names that differ; equal names (case, diacritics and punctuation apart) keep equal ones.
    The result depends on the set, not on its order.
    """
    originals = {folded(name): name for _, name in sorted(names.items(), reverse=True)}
    chosen = {key: short_name(name) for key, name in originals.items()}
    for keys in _alike(chosen):
        elsewhere = {folded(short) for key, short in chosen.items() if key not in keys}
        chosen |= _told_apart({key: _name(originals[key]) for key in keys}, taken=elsewhere)
    return {code: chosen[folded(name)] for code, name in names.items()}


def _alike(chosen: Mapping[str, str]) -> Sequence[Sequence[str]]:
    groups: dict[str, list[str]] = {}
    for key in sorted(chosen):
        groups.setdefault(folded(chosen[key]), []).append(key)
    return [keys for keys in groups.values() if len(keys) > 1]


def _name(original: str) -> _Name:
    text = _LOOSE.sub(" ", without_fillers(abbreviated(head_of(original))))
    words = [*text.split(), *level_words(original)]
    return _Name(short=short_name(original), words=words, keys=[folded(word) for word in words])


def _told_apart(group: Mapping[str, _Name], *, taken: Set[str]) -> Mapping[str, str]:
    """Give each name telling words that no other has; what has none keeps the plain short name or takes free ones."""
    chosen: dict[str, str] = {}
    for choice in (_telling, _free, _numbered):
        for key, name in group.items():
            if key not in chosen:
                others = [other for different, other in group.items() if different != key]
                used = taken | {folded(short) for short in chosen.values()}
                found = next((text for text in choice(name, others) if folded(text) not in used), None)
                chosen |= {key: found} if found else {}
    return chosen


def _telling(name: _Name, others: Sequence[_Name]) -> Iterator[str]:
    for head, telling in _candidates(name, others):
        if not any(other.has(folded(telling)) for other in others):
            yield one_line(f"{head} ({telling})")


def _free(name: _Name, others: Sequence[_Name]) -> Iterator[str]:
    yield name.short
    for head, telling in _candidates(name, others):
        yield one_line(f"{head} ({telling})")


def _numbered(name: _Name, _others: Sequence[_Name]) -> Iterator[str]:
    for number in count(2):
        yield f"{cut(name.short, LONGEST - 6)} ({number})"


def _candidates(name: _Name, others: Sequence[_Name]) -> Iterator[tuple[str, str]]:
    """Yield heads and telling words; those first that begin where the name leaves the others first."""
    for start in _starts(name, others):
        for length in TELLING_LENGTHS:
            telling = beginning(" ".join(name.words[start:]), length)
            before = " ".join(name.words[: _unlinked(name.words, start)]) or name.short
            head = capital(beginning(before, LONGEST - 3 - len(telling)))
            if telling and head:
                yield head, telling


def _starts(name: _Name, others: Sequence[_Name]) -> Sequence[int]:
    """Return where telling words may begin: where the name leaves another, and at each phrase after the first such."""
    leaves = {_shared(name.keys, other.keys) for other in others}
    first = max(1, min(leaves))
    opens = {
        place
        for place in range(first, len(name.words))
        if name.words[place].lower() in PHRASE_OPENERS or not name.words[place - 1][-1].isalnum()
    }
    places = {_unbound(name.words, place) for place in leaves | opens if place < len(name.words)}
    return sorted({_linked(name.words, place) for place in places if place > 0})


def _unbound(words: Sequence[str], place: int) -> int:
    while place > 0 and (words[place - 1].lower() in BINDING or bound(words[place - 1], words[place])):
        place -= 1
    return place


def _linked(words: Sequence[str], place: int) -> int:
    while place < len(words) - 1 and words[place].lower() in LINKING:
        place += 1
    return place


def _unlinked(words: Sequence[str], place: int) -> int:
    while place > 1 and words[place - 1].lower() in LINKING:
        place -= 1
    return place


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
