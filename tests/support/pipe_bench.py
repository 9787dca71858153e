"""A simulated pipe terminal and tills on it."""

from dataclasses import dataclass

from terminal_bench import FEE, TerminalBench

from hardware.simulators.bookings import Bookings
from hardware.simulators.pipe_terminal import SimulatedPipeTerminal
from hardware.simulators.wired import Wired
from hardware.terminal.pipe.driver import PipeTill

__all__ = ["FEE", "Bench", "PipeAtCounter"]


@dataclass(slots=True)
class Bench(TerminalBench):
    """The terminal, and what was last plugged into it."""

    def __post_init__(self) -> None:
        self.terminal = SimulatedPipeTerminal(self.line, Bookings(), tell=self.said.append)

    def till(self, wrap=lambda wired: wired, **cut) -> PipeTill:
        return PipeTill(self.cable(wrap, cut), clock=self.clock)


class PipeAtCounter:
    """The same as `zvt_bench.ZvtBench` has it, for boxes that are killed and started again."""

    def __init__(self):
        self.inner, self.wrap = Bench(), None
        self.clock, self.device = self.inner.clock, self.inner.terminal
        self.bookings = self.device.bookings

    def another_till(self):
        return PipeTill(self.plug, clock=self.clock)

    def plug(self):
        self.pass_time(1.0)
        self.inner.line.to_host.clear()
        plugged = Wired(self.device, self.inner.line, self.clock)
        return self.wrap(plugged) if self.wrap else plugged

    def pass_time(self, seconds):
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.clock.now += 0.25
            self.device.turn(self.clock.now)

    def booked(self):
        return [each.amount for each in self.bookings.standing]
