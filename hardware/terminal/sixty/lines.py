"""Which till an address means."""

from hardware.terminal.sixty.driver import SixtyTill
from hardware.terminal.sixty.kit import Kit
from hardware.terminal.till import Till
from hardware.transport import SerialTransport

BAUD = 9_600
"""As such terminals are usually delivered; the kit says otherwise where it is otherwise."""


def sixty_at(url: str, kit: Kit, *, baud: int = BAUD) -> Till:
    """Return the till for a terminal at any address that pyserial opens. Raises KitIncomplete.

    The line is opened when it is first needed.
    """
    return SixtyTill(lambda: SerialTransport(url, baud=baud), kit)
