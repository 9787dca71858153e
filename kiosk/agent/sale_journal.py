"""The journal of card sales on the box's own disk: what a kill or a power cut must not make it forget.

A sale is written down before the server is told that it begins, once more before its first byte leaves, and with its
answer before anybody hears of that. What is found as sent at a start is asked for at the terminal, never sent again.
All that holds for what is given back too, which is kept as a sale of another kind.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from time import time
from typing import Any

from hardware.terminal.card_numbers import without_card_numbers
from hardware.terminal.till import Answer, CardReceipt, Sale, Totals, Verdict
from kiosk.agent.database import Database
from kiosk.agent.deeds import Deed, DeedKind
from kiosk.agent.sale_states import TRANSITIONS, SaleMove, SaleState, move_of

DAY = "terminal_day"
LONGEST_CODE, LONGEST_DETAIL = 40, 200
ALL = "SELECT payment, kind, reference, amount, of, receipt, newest, state, told, answer, key FROM sale"
OF_ONE = f"{ALL} WHERE payment = ?"
OPEN = f"{ALL} WHERE state <> 'ended' ORDER BY rowid"
UNTOLD = f"{ALL} WHERE told = 0 AND answer IS NOT NULL ORDER BY rowid"
KEPT_SECONDS = 90 * 24 * 3600
"""How long an ended sale is remembered: a server set back to an older copy may call it open again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A sale in the journal, `payment` its id at the server. `newest` is the terminal's last trace before it; `told`
    says that the server has the word on it, `answer` is that word as the server takes it.
    """

    payment: str
    deed: Deed
    newest: int | None
    state: SaleState
    told: bool
    answer: Mapping[str, Any] | None
    key: str

    @property
    def verdict(self) -> Verdict | None:
        """How it ended, as far as the terminal said."""
        return None if self.answer is None else Verdict(self.answer["verdict"])


class SaleJournal:
    """The sales in the agent's database. Safe to use from several threads; each method is one write to the disk."""

    def __init__(self, database: Database, *, now: Callable[[], float] = time) -> None:
        self._database = database
        self._now = now

    def begin(self, payment: str, deed: Deed, *, newest: int | None) -> None:
        """Write the intent down: from here on the sale is known, and nothing of it has left. Again is no difference."""
        self._insert(payment, deed, newest, SaleState.BEGINNING)

    def adopt(self, payment: str, deed: Deed, *, newest: int | None) -> None:
        """Take a sale that the server calls begun and that this disk does not know: it may have been sent."""
        self._insert(payment, deed, newest, SaleState.SENT)

    def forget(self, payment: str) -> None:
        """Drop an intent of which neither the terminal nor the server has heard."""
        self._database.change("DELETE FROM sale WHERE payment = ? AND state = 'beginning'", payment)

    def send(self, payment: str) -> None:
        """The first byte is about to leave."""
        self._move(payment, SaleState.BEGINNING, SaleMove.SEND)

    def answered(self, kept: Kept, answer: Answer) -> Kept:
        """Keep what the terminal said, to be told. Doubt told already is not told again. Raises ValueError."""
        state = TRANSITIONS[kept.state, move_of(kept.state, answer.verdict)]
        if kept.state is SaleState.DOUBT is state:
            return kept
        self._database.change(
            "UPDATE sale SET state = ?, answer = ?, told = 0, key = ?, changed_at = ? WHERE payment = ? AND state = ?",
            *(state, json.dumps(told_of(answer)), token_urlsafe(24), int(self._now()), kept.payment, kept.state),
        )
        return self.known(kept.payment)

    def settled(self, payment: str) -> None:
        """Somebody has decided at the server what became of a sale in doubt."""
        self._move(payment, SaleState.DOUBT, SaleMove.SETTLE)

    def told(self, kept: Kept) -> None:
        """The server has the word."""
        self._database.change("UPDATE sale SET told = 1 WHERE payment = ? AND key = ?", kept.payment, kept.key)

    def tell_again(self, payment: str) -> None:
        """The server does not know the end of a sale that was told: it was set back to an older copy."""
        self._database.change(
            "UPDATE sale SET told = 0, key = ? WHERE payment = ? AND told = 1", token_urlsafe(24), payment
        )

    def known(self, payment: str) -> Kept:
        """Return a sale. Raises KeyError."""
        row = self._database.row(OF_ONE, payment)
        if row is None:
            raise KeyError(payment)
        return _kept(row)

    def open(self) -> list[Kept]:
        """Return the sales that have not ended, oldest first."""
        return [_kept(row) for row in self._database.rows(OPEN)]

    def untold(self) -> list[Kept]:
        """Return the sales whose answer the server does not have yet, oldest first."""
        return [_kept(row) for row in self._database.rows(UNTOLD)]

    def all_of(self, payments: list[str]) -> dict[str, Kept]:
        """Return those of the payments that this disk knows."""
        rows = (self._database.row(OF_ONE, payment) for payment in payments)
        return {row[0]: _kept(row) for row in rows if row is not None}

    def keep_day(self, totals: Totals) -> None:
        """Keep what the terminal said of its day until the server has it: a closed day is told once."""
        self._database.remember(DAY, json.dumps({"key": token_urlsafe(24), "day": asdict(totals)}))

    def day(self) -> tuple[str, Mapping[str, Any]] | None:
        """Return a day that the server has not heard of, with the key under which it is told."""
        kept = json.loads(self._database.fact(DAY) or "null")
        return None if kept is None else (kept["key"], kept["day"])

    def told_day(self) -> None:
        """The server has the day; sales of long ago are forgotten with it."""
        with self._database.transaction():
            self._database.remember(DAY, None)
            old = int(self._now()) - KEPT_SECONDS
            self._database.change("DELETE FROM sale WHERE state = 'ended' AND told = 1 AND changed_at < ?", old)

    def _insert(self, payment: str, deed: Deed, newest: int | None, state: SaleState) -> None:
        receipt = None if deed.receipt is None else json.dumps(asdict(deed.receipt))
        self._database.change(
            "INSERT INTO sale (payment, kind, reference, amount, of, receipt, newest, state, key, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?) ON CONFLICT (payment) DO UPDATE SET newest = excluded.newest"
            " WHERE state = 'beginning'",
            *(payment, deed.kind, deed.sale.reference, deed.sale.amount, deed.payment, receipt, newest, state),
            int(self._now()),
        )

    def _move(self, payment: str, before: SaleState, move: SaleMove) -> None:
        self._database.change(
            "UPDATE sale SET state = ?, changed_at = ? WHERE payment = ? AND state = ?",
            *(TRANSITIONS[before, move], int(self._now()), payment, before),
        )


def told_of(answer: Answer) -> dict[str, Any]:
    """Return an answer as the server takes it, the cardholder's receipt included; no text keeps a card number."""
    return {
        "verdict": answer.verdict.value,
        "code": _clean(answer.code, LONGEST_CODE),
        "detail": _clean(answer.detail, LONGEST_DETAIL),
        "receipt": None if answer.receipt is None else asdict(answer.receipt),
        "lines": [asdict(line) for line in answer.lines],
    }


def _clean(text: str | None, longest: int) -> str | None:
    return None if text is None else without_card_numbers(text)[:longest]


def _kept(row: tuple[Any, ...]) -> Kept:
    payment, kind, reference, amount, of, receipt, newest, state, told, answer, key = row
    return Kept(
        payment=payment,
        deed=Deed(
            kind=DeedKind(kind),
            sale=Sale(reference=reference, amount=amount),
            payment=of,
            receipt=None if receipt is None else CardReceipt(**json.loads(receipt)),
        ),
        newest=newest,
        state=SaleState(state),
        told=bool(told),
        answer=None if answer is None else json.loads(answer),
        key=key,
    )
