"""A charge: what is due for one dossier, with its reckoning as it was when it was raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from queue_server.domain.fee import Fee
from queue_server.domain.money_errors import ChargePaid, ChargeWithdrawn, PaymentOpen
from queue_server.domain.payment import OPEN, Payment, PaymentState


class ChargeState(StrEnum):
    """Where a charge is; it follows from its payments."""

    DUE = "due"
    PAID = "paid"
    """Confirmed, or nothing was due."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What is due. `amount` in dong; `fees` as `reckoning` wrote them."""

    id: str
    centre_id: int
    dossier_id: int
    quantity: int
    group: str | None
    amount: int
    fees: Sequence[Mapping[str, Any]]
    raised_at: datetime
    raised_by: int
    withdrawn_at: datetime | None = None


def reckoning(fees: Sequence[Fee]) -> list[dict[str, Any]]:
    """Return the fees with their lines as plain JSON values."""
    return [
        {
            "rule": fee.rule.id,
            "kind": fee.rule.kind.value,
            "name": fee.rule.name,
            "unit": fee.rule.unit,
            "basis": fee.rule.basis,
            "translations": {text: dict(said) for text, said in fee.rule.translations.items()},
            "amount": fee.amount,
            "lines": [
                {
                    "reason": line.reason.value,
                    "quantity": line.quantity,
                    "price": line.price,
                    "amount": line.amount,
                    "group": line.group,
                    "percent": line.percent,
                }
                for line in fee.lines
            ],
        }
        for fee in fees
    ]


def in_vietnamese(fees: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what `reckoning` wrote as staff and papers have it: in the words of the law alone."""
    return [{name: fact for name, fact in fee.items() if name != "translations"} for fee in fees]


def in_each_language(fee: Mapping[str, Any], text: str) -> dict[str, str]:
    """Return the fee's `name`, `unit` or `basis` by language: always in Vietnamese, in others where the rule had it."""
    return {"vi": fee[text], **fee.get("translations", {}).get(text, {})}


def state_of(charge: Charge, payments: Sequence[Payment]) -> ChargeState:
    """Return where the charge is."""
    if charge.withdrawn_at is not None:
        return ChargeState.WITHDRAWN
    paid = charge.amount == 0 or any(payment.state is PaymentState.CONFIRMED for payment in payments)
    return ChargeState.PAID if paid else ChargeState.DUE


def check_payable(charge: Charge, payments: Sequence[Payment]) -> None:
    """Check that an attempt to pay it may begin. Raises ChargeWithdrawn, ChargePaid and PaymentOpen."""
    _check_alone(charge, payments)
    if state_of(charge, payments) is ChargeState.PAID:
        raise ChargePaid()


def check_withdrawable(charge: Charge, payments: Sequence[Payment]) -> None:
    """Check that it may be taken back. Raises ChargeWithdrawn, ChargePaid (refund it first) and PaymentOpen."""
    _check_alone(charge, payments)
    if any(payment.state is PaymentState.CONFIRMED for payment in payments):
        raise ChargePaid()


def _check_alone(charge: Charge, payments: Sequence[Payment]) -> None:
    if charge.withdrawn_at is not None:
        raise ChargeWithdrawn()
    for payment in payments:
        if payment.state in OPEN:
            raise PaymentOpen(state=payment.state.value)
