"""Statements compiled once a dialect and handed to the driver as they are.

The hot path is a handful of these: measured, the ORM's flushes cost more than the whole request otherwise, and
SQLAlchemy's own result objects half as much as the statements themselves.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import CompilerElement

Row = tuple[Any, ...]


class Rows:
    """What a statement gave, read from the driver's cursor."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Row]:
        return iter(self.all())

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""
        return int(self._cursor.rowcount)

    def all(self) -> Sequence[Row]:
        """Return all rows."""
        rows: Sequence[Row] = self._cursor.fetchall()
        return rows

    def one_or_none(self) -> Row | None:
        """Return the first row, or None. The statement asks by a unique key or with LIMIT 1."""
        row: Row | None = self._cursor.fetchone()
        return row

    def scalar(self) -> Any:
        """Return the first column of the first row, or None."""
        row = self._cursor.fetchone()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """Return the first column of the only row."""
        row = self._cursor.fetchone()
        assert row is not None, "the statement always gives a row"
        return row[0]

    scalar_one_or_none = scalar


class Prepared:
    """One statement. Its parameters must be plain numbers, texts or None: no type conversion is done."""

    def __init__(self, statement: CompilerElement, *, columns: Sequence[str] | None = None) -> None:
        """Take a Core statement or `text()`; `columns` names the columns that an INSERT or UPDATE sets."""
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, tuple[str, Sequence[str] | None]] = {}

    def run(self, connection: Connection, **facts: int | float | str | bool | None) -> Rows:
        """Execute in the connection's open transaction with the named parameters.

        Raises SQLAlchemy's DBAPIError family, whatever the driver calls its own.
        """
        known = self._compiled.get(connection.dialect.name) or self._compile(connection)
        sql, order = known
        given = facts if order is None else tuple([facts[name] for name in order])
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, given)
        except Exception as error:
            raise self._named(error, connection, sql, given) from error
        return Rows(cursor)

    def _compile(self, connection: Connection) -> tuple[str, Sequence[str] | None]:
        compiled = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        known = (str(compiled), getattr(compiled, "positiontup", None))
        self._compiled[connection.dialect.name] = known
        return known

    def _named(self, error: Exception, connection: Connection, sql: str, given: Any) -> BaseException:
        driver = connection.dialect.loaded_dbapi
        named: BaseException = DBAPIError.instance(sql, given, error, driver.Error, dialect=connection.dialect)
        return named
