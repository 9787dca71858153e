"""Opening the database: one writer at a time on SQLite, row locks on PostgreSQL, readers apart on both."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import make_url

from queue_server.store.connections import Connections
from queue_server.store.prepared import Prepared

BUSY_SECONDS = 5
CACHE_KIB = 65_536
POSTGRES_WRITERS = 8
READERS = 8

_BEGIN = Prepared(text("BEGIN"))
_BEGIN_IMMEDIATE = Prepared(text("BEGIN IMMEDIATE"))


class Store:
    """The database of one installation. `url` is a SQLAlchemy URL, "sqlite:///file" or "postgresql+psycopg://…"."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            _make_private(self.url.database)
        self.writer = self._sqlite(writing=True) if self.is_sqlite else self._postgres(writing=True)
        reader = self._sqlite(writing=False) if self.is_sqlite else self._postgres(writing=False)
        writers = 1 if self.is_sqlite else POSTGRES_WRITERS
        self.writers = Connections(self.writer, most=writers, patience=BUSY_SECONDS, keeps=self.is_sqlite)
        self._readers = Connections(reader, most=READERS, patience=BUSY_SECONDS, keeps=self.is_sqlite)
        self.after_commit: list[Callable[[], None]] = []
        self.cache: dict[int, Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose statements all see one state of the database; nothing can be written through it."""
        with self.glancing() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """Give a connection for one statement that only reads."""
        connection = self._readers.take()
        try:
            yield connection
        finally:
            self._readers.give(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.writers.close()
        self._readers.close()

    def _sqlite(self, *, writing: bool) -> Engine:
        engine = create_engine(
            self.url,
            poolclass=NullPool,
            hide_parameters=True,  # nothing of a person or of a key in a log
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", _writing_pragmas if writing else _reading_pragmas)
        event.listen(engine, "begin", _begin_immediate if writing else _begin)
        return engine

    def _postgres(self, *, writing: bool) -> Engine:
        return create_engine(
            self.url,
            hide_parameters=True,
            pool_size=POSTGRES_WRITERS if writing else READERS,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
        )


def _make_private(file: str) -> None:
    """Make the database's file, when it is missing, so that only its owner can read it.

    SQLite gives the files beside it the same mode (its os_unix.c, findCreateFileMode), and says itself what is wrong
    when no file can be made. A file that is there keeps its mode: somebody may have chosen it.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _writing_pragmas(connection: SqliteConnection, _record: object) -> None:
    # synchronous=FULL: a number on paper must survive a power cut; WAL with NORMAL loses acknowledged commits.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _reading_pragmas(connection: SqliteConnection, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _begin_immediate(connection: Connection) -> None:
    _BEGIN_IMMEDIATE.run(connection)


def _begin(connection: Connection) -> None:
    _BEGIN.run(connection)
