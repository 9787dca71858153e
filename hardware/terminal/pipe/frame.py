"""The bytes of the pipe protocol: "STX text ETX LRC", and one byte back. No I/O, never grows.

The LRC is that of the text and ETX, without STX.

Source: "POS Integrado", Protocolo de Comunicación Caja - POS (transbankdevelopers.cl/referencia/posintegrado).
"""

from dataclasses import dataclass, field

from hardware.terminal.acknowledged import Byte, Signal, lrc
from hardware.terminal.card_numbers import without_card_numbers

MOST_TEXT = 4_096
"""Bytes of the longest text that is kept: an answer of 19 fields is under 200, a receipt in it some 2,000."""
FIRST_PRINTABLE = 0x20


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Its text is not shown: from a terminal it may be anything."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot stand in a frame. Raises ValueError."""
        if not all(FIRST_PRINTABLE <= ord(letter) <= 0xFF for letter in self.text) or len(self.text) > MOST_TEXT:
            raise ValueError("a message is up to 4,096 printable letters of one byte each")

    @property
    def function(self) -> str:
        """The four digits that say what it is."""
        return self.text[:4]

    def to_bytes(self) -> bytes:
        """Return the frame."""
        body = self.text.encode("latin-1") + bytes((Byte.ETX,))
        return bytes((Byte.STX,)) + body + bytes((lrc(body),))


Heard = Message | Signal


class PipeParser:
    """Takes bytes as they come and gives what was said. Card numbers in a message are hidden before it is given.

    The byte after ETX is the LRC whatever it is, for it may well be that of STX, ACK or NAK. An STX within a text
    begins a message anew; any other byte that no text has makes it garbled.
    """

    def __init__(self) -> None:
        self._text: bytearray | None = None
        self._ended = False

    def feed(self, data: bytes) -> list[Heard]:
        """Return what these bytes have completed."""
        return [said for byte in data if (said := self._take(byte)) is not None]

    def _take(self, byte: int) -> Heard | None:
        if self._text is not None and self._ended:
            return self._checked(bytes(self._text), byte)
        if byte == Byte.STX:
            self._text = bytearray()
        elif self._text is None:
            return {Byte.ACK: Signal.ACK, Byte.NAK: Signal.NAK}.get(Byte(byte)) if byte in set(Byte) else None
        elif byte == Byte.ETX:
            self._ended = True
        elif len(self._text) < MOST_TEXT:
            self._text.append(byte)
        else:
            self._text = None
        return None

    def _checked(self, text: bytes, byte: int) -> Heard:
        self._text, self._ended = None, False
        right = byte == lrc(text + bytes((Byte.ETX,)))
        if right and all(letter >= FIRST_PRINTABLE for letter in text):
            return Message(without_card_numbers(text.decode("latin-1")))
        if not right and byte == Byte.STX:  # the LRC was lost, and the next message begins
            self._text = bytearray()
        return Signal.GARBLED
