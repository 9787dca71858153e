"""Time spent on one dossier within a turn. The 10-minute target is per dossier."""

import re
from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.dossier import Result, Step
from queue_server.domain.errors import DossierPattern

LONGEST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """One dossier in one turn. `ordinal` counts from 1 within the turn; a running handling has no `ended_at`.

    `step` is what the dossier waited for when it was taken in hand, None for one that had ended.
    """

    turn_ordinal: int
    ordinal: int
    dossier_code: str
    clerk_id: int
    started_at: datetime
    ended_at: datetime | None = None
    held_milliseconds: int = 0
    step: Step | None = None
    result: Result | None = None

    @property
    def id(self) -> str:
        """The name of the handling within its ticket, "1.2"."""
        return f"{self.turn_ordinal}.{self.ordinal}"


def dossier_code(text: str, pattern: str) -> str:
    """Return the code in the text, trimmed and in capitals. Raises DossierPattern unless the centre's pattern fits.

    The shape is a setting: Circular 01/2018/TT-VPCP article 19 gives the long form, Decision 20/2020 a shorter one.
    """
    code = text.strip().upper()
    if len(code) > LONGEST_CODE or not re.fullmatch(pattern, code, re.ASCII):
        raise DossierPattern(value=text.strip()[:LONGEST_CODE])
    return code
