"""What a printer says of itself (GS I), asked for once a connection, one question at a time and without waiting.

A printer executes GS I in the order of its buffer, and wants no next question before its answer has come. Old ones do
not know the command and say nothing, which is no fault.
"""

from dataclasses import dataclass, field
from enum import IntEnum

ANSWERS_WITHIN = 3.0
"""Seconds until a question counts as not answered: what a slow line still has to carry before it is within."""
LONGEST = 80
"""Characters that are kept of an answer."""


class Subject(IntEnum):
    """What GS I can be asked (printer information B), in the order in which it is asked."""

    MODEL = 67
    FIRMWARE = 65
    MAKER = 66
    SERIAL = 68


@dataclass(slots=True)
class Identity:
    """What one printer has said. A printer that does not tell its model is asked nothing else."""

    told: dict[Subject, str] = field(default_factory=dict)
    _open: list[Subject] = field(default_factory=lambda: list(Subject))
    _asked_at: float | None = None

    @property
    def model(self) -> str | None:
        """Maker and model, None where neither is known."""
        maker, model = self.told.get(Subject.MAKER, ""), self.told.get(Subject.MODEL, "")
        named = model if model.lower().startswith(maker.lower()) else f"{maker} {model}"
        return named.strip()[:LONGEST] or None

    @property
    def firmware(self) -> str | None:
        """The version of its firmware."""
        return self.told.get(Subject.FIRMWARE) or None

    @property
    def serial(self) -> str | None:
        """Its serial number."""
        return self.told.get(Subject.SERIAL) or None

    def next(self, *, now: float) -> Subject | None:
        """Return what may be asked now, None while an answer is awaited and when there is nothing to ask."""
        if self._asked_at is not None:
            if now - self._asked_at < ANSWERS_WITHIN:
                return None
            self._unanswered()
        return self._open[0] if self._open else None

    def asked(self, *, now: float) -> None:
        """The question is on its way."""
        self._asked_at = now

    def heard(self, text: str) -> None:
        """Take a text for the answer to what was asked last; one that nobody asked for is dropped."""
        if self._asked_at is None:
            return
        self._asked_at = None
        self.told[self._open.pop(0)] = "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]

    def _unanswered(self) -> None:
        self._asked_at = None
        if self._open.pop(0) is Subject.MODEL:
            self._open.clear()
