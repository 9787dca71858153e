"""What is known of the printer's roll, over restarts of the agent."""

import json
from collections.abc import Iterable
from datetime import datetime

from hardware.device import Health, PaperUse
from kiosk.agent.database import Database

ROLL = "roll"


class RollMemory:
    """Keeps the millimetres printed since the roll was changed. One thread uses it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = self.known()

    def known(self) -> PaperUse:
        """Return what was kept; a new roll when nothing was, or nothing that can be read."""
        try:
            kept = json.loads(self._database.fact(ROLL) or "{}")
            low_since = kept.get("low_since")
            return PaperUse(mm=int(kept["mm"]), low_since=datetime.fromisoformat(low_since) if low_since else None)
        except (ValueError, KeyError, TypeError, AttributeError):
            return PaperUse()

    def keep(self, devices: Iterable[Health]) -> None:
        """Write what the printer's health says of its roll, when it is something new."""
        for paper in (each.paper for each in devices if each.paper is not None):
            if paper != self._kept:
                low_since = None if paper.low_since is None else paper.low_since.isoformat()
                self._database.remember(ROLL, json.dumps({"mm": paper.mm, "low_since": low_since}))
                self._kept = paper
