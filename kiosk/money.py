"""What papers of payments have in common: fees, amounts and ways to pay in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hardware.document import Block, Text
from kiosk.texts import text
from kiosk.views import SlipError, dong_of, maybe_text_of, text_of

MOST_FEES = 20
METHODS = ("vietqr", "card")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One fee, by the name that the centre's rules give it, in dong."""

    name: str
    amount: int


def fees_of(view: Mapping[str, Any]) -> tuple[Fee, ...]:
    """Read the fees of a paper, which are one at least. Raises SlipError."""
    fees = view.get("fees")
    listed = isinstance(fees, list) and 0 < len(fees) <= MOST_FEES and all(isinstance(fee, Mapping) for fee in fees)
    if not isinstance(fees, list) or not listed:
        raise SlipError("fees")
    return tuple(Fee(name=text_of(fee, "name"), amount=dong_of(fee, "amount")) for fee in fees)


def fee_blocks(fees: Sequence[Fee], language: str) -> list[Block]:
    """Return the fees line by line, several of them each with its amount."""
    if len(fees) == 1:
        return [Text(text("receipt.fee", language, fee=fees[0].name), align="left")]
    return [
        Text(text("receipt.fee", language, fee=f"{fee.name}: {in_figures(fee.amount, language)}"), align="left")
        for fee in fees
    ]


def in_figures(amount: int, language: str) -> str:
    """Return the amount with its thousands apart and its unit, as the language has it."""
    grouped = f"{amount:,}"
    return text("receipt.amount", language, amount=grouped.replace(",", ".") if language == "vi" else grouped)


def method_said(view: Mapping[str, Any], language: str) -> str:
    """Return how it was paid in words, of a card with its last four digits. Raises SlipError."""
    method = text_of(view, "method")
    if method not in METHODS:
        raise SlipError("method")
    said, last4 = text(f"receipt.method.{method}", language), maybe_text_of(view, "last4")
    return said if last4 is None else f"{said} •••• {last4[-4:]}"
