"""Which browser tab acts for a clerk: one at a time, so that no two consoles act silently."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from queue_server.domain.errors import ConsoleSuperseded


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """One page in one tab: the name that it gave itself when it was opened, and its browser in words."""

    name: str
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The console that acts for a shift, and since when."""

    console: Console
    since: datetime


def check_console(holder: Holder | None, asking: Console | None, *, zone: str) -> None:
    """Let only the console that holds the shift act. Raises ConsoleSuperseded.

    A caller that is no console (a program at the API) may act as long as no console holds the shift.
    """
    name = None if holder is None else holder.console.name
    if name == (None if asking is None else asking.name):
        return
    if holder is None:
        raise ConsoleSuperseded(browser="API", since="?")
    raise ConsoleSuperseded(browser=holder.console.browser, since=f"{holder.since.astimezone(ZoneInfo(zone)):%H:%M}")
