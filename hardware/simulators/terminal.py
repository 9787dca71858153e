"""What simulated card terminals of all protocols share: cardholders, a screen, what was booked, faults, the page."""

import html
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.device_page import button
from hardware.simulators.line import Line
from hardware.simulators.serial_device import LineFaults, SerialDevice
from hardware.terminal.till import Progress


@dataclass(slots=True)
class TerminalFaults(LineFaults):
    """What can be wrong with a terminal beside its line."""

    lost_ack: bool = False
    """It takes commands that have an answer, but its acknowledgement of them gets lost."""
    wrong_check: bool = False
    """The first sending of each of its messages has a wrong checksum."""
    twice: bool = False
    """It says each final answer twice."""
    other_amount: bool = False
    """It takes one dong more than it was asked for, and says so."""
    other_reference: bool = False
    """It books under another reference than it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a terminal and the people before it behave.

    Seconds: that a step takes, that it waits for a card, after which it says again what was not acknowledged.
    """

    cardholder: Cardholder = Cardholder.APPROVE
    pace: float = 1.0
    patience: float = 30.0
    again_after: float = 2.0


USUAL = Manner()
DOES: Mapping[Cardholder, str] = {
    Cardholder.APPROVE: "pays",
    Cardholder.DECLINE: "is refused by the bank",
    Cardholder.CANCEL: "presses the red key",
    Cardholder.TIMEOUT: "does nothing",
    Cardholder.WRONG_PIN: "enters a wrong PIN",
}
SAYS: Mapping[Progress, str] = {
    Progress.CARD: "insert card",
    Progress.CONFIRM: "confirm amount",
    Progress.PIN: "enter PIN",
    Progress.WAIT: "please wait",
    Progress.REMOVE_CARD: "remove card",
}


class SimulatedTerminal(SerialDevice):
    """The base of the terminals. A pulled cable does not stop a sale: the cardholder goes on."""

    changes_by_itself = True
    faults: TerminalFaults

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        *,
        manner: Manner = USUAL,
        baud: int,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, TerminalFaults(), baud=baud, tell=tell)
        self.bookings = bookings
        self.cardholder = manner.cardholder
        self.pace = manner.pace
        self.patience = manner.patience
        self.again_after = manner.again_after
        self.screen: Progress | None = None

    def shown(self) -> dict[str, object]:
        """Return who stands before it, what it asks of them, and what it has booked."""
        return {
            "cardholder": self.cardholder.value,
            "screen": None if self.screen is None else self.screen.value,
            "booked": [asdict(each) for each in self.bookings.day],
        }

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """Let others stand before it: the deed "cardholder" with what they do as `does`. Raises ValueError."""
        if name != "cardholder":
            raise ValueError(name)
        self.cardholder = Cardholder(str(given.get("does")))

    def page(self) -> str:
        """Return the screen, the cardholders and the bookings."""
        people = "".join(
            button("cardholder", f"{'● ' if each is self.cardholder else ''}{DOES[each]}", does=each)
            for each in Cardholder
        )
        rows = "".join(
            f"<tr><td>{each.trace}<td>{html.escape(each.reference)}<td>{each.amount:,} dong"
            f"<td>{'taken back' if each.taken_back else ''}"
            for each in self.bookings.day
        )
        screen = f'<figure class="led">{"ready" if self.screen is None else SAYS[self.screen]}</figure>'
        return (
            f"<section>{screen}</section><p>Whoever stands before it, from now on:</p><div>{people}</div>"
            f"<p>Booked:</p><figure><table>{rows}</table></figure><p>What is wrong with it:</p>"
        )
