"""A simulated terminal that tills are plugged into, in one process and on one clock."""

from dataclasses import dataclass, field

from hardware.simulators.terminal import SimulatedTerminal
from hardware.simulators.wired import Clock, Wired, WiredLine
from hardware.terminal.till import Progress, Sale, Till

FEE = Sale(reference="AB12CD", amount=50_000)


@dataclass(slots=True)
class TerminalBench:
    """The terminal, and what was last plugged into it."""

    clock: Clock = field(default_factory=Clock)
    line: WiredLine = field(default_factory=WiredLine)
    asked: list[Progress] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    terminal: SimulatedTerminal = field(init=False)

    def till(self, wrap=lambda wired: wired, **cut) -> Till:
        """A till on a new cable; `cut` says where it is pulled."""
        raise NotImplementedError

    def cable(self, wrap, cut):
        """What a till is plugged in with."""
        return lambda: wrap(Wired(self.terminal, self.line, self.clock, **cut))

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
