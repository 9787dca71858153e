"""The agent's own database file: what a kill or a power cut must not make it forget."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import time
from typing import Any

log = logging.getLogger("motcua.agent")

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    seq INTEGER PRIMARY KEY,
    job TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT 'print_slip',
    copy INTEGER NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sending', 'done', 'reported')),
    begun INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    detail TEXT,
    report_key TEXT,
    changed_at INTEGER NOT NULL,
    own_since INTEGER
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS lease (
    day TEXT NOT NULL,
    line TEXT NOT NULL,
    letter TEXT NOT NULL,
    digits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (day, letter, first)
);
CREATE TABLE IF NOT EXISTS given (
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL UNIQUE,
    wish TEXT NOT NULL,
    view TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('online', 'untold', 'told', 'refused')),
    day TEXT,
    letter TEXT,
    number INTEGER,
    code TEXT,
    at INTEGER NOT NULL,
    UNIQUE (day, letter, number)
);
CREATE INDEX IF NOT EXISTS ix_given_untold ON given (at) WHERE state = 'untold';
CREATE TABLE IF NOT EXISTS sale (
    payment TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    amount INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'sale',
    of TEXT,
    receipt TEXT,
    newest INTEGER,
    state TEXT NOT NULL CHECK (state IN ('beginning', 'sent', 'doubt', 'ended')),
    answer TEXT,
    told INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_sale_open ON sale (payment) WHERE state <> 'ended';
CREATE INDEX IF NOT EXISTS ix_sale_untold ON sale (payment) WHERE told = 0;
"""
SINCE_THEN = {
    "job": {"own_since": "INTEGER", "kind": "TEXT NOT NULL DEFAULT 'print_slip'"},
    "sale": {"kind": "TEXT NOT NULL DEFAULT 'sale'", "of": "TEXT", "receipt": "TEXT"},
}
"""Columns that tables of earlier versions lack."""


class Database:
    """One file, synchronous to the disk. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file and bring its tables up to date. Raises sqlite3.DatabaseError."""
        self._lock = RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.executescript(SCHEMA)
            self._catch_up()
        except sqlite3.DatabaseError:
            self._connection.close()
            raise

    def change(self, statement: str, *values: Any) -> int:
        """Run a writing statement, in the transaction at work or in its own; return how many rows it changed."""
        return self._run(statement, values).rowcount

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows."""
        with self._lock:
            return self._run(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(statement, *values)), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is changed within happens or nothing does; other threads wait."""
        with self._lock:
            self._run("BEGIN IMMEDIATE", ())
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._run("COMMIT", ())

    def fact(self, name: str) -> str | None:
        """Return what was remembered under that name."""
        row = self.row("SELECT value FROM fact WHERE name = ?", name)
        return None if row is None else str(row[0])

    def remember(self, name: str, value: str | None) -> None:
        """Remember a value; None forgets it."""
        if value is None:
            self.change("DELETE FROM fact WHERE name = ?", name)
        else:
            self.change("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _run(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        with self._lock:
            return self._connection.execute(statement, values)

    def _catch_up(self) -> None:
        for table, columns in SINCE_THEN.items():
            known = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            for column, kind in columns.items():
                if column not in known:
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def open_database(path: Path) -> Database:
    """Open the file, a new one when it is damaged: slips of the server come again, as copies.

    A new one knows of no numbers in reserve, and asks for blocks of its own.
    """
    path.touch(mode=0o600)
    try:
        return Database(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in DAMAGED:
            raise
        aside = path.with_name(f"{path.name}.damaged-{int(time())}")
        log.error("the journal is damaged (%s); it is kept as %s and a new one begun", error, aside.name)
        path.rename(aside)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        return Database(path)
