"""Writing connections of a server whose process dies at one of its writes, the commit among them."""

from collections.abc import Callable
from typing import Any

from dying import Killed

WRITES = ("INSERT", "UPDATE", "DELETE")


class Passing:
    """Passes everything on to `real`, and tells `before` of each write."""

    def __init__(self, real: Any, before: Callable[[], None]) -> None:
        self.real, self.before = real, before

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


class Cursor(Passing):
    def execute(self, statement: str, *given: Any) -> Any:
        if statement.lstrip().upper().startswith(WRITES):
            self.before()
        return self.real.execute(statement, *given)


class Raw(Passing):
    def cursor(self) -> Cursor:
        return Cursor(self.real.cursor(), self.before)


class Connection(Passing):
    @property
    def connection(self) -> Raw:
        return Raw(self.real.connection, self.before)

    def commit(self) -> None:
        self.before()
        self.real.commit()


class DyingWriters(Passing):
    """Takes the place of a store's `writers`. `left` is how many writes from now the process dies, 0 for never."""

    def __init__(self, real: Any) -> None:
        super().__init__(real, self.counts)
        self.left = 0

    def counts(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed

    def take(self) -> Connection:
        return Connection(self.real.take(), self.before)

    def give(self, connection: Connection) -> None:
        self.real.give(connection.real)

    def dies(self, within: int, deed: Callable[[], object]) -> bool:
        """Do it in a process that dies at its write number `within`; say whether it came so far."""
        self.left = within
        try:
            deed()
        except Killed:
            return True
        finally:
            self.left = 0
        return False
