"""A simulated pipe terminal and tills on it, in one process and on one clock."""

from dataclasses import dataclass, field

from hardware.simulators.bookings import Bookings
from hardware.simulators.pipe_terminal import SimulatedPipeTerminal
from hardware.simulators.wired import Clock, Wired, WiredLine
from hardware.terminal.pipe.driver import PipeTill
from hardware.terminal.till import Progress, Sale

FEE = Sale(reference="AB12CD", amount=50_000)


@dataclass(slots=True)
class Bench:
    """The terminal, and what was last plugged into it."""

    clock: Clock = field(default_factory=Clock)
    line: WiredLine = field(default_factory=WiredLine)
    asked: list[Progress] = field(default_factory=list)
    terminal: SimulatedPipeTerminal = field(init=False)

    def __post_init__(self) -> None:
        said: list[str] = []
        self.terminal = SimulatedPipeTerminal(self.line, Bookings(), tell=said.append)

    def till(self, wrap=lambda wired: wired, **cut) -> PipeTill:
        """A till on a new cable; `cut` says where it is pulled."""
        return PipeTill(lambda: wrap(Wired(self.terminal, self.line, self.clock, **cut)), clock=self.clock)

    def sell(self, till=None, sale=FEE):
        return (till or self.till()).sell(sale, watch=self.asked.append)

    def rest(self, seconds=200.0):
        """Let the terminal come to an end of whatever it does, with nobody at the line."""
        Wired(self.terminal, self.line, self.clock).pass_time(0)
        for _ in range(int(seconds * 4)):
            self.clock.now += 0.25
            self.terminal.turn(self.clock.now)
        self.line.close()

    @property
    def booked(self):
        return [(each.reference, each.amount) for each in self.terminal.bookings.standing]
