"""What a catalogue file offers a centre: the procedures of its levels with their short names, and what is left out."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from queue_server.domain.catalogue import Level, Procedure, Rejected
from queue_server.domain.catalogue_selection import by_field, select_for_levels
from queue_server.domain.short_name_apart import short_names

FOR_OTHERS = frozenset({"level.other", "variant.other_level"})
"""Reasons for which a sound record is left out; all others are faults of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A procedure with its short name, under the usual spelling of its field."""

    procedure: Procedure
    field: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a file gives a centre; `left_out` is in the order of the file's lines."""

    offered: Sequence[Offered]
    left_out: Sequence[Rejected]

    @property
    def faults(self) -> Sequence[Rejected]:
        """Records left out because something is wrong with them."""
        return tuple(each for each in self.left_out if each.reason not in FOR_OTHERS)


def offer_for(records: Iterable[Procedure | Rejected], levels: Set[Level]) -> Offer:
    """Choose and name what the records offer a centre that receives procedures of the levels."""
    procedures: list[Procedure] = []
    rejected: list[Rejected] = []
    for record in records:
        if isinstance(record, Procedure):
            procedures.append(record)
        else:
            rejected.append(record)
    chosen = select_for_levels(procedures, levels)
    left_out = sorted([*rejected, *chosen.passed_over], key=lambda each: each.line)
    return Offer(offered=_named(chosen.taken), left_out=tuple(left_out))


def _named(procedures: Sequence[Procedure]) -> Sequence[Offered]:
    offered = []
    for field, group in by_field(procedures).items():
        names = short_names({each.code: each.name for each in group})
        offered += [Offered(procedure=each, field=field, short_name=names[each.code]) for each in group]
    return tuple(offered)
