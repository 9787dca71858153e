"""A scanner's bytes as texts: cut where the scanner ends a code, bounded, made readable. No I/O and no clock.

Factory settings of the common makes (Honeywell, Zebra, Datalogic, Newland) end a code with CR, LF or both; one without
an ending is over when nothing more comes.
"""

import unicodedata
from dataclasses import dataclass, field

MOST_BYTES = 512
"""Longest code kept; the rest of a longer one is dropped up to its end."""
GAP = 0.05
"""Seconds of silence that end a code of a scanner that sends no endings. At 9,600 baud a byte takes 1 ms."""
LONG_GAP = 0.5
"""The same for a scanner that has been seen to send endings: there silence within a code is the line's, not its end."""
ENDINGS = b"\r\n"


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as text, composed (NFC), without control characters. `cut`: more had come than is kept.

    The text may be the number of a person: it is never shown.
    """

    text: str = field(repr=False)
    cut: bool = False


class ScanParser:
    """Takes bytes as they come, with the moment they came, and gives codes. It keeps at most MOST_BYTES."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._cut = False
        self._last = 0.0
        self._gap = GAP

    @property
    def waits(self) -> bool:
        """Say whether a code has begun."""
        return bool(self._pending)

    def feed(self, data: bytes, *, at: float) -> list[Scan]:
        """Return the codes that these bytes have ended. `at` is in seconds, and grows.

        Silence before them counts only where `rest` has seen it: bytes that were read late did not come late.
        """
        scans: list[Scan] = []
        for byte in data:
            if byte in ENDINGS:
                self._gap = LONG_GAP
                scans += self._ended()
            elif len(self._pending) < MOST_BYTES:
                self._pending.append(byte)
            else:
                self._cut = True
        self._last = at
        return scans

    def rest(self, *, at: float) -> list[Scan]:
        """Nothing has come until now: return the code that the silence has ended, if there is one."""
        return self._ended() if self._pending and at - self._last >= self._gap else []

    def _ended(self) -> list[Scan]:
        text, cut = readable(bytes(self._pending)), self._cut
        self._pending.clear()
        self._cut = False
        return [Scan(text, cut)] if text else []


def readable(data: bytes) -> str:
    """Return the text of the bytes: UTF-8, else the Vietnamese code page of Windows; never an error.

    A letter cut in half at the end is left out.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        halved = error.reason == "unexpected end of data" and error.end == len(data)
        text = data[: error.start].decode("utf-8") if halved else data.decode("cp1258", "replace")
    kept = "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
    return unicodedata.normalize("NFC", kept).strip()
