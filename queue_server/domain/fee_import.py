"""What a sheet of fee rules would change at a centre."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from queue_server.domain.fee import FeeRule
from queue_server.domain.plain_text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePlan:
    """Rules to be proposed, how many are known already, and how many are to take the place of one that counts.

    The last cannot be approved before the other is withdrawn.
    """

    proposed: tuple[FeeRule, ...]
    known: int
    replacing: int


def plan_fees(rules: Sequence[FeeRule], existing: Sequence[FeeRule]) -> FeePlan:
    """Compare rules that were read with the centre's own that are not withdrawn."""
    known = [_facts(rule) for rule in existing]
    new = tuple(rule for rule in rules if _facts(rule) not in known)
    counting = [rule for rule in existing if rule.approved_at is not None]
    replacing = sum(any(clash(rule, other) for other in counting) for rule in new)
    return FeePlan(proposed=new, known=len(rules) - len(new), replacing=replacing)


def clash(one: FeeRule, other: FeeRule) -> bool:
    """Say whether both would charge the same fee on one day."""
    return one.charges == other.charges and one.overlaps(other)


def _facts(rule: FeeRule) -> FeeRule:
    name, unit, basis = map(_words, (rule.name, rule.unit, rule.basis))
    said = {
        text: {language: _words(words) for language, words in each.items()} for text, each in rule.translations.items()
    }
    bare = replace(rule, id=0, proposed_by=None, approved_by=None, approved_at=None)
    return replace(bare, name=name, unit=unit, basis=basis, translations=said)


def _words(written: str) -> str:
    return one_line(normalize("NFC", written))
