"""A busy day of a hall, played over the public API by simulated citizens and clerks."""

import heapq
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count, pairwise
from typing import Any

import click
import httpx

OPENS_AFTER = timedelta(minutes=5)
LASTS = timedelta(hours=9, minutes=20)
DEMAND = {"A": 3.0, "B": 2.6, "C": 3.0, "D": 1.1, "E": 1.1, "T": 1.2, "H": 0.6}
"""Relative demand of the demonstration centre's lines, about as many as its counters can serve."""
VISITORS = 300
"""Visits of a busy day: 20,723 dossiers in the first quarter of 2023 are about 334 a day, 1.4 a visit in the rush."""
RUSH = ((0.0, 3.0), (0.08, 2.0), (0.25, 1.2), (0.45, 0.5), (0.55, 0.7), (0.62, 1.8), (0.8, 1.0), (0.95, 0.3))
"""Relative arrivals by share of the day: people wait at the gate in the morning, few come at noon."""
DOSSIER_MINUTES = 7.5
DOSSIER_SPREAD = 0.6
"""Mean and log-normal spread of the time for one dossier (service times of offices are log-normal: Brown 2005)."""
SHARE_SEVERAL, SHARE_PRIORITY, SHARE_ABSENT, SHARE_PAPER, SHARE_FOREIGN = 0.3, 0.12, 0.05, 0.08, 0.06
IDLE_MINUTES = 1.0
TRIES = 5


@dataclass(frozen=True, slots=True)
class Clerk:
    """A signed-in clerk at a counter."""

    client: httpx.Client
    csrf: str
    counter: int


@dataclass(slots=True)
class Day:
    """The day in progress. Time is in simulated minutes since the start; `rate` of them pass in a real minute."""

    kiosk: httpx.Client
    clerks: Sequence[Clerk]
    rate: int
    chance: random.Random
    services: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    keys: Iterator[int] = field(default_factory=count)
    dossiers: Iterator[int] = field(default_factory=lambda: count(1))
    _agenda: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def plan(self, at: float, action: Callable[[float], None]) -> None:
        """Put an action on the agenda."""
        heapq.heappush(self._agenda, (at, next(self._order), action))

    def run(self, minutes: float, tell: Callable[[float], None]) -> None:
        """Play until the day is over."""
        began = time.monotonic()
        while self._agenda and self._agenda[0][0] <= minutes:
            at, _, action = heapq.heappop(self._agenda)
            wait = at * 60 / self.rate - (time.monotonic() - began)
            if wait > 0:
                time.sleep(wait)
            action(at)
            tell(at)

    def arrive(self, _at: float) -> None:
        """A citizen takes a number at the kiosk."""
        wish: dict[str, Any] = {"service": self.chance.choices(self.services, self.weights)[0], "language": "vi"}
        if self.chance.random() < SHARE_FOREIGN:
            wish["language"] = self.chance.choice(["en", "zh"])
        if self.chance.random() < SHARE_PRIORITY:
            wish["priority"] = self.chance.choice(self.priorities)
        key = f"day-visit-{next(self.keys):06d}"
        answered(lambda: self.kiosk.post("/api/v1/tickets", json=wish, headers={"Idempotency-Key": key}))

    def call(self, clerk: Clerk, at: float) -> None:
        """A clerk calls the next citizen, who comes after half a minute or not at all."""
        answer = self._press(clerk, "call")
        if answer.status_code != httpx.codes.OK:
            self.plan(at + IDLE_MINUTES * self.chance.uniform(0.5, 1.5), lambda now: self.call(clerk, now))
        elif self.chance.random() < SHARE_ABSENT:
            self.plan(at + 1, lambda _now: self._again(clerk))
            self.plan(at + 2, lambda now: self._missed(clerk, now))
        else:
            self.plan(at + self.chance.uniform(0.3, 0.8), lambda now: self._begin(clerk, now))

    def _again(self, clerk: Clerk) -> None:
        self._press(clerk, "recall")

    def _missed(self, clerk: Clerk, at: float) -> None:
        self._press(clerk, "no-show")
        self.plan(at + 0.3, lambda now: self.call(clerk, now))

    def _begin(self, clerk: Clerk, at: float) -> None:
        self._press(clerk, "start")
        several = self.chance.choice([2, 2, 3]) if self.chance.random() < SHARE_SEVERAL else 1
        self._dossier(clerk, at, left=several)

    def _dossier(self, clerk: Clerk, at: float, *, left: int) -> None:
        if left == 0:
            self._press(clerk, "complete")
            self.plan(at + 0.4, lambda now: self.call(clerk, now))
            return
        self._press(clerk, "dossiers", code=f"H49.22-261123-{next(self.dossiers):04d}")
        minutes = self.chance.lognormvariate(math.log(DOSSIER_MINUTES) - DOSSIER_SPREAD**2 / 2, DOSSIER_SPREAD)
        self.plan(at + minutes, lambda now: self._dossier(clerk, now, left=left - 1))

    def _press(self, clerk: Clerk, key: str, **body: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"day-key-{next(self.keys):06d}", "X-CSRF-Token": clerk.csrf}
        return answered(lambda: clerk.client.post(f"/api/v1/counter/{key}", json=body, headers=headers))


def answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask, and ask again with the same key when no answer comes: what was done is not done twice."""
    for _ in range(TRIES - 1):
        try:
            return ask()
        except httpx.TransportError:
            continue
    return ask()


def play_day(
    *, server: str, kiosk: str, passwords: Mapping[str, str], rate: int, check: Callable[[], None], seats: int = 8
) -> None:
    """Play the day with a progress bar; two counters stay free for whoever watches."""
    clerks = [
        _seated(server, login, passwords[login], number) for number, login in enumerate(_clerks(passwords)[:seats], 1)
    ]
    with httpx.Client(base_url=kiosk, timeout=10) as citizens:
        day = Day(kiosk=citizens, clerks=clerks, rate=rate, chance=random.Random(49))  # noqa: S311 - a play, the same each time
        catalogue = citizens.get("/api/v1/kiosk/catalogue").json()
        for group in catalogue["groups"]:
            for service in (each for each in group["services"] if not each["asks_dossier"]):
                day.services.append(service["code"])
                day.weights.append(DEMAND.get(group["letter"], 1.0) / len(group["services"]))
        day.priorities = [found["code"] for found in catalogue["priority_classes"]]
        _fill(day)
        with click.progressbar(length=round(LASTS.total_seconds() / 60), label="A busy day, 60 times as fast") as bar:

            def tell(at: float) -> None:
                check()
                bar.update(max(0, round(at) - bar.pos))

            day.run(LASTS.total_seconds() / 60, tell)
            bar.update(bar.length - bar.pos if bar.length else 0)
    click.echo("The day is over. The screens stay; Ctrl-C ends the demonstration.")


def _fill(day: Day) -> None:
    minutes = LASTS.total_seconds() / 60
    opens = OPENS_AFTER.total_seconds() / 60
    for _ in range(VISITORS):
        day.plan(opens + _moment(day.chance) * (minutes - 40), day.arrive)
    for clerk in day.clerks:
        day.plan(opens + day.chance.uniform(0, 4), partial(day.call, clerk))


def _moment(chance: random.Random) -> float:
    """Draw a share of the day from RUSH, linear between its points, by rejection."""
    while True:
        share = chance.random()
        if chance.random() * max(weight for _, weight in RUSH) <= _weight(share):
            return share


def _weight(share: float) -> float:
    for (left, low), (right, high) in pairwise(RUSH):
        if share <= right:
            return low + (high - low) * (share - left) / (right - left)
    return RUSH[-1][1]


def _clerks(passwords: Mapping[str, str]) -> list[str]:
    return [login for login in sorted(passwords, key=lambda login: (len(login), login)) if login.startswith("quay")]


def _seated(server: str, login: str, password: str, number: int) -> Clerk:
    client = httpx.Client(base_url=server, timeout=10)
    me = client.post("/api/v1/sign-in", json={"login": login, "password": password}).raise_for_status().json()
    clerk = Clerk(client, me["csrf"], number)
    headers = {"Idempotency-Key": f"day-seat-{number:04d}", "X-CSRF-Token": clerk.csrf}
    client.post(f"/api/v1/counters/{number}/shift", json={"takeover": True}, headers=headers).raise_for_status()
    return clerk
