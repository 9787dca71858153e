"""The agent's memory of the numbers it holds and of every number it gave, with whom and without the server.

A number is given by the row that is written here, in one transaction with its slip: before that it is on no paper,
after that it is nobody else's. The memory has a name, its `holder`; a memory that shows not to be the one in which the
numbers were given (a disk set back) takes another name, and with it blocks of its own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from kiosk.agent.database import Database
from kiosk.agent.journal import SlipJournal
from kiosk.agent.numbers import Block, next_number

HOLDER = "holder"
KEPT_MILLISECONDS = 3 * 24 * 3600 * 1000
"""How long a number is remembered that the server has: its slip's key may come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A number that the server does not know of. `view` is what its citizen was told, `request` the key it was for."""

    id: str
    request: str
    day: str
    view: Mapping[str, Any]

    def told(self) -> dict[str, Any]:
        """Return it as the server takes it."""
        priority = self.view["priority"]
        return {
            "id": self.id,
            "day": self.day,
            "label": self.view["label"],
            "service": self.view["service"]["code"],
            "language": self.view["language"],
            "priority": None if priority is None else priority["code"],
            "issued_at": self.view["issued_at"],
            "attempt": self.request,
        }


class Reserve:
    """Blocks and given numbers in the agent's database. Safe to use from several threads."""

    def __init__(self, database: Database, slips: SlipJournal) -> None:
        self._database = database
        self._slips = slips

    @property
    def holder(self) -> str:
        """The name of this memory."""
        with self._database.transaction():
            return self._database.fact(HOLDER) or self._begin_anew()

    def hold(self, leases: Iterable[Mapping[str, Any]]) -> bool:
        """Hold these blocks alone; False, and none, when the server knows of numbers that were not given here.

        What it has forgotten of them (it was set back to an older copy) is to be told again.
        """
        leases = list(leases)
        with self._database.transaction():
            self._database.change("DELETE FROM lease")
            if any(not self._gave(lease, number) for lease in leases for number in lease["used"]):
                self._begin_anew()
                return False
            for lease in leases:
                self._tell_again(lease)
                self._database.change(
                    "INSERT INTO lease (day, line, letter, digits, first, last, until) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    *(lease[name] for name in ("day", "line", "letter", "digits", "first", "last", "until")),
                )
        return True

    def blocks(self, *, at: datetime) -> list[Block]:
        """Return the blocks of that day."""
        rows = self._database.rows(
            "SELECT day, line, letter, digits, first, last, until FROM lease ORDER BY day, letter, first"
        )
        blocks = [
            Block(
                day=day, line=line, letter=letter, digits=digits, first=first, last=last,
                until=datetime.fromisoformat(until),
            )
            for day, line, letter, digits, first, last, until in rows
        ]  # fmt: skip
        return [block for block in blocks if block.is_of(at)]

    def holds_of_another_day(self, *, at: datetime) -> bool:
        """Say whether there are blocks, and none of that day."""
        row = self._database.row("SELECT count(*) FROM lease")
        return row is not None and row[0] > 0 and not self.blocks(at=at)

    def next(self, line: str, *, at: datetime) -> tuple[Block, int] | None:
        """Return the next number of the line, or None when there is none left for that day."""
        blocks = [block for block in self.blocks(at=at) if block.line == line]
        return next_number(blocks, self._used({block.day for block in blocks}))

    def lines_left(self, *, at: datetime) -> frozenset[str]:
        """Return the lines of which there are numbers left for that day."""
        return frozenset(block.line for block in self.blocks(at=at) if self.next(block.line, at=at) is not None)

    def given(self, request: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return the wish and the answer of the request with that key, or None."""
        row = self._database.row("SELECT wish, view FROM given WHERE request = ?", request)
        return None if row is None else (str(row[0]), json.loads(row[1]))

    def give(self, request: str, wish: str, view: Mapping[str, Any], *, block: Block, number: int, at: int) -> None:
        """Give the number: from here on it is on paper. In the caller's transaction, with which it is written."""
        self._keep(request, wish, view, state="untold", at=at, number=(block.day, block.letter, number))
        self._slips.add_own(slip_of(view["id"]), view)

    def heard(self, request: str, wish: str, view: Mapping[str, Any], *, at: int) -> Mapping[str, Any]:
        """Keep the server's answer to a request; return the one that counts: what was given before stands."""
        with self._database.transaction():
            known = self.given(request)
            if known is not None:
                return known[1]
            self._keep(request, wish, view, state="online", at=at, number=(None, None, None))
            self._database.change(
                "DELETE FROM given WHERE state IN ('online', 'told') AND at < ?"
                " AND (day IS NULL OR day NOT IN (SELECT day FROM lease))",
                at - KEPT_MILLISECONDS,
            )
        return view

    def gave_instead(self, request: str) -> bool:
        """Say whether the request got a number in reserve."""
        row = self._database.row("SELECT 1 FROM given WHERE request = ? AND state <> 'online'", request)
        return row is not None

    def own_slip(self, ticket: str) -> Mapping[str, str | None] | None:
        """Return how far the slip of a number that was given here is, None for a ticket of the server's."""
        return self._slips.own_state(slip_of(ticket))

    def untold(self, most: int) -> list[Untold]:
        """Return up to so many numbers that the server does not know of, the first given first."""
        rows = self._database.rows(
            "SELECT id, request, day, view FROM given WHERE state = 'untold' ORDER BY at, number LIMIT ?", most
        )
        return [Untold(id=row[0], request=row[1], day=row[2], view=json.loads(row[3])) for row in rows]

    def untold_count(self) -> int:
        """Return how many numbers the server does not know of."""
        row = self._database.row("SELECT count(*) FROM given WHERE state = 'untold'")
        assert row is not None
        return int(row[0])

    def refused_count(self) -> int:
        """Return how many numbers the server did not take in."""
        row = self._database.row("SELECT count(*) FROM given WHERE state = 'refused'")
        assert row is not None
        return int(row[0])

    def was_told(self, ticket: str, *, refusal: str | None) -> None:
        """The server knows of the number; `refusal` is the code of why it was not taken in."""
        with self._database.transaction():
            changed = self._database.change(
                "UPDATE given SET state = ?, code = ? WHERE id = ? AND state = 'untold'",
                "told" if refusal is None else "refused",
                refusal,
                ticket,
            )
            if changed and refusal is None:
                self._slips.hand_over(slip_of(ticket))

    def last_given_at(self) -> int:
        """Return when the last number was given without the server, in ms since 1970; 0 for never."""
        row = self._database.row("SELECT max(at) FROM given WHERE state <> 'online'")
        return 0 if row is None or row[0] is None else int(row[0])

    def _keep(
        self,
        request: str,
        wish: str,
        view: Mapping[str, Any],
        *,
        state: str,
        at: int,
        number: tuple[str | None, str | None, int | None],
    ) -> None:
        self._database.change(
            "INSERT INTO given (id, request, wish, view, state, at, day, letter, number)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(view["id"], request, wish, json.dumps(view), state, at, *number),
        )

    def _used(self, days: Iterable[str]) -> set[tuple[str, str, int]]:
        return {
            (day, letter, number)
            for day in days
            for letter, number in self._database.rows("SELECT letter, number FROM given WHERE day = ?", day)
        }

    def _gave(self, lease: Mapping[str, Any], number: int) -> bool:
        return (lease["day"], lease["letter"], number) in self._used([lease["day"]])

    def _tell_again(self, lease: Mapping[str, Any]) -> None:
        block = (lease["day"], lease["letter"], lease["first"], lease["last"], json.dumps(lease["used"]))
        self._database.change(
            "UPDATE given SET state = 'untold' WHERE state = 'told' AND day = ? AND letter = ?"
            " AND number BETWEEN ? AND ? AND number NOT IN (SELECT value FROM json_each(?))",
            *block,
        )

    def _begin_anew(self) -> str:
        holder = token_urlsafe(16)
        self._database.remember(HOLDER, holder)
        return holder


def slip_of(ticket: str) -> str:
    """Return the name of the job that prints a ticket's first slip, as the server makes it."""
    return f"{ticket}-0"
