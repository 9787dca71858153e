"""What a bank's list of transfers said, taken in: the same contract as a webhook's or a statement's."""

from dataclasses import dataclass, replace
from datetime import datetime

from queue_server.domain.bank_listing import Listed
from queue_server.store.bank_polls import Hearing, hearing_of, save_hearing
from queue_server.store.engine import Store
from queue_server.store.unit import Unit
from queue_server.usecases.crediting import receive_credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many credits of a list were new, and how many known already."""

    new: int
    known: int


def take_list(store: Store, listed: Listed, *, centre_id: int, at: datetime) -> Taken:
    """Take in a list's credits, each in a transaction of its own, the oldest first."""
    new = 0
    for credit in sorted(listed.credits, key=lambda each: each.at):
        with Unit(store) as unit:
            new += receive_credit(unit, centre_id=centre_id, credit=credit, at=at).new
    return Taken(new=new, known=len(listed.credits) - new)


def heard_until(unit: Unit, *, centre_id: int, at: datetime) -> None:
    """Write that all that the provider had at that moment was taken in."""
    save_hearing(unit.connection, Hearing(heard_at=at), centre_id=centre_id)


def heard_nothing(unit: Unit, *, centre_id: int, why: str) -> Hearing:
    """Write that a question failed; from when on is asked stays as it was."""
    before = hearing_of(unit.connection, centre_id) or Hearing()
    now = replace(before, failures=before.failures + 1, why=why)
    save_hearing(unit.connection, now, centre_id=centre_id)
    return now
