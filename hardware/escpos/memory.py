"""What a printer keeps in its own memory, as far as it has told us."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hardware.escpos import commands
from hardware.escpos.status import Frame, StoredKeys
from hardware.escpos.stored import Picture, present, to_define

ANSWER_SECONDS = 0.6
KEEP_SECONDS = 10.0
"""Longest time until a printer has received pictures on a slow line, written them into its memory and answers again."""
MOST_BLOCKS = 300
"""Blocks of 40 keys; there are no more keys than fill these."""

Send = Callable[[bytes], bool]
"""Sends bytes; False when the printer does not take them. Raises TransportLost."""
Frames = Callable[[float], Iterator[Frame]]
"""Yields the printer's frames for that many seconds. Raises TransportLost."""


@dataclass(slots=True)
class GraphicsMemory:
    """Asks for the keys once a connection, defines what is missing, and tries nothing twice that was not kept."""

    keys: frozenset[bytes] | None = None
    _refused: set[bytes] = field(default_factory=set)

    def kept(self, wanted: tuple[Picture, ...], send: Send, frames: Frames) -> frozenset[bytes]:
        """Return the keys of the wanted pictures that the printer has, after giving it those it lacks."""
        if not wanted:
            return frozenset()
        if self.keys is None:
            self.keys = self._asked(send, frames, ANSWER_SECONDS)
        missing = [each for each in to_define(self.keys or (), wanted) if each.key not in self._refused]
        if missing and self.keys is not None and send(b"".join(each.definition for each in missing)):
            self.keys = self._asked(send, frames, KEEP_SECONDS)
            self._refused |= {each.key for each in missing} - present(self.keys or (), missing)
        return present(self.keys or (), wanted)

    def forget(self) -> None:
        """The line was lost: there may be another printer at its end."""
        self.keys = None

    def _asked(self, send: Send, frames: Frames, seconds: float) -> frozenset[bytes] | None:
        """Return the keys; None when the printer does not answer: it keeps no pictures."""
        found: set[bytes] = set()
        question = commands.ASK_STORED_KEYS
        for _ in range(MOST_BLOCKS):
            block = (
                next((each for each in frames(seconds) if isinstance(each, StoredKeys)), None)
                if send(question)
                else None
            )
            if block is None:
                return None
            found.update(block.keys)
            question = commands.ACK
            if not block.more:
                return frozenset(found) if send(commands.ACK) else None
        return None
