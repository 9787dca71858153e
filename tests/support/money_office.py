"""The small hall as the machine of money works in it: commands that die, whose answers get lost, that come again."""

import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from cashiers import Cashiers
from dossier_office import CODE
from dying_writers import DyingWriters
from money_model import Refused
from money_model_refunds import GivingBack
from money_world_refunds import Tills

from queue_server.domain.errors import DomainError
from queue_server.store.devices import find_device
from queue_server.usecases.perform import Command, perform

DOSSIERS = (CODE, *(f"H49.22-261123-000{number}" for number in range(2, 7)))
DEVICES = ("pos-1", "pos-2")
EACH = 8_000
"""Dong of each of the two fees of a dossier."""


def furnish_money(hall):
    """Give the hall fees, an account, dossiers and two driven terminals."""
    cashiers = Cashiers(hall)
    for code in DOSSIERS[1:]:
        cashiers.another_dossier(code)
    for name in DEVICES:
        cashiers.terminal(name)
    return hall


@dataclass(frozen=True)
class Trouble:
    """The server dies at its write number `dies` of a command (0: it does not); the answer is lost and asked again."""

    dies: int
    lost: bool


@dataclass(frozen=True)
class Asked:
    """A command that was done, and its answer."""

    command: Command
    action: object
    answer: str


def seen(value):
    """What a command answers: the name of what it is about."""
    return {"id": value.id, "figures": getattr(value, "figures", None)}


class MoneyOffice:
    """A server, the truth outside (`world`) and what must be (`model`). `tally` counts what happened."""

    def opens(self, hall, tally):
        hall.store.writers = DyingWriters(hall.store.writers)
        self.hall, self.tally = hall, tally
        self.world, self.model = Tills(), GivingBack()
        self.clerk, _, self.other = hall.clerks
        self.began, self.unheard = hall.at, []
        self.names = count(1)
        self.forgotten_refunds, self.blurred, self.back_today = set(), set(), False
        with hall.store.reading() as connection:
            self.devices = {name: find_device(connection, name, centre_id=hall.centre_id) for name in DEVICES}

    @property
    def at(self):
        return self.hall.at

    def passes(self, seconds):
        """Time passes, but not beyond a day: providers' words of like transfers are told apart within 36 hours."""
        if self.at + timedelta(seconds=seconds) - self.began <= timedelta(hours=24):
            self.hall.passes(seconds)

    def chance(self):
        return next(self.names).to_bytes(10, "big") + next(self.names).to_bytes(8, "big")

    def tries(self, deed):
        """Do it; return what it gave, or the code of its refusal."""
        try:
            return deed(), None
        except DomainError as refusal:
            return None, refusal.code

    def commands(self, action, trouble, key=None):
        """Send a command until it is heard; return its answer, or the code of its refusal."""
        name = Command(scope="test", key=key or f"c{next(self.names)}", fingerprint="the same")

        def sent():
            return perform(self.hall.store, command=name, at=self.at, action=action)

        if trouble.dies:
            died = self.hall.store.writers.dies(trouble.dies, lambda: self.tries(sent))
            self.tally["died"] += died
            if died:
                self.agrees()
        answer, refused = self.tries(sent)
        if refused is not None:
            return None, refused
        if trouble.lost:
            assert sent() == answer
            self.unheard.append(Asked(name, action, answer))
        return json.loads(answer), None

    def does(self, what, use_case, must, trouble, key=None, look=seen, **facts):
        """Let the product and the model do the same; return what the model made, None when both refused alike."""
        facts = {"centre_id": self.hall.centre_id} | facts if "device" not in facts else facts
        made = lambda unit: look(use_case(unit, at=self.at, **facts))  # noqa: E731
        answer, refused = self.commands(made, trouble, key)
        try:
            expected, refuses = must(), None
        except Refused as refusal:
            expected, refuses = None, refusal.code
        assert (what, refused) == (what, refuses)
        self.tally[refused or what] += 1
        return None if answer is None else (answer, expected)

    def agrees(self):
        raise NotImplementedError
