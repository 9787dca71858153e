"""What the pages and the agent know of each other."""

from collections.abc import Mapping
from typing import Protocol

from kiosk.scanning.router import Reading


class Presence(Protocol):
    """The agent, as its pages see it."""

    def state(self) -> Mapping[str, object]:
        """Return the answer of GET /agent/state."""

    def gave(self) -> None:
        """A number in reserve was given: its slip waits in the journal."""

    def issued(self) -> None:
        """A ticket was taken through this kiosk: look for its slip at once."""

    def next_scan(self, *, seconds: float) -> Reading | None:
        """Return what the box's own scanner read, waiting at most that long."""

    def paying(self) -> None:
        """A payment was begun through this kiosk: look at once whether a card is to pay it."""

    def card_stage(self, payment: str, *, seen: int, seconds: float) -> Mapping[str, object] | None:
        """Return how far a payment by card is, waiting so long for something that is not `seen`.

        `{"n": number of the change, "stage": a `Progress`, "waiting" or "ended", "verdict": a `Verdict` or None}`;
        None at a kiosk without a terminal.
        """

    def give_up_card(self, payment: str) -> None:
        """The citizen does not want to pay this by card any more."""
