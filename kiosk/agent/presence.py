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
