"""One process of many: issues and calls tickets through idempotent commands and says each answer once it has it.

Run as a program: `python hand.py '{"url": …, "work": "serve", …}'`. Every line it prints is an answer that was
acknowledged, written at once, so that nothing it said is lost when it is killed.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from queue_server.domain.event import EventKind
from queue_server.store.engine import Store
from queue_server.store.unit import Unit
from queue_server.usecases import calling
from queue_server.usecases.journaling import record
from queue_server.usecases.perform import Command, perform
from queue_server.usecases.tickets import Wish, issue_ticket

FINISH = text("UPDATE ticket SET state = 'completed' WHERE id = :id AND state = 'called'")
Result = TypeVar("Result")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Hand:
    """A kiosk and a clerk in one process. A refusal "busy" is answered as a kiosk does: the same command again."""

    def __init__(self, store: Store, *, name: str, centre_id: int, clerk_id: int) -> None:
        self.store = store
        self.name = name
        self.centre_id = centre_id
        self.clerk_id = clerk_id

    def issue(self, key: str, service: str) -> Any:
        wish = Wish(service=service, language="vi", priority=None)
        return self._perform(
            key,
            lambda unit: issue_ticket(
                unit, centre_id=self.centre_id, wish=wish, device_id=None, public_url="http://motcua.test",
                at=MONDAY, chance=os.urandom(10),
            ),
        )  # fmt: skip

    def call(self, key: str) -> Any:
        return self._command(key, calling.call_next)

    def miss(self, key: str) -> Any:
        return self._command(key, calling.miss)

    def call_and_finish(self, key: str) -> Any:
        """Call, and free the counter with one statement of the same transaction: only issue and call are on trial."""

        def action(unit: Unit) -> Mapping[str, Any]:
            called = calling.call_next(unit, centre_id=self.centre_id, clerk_id=self.clerk_id, at=MONDAY)
            unit.connection.execute(FINISH, {"id": called["ticket"]["id"]})
            return called

        return self._perform(key, action)

    def _command(self, key: str, use_case: Callable[..., Mapping[str, Any]]) -> Any:
        return self._perform(
            key, lambda unit: use_case(unit, centre_id=self.centre_id, clerk_id=self.clerk_id, at=MONDAY)
        )

    def _perform(self, key: str, action: Callable[[Unit], Mapping[str, Any]]) -> Any:
        command = Command(scope=self.name, key=key, fingerprint="-")
        answer = self._patiently(key, lambda: perform(self.store, command=command, at=MONDAY, action=action))
        return json.loads(answer)

    def _patiently(self, key: str, action: Callable[[], Result]) -> Result:
        while True:
            try:
                return action()
            except OperationalError:
                say({"busy": key})


def say(answer: Mapping[str, Any]) -> None:
    """Print one line in one write."""
    os.write(1, json.dumps(answer).encode() + b"\n")


def serve(hand: Hand, *, tickets: int) -> Iterator[Mapping[str, Any]]:
    """Issue so many tickets and call as many; somebody always waits when this hand calls."""
    chance = random.Random(hand.name)
    for number in range(tickets):
        issued = hand.issue(f"issue-{number}", chance.choice(("birth", "deed")))
        yield {"issued": issued["label"], "id": issued["id"]}
        called = hand.call_and_finish(f"call-{number}")["ticket"]
        yield {"called": called["label"], "id": called["id"]}


def note(hand: Hand, *, events: int) -> Iterator[Mapping[str, Any]]:
    """Write journal entries that share no lock but the journal's own."""
    for number in range(events):
        with Unit(hand.store) as unit:
            record(unit, EventKind.STAFF_SIGNED_OUT, at=MONDAY, centre_id=hand.centre_id, clerk=hand.clerk_id)
        yield {"noted": number}


def issue(hand: Hand, *, tickets: int) -> Iterator[Mapping[str, Any]]:
    """Issue so many tickets."""
    for number in range(tickets):
        issued = hand.issue(f"issue-{number}", "birth")
        yield {"issued": issued["label"], "id": issued["id"]}


def repeat(hand: Hand, *, keys: int, threads: int) -> Iterator[Mapping[str, Any]]:
    """Ask the same commands in several threads at once."""
    with ThreadPoolExecutor(threads) as pool:
        for number in range(keys):
            asked = [pool.submit(hand.issue, f"issue-{number}", "birth") for _ in range(threads)]
            for answer in asked:
                yield {"key": f"issue-{number}", "answer": answer.result()}
            asked = [pool.submit(hand.call, f"call-{number}") for _ in range(threads)]
            for answer in asked:
                yield {"key": f"call-{number}", "answer": answer.result()}
            for answer in [pool.submit(hand.miss, f"miss-{number}") for _ in range(threads)]:
                yield {"key": f"miss-{number}", "answer": answer.result()}


WORK: dict[str, Callable[..., Iterator[Mapping[str, Any]]]] = {
    "serve": serve,
    "note": note,
    "issue": issue,
    "repeat": repeat,
}


def main() -> None:
    order = json.loads(sys.argv[1])
    store = Store(order["url"])
    hand = Hand(store, name=order["name"], centre_id=order["centre"], clerk_id=order["clerk"])
    for answer in WORK[order["work"]](hand, **order["facts"]):
        say(answer)
    store.close()


if __name__ == "__main__":
    main()
