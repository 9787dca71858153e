"""Simulated LED panels on one RS-485 line: each shows what a frame of its address with a right checksum says."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.sign.driver import ACK, NAK
from hardware.sign.frame import FramePattern
from hardware.simulators.line import Line
from hardware.simulators.serial_device import LineFaults, SerialDevice

GAP = 0.015
"""Silence that ends a frame: what came before it and is none is dropped."""


@dataclass(slots=True)
class SignFaults(LineFaults):
    """What can be wrong with panels beside their line."""

    refuse: bool = False
    """Panels answer NAK to everything."""
    dead: str = ""
    """Addresses of panels without power, "2,3"."""


class SimulatedSigns(SerialDevice):
    """The panels. `texts` is what each shows, by address; a panel without power shows and answers nothing."""

    title = "Simulated counter signs"
    changes_by_itself = True
    faults: SignFaults

    def __init__(
        self,
        line: Line,
        *,
        panels: int = 8,
        pattern: FramePattern | None = None,
        answers: bool = False,
        baud: int = 9_600,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, SignFaults(), baud=baud, tell=tell)
        self.texts = dict.fromkeys(range(1, panels + 1), "")
        self.frames = self.wrong = 0
        self._pattern = pattern or FramePattern()
        self._answers = answers
        self._pending = bytearray()
        self._last = 0.0

    def received(self, data: bytes, now: float) -> None:
        """Take bytes; a frame is as long as all are, or is ended by silence."""
        if self._pending and not data and now - self._last >= GAP:
            self.wrong += 1
            self._pending.clear()
        if data:
            self._last = now
            self._pending += data
        while len(self._pending) >= self._pattern.length:
            self._take(bytes(self._pending[: self._pattern.length]))

    def shown(self) -> dict[str, object]:
        """Return the texts by address, and how many frames were right and wrong."""
        return {"texts": {str(at): text for at, text in self.texts.items()}, "frames": self.frames, "wrong": self.wrong}

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """The deed "power": all panels lose what they show. Raises ValueError."""
        if name != "power":
            raise ValueError(name, given)
        self.texts = dict.fromkeys(self.texts, "")

    def forget(self) -> None:
        """Drop what came of a frame."""
        self._pending.clear()

    def page(self) -> str:
        """Return the panels."""
        panels = "".join(
            f'<figure><div class="led">{html.escape(text) or "&nbsp;"}</div><figcaption>{at}</figcaption></figure>'
            for at, text in self.texts.items()
        )
        return f"<section>{panels}</section><p>{self.frames} frames, {self.wrong} wrong</p>"

    def _take(self, frame: bytes) -> None:
        sign = self._pattern.decode(frame)
        if sign is None:
            self.wrong += 1
            del self._pending[:1]
            return
        del self._pending[: len(frame)]
        self.frames += 1
        if sign.address not in self.texts or str(sign.address) in self.faults.dead.split(","):
            return
        if not self.faults.refuse:
            self.texts[sign.address] = sign.text
        if self._answers:
            self.send(bytes((NAK if self.faults.refuse else ACK,)))
