"""How the box prints: as was chosen in the administration, else by its own options.

A choice that the line is too slow for is not taken, and the server is told why; the own options print on.
"""

import logging
from collections.abc import Mapping
from typing import Any

from hardware.document import Bitmap
from hardware.errors import LogoInvalid
from hardware.escpos.budget import TooSlow, check_speed
from hardware.escpos.modes import PrinterSettings
from hardware.lines import speed_of
from hardware.logo import read_logo
from kiosk.agent.printing import DOTS, printer_settings
from kiosk.agent.settings import AgentSettings
from kiosk.samples import standard_slip

log = logging.getLogger("motcua.agent")


class Printing:
    """The settings of the printer, and the centre's logo. One thread tells it what was chosen, any may ask."""

    def __init__(self, settings: AgentSettings) -> None:
        self._own = self.settings = settings.printing
        self._baud = None if settings.printer is None else speed_of(settings.printer, settings.baud)
        self._refused: Mapping[str, Any] | None = None
        self.logo: Bitmap | None = None

    def take(self, own: Mapping[str, Any]) -> bool:
        """Take the server's answer to GET /device; say whether the printer is to print otherwise now."""
        self.logo = _logo(own.get("logo"))
        return self.choose(own.get("settings", {}).get("printer"))

    def choose(self, chosen: Mapping[str, Any] | None) -> bool:
        """Take what the server says (None leaves it to the box); say whether the printer is to print otherwise now."""
        before = self.settings
        self.settings, self._refused = self._fitting(chosen)
        return self.settings != before

    def report(self) -> Mapping[str, Any]:
        """Return how the printer prints and what is refused, as a heartbeat says it."""
        now = self.settings
        return {
            "mode": now.mode.value,
            "paper": next(int(paper) for paper, dots in DOTS.items() if dots == now.width),
            "stores_graphics": now.stores_graphics,
            "baud": self._baud,
            "refused": self._refused,
        }

    def _fitting(self, chosen: Mapping[str, Any] | None) -> tuple[PrinterSettings, Mapping[str, Any] | None]:
        if chosen is None:
            return self._own, None
        mode = str(chosen["mode"])
        try:
            wanted = printer_settings(
                paper=str(chosen["paper"]), mode=mode, stores_graphics=bool(chosen["stores_graphics"])
            )
            check_speed(standard_slip(), wanted, self._baud)
        except (ValueError, KeyError):  # of a server that knows more modes than this agent
            return self._own, {"mode": mode[:40], "code": "printer.unknown_mode"}
        except TooSlow as slow:
            return self._own, {"mode": mode, "code": slow.code, "seconds": round(slow.seconds, 1), "least": slow.least}
        return wanted, None


def _logo(written: object) -> Bitmap | None:
    """Return the logo; slips go without one that cannot be read."""
    try:
        return read_logo(written) if isinstance(written, str) else None
    except LogoInvalid as invalid:
        log.error("the server sent a logo that cannot be printed: %s", invalid)
        return None
