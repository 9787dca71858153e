"""Which procedures of the national catalogue a centre of a level receives, and how they fall into fields."""

import re
from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from queue_server.domain.catalogue import Level, Procedure, Rejected
from queue_server.domain.plain_text import folded, one_line

_WHERE = re.compile(
    r"\s*(?:\(\s*|,?\s+(?=thực hiện ))(?:thực hiện (?:tại|ở) )?"
    r"(?P<levels>cấp (?:tỉnh|tinh|xã|huyện|bộ|tw|trung ương)\b(?:(?:,| và|/)? *cấp (?:tỉnh|xã|huyện|bộ|trung ương)\b)*)"
    r"\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
_LEVEL_WORDS: Mapping[str, Level] = MappingProxyType(
    {
        "tinh": Level.PROVINCE,
        "xa": Level.COMMUNE,
        "bo": Level.MINISTRY,
        "tw": Level.MINISTRY,
        "trung uong": Level.MINISTRY,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a centre receives, and what it does not."""

    taken: Sequence[Procedure]
    passed_over: Sequence[Rejected]


def base_name(name: str) -> str:
    """Return the name without the level that its variant is for: "… (thực hiện tại cấp tỉnh)" loses its tail."""
    return _WHERE.sub("", one_line(name))


def variant_levels(name: str) -> frozenset[Level]:
    """Return the levels that the name itself says it is for; empty when it says none or only the abolished district."""
    found = _WHERE.search(one_line(name))
    if found is None:
        return frozenset()
    words = folded(found["levels"])
    return frozenset(level for word, level in _LEVEL_WORDS.items() if f"cap {word}" in words)


def level_words(name: str) -> tuple[str, ...]:
    """Return what the name says of its level as one unbroken word, ("cấp tỉnh",); () when it names none or several."""
    found = _WHERE.search(one_line(name))
    if found is None or len(variant_levels(name)) > 1:
        return ()
    level = found["levels"].lower().replace("tinh", "tỉnh").replace("tw", "trung ương")
    return (level.replace(" ", "\u00a0"),)


def field_key(field: str) -> str:
    """Return what two spellings of one field share: no case, diacritics or punctuation, no "và"."""
    return " ".join(word for word in folded(field).split() if word != "va")


def select_for_levels(procedures: Iterable[Procedure], levels: Set[Level]) -> Selection:
    """Choose the procedures of the levels; of a name's level variants only those for these levels.

    A variant marked for the abolished district goes by its record's level, unless a variant marked for one of the
    centre's levels stands beside it.
    """
    known = tuple(procedures)
    marked = {_variant_key(each) for each in known if variant_levels(each.name) & levels}
    taken: list[Procedure] = []
    passed_over: list[Rejected] = []
    for each in known:
        reason = _passed_over(each, levels, marked)
        if reason is None:
            taken.append(each)
        else:
            passed_over.append(Rejected(line=each.line, code=each.code, reason=reason))
    return Selection(taken=tuple(taken), passed_over=tuple(passed_over))


def _passed_over(procedure: Procedure, levels: Set[Level], marked: Set[tuple[str, str]]) -> str | None:
    if not procedure.levels & levels:
        return "level.other"
    named = variant_levels(procedure.name)
    if named:
        return None if named & levels else "variant.other_level"
    superseded = base_name(procedure.name) != procedure.name and _variant_key(procedure) in marked
    return "variant.other_level" if superseded else None


def by_field(procedures: Iterable[Procedure]) -> Mapping[str, Sequence[Procedure]]:
    """Group by field under its usual spelling: the most frequent one, of equally frequent ones the first in order."""
    groups: dict[str, list[Procedure]] = {}
    for each in procedures:
        groups.setdefault(field_key(each.field), []).append(each)
    return {_usual_spelling(group): group for group in groups.values()}


def _usual_spelling(group: Sequence[Procedure]) -> str:
    spellings = Tally(each.field for each in group)
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))


def _variant_key(procedure: Procedure) -> tuple[str, str]:
    return field_key(procedure.field), folded(base_name(procedure.name))
