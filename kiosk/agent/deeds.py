"""What a box is asked to do at its terminal: take an amount, or give one back. How each is done and asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hardware.terminal.till import Answer, CardReceipt, Sale, Till, Watch


class DeedKind(StrEnum):
    """What it is. Each is done once, and what became of it is asked for in its own way."""

    SALE = "sale"
    REVERSAL = "reversal"
    """Take back a transaction of the terminal's day, by its receipt."""
    REFUND = "refund"
    """Pay the amount to a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed. `payment` is the payment that is given back, and `receipt` what the terminal told of it."""

    kind: DeedKind
    sale: Sale
    payment: str | None = None
    receipt: CardReceipt | None = None

    def done(self, till: Till, watch: Watch) -> Answer:
        """Have it done. This sends what moves money, once."""
        if self.kind is DeedKind.REVERSAL:
            return till.reverse(self._undone())
        return till.refund(self.sale) if self.kind is DeedKind.REFUND else till.sell(self.sale, watch=watch)

    def recalled(self, till: Till, *, after: int | None) -> Answer:
        """Ask what became of it; nothing moves."""
        if self.kind is DeedKind.REVERSAL:
            return till.recall_reversal(self._undone(), after=after)
        return (till.recall_refund if self.kind is DeedKind.REFUND else till.recall)(self.sale, after=after)

    def _undone(self) -> CardReceipt:
        assert self.receipt is not None
        return self.receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A deed as the server has it: its id there, where it is, the trace that the server kept, and whether it waited so
    long that it cannot begin any more."""

    id: str
    deed: Deed
    state: str
    newest: int | None
    late: bool


def wishes_in(answer: Mapping[str, Any]) -> Sequence[Wish]:
    """Read the server's answer; a server of before knows nothing of giving back and shows nothing that is late."""
    return [
        *(Wish(id=each["payment"], deed=_sale(each), **_where(each)) for each in answer["sales"]),
        *(Wish(id=each["refund"], deed=_given_back(each), **_where(each)) for each in answer.get("refunds", ())),
    ]


def path_of(deed_id: str, deed: Deed) -> str:
    """Return where the server hears of it."""
    kind = "sales" if deed.kind is DeedKind.SALE else "refunds"
    return f"/terminal/{kind}/{deed_id}"


def facts_of(deed: Deed) -> Mapping[str, str]:
    """Return what is told with every word on it: what a server that was set back would not know."""
    return {} if deed.payment is None else {"payment": deed.payment, "kind": deed.kind.value}


def _sale(each: Mapping[str, Any]) -> Deed:
    return Deed(kind=DeedKind.SALE, sale=_amount(each))


def _given_back(each: Mapping[str, Any]) -> Deed:
    receipt = CardReceipt(**each["receipt"])
    return Deed(kind=DeedKind(each["kind"]), sale=_amount(each), payment=each["payment"], receipt=receipt)


def _amount(each: Mapping[str, Any]) -> Sale:
    return Sale(reference=str(each["reference"]), amount=int(each["amount"]))


def _where(each: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": each["state"], "newest": each["newest"], "late": each.get("late", False)}
