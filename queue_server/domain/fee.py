"""Fees: what is due for a dossier, by rules that the centre itself has approved, explained line by line.

Never by the national catalogue: it prints "free" wherever its number is 0, and some of its numbers lack three zeros.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from queue_server.domain.catalogue import ChannelKind
from queue_server.domain.money_errors import FeeGroupUnknown, FeeQuantity, FeeUnknown

SMALLEST_UNIT_PRICE = 1_000
"""Dong. No fee in force is smaller; a smaller number lacks its thousands."""
LARGEST_AMOUNT = 999_999_999
"""Dong of one fee; what a card terminal can be asked for."""
MOST_UNITS = 10_000
WHOLE = 100
"""Percent."""


Translations = Mapping[str, Mapping[str, str]]
"""Of the texts `name`, `unit` and `basis` of a fee: each by language (`en`, `zh`). What is missing is Vietnamese."""


class FeeKind(StrEnum):
    """What the money is by the Law on Fees and Charges 97/2015/QH13: each is booked apart."""

    PHI = "phi"
    """The price of a public service (article 3.1)."""
    LE_PHI = "le_phi"
    """A charge that the state fixes (article 3.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From that unit on (counted from 1), each costs so many dong."""

    begins: int
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule:
    """One fee of a procedure when it comes in by a channel.

    `tiers` begin with 1 and grow; `most` is the dong that the whole never exceeds. `exempt` has for each group of
    people what it is spared, in percent. In force from `valid_from` to `valid_until`, both included, once somebody has
    approved it. `name`, `unit` and `basis` are Vietnamese, in the words of the law; `translations` are for citizens.
    """

    id: int
    procedure: str
    channel: ChannelKind
    kind: FeeKind
    name: str
    unit: str
    tiers: tuple[Tier, ...]
    most: int | None
    exempt: Mapping[str, int]
    basis: str
    valid_from: date
    valid_until: date | None
    proposed_by: int | None = None
    approved_by: int | None = None
    approved_at: datetime | None = None
    translations: Translations = field(default_factory=dict)

    @property
    def charges(self) -> tuple[str, ChannelKind, FeeKind, str]:
        """What it asks money for; two rules of one fee never count on one day."""
        return (self.procedure, self.channel, self.kind, self.name)

    def overlaps(self, other: "FeeRule") -> bool:
        """Say whether there is a day on which both could count."""
        begins = max(self.valid_from, other.valid_from)
        return all(rule.valid_until is None or begins <= rule.valid_until for rule in (self, other))

    def in_force(self, day: date) -> bool:
        """Say whether it counts on that day."""
        begun = self.valid_from <= day
        return self.approved_at is not None and begun and (self.valid_until is None or day <= self.valid_until)


class FeeReason(StrEnum):
    """Why a line of a fee is there."""

    UNITS = "units"
    MOST = "most"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One step of the reckoning: `quantity` times `price`, or an `amount` below zero that is spared."""

    reason: FeeReason
    quantity: int
    price: int
    amount: int
    group: str | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What one rule makes of a dossier, with its reckoning; the lines add up to `amount`, which is never below 0."""

    rule: FeeRule
    lines: tuple[FeeLine, ...]

    @property
    def amount(self) -> int:
        """Return the dong that are due."""
        return sum(line.amount for line in self.lines)


def fees_of(
    rules: Sequence[FeeRule], *, procedure: str, channel: ChannelKind, quantity: int, group: str | None, day: date
) -> tuple[Fee, ...]:
    """Return the fees of a dossier on that day, one a rule in force.

    Raises FeeUnknown when no rule is in force (which is not the same as free), FeeQuantity and FeeGroupUnknown.
    """
    if not 1 <= quantity <= MOST_UNITS:
        raise FeeQuantity(most=MOST_UNITS)
    matching = [
        rule for rule in rules if rule.procedure == procedure and rule.channel is channel and rule.in_force(day)
    ]
    if not matching:
        raise FeeUnknown(procedure=procedure)
    if group is not None and not any(group in rule.exempt for rule in matching):
        raise FeeGroupUnknown(group=group)
    return tuple(fee_of(rule, quantity=quantity, group=group) for rule in matching)


def fee_of(rule: FeeRule, *, quantity: int, group: str | None) -> Fee:
    """Reckon one fee: the tiers, then its ceiling, then what the group is spared (the state's half dong is waived)."""
    lines = [line for line in _tier_lines(rule.tiers, quantity) if line.quantity]
    due = sum(line.amount for line in lines)
    if rule.most is not None and due > rule.most:
        lines.append(FeeLine(reason=FeeReason.MOST, quantity=1, price=rule.most - due, amount=rule.most - due))
        due = rule.most
    percent = rule.exempt.get(group or "", 0)
    if percent:
        spared = -(-due * percent // WHOLE)
        lines.append(
            FeeLine(reason=FeeReason.EXEMPT, quantity=1, price=-spared, amount=-spared, group=group, percent=percent)
        )
    return Fee(rule=rule, lines=tuple(lines))


def _tier_lines(tiers: Sequence[Tier], quantity: int) -> list[FeeLine]:
    ends = [tier.begins for tier in tiers[1:]] + [quantity + 1]
    counts = [max(0, min(end, quantity + 1) - tier.begins) for tier, end in zip(tiers, ends, strict=True)]
    return [
        FeeLine(reason=FeeReason.UNITS, quantity=count, price=tier.price, amount=count * tier.price)
        for tier, count in zip(tiers, counts, strict=True)
    ]
