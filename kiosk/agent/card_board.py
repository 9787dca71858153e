"""What the card terminal does for the kiosk page just now: shown by the sales' thread, asked for by the page's."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Condition
from time import time

from hardware.terminal.till import Verdict

WAITING, ENDED = "waiting", "ended"
"""The stages beside what a terminal asks of the citizen (`hardware.terminal.till.Progress`)."""
MOST = 32
"""Payments of which the board knows; a kiosk has one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How far a payment is. `n` grows with every change, also over restarts of the agent."""

    n: int = 0
    stage: str = WAITING
    verdict: Verdict | None = None
    unwanted: bool = False

    def told(self) -> Mapping[str, object]:
        """Return the answer to the page."""
        return {"n": self.n, "stage": self.stage, "verdict": None if self.verdict is None else self.verdict.value}


class CardBoard:
    """The stages of the last payments. Safe to use from several threads."""

    def __init__(self, *, now: Callable[[], float] = time) -> None:
        self._n = int(now() * 1000)
        self._stages: OrderedDict[str, Stage] = OrderedDict()
        self._news = Condition()
        self._open = True

    def show(self, payment: str, stage: str, verdict: Verdict | None = None) -> None:
        """Let who asks know."""
        with self._news:
            before = self._stages.get(payment, Stage())
            if (before.stage, before.verdict) != (stage, verdict):
                self._n += 1
                self._put(payment, replace(before, n=self._n, stage=stage, verdict=verdict))
                self._news.notify_all()

    def look(self, payment: str, *, seen: int, seconds: float) -> Stage:
        """Return how far it is, waiting at most that long for something that is not `seen`."""
        with self._news:
            self._news.wait_for(lambda: not self._open or self._of(payment).n != seen, timeout=seconds)
            return self._of(payment)

    def unwant(self, payment: str) -> None:
        """The citizen does not want to pay this any more."""
        with self._news:
            self._put(payment, replace(self._of(payment), unwanted=True))

    def is_unwanted(self, payment: str) -> bool:
        """Say whether the citizen gave it up."""
        with self._news:
            return self._of(payment).unwanted

    def close(self) -> None:
        """Let whoever waits go."""
        with self._news:
            self._open = False
            self._news.notify_all()

    def _of(self, payment: str) -> Stage:
        return self._stages.get(payment, Stage())

    def _put(self, payment: str, stage: Stage) -> None:
        self._stages[payment] = stage
        self._stages.move_to_end(payment)
        while len(self._stages) > MOST:
            self._stages.popitem(last=False)
