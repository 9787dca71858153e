"""What is known of the printer's roll, over restarts of the agent."""

import json
from collections.abc import Iterable
from datetime import datetime

from hardware.device import Health, PaperUse
from kiosk.agent.database import Database

ROLL = "roll"


class RollMemory:
    """Keeps the millimetres printed since the roll was changed; a new one has `roll_mm`. One thread uses it."""

    def __init__(self, database: Database, *, roll_mm: int | None = None) -> None:
        self._database = database
        self._roll_mm = roll_mm
        self._kept = self.known()

    def known(self) -> PaperUse:
        """Return what was kept; a new roll when nothing was, or nothing that can be read."""
        try:
            kept = json.loads(self._database.fact(ROLL) or "{}")
            return PaperUse(
                mm=int(kept["mm"]),
                low_since=_moment(kept.get("low_since")),
                opened_at=_moment(kept.get("opened_at")),
                mm_since_opened=int(kept.get("mm_since_opened", 0)),
                roll_mm=self._roll_mm,
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return PaperUse(roll_mm=self._roll_mm)

    def keep(self, devices: Iterable[Health]) -> None:
        """Write what the printer's health says of its roll, when it is something new."""
        for paper in (each.paper for each in devices if each.paper is not None):
            if paper != self._kept:
                kept = {
                    "mm": paper.mm,
                    "low_since": _written(paper.low_since),
                    "opened_at": _written(paper.opened_at),
                    "mm_since_opened": paper.mm_since_opened,
                }
                self._database.remember(ROLL, json.dumps(kept))
                self._kept = paper


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
