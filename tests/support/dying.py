"""An agent's database whose process dies at one of its writes."""

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Cursor
from typing import Any, NoReturn

from kiosk.agent.database import Database

READS = ("SELECT", "PRAGMA")


class Killed(BaseException):
    """The process is gone; nothing catches this."""


class Dying(Database):
    """Dies at its write number `at` (0: never): before it, or right `after` it. `writes` counts them."""

    def __init__(self, path: Path, *, at: int = 0, after: bool = False, die: Callable[[], Any] | None = None) -> None:
        super().__init__(path)
        self.left, self.after, self.writes = at, after, 0
        self.die = die or self.dies

    def arm(self, *, within: int, after: bool) -> None:
        """Die at the write that comes so many from now."""
        self.left, self.after = self.writes + within, after

    def _run(self, statement: str, values: tuple[Any, ...]) -> Cursor:
        if statement.lstrip().startswith(READS):
            return super()._run(statement, values)
        self.writes += 1
        if self.writes == self.left and not self.after:
            self.die()
        done = super()._run(statement, values)
        if self.writes == self.left and self.after:
            self.die()
        return done

    @staticmethod
    def dies() -> NoReturn:
        raise Killed
