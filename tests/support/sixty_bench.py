"""A simulated terminal of the "60" dialect and tills on it, in one process and on one clock."""

from dataclasses import dataclass, field

from hardware.simulators.bookings import Bookings
from hardware.simulators.sixty_terminal import SimulatedSixtyTerminal
from hardware.simulators.wired import Clock, Wired, WiredLine
from hardware.terminal.sixty.driver import SixtyTill
from hardware.terminal.sixty.kit import SEEN, Kit
from hardware.terminal.till import Progress, Sale

FEE = Sale(reference="AB12CD", amount=50_000)
KIT = Kit(
    codes={**SEEN.codes, "void": "26"},
    fields={
        **SEEN.fields, "reference": "R1", "approval": "01", "text": "02", "terminal": "16", "merchant": "D1",
        "card": "30", "trace": "65", "date": "03", "time": "04",
    },
    decimals=2,
    cancelled=frozenset({"98"}),
    unknown=frozenset({"25"}),
)  # fmt: skip
"""Completed with the fields that one till program reads; the responses are made up."""


@dataclass(slots=True)
class Bench:
    """The terminal, and what was last plugged into it."""

    clock: Clock = field(default_factory=Clock)
    line: WiredLine = field(default_factory=WiredLine)
    asked: list[Progress] = field(default_factory=list)
    terminal: SimulatedSixtyTerminal = field(init=False)

    def __post_init__(self) -> None:
        said: list[str] = []
        self.terminal = SimulatedSixtyTerminal(self.line, Bookings(), KIT, tell=said.append)

    def till(self, wrap=lambda wired: wired, **cut) -> SixtyTill:
        """A till on a new cable; `cut` says where it is pulled."""
        return SixtyTill(lambda: wrap(Wired(self.terminal, self.line, self.clock, **cut)), KIT, clock=self.clock)

    def sell(self, till=None, sale=FEE):
        return (till or self.till()).sell(sale, watch=self.asked.append)

    def rest(self, seconds=200.0):
        """Let the terminal come to an end of whatever it does, with nobody at the line."""
        for _ in range(int(seconds * 4)):
            self.clock.now += 0.25
            self.terminal.turn(self.clock.now)
        self.line.close()

    @property
    def booked(self):
        return [(each.reference, each.amount) for each in self.terminal.bookings.standing]
