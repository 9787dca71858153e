"""Who would be called next at each counter and why: with the set-up in force, and with a draft's."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.centre_file import CentreFile
from queue_server.domain.foresight import Foreseen, next_at
from queue_server.store.presents import sitting_at, waiting_now
from queue_server.store.views import View, moment


def foresight_view(connection: Connection, setup: CentreSetup, draft: CentreFile) -> list[View]:
    """Return by counter of the set-up or the draft the next call now and under the draft, None when nobody waits.

    A counter that one of the two does not have calls nobody there. Where nobody sits it is told as if somebody did.
    """
    waiting = waiting_now(connection, setup)
    clerks = {counter: login for login, counter in sitting_at(connection, setup).items()}
    named = _Names(setup, draft)
    in_force = {each.number: _codes(setup, each.skills) for each in setup.counters.values()}
    drafted = {each.number: each.skills for each in draft.counters}
    views = []
    for number in sorted(in_force.keys() | drafted.keys()):
        now, then = (
            next_at(waiting, counter=number, clerk=clerks.get(number), skills=skills[number])
            if number in skills
            else None
            for skills in (in_force, drafted)
        )
        views.append(
            {
                "counter": number,
                "open": number in clerks,
                "now": named.view(now),
                "draft": named.view(then),
                "differs": (now and now.ticket.label) != (then and then.ticket.label),
            }
        )
    return views


def _codes(setup: CentreSetup, skills: Mapping[int, int]) -> dict[str, int]:
    return {setup.lines[line_id].code: rank for line_id, rank in skills.items()}


class _Names:
    """What lines and priority classes are called, the draft's words before those in force."""

    def __init__(self, setup: CentreSetup, draft: CentreFile) -> None:
        self._lines = {line.code: line.names for line in setup.lines.values()}
        self._lines |= {line.code: line.names for line in draft.lines}
        self._classes = {each.code: each.names for each in setup.priority_classes.values()}

    def view(self, seen: Foreseen | None) -> View | None:
        if seen is None:
            return None
        ticket = seen.ticket
        return {
            "label": ticket.label,
            "line": self._line(ticket.line),
            "joined_at": moment(ticket.joined_at),
            "cause": seen.cause.value,
            "rank": seen.rank,
            "empty": [self._line(each) for each in seen.empty],
            "reason": ticket.reason,
            "priority": None if ticket.priority is None else self._named(self._classes, ticket.priority),
        }

    def _line(self, code: str) -> Any:
        return self._named(self._lines, code)

    def _named(self, known: Mapping[str, Mapping[str, str]], code: str) -> Any:
        return dict(known.get(code) or dict.fromkeys(("vi", "en", "zh"), code))
