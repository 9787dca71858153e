"""Every place at which a card sale can be struck, and which of them each sequence strikes.

A place is a byte, a write, a request or a commit of one dialogue: counted in a course in which nothing goes wrong from
its beginning on, and struck in that very course, so that a number means the same in both.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from random import Random

from bench.sale_office import Office
from bench.sale_rig import PROTOCOLS, Fault, Rig
from hardware.simulators.cardholder import Cardholder
from hardware.terminal.pipe.fields import BAR
from hardware.terminal.pipe.requests import SaleRequest

DEEDS = {"cable cut": "cut", "cable cut unnoticed": "hush", "killed at a byte": "kill"}
KINDS = (
    *DEEDS, "killed at a write", "killed at a request", "server killed", "bad network", "bad terminal", "all at once",
)  # fmt: skip
WAYS = ("sends", "hears")
POINTS = {
    "killed at a write": ("write before", "write after"),
    "killed at a request": ("request before", "request after"),
    "server killed": ("server before", "server after", "commit before", "commit after"),
}
STRIKES = (*DEEDS, *POINTS)
"""Kinds that strike one place."""
UNHEARD = 12
"""Bytes at a sale's end without which no protocol's till knows how it ended."""
SETTLES = 400.0
"""Seconds in which a terminal comes to rest whose till has gone."""


class What(StrEnum):
    """What till and terminal talk of."""

    SALE = "sale"
    """A new line, the terminal's last transaction, the sale, its end told."""
    RECALL = "asked for again"
    """What became of a sale whose last word was not heard, on a new line."""
    DAY = "day told"
    """The terminal's day, after a sale."""


@dataclass(frozen=True, slots=True, order=True)
class Dialogue:
    """A course between box, terminal and server.

    `before`: the terminal has had a sale that was none of ours. `short`: the request of the sale is without its last
    bar, as a pipe till leaves that out for one reference in ten.
    """

    protocol: str
    what: What
    cardholder: Cardholder = Cardholder.APPROVE
    before: bool = False
    short: bool = False

    def __str__(self) -> str:
        """Return it in words."""
        more = ", after another" * self.before + ", a byte shorter" * self.short
        return f"{self.protocol}, {self.what}, {self.cardholder}{more}"

    def suits(self, reference: str, amount: int) -> bool:
        """Say whether a payment of that reference is asked for in as many bytes."""
        if self.protocol != "pipe":
            return True
        return self.short != SaleRequest(amount=amount, ticket=reference).to_text().endswith(BAR)

    def leads_up(self, rig: Rig, *, sale_hears: int) -> None:
        """Bring them to where it begins; `sale_hears` is how many bytes come in the sale alone."""
        if self.what is What.RECALL:
            rig.fates.plan.append(Fault("hears", sale_hears - UNHEARD, "cut"))
        if self.what is not What.SALE:
            rig.runner.turn()
        if self.what is What.RECALL:
            rig.pass_time(SETTLES)

    def goes_on(self, rig: Rig, office: Office) -> None:
        """Have it: this is what is struck."""
        if self.what is What.DAY:
            office.closes_day()
        rig.runner.turn()

    def sale(self) -> "Dialogue":
        """Return the sale that it is about."""
        return replace(self, what=What.SALE)


def _dialogues() -> Iterable[Dialogue]:
    for protocol in PROTOCOLS:
        yield from (Dialogue(protocol, What.SALE, each) for each in Cardholder)
        yield Dialogue(protocol, What.RECALL, Cardholder.DECLINE)
        yield from (Dialogue(protocol, what) for what in (What.RECALL, What.DAY))
        yield from (Dialogue(protocol, what, before=True) for what in What)
    yield Dialogue("pipe", What.SALE, short=True)


DIALOGUES = tuple(_dialogues())


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The so-manieth byte, write, request or commit of a dialogue, counted from 1."""

    dialogue: Dialogue
    where: str
    at: int


class Places:
    """All places, from what passes in each dialogue, and their order: one that spreads few strikes over all.

    `courses` names what passes in each, point after point.
    """

    def __init__(self, courses: Mapping[Dialogue, Sequence[str]]) -> None:
        self._courses = courses
        self.passed = {dialogue: Counter(course) for dialogue, course in courses.items()}
        bytes_ = self._all_of(WAYS)
        self._of = {kind: self._all_of(points) for kind, points in POINTS.items()}
        for turn, kind in enumerate(DEEDS):  # each deed begins elsewhere: together they are through in a third
            first = turn * -(-len(bytes_) // len(DEEDS))
            self._of[kind] = bytes_[first:] + bytes_[:first]
        self.all = frozenset(each for places in self._of.values() for each in places)

    def struck_by(self, number: int) -> Place | None:
        """Return where that sequence strikes, None where chance alone says what goes wrong."""
        places = self._of.get(KINDS[number % len(KINDS)])
        return None if places is None else places[number // len(KINDS) % len(places)]

    def is_at(self, place: Place, course: Sequence[str]) -> bool:
        """Say whether a course comes to that place by the way on which it was counted."""
        counted = self._courses[place.dialogue]
        passing = [at for at, where in enumerate(counted) if where == place.where]
        until = passing[place.at - 1] + 1
        return list(course[:until]) == list(counted[:until])

    @property
    def whole(self) -> int:
        """How many sequences, from the first, strike each place."""
        rounds = -(-len(self._of["killed at a byte"]) // len(DEEDS))
        return max(rounds, *(len(self._of[kind]) for kind in POINTS)) * len(KINDS)

    def usual(self, protocol: str) -> Counter[str]:
        """Return how much passes in a sale and the day told after it."""
        return self.passed[Dialogue(protocol, What.SALE)] + self.passed[Dialogue(protocol, What.DAY)]

    def _all_of(self, points: Iterable[str]) -> list[Place]:
        found = [
            Place(dialogue, where, at)
            for where in points
            for dialogue, passed in self.passed.items()
            for at in range(1, passed[where] + 1)
        ]
        Random(len(found)).shuffle(found)
        return found


def in_words(places: Iterable[Place]) -> list[str]:
    """Return them a line for each dialogue and kind of point, numbers that follow one another as a span."""
    lines = []
    for (dialogue, where), found in groupby(sorted(places), key=lambda each: (each.dialogue, each.where)):
        lines.append(f"{dialogue}: {where} {_spans([each.at for each in found])}")
    return lines


def _spans(numbers: list[int]) -> str:
    rows = groupby(enumerate(numbers), key=lambda each: each[1] - each[0])
    spans = [[at for _, at in row] for _, row in rows]
    return ", ".join(str(each[0]) if len(each) == 1 else f"{each[0]}-{each[-1]}" for each in spans)
