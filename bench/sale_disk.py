"""The server's database as one life of the server sees it: the process may die before and after each write."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

import psycopg
from sqlalchemy import event

from queue_server.store.engine import Store

WRITES = ("INSERT", "UPDATE", "DELETE")
Struck = Callable[[str], None]
Done = TypeVar("Done")


class ServerDied(BaseException):
    """The server's process is gone; what it has not committed is undone. Nothing in the product catches this."""


class Deadly:
    """Lays a point before and after each write and each commit of the store's writers; `struck` may raise there.

    The statements, their order and their transactions are the product's own. The disk is not waited for
    (`synchronous=OFF` in place of FULL on SQLite, `synchronous_commit=off` on PostgreSQL): that a commit survives a
    power cut is proved elsewhere, here processes die.
    """

    def __init__(self, store: Store, struck: Struck) -> None:
        self._struck = struck
        event.listen(store.writer, "do_connect", self._sqlite if store.is_sqlite else self._postgres)
        if store.is_sqlite:
            event.listen(store.writer, "connect", _unhurried)

    def _sqlite(self, _dialect: object, _record: object, _given: object, facts: dict[str, Any]) -> None:
        around = self._around

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, *given: Any) -> Any:
                try:
                    return around(sql, lambda: super(Cursor, self).execute(sql, *given))
                except ServerDied:
                    self.close()  # what RETURNING has not given yet would hold the database
                    raise

        class Connection(sqlite3.Connection):
            def cursor(self, *_: Any, **__: Any) -> Any:
                return super().cursor(Cursor)

            def commit(self) -> None:
                around("COMMIT", super().commit)

        facts["factory"] = Connection

    def _postgres(self, _dialect: object, _record: object, _given: object, facts: dict[str, Any]) -> Any:
        around = self._around

        class Cursor(psycopg.Cursor[Any]):
            def execute(self, query: Any, *given: Any, **more: Any) -> Any:
                return around(str(query), lambda: super(Cursor, self).execute(query, *given, **more))

        class Connection(psycopg.Connection[Any]):
            def commit(self) -> None:
                around("COMMIT", super().commit)

        return Connection.connect(**facts, cursor_factory=Cursor, options="-c synchronous_commit=off")

    def _around(self, sql: str, do: Callable[[], Done]) -> Done:
        place = "commit" if sql == "COMMIT" else "server" if sql.lstrip().startswith(WRITES) else None
        if place is None:
            return do()
        self._struck(f"{place} before")
        done = do()
        self._struck(f"{place} after")
        return done


class Copy:
    """A copy of a SQLite database, as an operator keeps it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(file)) as source:
            source.backup(self._kept)

    def put_back(self) -> None:
        """Set the database back to the copy."""
        with closing(sqlite3.connect(self._file)) as target:
            self._kept.backup(target)


def _unhurried(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
