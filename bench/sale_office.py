"""The server's half of card sales in memory, by the domain's own tables, behind a network that loses and repeats."""

import copy
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hardware.terminal.till import CardReceipt, Verdict
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.server import Server
from queue_server.domain.ledger import Entry, charged_unexplained, paid
from queue_server.domain.pay_code import pay_code
from queue_server.domain.payment import (
    OPEN,
    Evidence,
    Method,
    Payment,
    PaymentMove,
    PaymentState,
    Source,
    moved_payment,
)
from queue_server.domain.telling import Effect, Telling, meaning_of, money_in, sale_reference

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
FATES = ("", "lost", "unheard", "twice", "late")
"""What the network does with a request: nothing; loses it, or its answer; delivers it twice; loses it and delivers it
behind the next one."""
TERMINAL = Evidence(source=Source.TERMINAL)


@dataclass(slots=True)
class Kept:
    """What the server has on its disk; a copy of it is what an operator sets it back to."""

    payments: dict[str, Payment]
    tellings: dict[str, list[Telling]]
    answers: dict[str, Any]
    entries: list[Entry]


class Office(Server):
    """A `Server` to the box. `dies` is called before and after each request; `decided` when a payment has moved."""

    def __init__(self, *, dies: Callable[[str], None], decided: Callable[[Payment], None]) -> None:
        self.kept = Kept({}, {}, {}, [])
        self.net: deque[str] = deque()
        self._late: list[Callable[[], Any]] = []
        self._dies = dies
        self._decided = decided
        self.sold_blindly: list[str] = []

    @property
    def has_token(self) -> bool:
        """Say that the box is let in."""
        return True

    def wants(self, payment: str, amount: int) -> None:
        """Have a citizen begin to pay by card."""
        self.kept.payments[payment] = Payment(
            id=payment, centre_id=1, charge_id=payment, method=Method.CARD, amount=amount,
            code=pay_code(payment.encode().ljust(8, b"-")), state=PaymentState.CREATED, created_at=AT, created_by=None,
            device_id="pos",
        )  # fmt: skip

    def cancels(self, payment: str) -> None:
        """Have it given up where nothing has begun."""
        found = self.kept.payments[payment]
        if found.state is PaymentState.CREATED:
            self._move(found, PaymentMove.CANCEL)

    def copy(self) -> Kept:
        """Back the disk up."""
        return copy.deepcopy(self.kept)

    @property
    def open(self) -> list[Payment]:
        """The payments whose outcome is not known."""
        return [each for each in self.kept.payments.values() if each.state in OPEN]

    def get(self, path: str) -> dict[str, Any]:
        """Answer /terminal/sales."""
        assert path == "/terminal/sales"
        return self._carried(lambda: {"sales": [_view(each) for each in self.open], "close_day": False})

    def post(self, path: str, body: Mapping[str, Any], *, key: str | None = None) -> dict[str, Any]:
        """Answer what begins and ends a sale."""
        _, _, _, payment, deed = path.split("/")
        sent = json.loads(json.dumps(body))
        return self._carried(lambda: self._once(payment, deed, sent, key))

    def arrives(self) -> None:
        """Let what the network held back arrive."""
        while self._late:
            try:
                self._late.pop()()
            except Refused:
                continue

    def _carried(self, deed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        self._dies("request before")
        fate = self.net.popleft() if self.net else ""
        if fate in {"lost", "late"}:
            self._late += [deed] if fate == "late" else []
            raise ServerUnreachable(fate)
        answer = deed()
        if fate == "twice":
            answer = self._twice(deed, answer)
        self.arrives()
        self._dies("request after")
        if fate == "unheard":
            raise ServerUnreachable(fate)
        return answer

    def _twice(self, deed: Callable[[], dict[str, Any]], first: dict[str, Any]) -> dict[str, Any]:
        try:
            return deed()
        except Refused:
            return first

    def _once(self, payment: str, deed: str, body: dict[str, Any], key: str | None) -> dict[str, Any]:
        if key is not None and key in self.kept.answers:
            return dict(self.kept.answers[key])
        answer = self._begun(payment, body) if deed == "begin" else self._told(payment, body)
        if key is not None:
            self.kept.answers[key] = answer
        return answer

    def _begun(self, payment: str, body: dict[str, Any]) -> dict[str, Any]:
        found = self.kept.payments[payment]
        if found.state is not PaymentState.CREATED:
            raise Refused(409, "payment.illegal_move")
        self._move(replace(found, newest=body["newest"]), PaymentMove.ASK)
        return {"state": "pending"}

    def _told(self, payment: str, body: dict[str, Any]) -> dict[str, Any]:
        found, receipt = self.kept.payments[payment], body["receipt"]
        told = Telling(
            verdict=Verdict(body["verdict"]), code=body["code"], detail=body["detail"],
            receipt=None if receipt is None else CardReceipt(**receipt),
        )  # fmt: skip
        before = self.kept.tellings.setdefault(payment, [])
        if told in before:
            return {"state": found.state}
        meaning = meaning_of(found, told, before)
        before.append(told)
        if isinstance(meaning, Effect):
            if meaning is Effect.CONTRADICTS:
                self.kept.entries.append(charged_unexplained(money_in(told)))
            return {"state": found.state}
        if found.state is PaymentState.CREATED:
            found = self._move(found, PaymentMove.ASK)
        return {"state": self._move(found, meaning).state}

    def _move(self, payment: Payment, move: PaymentMove) -> Payment:
        moved = moved_payment(payment, move, TERMINAL, at=AT)
        self.kept.payments[payment.id] = moved
        if moved.state is PaymentState.CONFIRMED:
            self.kept.entries.append(paid(Method.CARD, moved.amount))
        self._decided(moved)
        return moved


def _view(payment: Payment) -> dict[str, Any]:
    return {
        "payment": payment.id, "reference": sale_reference(payment), "amount": payment.amount,
        "state": payment.state.value, "newest": payment.newest, "asked_at": None,
    }  # fmt: skip
