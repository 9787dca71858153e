"""A terminal's day compared with ours, transaction by transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hardware.terminal.till import CardReceipt


class DifferenceKind(StrEnum):
    """How the terminal's day and ours differ."""

    ONLY_TERMINAL = "only_terminal"
    """The terminal charged a card, and we know of no payment for it."""
    ONLY_OURS = "only_ours"
    """We hold it for paid, and the terminal does not list it."""
    AMOUNT = "amount"
    TOTALS = "totals"
    """The sums differ, and the terminal lists no transactions that would say where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurSale:
    """What we know of one sale at the terminal. `given_back`: refunded since by hand, so the terminal may leave it out.
    `taken_back`: the terminal itself said that it took it back, so what it lists of it counts for nothing.

    `reference` is the payment's name at the terminal; `trace` and `number` are the terminal's, as far as it told them.
    """

    payment: str
    amount: int
    reference: str | None = None
    trace: int | None = None
    number: str | None = None
    given_back: bool = False
    taken_back: bool = False

    @property
    def stands(self) -> bool:
        """Whether the terminal must have it."""
        return not self.given_back and not self.taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class OurRefund:
    """What the terminal told that it gave back: `amount` in dong above zero, its own `trace` and `number`.

    `of_day`: it took back a sale of this day, so the terminal may leave both out or list both.
    """

    payment: str
    amount: int
    trace: int | None = None
    number: str | None = None
    of_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What we hold of a terminal: its sales and what it gave back."""

    sales: Sequence[OurSale] = ()
    refunds: Sequence[OurRefund] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `ours` and `theirs` in dong; null where a side has nothing."""

    kind: DifferenceKind
    payment: str | None = None
    trace: int | None = None
    number: str | None = None
    ours: int | None = None
    theirs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A day compared; it agrees where there are no differences."""

    count: int
    amount: int
    matched: int
    differences: tuple[Difference, ...]


Same = Callable[[OurSale, CardReceipt], bool]
_SAME: Sequence[Same] = (
    lambda ours, theirs: ours.reference is not None and ours.reference == theirs.reference,
    lambda ours, theirs: ours.trace is not None and ours.trace == theirs.trace,
    lambda ours, theirs: ours.number is not None and ours.number == theirs.number,
    # What a person decided has no numbers of the terminal's.
    lambda ours, theirs: ours.trace is None and ours.number is None and ours.amount == theirs.amount,
)
"""What makes two entries one, the surest first."""


def compare_day(
    ours: Held,
    again: Held | None = None,
    *,
    count: int,
    amount: int,
    receipts: Sequence[CardReceipt] | None,
) -> Comparison:
    """Compare what a terminal says of its day with what we hold: its `count`, its `amount` in dong, what it lists.

    A refund that is not of a sale of the day is a transaction of its own, which makes the sum smaller. `again` is ours
    with what was compared a few hours before: a terminal whose totals were only read counts and lists it once more.
    """
    whole = ours if again is None else again
    if receipts is not None:
        return _listed_day(ours, _not_of_before([each for each in whole.sales if each not in ours.sales], receipts))
    since = _summed(ours, count=count, amount=amount)
    both = _summed(whole, count=count, amount=amount)
    return both if since.differences and not both.differences else since


def _not_of_before(earlier: Sequence[OurSale], receipts: Sequence[CardReceipt]) -> Sequence[CardReceipt]:
    """Return the receipts without one for each sale of before; numbers of receipts begin anew with each day."""
    left = list(receipts)
    for sale in earlier:
        found = next((each for each in left if _surely(sale, each)), None)
        if found is not None:
            left.remove(found)
    return left


def _surely(ours: OurSale, theirs: CardReceipt) -> bool:
    names = ((ours.reference, theirs.reference), (ours.trace, theirs.trace))
    known = [one == other for one, other in names if one is not None and other is not None]
    return bool(known) and all(known) and ours.amount == theirs.amount


def _sums(ours: Held) -> tuple[list[OurSale], list[OurRefund], int]:
    standing = [each for each in ours.sales if each.stands]
    alone = [each for each in ours.refunds if not each.of_day]
    return standing, alone, sum(each.amount for each in standing) - sum(each.amount for each in alone)


def _summed(ours: Held, *, count: int, amount: int) -> Comparison:
    standing, alone, our_amount = _sums(ours)
    our_count = len(standing) + len(alone)
    agrees = count in {our_count, our_count + 2 * (len(ours.refunds) - len(alone))} and amount == max(0, our_amount)
    differs = () if agrees else (Difference(kind=DifferenceKind.TOTALS, ours=our_amount, theirs=amount),)
    return Comparison(count=our_count, amount=our_amount, matched=count if agrees else 0, differences=differs)


def _listed_day(ours: Held, receipts: Sequence[CardReceipt]) -> Comparison:
    standing, alone, our_amount = _sums(ours)
    differences, matched = _with_refunds(ours.sales, ours.refunds, receipts)
    return Comparison(
        count=len(standing) + len(alone), amount=our_amount, matched=matched, differences=tuple(differences)
    )


def _with_refunds(
    ours: Sequence[OurSale], refunds: Sequence[OurRefund], theirs: Sequence[CardReceipt]
) -> tuple[list[Difference], int]:
    """Compare the refunds that the terminal lists, then the rest; it may list a sale with its reversal."""
    named = [(refund, _listed(refund, theirs)) for refund in refunds]
    listed = {refund.payment for refund, their in named if their is not None}
    rest = [each for each in theirs if not any(each is their for _, their in named)]
    missing = [
        Difference(
            kind=DifferenceKind.ONLY_OURS, payment=each.payment, trace=each.trace, number=each.number, ours=-each.amount
        )
        for each, their in named
        if their is None and not each.of_day
    ]
    both = [replace(each, taken_back=False, given_back=True) if each.payment in listed else each for each in ours]
    differences, matched = _each(both, rest)
    return [*differences, *missing], matched + len(listed)


def _listed(refund: OurRefund, theirs: Sequence[CardReceipt]) -> CardReceipt | None:
    for own in theirs:
        same_trace = refund.trace is not None and refund.trace == own.trace
        if same_trace or (refund.number is not None and refund.number == own.number):
            return own
    return None


def _each(ours: Sequence[OurSale], theirs: Sequence[CardReceipt]) -> tuple[list[Difference], int]:
    pairs, left, right = _paired(ours, theirs)
    expected = {id(our): 0 if our.taken_back else our.amount for our, _ in pairs}
    differing = [
        Difference(
            kind=DifferenceKind.AMOUNT, payment=our.payment, trace=their.trace, number=their.number,
            ours=expected[id(our)], theirs=their.amount,
        )
        for our, their in pairs
        if expected[id(our)] != their.amount
    ]  # fmt: skip
    only_ours = [
        Difference(
            kind=DifferenceKind.ONLY_OURS, payment=each.payment, trace=each.trace, number=each.number, ours=each.amount
        )
        for each in left
        if each.stands
    ]
    only_theirs = [
        Difference(kind=DifferenceKind.ONLY_TERMINAL, trace=each.trace, number=each.number, theirs=each.amount)
        for each in right
    ]
    return [*differing, *only_ours, *only_theirs], len(pairs) - len(differing)


def _paired(
    ours: Sequence[OurSale], theirs: Sequence[CardReceipt]
) -> tuple[list[tuple[OurSale, CardReceipt]], list[OurSale], list[CardReceipt]]:
    """Pair each entry with at most one of the other side; return the pairs and what is left of both."""
    pairs, left, right = [], list(ours), list(theirs)
    for same in _SAME:
        for our in list(left):
            found = next((each for each in right if same(our, each)), None)
            if found is not None:
                pairs.append((our, found))
                left.remove(our)
                right.remove(found)
    return pairs, left, right
